package io.github.onecurve.stats;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;

/**
 * What is summed over the rows of one stratum about a pair of systems: d = loss of the first − loss
 * of the second for each row i and retraining seed s, exact, in the units of {@link
 * StratumLoss#unitsPerCost()}.
 *
 * @param today the losses ℓ₀ of today's system over the same rows
 * @param perSeed Σ_i d_is for each seed s; one entry where nothing is retrained, and at least one
 * @param squaredRowTotals Σ_i (Σ_s d_is)², in squared units
 * @param squares Σ_i Σ_s d_is², in squared units; equal to the former where there is one seed
 * @param timesLoss Σ_i ℓ₀_i · Σ_s d_is, in squared units
 */
public record StratumDifference(
    StratumLoss today,
    List<BigInteger> perSeed,
    BigInteger squaredRowTotals,
    BigInteger squares,
    BigInteger timesLoss) {
  /**
   * @throws IllegalArgumentException if there is no seed or if no rows can have these sums
   */
  public StratumDifference {
    Objects.requireNonNull(today, "today");
    perSeed = List.copyOf(perSeed);
    Objects.requireNonNull(squaredRowTotals, "squaredRowTotals");
    Objects.requireNonNull(squares, "squares");
    Objects.requireNonNull(timesLoss, "timesLoss");
    if (perSeed.isEmpty()) {
      throw new IllegalArgumentException(
          "expected a sum of differences for at least 1 seed, found none; a system without seeds has one");
    }
    if (perSeed.size() == 1 && !squaredRowTotals.equals(squares)) {
      throw new IllegalArgumentException(
          "expected equal squaredRowTotals and squares with one seed, found "
              + squaredRowTotals
              + " and "
              + squares
              + "; both are then the sum of d squared");
    }
    BigInteger total = total(perSeed);
    ExactMoments.requireNotNegative(
        ExactMoments.centred(today.rows(), squaredRowTotals, total, total), "the row totals of d");
    ExactMoments.requireNotNegative(
        interaction(today.rows(), perSeed, squaredRowTotals, squares), "rows x seeds of d");
  }

  /** S, the number of retraining seeds; 1 where nothing is retrained. */
  public int seeds() {
    return perSeed.size();
  }

  /** w · mean of d over rows and seeds, in cost. */
  double weightedMean() {
    BigInteger below = ExactMoments.product(today.rows(), seeds(), today.unitsPerCost());
    return today.weight() * ExactMoments.ratio(total(perSeed), below);
  }

  /** w · mean of d over the rows with seed {@code s}, in cost. */
  double weightedMean(int s) {
    BigInteger below = ExactMoments.product(today.rows(), today.unitsPerCost());
    return today.weight() * ExactMoments.ratio(perSeed.get(s), below);
  }

  /** w² s²(d̄)/n, d̄ a row's mean over the seeds. */
  double rowVariance() {
    BigInteger total = total(perSeed);
    BigInteger centred = ExactMoments.centred(today.rows(), squaredRowTotals, total, total);
    return today.weightedVariance(centred, (long) seeds() * seeds());
  }

  /** w² MS/(n S), MS the interaction mean square of rows × seeds; at least 2 seeds. */
  double interactionVariance() {
    long n = today.rows();
    long s = seeds();
    BigInteger meanSquareBelow = ExactMoments.product(n, s, n - 1, s - 1);
    BigInteger below =
        meanSquareBelow.multiply(
            ExactMoments.product(n, s, today.unitsPerCost(), today.unitsPerCost()));
    return today.weight()
        * today.weight()
        * ExactMoments.ratio(interaction(n, perSeed, squaredRowTotals, squares), below);
  }

  /** w² c(ℓ₀, d̄)/n, the covariance of today's loss with a row's mean difference. */
  double covarianceWithLoss() {
    BigInteger centred = ExactMoments.centred(today.rows(), timesLoss, today.sum(), total(perSeed));
    return today.weightedVariance(centred, seeds());
  }

  /**
   * n S times the interaction sum of squares: n S ΣΣd² − n Σ_i(Σ_s d)² − S Σ_s(Σ_i d)² + (ΣΣd)².
   */
  private static BigInteger interaction(
      long n, List<BigInteger> perSeed, BigInteger squaredRowTotals, BigInteger squares) {
    long seeds = perSeed.size();
    BigInteger total = total(perSeed);
    BigInteger squaredSeedTotals = BigInteger.ZERO;
    for (BigInteger seed : perSeed) {
      squaredSeedTotals = squaredSeedTotals.add(seed.multiply(seed));
    }
    return squares
        .multiply(ExactMoments.product(n, seeds))
        .subtract(squaredRowTotals.multiply(BigInteger.valueOf(n)))
        .subtract(squaredSeedTotals.multiply(BigInteger.valueOf(seeds)))
        .add(total.multiply(total));
  }

  private static BigInteger total(List<BigInteger> perSeed) {
    BigInteger total = BigInteger.ZERO;
    for (BigInteger seed : perSeed) {
      total = total.add(seed);
    }
    return total;
  }
}
