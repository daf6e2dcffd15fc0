package io.github.onecurve.stats;

import java.util.ArrayList;
import java.util.List;

/**
 * The estimate N = R_h − R_π of how much less one system loses than another on the same rows, with
 * its intervals and with those of its share of today's loss.
 *
 * <p>V₀ is what the rows (and seeds) show. To it V_ph = max(1, z²/2) · (max_k w_k/n_k)² · Δ² is
 * added, one unseen flip, since few flips hide their own variance. Levels are either
 * <em>two-sided</em>, {@code level} = 1 − a in (0, 1), or <em>one-sided</em>, {@code p} in (0,
 * 0.5): the end of the two-sided interval with a = 2p.
 *
 * <p>With one seed ν = V² / Σ_k (w_k² s²_k/n_k)²/(n_k − 1) (Welch 1947). With S seeds rows × seeds
 * are crossed: V₀ = max(v₁ + v₂ − v₃, v₁, v₂) with v₁ = Σ w_k² s²_k(d̄)/n_k, v₂ = s²(N_0 …
 * N_{S−1})/S, v₃ = Σ w_k² MS_k/(n_k S), and ν = V₀² over the sum of the squares of these terms,
 * each over its degrees of freedom (Satterthwaite 1946). V₀ = 0 takes the normal quantile.
 *
 * @param value N, in cost a decision; above 0 where the second system is better
 * @param variance V₀, without the unseen flip
 * @param unseenFlip (max_k w_k/n_k)² Δ², in squared cost: V_ph where its factor is 1
 * @param squaredTerms the sum below V² or V₀² in ν
 * @param seeds S; 1 where nothing is retrained
 * @param covariance V_ND, the covariance of N with today's loss, in squared cost
 * @param baseline today's loss D with its variance V_DD
 */
