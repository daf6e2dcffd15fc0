package io.github.onecurve.judge;

import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Strata;
import io.github.onecurve.stats.PairedDifference;
import io.github.onecurve.stats.PairedLossAccumulator;
import io.github.onecurve.stats.StratumDifference;
import java.util.ArrayList;
import java.util.List;

/**
 * The exact sums over judge rows of how much less one system costs than another; shards of the rows
 * merge to the same bits in any order.
 *
 * <p>What today's system costs is the same for every pair and is counted once; of a pair only the
 * rows are added on which its systems differ.
 */
final class PairTally {
  private static final long UNITS = Math.round(1 / Stakes.UNIT);

  private final int seeds;
  private final List<PairedLossAccumulator> strata = new ArrayList<>();

  PairTally(Strata weights, int seeds) {
    this.seeds = seeds;
    for (int k = 0; k < weights.count(); k++) {
      strata.add(new PairedLossAccumulator(weights.weight(k), UNITS, seeds));
    }
  }

  /** Counts a row with today's cost, in units. */
  void addRow(int stratum, long costToday) {
    strata.get(stratum).addLoss(costToday);
  }

  /** Adds the cost saved at each seed, in units, on a row that is counted here or in a shard. */
  void addSaved(int stratum, long costToday, long[] saved) {
    strata.get(stratum).addDifferences(costToday, saved);
  }

  /** Adds another shard of the rows. */
  void add(PairTally shard) {
    for (int k = 0; k < strata.size(); k++) {
      strata.get(k).add(shard.strata.get(k));
    }
  }

  /** N at each seed, in cost, the running price included. */
  List<Double> bySeed(List<Double> runningSaved) {
    List<StratumDifference> sums = sums();
    List<Double> values = new ArrayList<>();
    for (int s = 0; s < seeds; s++) {
      double value = runningSaved.get(s);
      for (StratumDifference stratum : sums) {
        value +=
            stratum.today().weight()
                * stratum.perSeed().get(s).doubleValue()
                / stratum.today().rows()
                / UNITS;
      }
      values.add(value);
    }
    return values;
  }

  /**
   * The difference with all that its intervals need.
   *
   * @param runningSaved for each seed the saving in running price, in cost
   * @param spread the dearest difference between two decisions about a judge row, in cost
   */
  PairedDifference difference(List<Double> runningSaved, double runningPrice, double spread) {
    return PairedDifference.of(sums(), runningSaved, runningPrice, spread);
  }

  private List<StratumDifference> sums() {
    return strata.stream().map(PairedLossAccumulator::sums).toList();
  }
}
