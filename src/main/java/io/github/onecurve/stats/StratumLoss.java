package io.github.onecurve.stats;

import java.math.BigInteger;
import java.util.Objects;

/**
 * What is summed over the rows of one stratum about today's system: its losses ℓ₀, exact, in whole
 * units.
 *
 * @param rows n, the number of rows; at least 2, since a variance needs two
 * @param weight w, the stratum's share of the traffic, in (0, 1]
 * @param unitsPerCost how many units make a cost of 1: 10,000 where costs are whole multiples of
 *     1e-4, the square of that where a share ρ, also a multiple of 1e-4, has mixed two of them
 * @param sum Σ ℓ₀ over the rows, in units
 * @param squares Σ ℓ₀² over the rows, in squared units
 */
public record StratumLoss(
    long rows, double weight, long unitsPerCost, BigInteger sum, BigInteger squares) {
  /**
   * @throws IllegalArgumentException if there are fewer than 2 rows, if the weight or the unit is
   *     out of range, or if no rows can have these sums
   */
  public StratumLoss {
    if (rows < 2) {
      throw new IllegalArgumentException(
          "expected at least 2 rows in a stratum, found "
              + rows
              + "; a variance needs two: give more rows or merge strata");
    }
    if (!(weight > 0 && weight <= 1)) {
      throw new IllegalArgumentException(
          "expected a stratum weight above 0 and at most 1, found "
              + weight
              + "; weights are shares of the traffic and sum to 1");
    }
    if (unitsPerCost < 1) {
      throw new IllegalArgumentException(
          "expected at least 1 unit per cost, found "
              + unitsPerCost
              + "; pass 10000 for units of 1e-4");
    }
    Objects.requireNonNull(sum, "sum");
    Objects.requireNonNull(squares, "squares");
    ExactMoments.requireNotNegative(
        ExactMoments.centred(rows, squares, sum, sum), "the losses of today's system");
  }

  /** Mean loss, in cost. */
  double mean() {
    return ExactMoments.ratio(sum, ExactMoments.product(rows, unitsPerCost));
  }

  /** w² s²(ℓ₀)/n: what this stratum adds to the variance of the weighted mean. */
  double varianceOfMean() {
    return weightedVariance(ExactMoments.centred(rows, squares, sum, sum), 1);
  }

  /**
   * w² c/n for a covariance c with n − 1 below it, from its exact numerator n Σxy − Σx Σy in
   * squared units, each row value being a total of {@code terms} values whose mean is meant
   * (counted once for each of x and y).
   */
  double weightedVariance(BigInteger centred, long terms) {
    BigInteger below =
        ExactMoments.product(rows, rows, rows - 1, unitsPerCost, unitsPerCost, terms);
    return weight * weight * ExactMoments.ratio(centred, below);
  }
}
