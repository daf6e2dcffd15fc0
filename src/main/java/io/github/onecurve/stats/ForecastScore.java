package io.github.onecurve.stats;

/**
 * How good a normal forecast of a saving was, seen from what the judge measured.
 *
 * @param skill 1 − CRPS of the forecast over CRPS of the know-nothing forecast N(0, τ²): 1 at best,
 *     0 no better; finite
 * @param overclaim z = (μ − G)/√(σ² + SE²), above 0 where too much was promised; ±∞ where a wrong
 *     forecast left no room for doubt
 */
public record ForecastScore(double skill, double overclaim) {
  /**
   * @throws IllegalArgumentException if the skill is not finite or the overclaim is NaN
   */
  public ForecastScore {
    Require.finite("skill", skill);
    if (Double.isNaN(overclaim)) {
      throw new IllegalArgumentException(
          "expected an overclaim that is a number or infinite, found NaN; use ForecastScore.of");
    }
  }

  /**
   * Scores the forecast N(mean, sd²); all five in the same units, such as mistakes per 1,000
   * decisions.
   *
   * @param mean μ
   * @param sd σ, 0 or more
   * @param observed G, the judge's estimate
   * @param standardError SE of G without the unseen flip, 0 or more; both forecasts are widened by
   *     it
   * @param referenceSd τ, the know-nothing forecast's standard deviation, 0 or more
   * @throws IllegalArgumentException if a number is not finite or one of the last three deviations
   *     is negative
   */
  public static ForecastScore of(
      double mean, double sd, double observed, double standardError, double referenceSd) {
    Require.notNegative("standard deviation", sd);
    Require.notNegative("standard error", standardError);
    Require.notNegative("reference standard deviation", referenceSd);
    double spread = Math.hypot(sd, standardError);
    double score = Crps.ofNormal(mean, spread, observed);
    double reference = Crps.ofNormal(0, Math.hypot(referenceSd, standardError), observed);
    double skill = reference == 0 ? 0 : Math.max(-Double.MAX_VALUE, 1 - score / reference);
    double excess = mean - observed;
    return new ForecastScore(skill, excess == 0 ? 0 : excess / spread);
  }
}
