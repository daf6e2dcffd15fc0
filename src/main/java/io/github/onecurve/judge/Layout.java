package io.github.onecurve.judge;

/**
 * Where each sum stands among those of one stratum.
 *
 * <p>Costs have one part, clean, or two, clean and attacked; a product of two costs has one or
 * three: clean · clean, the two mixed products together, and attacked · attacked.
 *
 * @param parts 1, or 2 under attack
 */
record Layout(int parts) {
  static final int ROWS = 0;
  static final int FIXED = 0;
  static final int BROKE = 1;
  static final int ABSTAINED = 2;
  private static final int FLIPS = 3;

  int products() {
    return parts == 1 ? 1 : 3;
  }

  /** Today's sums: the rows, each part's cost, and the products of the costs. */
  int ofToday() {
    return todaysSquares() + products();
  }

  int todaysCost(int part) {
    return 1 + part;
  }

  int todaysSquares() {
    return 1 + parts;
  }

  /** A system's sums: flips, each part's savings at each seed, and three kinds of products. */
  int ofSystem(int seeds) {
    return timesLoss(seeds) + products();
  }

  int saved(int part, int seed, int seeds) {
    return FLIPS + part * seeds + seed;
  }

  /** (Σ_s d)². */
  int squaredTotals(int seeds) {
    return FLIPS + parts * seeds;
  }

  /** Σ_s d². */
  int squares(int seeds) {
    return squaredTotals(seeds) + products();
  }

  /** ℓ₀ Σ_s d. */
  int timesLoss(int seeds) {
    return squares(seeds) + products();
  }

  /** A pair's sums: the products of its totals over seeds, and those seed by seed. */
  int ofPair() {
    return 2 * products();
  }

  int pairedSeeds() {
    return products();
  }
}