public record PairedDifference(
    double value,
    double variance,
    double unseenFlip,
    double squaredTerms,
    int seeds,
    double covariance,
    Baseline baseline) {

  /** The share of cases in which an effect of {@link #detectable} is detected: Φ(0.84) = 80%. */
  private static final double POWER_QUANTILE = 0.84;

  /**
   * @throws IllegalArgumentException if a number is not finite or a variance negative, or if there
   *     is no seed
   */
  public PairedDifference {
    Require.finite("difference", value);
    Require.notNegative("variance", variance);
    Require.notNegative("variance of an unseen flip", unseenFlip);
    Require.notNegative("sum of squared terms", squaredTerms);
    Require.finite("covariance", covariance);
    if (seeds < 1) {
      throw new IllegalArgumentException(
          "expected at least 1 seed, found " + seeds + "; a system without seeds has one");
    }
  }

  /**
   * The estimate from the sums of each stratum.
   *
   * @param strata one entry a stratum, in a fixed order, weights summing to 1 within 1e-9, all with
   *     the same seeds
   * @param priceDifferences for each seed λ · (size_h − size_π)/size₀, in cost: what is added to
   *     that seed's N_s
   * @param runningPrice λ, which is part of today's loss; 0 or more
   * @param largestCostGap Δ, the largest |C[y, a] − C[y, b]| over the classes y among the rows, ⊥
   *     included; in cost
   * @throws IllegalArgumentException if weights do not sum to 1 or the numbers of seeds differ
   */
  public static PairedDifference of(
      List<StratumDifference> strata,
      List<Double> priceDifferences,
      double runningPrice,
      double largestCostGap) {
    requireSameSeeds(strata, priceDifferences);
    List<StratumLoss> losses = new ArrayList<>();
    double value = mean(priceDifferences);
    double covariance = 0;
    double largestShare = 0;
    for (StratumDifference stratum : strata) {
      losses.add(stratum.today());
      value += stratum.weightedMean();
      covariance += stratum.covarianceWithLoss();
      largestShare = Math.max(largestShare, stratum.today().weight() / stratum.today().rows());
    }
    double flip = largestShare * Require.notNegative("largest cost gap", largestCostGap);
    Components components = Components.of(strata, priceDifferences);
    return new PairedDifference(
        value,
        components.variance(),
        flip * flip,
        components.squaredTerms(),
        priceDifferences.size(),
        covariance,
        Baseline.of(losses, runningPrice));
  }

  /**
   * The difference of a system with itself, which is 0 without any doubt: every interval is [0, 0].
   */
  public static PairedDifference exactlyZero(Baseline baseline) {
    return new PairedDifference(0, 0, 0, 0, 1, 0, baseline);
  }

  /** √V₀: the standard error without the unseen flip. */
  public double standardError() {
    return Math.sqrt(variance);
  }

  /** V = V₀ + V_ph at the one-sided level {@code p}. */
  public double totalVariance(double p) {
    double z = StandardNormal.upperQuantile(Require.tail(p));
    return variance + Math.max(1, z * z / 2) * unseenFlip;
  }

  /** ν at the one-sided level {@code p}; +∞ where V₀ = 0. */
  public double degreesOfFreedom(double p) {
    double total = totalVariance(p);
    double numerator = seeds == 1 ? total : variance;
    return variance == 0 || squaredTerms == 0
        ? Double.POSITIVE_INFINITY
        : numerator / squaredTerms * numerator;
  }

  /** The two-sided interval of N at {@code level}, in cost. */
  public Interval interval(double level) {
    double p = (1 - Require.level(level)) / 2;
    return new Interval(lowerBound(p), upperBound(p));
  }

  /** The one-sided lower bound of N at {@code p}, in cost; −∞ where nothing is known. */
  public double lowerBound(double p) {
    return value - margin(p, 0);
  }

  /** The one-sided upper bound of N at {@code p}, in cost; +∞ where nothing is known. */
  public double upperBound(double p) {
    return value + margin(p, 0);
  }

  /**
   * The difference that a test at the one-sided level {@code p} shows in 80 cases of 100:
   * (t_{1−p,ν} + 0.84) √V.
   */
  public double detectable(double p) {
    return margin(p, POWER_QUANTILE);
  }

  /**
   * N/D, the share of today's loss.
   *
   * @throws IllegalStateException if today's loss is 0
   */
  public double share() {
    if (baseline.loss() == 0) {
      throw new IllegalStateException(
          "expected a loss of today's system other than 0, found 0; ask baseline().supportsShares() first");
    }
    return value / baseline.loss();
  }

  /** The two-sided Fieller interval of N/D at {@code level}; unbounded where D² ≤ t² V_DD. */
  public Interval shareInterval(double level) {
    return fieller((1 - Require.level(level)) / 2);
  }

  /** The one-sided lower Fieller bound of N/D at {@code p}; −∞ where D² ≤ t² V_DD. */
  public double shareLowerBound(double p) {
    return fieller(p).low();
  }

  /** The one-sided upper Fieller bound of N/D at {@code p}; +∞ where D² ≤ t² V_DD. */
  public double shareUpperBound(double p) {
    return fieller(p).high();
  }

  private Interval fieller(double p) {
    double v = totalVariance(p);
    return new Fieller(value, baseline.loss(), v, baseline.variance(), covariance)
        .interval(quantile(p));
  }

  private double margin(double p, double extra) {
    double v = totalVariance(p);
    return v == 0 ? 0 : (quantile(p) + extra) * Math.sqrt(v);
  }

  private double quantile(double p) {
    double nu = degreesOfFreedom(p);
    return nu == 0 ? Double.POSITIVE_INFINITY : StudentT.upperQuantile(p, nu);
  }

  private static void requireSameSeeds(List<StratumDifference> strata, List<Double> prices) {
    if (strata.isEmpty()) {
      throw new IllegalArgumentException(
          "expected at least 1 stratum, found none; without strata there is one of weight 1");
    }
    for (StratumDifference stratum : strata) {
      if (stratum.seeds() != prices.size()) {
        throw new IllegalArgumentException(
            "expected one price difference for each of "
                + stratum.seeds()
                + " seeds, found "
                + prices.size()
                + "; repeat a system without seeds over the seeds of the other");
      }
    }
  }

  /** A mean that returns the common value itself where all are equal. */
  private static double mean(List<Double> values) {
    double first = values.get(0);
    double beyond = 0;
    for (double value : values) {
      beyond += Require.finite("price difference", value) - first;
    }
    return first + beyond / values.size();
  }

  /** V₀ and the sum below V² or V₀² in ν. */
  private record Components(double variance, double squaredTerms) {
    static Components of(List<StratumDifference> strata, List<Double> prices) {
      double rows = 0;
      double squared = 0;
      for (StratumDifference stratum : strata) {
        double term = stratum.rowVariance();
        rows += term;
        squared += term * term / (stratum.today().rows() - 1);
      }
      return prices.size() < 2
          ? new Components(rows, squared)
          : crossed(strata, prices, rows, squared);
    }

    private static Components crossed(
        List<StratumDifference> strata, List<Double> prices, double v1, double v1Squared) {
      double v2 = varianceOfSeedMean(strata, prices);
      double v3 = 0;
      double squared = v1Squared + v2 * v2 / (prices.size() - 1);
      for (StratumDifference stratum : strata) {
        double term = stratum.interactionVariance();
        v3 += term;
        squared += term * term / (stratum.today().rows() - 1) / (prices.size() - 1);
      }
      return new Components(Math.max(v1 + v2 - v3, Math.max(v1, v2)), squared);
    }

    /** s²(N_0 … N_{S−1})/S; exactly 0 where all are equal. */
    private static double varianceOfSeedMean(List<StratumDifference> strata, List<Double> prices) {
      int seeds = prices.size();
      double[] beyondFirst = new double[seeds];
      double mean = 0;
      for (int s = 0; s < seeds; s++) {
        beyondFirst[s] = seedValue(strata, prices, s) - seedValue(strata, prices, 0);
        mean += beyondFirst[s] / seeds;
      }
      double squares = 0;
      for (double beyond : beyondFirst) {
        squares += (beyond - mean) * (beyond - mean);
      }
      return squares / (seeds - 1) / seeds;
    }

    private static double seedValue(List<StratumDifference> strata, List<Double> prices, int s) {
      double value = prices.get(s);
      for (StratumDifference stratum : strata) {
        value += stratum.weightedMean(s);
      }
      return value;
    }
  }
}
