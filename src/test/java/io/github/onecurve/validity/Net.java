package io.github.onecurve.validity;

/** Which way rows flip, as parts of the expected dear flips and of as many cheap ones. */
enum Net {
  /** All to the better. */
  FIXES(1, 0),
  /** One in five to the worse. */
  MOSTLY_FIXES(0.8, 0.2),
  /** As many each way: N = 0. */
  EVEN(0.5, 0.5),
  /** All to the worse. */
  BREAKS(0, 1),
  /** Dear ones all to the worse, and as much gained by cheap ones: N = 0, and skewed. */
  CANCELLED(0, 1);

  private final double better;
  private final double worse;

  Net(double better, double worse) {
    this.better = better;
    this.worse = worse;
  }

  double better() {
    return better;
  }

  double worse() {
    return worse;
  }
}
