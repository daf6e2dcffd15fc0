package io.github.onecurve.judge;

import io.github.onecurve.stakes.Decision;
import io.github.onecurve.stakes.Strata;

/**
 * Decisions that another system changes, as shares of all decisions, strata weighted and seeds
 * averaged; counted first, so that the order of the rows is nothing.
 *
 * @param fixed those that were wrong and are right
 * @param broke those that were right and are wrong
 * @param abstained those that were made and are refused
 */
record Flips(double fixed, double broke, double abstained) {
  static Flips of(int[] labels, Strata strata, PricedSystem today, PricedSystem system) {
    long[] fixed = new long[strata.count()];
    long[] broke = new long[strata.count()];
    long[] abstained = new long[strata.count()];
    for (int s = 0; s < system.seeds(); s++) {
      SparseNumbers changed = system.changes(s).decisions();
      int[] rows = changed.indices();
      for (int entry = 0; entry < rows.length; entry++) {
        int row = rows[entry];
        int before = today.decision(row, 0);
        int after = (int) changed.number(entry);
        int k = strata.of(row);
        if (after == labels[row]) {
          fixed[k]++;
        } else if (after == Decision.ABSTAIN) {
          abstained[k]++;
        } else if (before == labels[row]) {
          broke[k]++;
        }
      }
    }
    int seeds = system.seeds();
    return new Flips(
        share(fixed, strata, seeds), share(broke, strata, seeds), share(abstained, strata, seeds));
  }

  private static double share(long[] counts, Strata strata, int seeds) {
    double share = 0;
    for (int k = 0; k < counts.length; k++) {
      share += strata.weight(k) * counts[k] / strata.size(k) / seeds;
    }
    return share;
  }
}
