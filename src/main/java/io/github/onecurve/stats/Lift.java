package io.github.onecurve.stats;

import java.util.List;

/**
 * How much more of today's loss an insight removes than the best of the references that it must
 * beat: the least of its differences with them, as a share.
 *
 * @param estimate min over h of (R_h − R_π)/R₀
 * @param interval from min L_h to min U_h, with Fieller ends at one-sided a/2 for each L_h and
 *     a/(2H) for each U_h, H the number of references; unbounded where any of these ends is
 */
public record Lift(double estimate, Interval interval) {
  /**
   * @throws IllegalArgumentException if the estimate is not finite
   */
  public Lift {
    Require.finite("lift", estimate);
  }

  /**
   * The lift over {@code references}.
   *
   * @param references the difference R_h − R_π with each reference h, shipping as it is among them
   * @param level 1 − a, the two-sided confidence level in (0, 1)
   * @throws IllegalArgumentException if there is no reference
   */
  public static Lift over(List<PairedDifference> references, double level) {
    if (references.isEmpty()) {
      throw new IllegalArgumentException(
          "expected at least 1 reference to beat, found none; shipping as it is always is one");
    }
    double tail = (1 - Require.level(level)) / 2;
    double estimate = Double.POSITIVE_INFINITY;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    boolean unbounded = false;
    for (PairedDifference difference : references) {
      Interval ends =
          Interval.of(
              difference.shareLowerBound(tail),
              difference.shareUpperBound(tail / references.size()));
      unbounded |= ends.isUnbounded();
      estimate = Math.min(estimate, difference.share());
      low = Math.min(low, ends.low());
      high = Math.min(high, ends.high());
    }
    return new Lift(estimate, unbounded ? Interval.unbounded() : Interval.of(low, high));
  }
}
