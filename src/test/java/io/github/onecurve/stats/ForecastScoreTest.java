package io.github.onecurve.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastScoreTest {
  @ParameterizedTest
  @CsvSource({"0, 1, 0", "3, 2, 4.5", "-1, 0.5, 2", "10, 4, -9", "0, 1, 0.001"})
  void crpsIsTheIntegralOfTheSquaredDistanceOfTheDistributions(double mu, double sd, double y) {
    NormalDistribution normal = new NormalDistribution(null, mu, sd);
    double below =
        simpson(Math.min(mu, y) - 12 * sd, y, x -> square(normal.cumulativeProbability(x)));
    double above =
        simpson(y, Math.max(mu, y) + 12 * sd, x -> square(1 - normal.cumulativeProbability(x)));
    assertEquals(below + above, Crps.ofNormal(mu, sd, y), 1e-9);
  }

  @Test
  void crpsByHand() {
    assertEquals((Math.sqrt(2) - 1) / Math.sqrt(Math.PI), Crps.ofNormal(5, 1, 5), 1e-15);
    assertEquals(3, Crps.ofNormal(2, 0, 5));
    assertEquals(3, Crps.ofNormal(2, Double.MIN_VALUE, 5));
    assertEquals(1000 - 1 / Math.sqrt(Math.PI), Crps.ofNormal(0, 1, 1000), 1e-12);
  }

  @Test
  void aPerfectForecastHasSkillNearOneAndTheReferenceNone() {
    assertEquals(1, ForecastScore.of(20, 0, 20, 0, 50).skill());
    assertEquals(0, ForecastScore.of(20, 0, 20, 0, 50).overclaim());
    assertEquals(0, ForecastScore.of(0, 50, 20, 3, 50).skill());
    assertTrue(ForecastScore.of(300, 1, 20, 3, 50).skill() < 0);
  }

  /** σ = 3 and SE = 4 widen to 5, τ = 12 to √160; (30 − 20)/5 = 2. */
  @Test
  void bothForecastsAreWidenedByTheStandardError() {
    ForecastScore score = ForecastScore.of(30, 3, 20, 4, 12);
    assertEquals(2, score.overclaim(), 1e-15);
    assertEquals(
        1 - Crps.ofNormal(30, 5, 20) / Crps.ofNormal(0, Math.sqrt(160), 20), score.skill(), 1e-14);
  }

  @Test
  void aPerfectForecastOfNothingEarnsNothing() {
    ForecastScore score = ForecastScore.of(0, 0, 0, 0, 0);
    assertEquals(new ForecastScore(0, 0), score);
  }

  @Test
  void aWrongForecastWithoutDoubtOverclaimsWithoutBound() {
    assertEquals(Double.POSITIVE_INFINITY, ForecastScore.of(1, 0, 0, 0, 5).overclaim());
    assertEquals(Double.NEGATIVE_INFINITY, ForecastScore.of(-1, 0, 0, 0, 5).overclaim());
    assertEquals(0, ForecastScore.of(1, 0, 0, 0, 0).skill());
  }

  @Test
  void aBoundlessPromiseIsScoredAsBadlyAsCanBeWritten() {
    ForecastScore score = ForecastScore.of(Double.MAX_VALUE, 1e-3, 0, 0, 1e-3);
    assertEquals(-Double.MAX_VALUE, score.skill());
    assertEquals(Double.POSITIVE_INFINITY, score.overclaim());
  }

  @Test
  void refusesNumbersThatAreNone() {
    Refusal.of(
        () -> Crps.ofNormal(Double.NaN, 1, 0),
        "expected a finite mean, found NaN; look at where it was computed");
    Refusal.of(
        () -> Crps.ofNormal(0, 1, Double.POSITIVE_INFINITY),
        "expected a finite observed value, found Infinity; look at where it was computed");
    Refusal.of(
        () -> ForecastScore.of(0, -1, 0, 0, 0),
        "expected a standard deviation of 0 or more, found -1.0; look at where it was computed");
    Refusal.of(
        () -> new ForecastScore(0, Double.NaN),
        "expected an overclaim that is a number or infinite, found NaN; use ForecastScore.of");
  }

  private static double simpson(
      double from, double to, java.util.function.DoubleUnaryOperator function) {
    int pieces = 20_000;
    double width = (to - from) / pieces;
    double sum = 0;
    for (int i = 0; i < pieces; i++) {
      double left = from + i * width;
      sum +=
          function.applyAsDouble(left)
              + 4 * function.applyAsDouble(left + width / 2)
              + function.applyAsDouble(left + width);
    }
    return sum * width / 6;
  }

  private static double square(double x) {
    return x * x;
  }
}
