package io.github.onecurve.stats;

/**
 * The interval of a ratio N/D of two estimates that vary together.
 *
 * <p>θ belongs to it where |N − θD| ≤ t √(V − 2θ V_ND + θ² V_DD), that is between the roots of (D²
 * − t² V_DD) θ² − 2 (N D − t² V_ND) θ + N² − t² V = 0. Source: Fieller, Journal of the Royal
 * Statistical Society B 16 (1954).
 *
 * @param numerator N
 * @param denominator D
 * @param numeratorVariance V
 * @param denominatorVariance V_DD
 * @param covariance V_ND
 */
record Fieller(
    double numerator,
    double denominator,
    double numeratorVariance,
    double denominatorVariance,
    double covariance) {

  /** The interval at the quantile {@code t}; unbounded where D² ≤ t² V_DD: then D may be 0. */
  Interval interval(double t) {
    if (numerator == 0 && numeratorVariance == 0) {
      return new Interval(0, 0);
    }
    double t2 = t * t;
    double square = denominator * denominator - t2 * denominatorVariance;
    if (!(square > 0) || Double.isInfinite(t2)) {
      return Interval.unbounded();
    }
    double middle = numerator * denominator - t2 * covariance;
    double constant = numerator * numerator - t2 * numeratorVariance;
    double far = middle + Math.copySign(halfDistance(t), middle);
    if (far == 0) {
      return new Interval(0, 0);
    }
    // The root far from 0 directly, the near one from their product: neither cancels.
    double one = far / square;
    double other = constant / far;
    return one <= other ? new Interval(one, other) : new Interval(other, one);
  }

  /** Root of the discriminant, with the terms N² D² that cancel in it already gone. */
  private double halfDistance(double t) {
    double left =
        denominator * denominator * numeratorVariance
            - 2 * numerator * denominator * covariance
            + numerator * numerator * denominatorVariance;
    double right = numeratorVariance * denominatorVariance - covariance * covariance;
    return t * Math.sqrt(Math.max(0, left - t * t * right));
  }
}
