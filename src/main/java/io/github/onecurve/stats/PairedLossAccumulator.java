package io.github.onecurve.stats;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the sums of a {@link StratumDifference} row by row; shards merge to the same bits in any
 * order.
 *
 * <p>Mutable and for one thread at a time.
 */
public final class PairedLossAccumulator {
  private final double weight;
  private final long unitsPerCost;
  private final ExactSum[] perSeed;
  private final ExactSum loss = new ExactSum();
  private final ExactSum lossSquares = new ExactSum();
  private final ExactSum squaredRowTotals = new ExactSum();
  private final ExactSum squares = new ExactSum();
  private final ExactSum timesLoss = new ExactSum();
  private long rows;

  /**
   * An accumulator without rows.
   *
   * @param weight the stratum's share of the traffic, in (0, 1]
   * @param unitsPerCost how many units make a cost of 1, see {@link StratumLoss}
   * @param seeds S, at least 1
   * @throws IllegalArgumentException if there is no seed
   */
  public PairedLossAccumulator(double weight, long unitsPerCost, int seeds) {
    if (seeds < 1) {
      throw new IllegalArgumentException(
          "expected at least 1 seed, found " + seeds + "; a system without seeds has one");
    }
    this.weight = weight;
    this.unitsPerCost = unitsPerCost;
    this.perSeed = new ExactSum[seeds];
    for (int s = 0; s < seeds; s++) {
      perSeed[s] = new ExactSum();
    }
  }

  /**
   * Adds one row.
   *
   * @param lossToday ℓ₀ of the row, in units
   * @param differences d of the row, in units, one for each seed
   * @throws IllegalArgumentException if there is not one difference for each seed
   */
  public void add(long lossToday, long... differences) {
    addLoss(lossToday);
    addDifferences(lossToday, differences);
  }

  /** Adds one row as far as it is known without any other system: as if all differences were 0. */
  public void addLoss(long lossToday) {
    rows++;
    loss.add(lossToday);
    lossSquares.addProduct(lossToday, lossToday);
  }

  /**
   * Adds what the systems differ by on a row that {@link #addLoss} counts, here or in a shard.
   *
   * @param lossToday ℓ₀ of the row, in units
   * @param differences d of the row, in units, one for each seed
   * @throws IllegalArgumentException if there is not one difference for each seed
   */
  public void addDifferences(long lossToday, long... differences) {
    requireSeeds(differences.length);
    long rowTotal = 0;
    for (int s = 0; s < perSeed.length; s++) {
      long difference = differences[s];
      if (difference != 0) {
        perSeed[s].add(difference);
        squares.addProduct(difference, difference);
        rowTotal = Math.addExact(rowTotal, difference);
      }
    }
    squaredRowTotals.addProduct(rowTotal, rowTotal);
    timesLoss.addProduct(lossToday, rowTotal);
  }

  /**
   * Adds all rows of another shard of the same stratum.
   *
   * @throws IllegalArgumentException if it has another number of seeds, weight or unit
   */
  public void add(PairedLossAccumulator shard) {
    requireSeeds(shard.perSeed.length);
    if (weight != shard.weight || unitsPerCost != shard.unitsPerCost) {
      throw new IllegalArgumentException(
          "expected a shard of weight "
              + weight
              + " and "
              + unitsPerCost
              + " units per cost, found "
              + shard.weight
              + " and "
              + shard.unitsPerCost
              + "; merge shards of one stratum only");
    }
    rows += shard.rows;
    loss.add(shard.loss);
    lossSquares.add(shard.lossSquares);
    squaredRowTotals.add(shard.squaredRowTotals);
    squares.add(shard.squares);
    timesLoss.add(shard.timesLoss);
    for (int s = 0; s < perSeed.length; s++) {
      perSeed[s].add(shard.perSeed[s]);
    }
  }

  /**
   * The sums so far.
   *
   * @throws IllegalArgumentException if there are fewer than 2 rows
   */
  public StratumDifference sums() {
    List<BigInteger> seeds = new ArrayList<>();
    for (ExactSum seed : perSeed) {
      seeds.add(seed.value());
    }
    return new StratumDifference(
        new StratumLoss(rows, weight, unitsPerCost, loss.value(), lossSquares.value()),
        seeds,
        squaredRowTotals.value(),
        squares.value(),
        timesLoss.value());
  }

  private void requireSeeds(int found) {
    if (found != perSeed.length) {
      throw new IllegalArgumentException(
          "expected differences for "
              + perSeed.length
              + " seeds, found "
              + found
              + "; repeat a system without seeds over the seeds of the other");
    }
  }
}
