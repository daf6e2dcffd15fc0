package io.github.onecurve.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiellerTest {
  /** 3.84 θ² − 4 θ + 0.96 = 0: (4 ± 1.12)/7.68. */
  @Test
  void solvesAQuadraticByHand() {
    Interval interval = new Fieller(1, 2, 0.01, 0.04, 0).interval(2);
    assertEquals(0.375, interval.low(), 1e-15);
    assertEquals(5.12 / 7.68, interval.high(), 1e-15);
  }

  @Test
  void aCertainDenominatorScalesTheIntervalOfTheNumerator() {
    Interval interval = new Fieller(1, 4, 0.25, 0, 0).interval(3);
    assertEquals((1 - 1.5) / 4, interval.low(), 1e-15);
    assertEquals((1 + 1.5) / 4, interval.high(), 1e-15);
  }

  @Test
  void aDenominatorThatMayBeZeroLeavesTheRatioUnbounded() {
    assertTrue(new Fieller(1, 2, 0.01, 1, 0).interval(2).isUnbounded());
    assertTrue(new Fieller(1, 0, 0.01, 0, 0).interval(2).isUnbounded());
    assertTrue(new Fieller(1, 2, 1, 0, 0).interval(Double.POSITIVE_INFINITY).isUnbounded());
    assertEquals(false, new Fieller(1, 2.000001, 0.01, 1, 0).interval(2).isUnbounded());
  }

  @Test
  void aCertainZeroStaysZero() {
    assertEquals(Interval.of(0, 0), new Fieller(0, 1, 0, 0.1, 0).interval(2));
    assertEquals(Interval.of(0, 0), new Fieller(0, 1, 0, 9, 0).interval(2));
  }

  @Test
  void changingTheSignOfTheNumeratorMirrorsTheInterval() {
    Interval interval = new Fieller(0.3, 2, 0.01, 0.04, 0.005).interval(2);
    Interval mirrored = new Fieller(-0.3, 2, 0.01, 0.04, -0.005).interval(2);
    assertEquals(interval.low(), -mirrored.high(), 1e-15);
    assertEquals(interval.high(), -mirrored.low(), 1e-15);
  }

  /** The pivot decides, by bisection and on a grid, what the quadratic solves. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void containsExactlyTheRatiosThatThePivotDoesNotReject(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      double d = 0.1 + random.nextDouble();
      double n = random.nextGaussian() * Math.pow(10, -3 * random.nextDouble());
      double vnn = Math.pow(10, -6 * random.nextDouble());
      double vdd = d * d / 10 * Math.pow(10, -6 * random.nextDouble());
      double vnd = (2 * random.nextDouble() - 1) * Math.sqrt(vnn * vdd);
      double t = 0.5 + 2 * random.nextDouble();
      Fieller fieller = new Fieller(n, d, vnn, vdd, vnd);
      Interval interval = fieller.interval(t);
      double width = interval.high() - interval.low();
      assertEquals(end(fieller, t, -1), interval.low(), 1e-9 * width);
      assertEquals(end(fieller, t, 1), interval.high(), 1e-9 * width);
      for (int i = -10; i <= 20; i++) {
        double theta = interval.low() + width * (i + 0.5) / 10;
        assertEquals(accepts(fieller, t, theta), interval.contains(theta));
      }
    }
  }

  private static boolean accepts(Fieller f, double t, double theta) {
    double variance =
        f.numeratorVariance()
            - 2 * theta * f.covariance()
            + theta * theta * f.denominatorVariance();
    return Math.abs(f.numerator() - theta * f.denominator()) <= t * Math.sqrt(variance);
  }

  private static double end(Fieller f, double t, int side) {
    double inside = f.numerator() / f.denominator();
    double step = 1e-9;
    while (accepts(f, t, inside + side * step)) {
      step *= 2;
    }
    double outside = inside + side * step;
    for (int i = 0; i < 200; i++) {
      double middle = (inside + outside) / 2;
      if (accepts(f, t, middle)) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return inside;
  }
}
