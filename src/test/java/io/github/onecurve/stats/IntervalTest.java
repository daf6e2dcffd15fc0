package io.github.onecurve.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IntervalTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void containsItsEndsAndNothingBeyond() {
    Interval interval = Interval.of(-1, 2);
    assertTrue(interval.contains(-1) && interval.contains(0) && interval.contains(2));
    assertFalse(interval.contains(Math.nextDown(-1.0)) || interval.contains(Math.nextUp(2.0)));
    assertFalse(interval.contains(Double.NaN));
  }

  @Test
  void unboundedContainsEveryNumberAndSaysSo() {
    assertTrue(Interval.unbounded().contains(1e300));
    assertTrue(Interval.unbounded().isUnbounded());
    assertTrue(Interval.of(0, INFINITY).isUnbounded());
    assertFalse(Interval.of(0, 1).isUnbounded());
  }

  @Test
  void comparesWithTheRangeOfAClaim() {
    Interval range = Interval.of(0, 1);
    assertTrue(Interval.of(0, 0.5).isInside(range));
    assertFalse(Interval.of(0.5, 1.5).isInside(range));
    assertFalse(Interval.of(0.5, 1.5).isDisjointFrom(range));
    assertFalse(Interval.of(1, 1.5).isDisjointFrom(range));
    assertTrue(Interval.of(1.25, 1.5).isDisjointFrom(range));
    assertTrue(Interval.of(-2, -0.25).isDisjointFrom(range));
  }

  @Test
  void scalesAndSwapsItsEndsUnderANegativeFactor() {
    assertEquals(Interval.of(-1000, 2000), Interval.of(-1, 2).scale(1000));
    assertEquals(Interval.of(-4, 2), Interval.of(-1, 2).scale(-2));
    assertEquals(Interval.of(-INFINITY, -3), Interval.of(3, INFINITY).scale(-1));
  }

  @Test
  void refusesEndsInTheWrongOrderNaNAndNothing() {
    Refusal.of(
        () -> Interval.of(2, 1),
        "expected an interval with low <= high and no NaN, found [2.0, 1.0];"
            + " pass the lower end first, and Interval.unbounded() where nothing is known");
    Refusal.of(
        () -> Interval.of(Double.NaN, 1),
        "expected an interval with low <= high and no NaN, found [NaN, 1.0];"
            + " pass the lower end first, and Interval.unbounded() where nothing is known");
    Refusal.of(
        () -> Interval.of(INFINITY, INFINITY),
        "expected an interval with low <= high and no NaN, found [Infinity, Infinity];"
            + " pass the lower end first, and Interval.unbounded() where nothing is known");
  }

  @Test
  void refusesToScaleByZeroOrByNoNumber() {
    Refusal.of(
        () -> Interval.unbounded().scale(0),
        "expected a factor other than 0, found 0; an interval of width 0 is Interval.of(x, x)");
    Refusal.of(
        () -> Interval.of(0, 1).scale(Double.NaN),
        "expected a finite factor, found NaN; look at where it was computed");
  }
}
