package io.github.onecurve.stats;

/**
 * The continuous ranked probability score: the distance of a forecast distribution from what came,
 * 0 at best.
 */
final class Crps {
  private Crps() {}

  /**
   * The score of N(mean, sd²) where {@code observed} came: σ (z (2Φ(z) − 1) + 2φ(z) − 1/√π), z = (y
   * − μ)/σ, and |y − μ| for σ = 0.
   *
   * <p>Source: Gneiting and Raftery, Journal of the American Statistical Association 102 (2007),
   * section 4.2; there with the opposite sign.
   *
   * @param mean μ
   * @param sd σ, 0 or more
   * @param observed y
   * @return 0 or more, in the units of the three
   * @throws IllegalArgumentException if a number is not finite or the standard deviation is
   *     negative
   */
  static double ofNormal(double mean, double sd, double observed) {
    Require.finite("mean", mean);
    Require.notNegative("standard deviation", sd);
    double distance = Math.abs(Require.finite("observed value", observed) - mean);
    double z = distance / sd;
    if (sd == 0 || Double.isInfinite(z)) {
      return distance;
    }
    return distance * StandardNormal.central(z)
        + sd * (2 * StandardNormal.density(z) - 1 / Math.sqrt(Math.PI));
  }
}
