package io.github.onecurve.judge;

import io.github.onecurve.stakes.Decision;
import io.github.onecurve.stakes.Strata;
import java.util.ArrayList;
import java.util.List;

/**
 * How often each decision is made for each true class, counted per stratum and over all seeds;
 * gives point estimates under any cost table.
 */
final class Confusion {
  private final List<String> classNames;
  private final Strata strata;
  private final int seeds;
  private final long[][][] counts;

  Confusion(List<String> classNames, Strata strata, int seeds) {
    this.classNames = classNames;
    this.strata = strata;
    this.seeds = seeds;
    this.counts = new long[strata.count()][classNames.size()][classNames.size() + 2];
  }

  /** Counts a decision. */
  void add(int stratum, int actual, int decision) {
    counts[stratum][actual][column(decision)]++;
  }

  /** Counts another shard of the rows. */
  void add(Confusion shard) {
    add(shard, 1);
  }

  /** Today's decisions about all rows. */
  static Confusion ofToday(List<String> classNames, Bill bill) {
    Confusion today = new Confusion(classNames, bill.strata(), 1);
    for (int row = 0; row < bill.rows(); row++) {
      today.add(bill.strata().of(row), bill.label(row), bill.today().decision(row));
    }
    return today;
  }

  /** Another system's decisions, from these of today's and from what it changes. */
  Confusion changedBy(PricedSystem system, Bill bill) {
    Confusion changed = new Confusion(classNames, strata, system.seeds());
    changed.add(this, system.seeds());
    for (int s = 0; s < system.seeds(); s++) {
      SparseNumbers decisions = system.changes(s).decisions();
      int entry = 0;
      for (int row : decisions.indices()) {
        long[] counted = changed.counts[strata.of(row)][bill.label(row)];
        counted[column(bill.today().decision(row))]--;
        counted[column((int) decisions.number(entry++))]++;
      }
    }
    return changed;
  }

  private void add(Confusion shard, int times) {
    for (int k = 0; k < counts.length; k++) {
      for (int y = 0; y < classNames.size(); y++) {
        for (int d = 0; d < counts[k][y].length; d++) {
          counts[k][y][d] += times * shard.counts[k][y][d];
        }
      }
    }
  }

  /** The share of all decisions that are {@code decision} where {@code actual} is true. */
  double share(int actual, int decision) {
    double share = 0;
    for (int k = 0; k < counts.length; k++) {
      share += strata.weight(k) * counts[k][actual][column(decision)] / strata.size(k) / seeds;
    }
    return share;
  }

  /**
   * The share of a decision here less that in another count over the same rows; exactly 0 where the
   * two are equal in each stratum, however many seeds each has.
   */
  double shareBeyond(Confusion other, int actual, int decision) {
    double beyond = 0;
    for (int k = 0; k < counts.length; k++) {
      long more =
          counts[k][actual][column(decision)] * other.seeds
              - other.counts[k][actual][column(decision)] * seeds;
      beyond += strata.weight(k) * more / strata.size(k) / ((long) seeds * other.seeds);
    }
    return beyond;
  }

  /** All shares above 0. */
  List<DecisionShare> shares() {
    List<DecisionShare> shares = new ArrayList<>();
    for (int y = 0; y < classNames.size(); y++) {
      for (int d = Decision.NOT_A_NUMBER; d < classNames.size(); d++) {
        double share = share(y, d);
        if (share > 0) {
          shares.add(new DecisionShare(classNames.get(y), name(d), share));
        }
      }
    }
    return shares;
  }

  private String name(int decision) {
    if (decision >= 0) {
      return classNames.get(decision);
    }
    return decision == Decision.ABSTAIN ? DecisionShare.ABSTAIN : DecisionShare.NOT_A_NUMBER;
  }

  private int column(int decision) {
    return decision >= 0 ? decision : classNames.size() - decision - 1;
  }
}
