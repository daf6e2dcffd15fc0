package io.github.onecurve.judge;

import io.github.onecurve.data.LabelPool;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.Remedy;
import java.util.List;
import java.util.Optional;

/**
 * Something to carry out.
 *
 * @param title what to call it
 * @param account what its producer has bought already; empty for a house row or without a pool
 * @param labels how many labels it pays in all
 * @param once whether only the system handed back is wanted, as for a claim
 */
record Candidate(
    String title, Remedy remedy, Optional<LabelPool.Account> account, int labels, boolean once) {
  static Candidate house(String title, Remedy remedy, int labels) {
    return new Candidate(title, remedy, Optional.empty(), labels, false);
  }

  /** Whether all that another remedy buys is bought, in the same order, by this one. */
  boolean pays(Remedy other) {
    List<AcquireLabels> mine = remedy.purchases();
    List<AcquireLabels> theirs = other.purchases();
    return theirs.size() <= mine.size() && theirs.equals(mine.subList(0, theirs.size()));
  }

  int seeds(int retrainingSeeds) {
    return remedy.retrains() && !once ? retrainingSeeds : 1;
  }
}
