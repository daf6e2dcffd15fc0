package io.github.onecurve.judge;

import io.github.onecurve.data.Fingerprint;
import io.github.onecurve.remedy.Deployment;
import java.util.List;

/**
 * A system that was carried out, once for each retraining seed, and what it changes about today's
 * decisions on the judge rows.
 */
final class PricedSystem {
  private final Deployment handedBack;
  private final StatusQuo today;
  private final List<Changes> changes;
  private final double[] sizeRatios;
  private final boolean counted;

  /**
   * One system.
   *
   * @param handedBack that of seed 0
   * @param today what the changes are changes of
   * @param changes those of each seed
   * @param sizeRatios {@code [seeds]}
   */
  PricedSystem(
      Deployment handedBack,
      StatusQuo today,
      List<Changes> changes,
      double[] sizeRatios,
      boolean counted) {
    this.handedBack = handedBack;
    this.today = today;
    this.changes = List.copyOf(changes);
    this.sizeRatios = sizeRatios;
    this.counted = counted;
  }

  /** Today's system, which changes nothing. */
  static PricedSystem ofToday(Deployment shipped, StatusQuo today, boolean counted) {
    return new PricedSystem(
        shipped, today, List.of(Changes.none(today)), new double[] {1}, counted);
  }

  Deployment handedBack() {
    return handedBack;
  }

  /** What the changes are changes of. */
  StatusQuo today() {
    return today;
  }

  int seeds() {
    return changes.size();
  }

  /** The changes at a seed; a system without seeds decides alike at all of them. */
  Changes changes(int seed) {
    return changes.get(seeds() == 1 ? 0 : seed);
  }

  /** A decision; a system without seeds decides alike at all of them. */
  int decision(int row, int seed) {
    return (int) changes(seed).decisions().at(row, today.decision(row));
  }

  /** Adds to a print what it changes at each seed, and its size: all that a board reads of it. */
  void addAnswers(Fingerprint print) {
    for (int seed = 0; seed < seeds(); seed++) {
      print.add(changes(seed).encode()).add(sizeRatio(seed));
    }
    print.add(counted ? 1 : 0);
  }

  double sizeRatio(int seed) {
    return sizeRatios[seeds() == 1 ? 0 : seed];
  }

  double meanSizeRatio() {
    double sum = 0;
    for (double ratio : sizeRatios) {
      sum += ratio;
    }
    return sum / sizeRatios.length;
  }

  boolean isCounted() {
    return counted;
  }
}
