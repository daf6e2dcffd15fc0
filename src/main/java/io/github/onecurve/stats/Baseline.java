package io.github.onecurve.stats;

import java.util.List;

/**
 * Today's loss R₀ of a deployed system and how well it is known: what shares are shares of.
 *
 * @param meanCost Σ_k w_k · mean_k(ℓ₀), in cost, without the price of running
 * @param runningPrice λ, the price of running today's system, in cost
 * @param variance V_DD = Σ_k w_k² s²_k(ℓ₀)/n_k
 */
public record Baseline(double meanCost, double runningPrice, double variance) {
  /**
   * @throws IllegalArgumentException if a number is not finite, or λ or the variance is negative
   */
  public Baseline {
    Require.finite("mean cost", meanCost);
    Require.notNegative("running price", runningPrice);
    Require.notNegative("variance", variance);
  }

  /**
   * The baseline of a stratified set of rows.
   *
   * @param strata one entry a stratum, weights summing to 1 within 1e-9
   * @param runningPrice λ, 0 or more
   * @throws IllegalArgumentException if the weights do not sum to 1
   */
  public static Baseline of(List<StratumLoss> strata, double runningPrice) {
    requireWeights(strata);
    double mean = 0;
    double variance = 0;
    for (StratumLoss stratum : strata) {
      mean += stratum.weight() * stratum.mean();
      variance += stratum.varianceOfMean();
    }
    return new Baseline(mean, runningPrice, variance);
  }

  /** R₀ = mean cost + λ. */
  public double loss() {
    return meanCost + runningPrice;
  }

  /**
   * Whether there is enough to fix for a share of it to mean anything: R₀ − λ is above 0 and at
   * least √20 of its standard errors (20 mistakes, in the plain case).
   */
  public boolean supportsShares() {
    return meanCost > 0 && meanCost >= Math.sqrt(20) * Math.sqrt(variance);
  }

  private static void requireWeights(List<StratumLoss> strata) {
    double sum = 0;
    for (StratumLoss stratum : strata) {
      sum += stratum.weight();
    }
    if (!(Math.abs(sum - 1) <= 1e-9)) {
      throw new IllegalArgumentException(
          "expected stratum weights that sum to 1 within 1e-9, found "
              + sum
              + "; pass every stratum once");
    }
  }
}
