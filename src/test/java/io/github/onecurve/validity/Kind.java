package io.github.onecurve.validity;

/**
 * Rows of a stratum that are alike: a share of it, what today's system loses on each, and what each
 * other system saves there when it decides otherwise; in units of {@link Population#UNIT}.
 */
public final class Kind {
  private final double share;
  private final long loss;
  private final long[] gains;

  private Kind(double share, long loss, long[] gains) {
    this.share = share;
    this.loss = loss;
    this.gains = gains;
  }

  /** Rows that make up {@code share} of their stratum; no gains where no system differs. */
  public static Kind of(double share, long loss, long... gains) {
    return new Kind(share, loss, gains.clone());
  }

  double share() {
    return share;
  }

  long loss() {
    return loss;
  }

  /** What a system saves; today's saves nothing. */
  long gain(int system) {
    return system == Population.TODAY || gains.length == 0 ? 0 : gains[system];
  }

  boolean changes() {
    for (long gain : gains) {
      if (gain != 0) {
        return true;
      }
    }
    return false;
  }
}
