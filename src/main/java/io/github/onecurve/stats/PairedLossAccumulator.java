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
  private static final int LOSS = 0;
  private static final int LOSS_SQUARES = 1;
  private static final int SQUARED_ROW_TOTALS = 2;
  private static final int SQUARES = 3;
  private static final int TIMES_LOSS = 4;
  private static final int PER_SEED = 5;

  private final double weight;
  private final long unitsPerCost;
  private final int seeds;
  private final ExactSums sums;
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
    this.seeds = seeds;
    this.sums = new ExactSums(PER_SEED + seeds);
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
    sums.add(LOSS, lossToday);
    sums.addProduct(LOSS_SQUARES, lossToday, lossToday);
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
    for (int s = 0; s < seeds; s++) {
      long difference = differences[s];
      if (difference != 0) {
        sums.add(PER_SEED + s, difference);
        sums.addProduct(SQUARES, difference, difference);
        rowTotal = Math.addExact(rowTotal, difference);
      }
    }
    sums.addProduct(SQUARED_ROW_TOTALS, rowTotal, rowTotal);
    sums.addProduct(TIMES_LOSS, lossToday, rowTotal);
  }

  /**
   * Adds all rows of another shard of the same stratum.
   *
   * @throws IllegalArgumentException if it has another number of seeds, weight or unit
   */
  public void add(PairedLossAccumulator shard) {
    requireSeeds(shard.seeds);
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
    sums.add(shard.sums);
  }

  /**
   * The sums so far.
   *
   * @throws IllegalArgumentException if there are fewer than 2 rows
   */
  public StratumDifference sums() {
    List<BigInteger> perSeed = new ArrayList<>();
    for (int s = 0; s < seeds; s++) {
      perSeed.add(sums.value(PER_SEED + s));
    }
    return new StratumDifference(
        new StratumLoss(rows, weight, unitsPerCost, sums.value(LOSS), sums.value(LOSS_SQUARES)),
        perSeed,
        sums.value(SQUARED_ROW_TOTALS),
        sums.value(SQUARES),
        sums.value(TIMES_LOSS));
  }

  private void requireSeeds(int found) {
    if (found != seeds) {
      throw new IllegalArgumentException(
          "expected differences for "
              + seeds
              + " seeds, found "
              + found
              + "; repeat a system without seeds over the seeds of the other");
    }
  }
}
