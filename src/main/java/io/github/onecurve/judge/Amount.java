package io.github.onecurve.judge;

import io.github.onecurve.stats.Interval;

/**
 * An estimate with its interval.
 *
 * @param estimate finite
 * @param low the lower end; −∞ where unbounded
 * @param high the upper end; +∞ where unbounded
 */
public record Amount(double estimate, double low, double high) {
  /** Checks that the estimate is a number and that the ends are in order. */
  public Amount {
    if (!Double.isFinite(estimate) || !(low <= high)) {
      throw new IllegalArgumentException(
          String.format(
              "expected a finite estimate and low <= high, found %s [%s, %s]",
              estimate, low, high));
    }
  }

  static Amount of(double estimate, Interval interval) {
    return new Amount(estimate, interval.low(), interval.high());
  }

  /** Whether an end is infinite. */
  public boolean isUnbounded() {
    return Double.isInfinite(low) || Double.isInfinite(high);
  }
}
