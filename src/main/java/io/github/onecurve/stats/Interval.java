package io.github.onecurve.stats;

/**
 * A closed range of real numbers, as a confidence interval or a claim gives it.
 *
 * @param low lower end, −∞ where there is none; never NaN, never above {@code high}
 * @param high upper end, +∞ where there is none; never NaN
 */
public record Interval(double low, double high) {
  /**
   * @throws IllegalArgumentException if an end is NaN, if the ends are in the wrong order, or if no
   *     number lies between
   */
  public Interval {
    if (!(low <= high) || low == Double.POSITIVE_INFINITY || high == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException(
          "expected an interval with low <= high and no NaN, found ["
              + low
              + ", "
              + high
              + "]; pass the lower end first, and Interval.unbounded() where nothing is known");
    }
  }

  /** The interval from {@code low} to {@code high}. */
  public static Interval of(double low, double high) {
    return new Interval(low, high);
  }

  /** All real numbers: what is known when nothing is. */
  public static Interval unbounded() {
    return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** Whether {@code value} lies in this interval, ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** Whether all of this interval lies in {@code range}, ends included. */
  public boolean isInside(Interval range) {
    return range.low <= low && high <= range.high;
  }

  /** Whether this interval and {@code range} have no number in common. */
  public boolean isDisjointFrom(Interval range) {
    return high < range.low || range.high < low;
  }

  /** Whether at least one end is infinite. */
  public boolean isUnbounded() {
    return Double.isInfinite(low) || Double.isInfinite(high);
  }

  /**
   * This interval in other units: both ends times {@code factor}, swapped where it is negative.
   *
   * @throws IllegalArgumentException if {@code factor} is 0 or not finite
   */
  public Interval scale(double factor) {
    if (Require.finite("factor", factor) == 0) {
      throw new IllegalArgumentException(
          "expected a factor other than 0, found 0; an interval of width 0 is Interval.of(x, x)");
    }
    return factor > 0
        ? new Interval(low * factor, high * factor)
        : new Interval(high * factor, low * factor);
  }
}
