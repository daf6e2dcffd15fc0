package io.github.onecurve.stats;

/**
 * Confidence intervals for shares of independent trials, and for the difference of two such shares.
 */
public final class Proportions {
  private Proportions() {}

  /**
   * The score interval for a share, without continuity correction.
   *
   * <p>Source: Wilson, Journal of the American Statistical Association 22 (1927).
   *
   * @param successes 0 to {@code trials}
   * @param trials at least 1
   * @param level two-sided confidence level in (0, 1)
   * @return an interval inside [0, 1]
   * @throws IllegalArgumentException if the counts or the level are out of range
   */
  public static Interval wilson(long successes, long trials, double level) {
    requireCounts(successes, trials);
    double z = StandardNormal.upperQuantile((1 - Require.level(level)) / 2);
    double n = trials;
    double s = successes;
    double failures = trials - successes;
    double centre = s + z * z / 2;
    double half = z * Math.sqrt(s * failures / n + z * z / 4);
    double low = successes == 0 ? 0 : (centre - half) / (n + z * z);
    double high = successes == trials ? 1 : (centre + half) / (n + z * z);
    return new Interval(Math.max(0, low), Math.min(1, high));
  }

  /**
   * The interval for the first share minus the second, of two independent samples: method 10 of
   * Newcombe, which squares and adds the distances of the Wilson ends.
   *
   * <p>Source: Newcombe, Statistics in Medicine 17 (1998), 873–890.
   *
   * @param successes1 0 to {@code trials1}
   * @param trials1 at least 1
   * @param successes2 0 to {@code trials2}
   * @param trials2 at least 1
   * @param level two-sided confidence level in (0, 1)
   * @return an interval inside [−1, 1]
   * @throws IllegalArgumentException if the counts or the level are out of range
   */
  public static Interval newcombe(
      long successes1, long trials1, long successes2, long trials2, double level) {
    Interval first = wilson(successes1, trials1, level);
    Interval second = wilson(successes2, trials2, level);
    double p1 = (double) successes1 / trials1;
    double p2 = (double) successes2 / trials2;
    double below = Math.hypot(p1 - first.low(), second.high() - p2);
    double above = Math.hypot(first.high() - p1, p2 - second.low());
    return new Interval(Math.max(-1, p1 - p2 - below), Math.min(1, p1 - p2 + above));
  }

  private static void requireCounts(long successes, long trials) {
    if (trials < 1) {
      throw new IllegalArgumentException(
          "expected at least 1 trial, found "
              + trials
              + "; a share of no rows is undecided, not a number");
    }
    if (successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          "expected successes between 0 and "
              + trials
              + " trials, found "
              + successes
              + "; count both on the same rows");
    }
  }
}
