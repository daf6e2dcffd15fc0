package io.github.onecurve.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionsTest {
  /** Newcombe, Statistics in Medicine 17 (1998), 857–872, table I, method 3; the last by hand. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0, 0.1611",
    "1, 29, 0.0061, 0.1718",
    "85, 100, 0.7672, 0.9069"
  })
  void wilsonAgreesWithPublishedValues(long successes, long trials, double low, double high) {
    Interval interval = Proportions.wilson(successes, trials, 0.95);
    assertEquals(low, interval.low(), 5e-5);
    assertEquals(high, interval.high(), 5e-5);
  }

  @Test
  void wilsonAgreesWithCommonsMath() {
    for (int n : new int[] {1, 2, 7, 100, 20_000}) {
      for (int s = 0; s <= n; s += Math.max(1, n / 7)) {
        for (double level : new double[] {0.5, 0.95, 0.999}) {
          ConfidenceInterval expected = new WilsonScoreInterval().createInterval(n, s, level);
          Interval interval = Proportions.wilson(s, n, level);
          assertEquals(expected.getLowerBound(), interval.low(), 1e-12);
          assertEquals(expected.getUpperBound(), interval.high(), 1e-12);
        }
      }
    }
  }

  @Test
  void wilsonContainsTheShareAlsoAtTheEnds() {
    assertEquals(0, Proportions.wilson(0, 9, 0.95).low());
    assertEquals(1, Proportions.wilson(9, 9, 0.95).high());
    for (long s = 0; s <= 300; s++) {
      assertTrue(Proportions.wilson(s, 300, 0.01).contains(s / 300.0));
    }
    long many = 1L << 60;
    assertTrue(Proportions.wilson(many / 2, many, 0.95).contains(0.5));
  }

  /** Newcombe, Statistics in Medicine 17 (1998), 873–890, table II, method 10. */
  @ParameterizedTest
  @CsvSource({
    "56, 70, 48, 80, 0.0524, 0.3339",
    "9, 10, 3, 10, 0.1705, 0.8090",
    "6, 7, 2, 7, 0.0582, 0.8062",
    "5, 56, 0, 29, -0.0381, 0.1926",
    "0, 10, 0, 20, -0.1611, 0.2775",
    "0, 10, 0, 10, -0.2775, 0.2775",
    "10, 10, 0, 20, 0.6791, 1",
    "10, 10, 0, 10, 0.6075, 1"
  })
  void newcombeAgreesWithPublishedValues(
      long s1, long n1, long s2, long n2, double low, double high) {
    Interval interval = Proportions.newcombe(s1, n1, s2, n2, 0.95);
    assertEquals(low, interval.low(), 5e-5);
    assertEquals(high, interval.high(), 5e-5);
  }

  @Test
  void newcombeOfTheSamplesSwappedIsMirrored() {
    Interval interval = Proportions.newcombe(5, 56, 20, 29, 0.9);
    Interval swapped = Proportions.newcombe(20, 29, 5, 56, 0.9);
    assertEquals(interval.low(), -swapped.high(), 1e-15);
    assertEquals(interval.high(), -swapped.low(), 1e-15);
  }

  @Test
  void refusesNoTrialsAndImpossibleCounts() {
    Refusal.of(
        () -> Proportions.wilson(0, 0, 0.95),
        "expected at least 1 trial, found 0; a share of no rows is undecided, not a number");
    Refusal.of(
        () -> Proportions.newcombe(1, 2, 0, 0, 0.95),
        "expected at least 1 trial, found 0; a share of no rows is undecided, not a number");
    Refusal.of(
        () -> Proportions.wilson(5, 4, 0.95),
        "expected successes between 0 and 4 trials, found 5; count both on the same rows");
    Refusal.of(
        () -> Proportions.wilson(-1, 4, 0.95),
        "expected successes between 0 and 4 trials, found -1; count both on the same rows");
  }

  @Test
  void refusesALevelThatIsNoProbability() {
    Refusal.of(
        () -> Proportions.wilson(1, 2, 95),
        "expected a confidence level between 0 and 1 (exclusive), found 95.0;"
            + " write 0.95 for 95%");
  }
}
