package io.github.onecurve.judge;

import io.github.onecurve.remedy.Deployment;

/**
 * A system that was carried out, once for each retraining seed, and what it decided about the judge
 * rows.
 */
final class PricedSystem {
  private final Deployment handedBack;
  private final int[][] decisions;
  private final long[][] worst;
  private final double[] sizeRatios;
  private final boolean counted;

  /**
   * One system.
   *
   * @param handedBack that of seed 0
   * @param decisions {@code [seeds][n]}
   * @param worst the cost of the dearest decision that an adversary brings about, in units, {@code
   *     [seeds][n]}; no numbers for each seed where nothing is attacked
   * @param sizeRatios {@code [seeds]}
   */
  PricedSystem(
      Deployment handedBack,
      int[][] decisions,
      long[][] worst,
      double[] sizeRatios,
      boolean counted) {
    this.handedBack = handedBack;
    this.decisions = decisions;
    this.worst = worst;
    this.sizeRatios = sizeRatios;
    this.counted = counted;
  }

  Deployment handedBack() {
    return handedBack;
  }

  int seeds() {
    return decisions.length;
  }

  /** The decisions at each of so many seeds, {@code [seeds][n]}; not to be changed. */
  int[][] decisions(int ofSeeds) {
    if (seeds() == ofSeeds) {
      return decisions;
    }
    int[][] repeated = new int[ofSeeds][];
    for (int s = 0; s < ofSeeds; s++) {
      repeated[s] = decisions[seeds() == 1 ? 0 : s];
    }
    return repeated;
  }

  /** A decision; a system without seeds decides alike at all of them. */
  int decision(int row, int seed) {
    return decisions[seeds() == 1 ? 0 : seed][row];
  }

  /** The dearest cost that an adversary brings about on a row, in units. */
  long worst(int row, int seed) {
    return worst[seeds() == 1 ? 0 : seed][row];
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
