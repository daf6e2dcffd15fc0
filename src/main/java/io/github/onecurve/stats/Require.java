package io.github.onecurve.stats;

/**
 * The checks that several statistics share, each with a message that says expected, found, and what
 * to do.
 */
final class Require {
  private Require() {}

  /** A two-sided confidence level, in (0, 1). */
  static double level(double level) {
    if (level > 0 && level < 1) {
      return level;
    }
    throw new IllegalArgumentException(
        "expected a confidence level between 0 and 1 (exclusive), found "
            + level
            + "; write 0.95 for 95%");
  }

  /** A one-sided error probability, in (0, 0.5). */
  static double tail(double p) {
    if (p > 0 && p < 0.5) {
      return p;
    }
    throw new IllegalArgumentException(
        "expected a one-sided level p between 0 and 0.5 (exclusive), found "
            + p
            + "; pass the error probability, 0.025 for the lower end of a 95% interval");
  }

  static double finite(String name, double value) {
    if (Double.isFinite(value)) {
      return value;
    }
    throw new IllegalArgumentException(
        "expected a finite " + name + ", found " + value + "; look at where it was computed");
  }

  static double notNegative(String name, double value) {
    if (finite(name, value) >= 0) {
      return value;
    }
    throw new IllegalArgumentException(
        "expected a " + name + " of 0 or more, found " + value + "; look at where it was computed");
  }
}
