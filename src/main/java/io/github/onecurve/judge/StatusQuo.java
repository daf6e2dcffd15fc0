package io.github.onecurve.judge;

import io.github.onecurve.data.Fingerprint;
import java.util.Arrays;

/**
 * What today's system decides about each judge row, and the cost of the dearest decision that an
 * adversary brings about there: what all other systems are changes of.
 */
final class StatusQuo {
  private final NarrowNumbers decisions;
  private final NarrowNumbers worst;

  private StatusQuo(NarrowNumbers decisions, NarrowNumbers worst) {
    this.decisions = decisions;
    this.worst = worst;
  }

  /**
   * Today's decisions and costs.
   *
   * @param decisions {@code [n]}
   * @param worst in units, {@code [n]}; no numbers where nothing is attacked
   */
  static StatusQuo of(int[] decisions, long[] worst) {
    if (worst.length != 0 && worst.length != decisions.length) {
      throw new IllegalArgumentException(
          "expected a worst cost for each of "
              + decisions.length
              + " rows or none at all, found "
              + worst.length);
    }
    return new StatusQuo(
        NarrowNumbers.of(decisions),
        NarrowNumbers.of(Arrays.copyOf(worst, worst.length), worst.length));
  }

  int rows() {
    return decisions.size();
  }

  /** Whether it is known what an adversary brings about. */
  boolean isAttacked() {
    return worst.size() > 0;
  }

  int decision(int row) {
    return (int) decisions.get(row);
  }

  /** Adds all decisions and costs under attack to a print. */
  void addTo(Fingerprint print) {
    print.add(rows());
    for (int row = 0; row < rows(); row++) {
      print.add(decisions.get(row));
    }
    for (int row = 0; row < worst.size(); row++) {
      print.add(worst.get(row));
    }
  }

  /** The dearest cost that an adversary brings about, in units. */
  long worst(int row) {
    return worst.get(row);
  }

  /** The largest cost under attack, in units; 0 where nothing is attacked. */
  long dearestUnderAttack() {
    long dearest = 0;
    for (int row = 0; row < worst.size(); row++) {
      dearest = Math.max(dearest, worst.get(row));
    }
    return dearest;
  }
}
