package io.github.onecurve.stakes;

/** Prices as whole numbers of units of 1e-4, so that sums are exact. */
final class Price {
  private static final long PER_COST = Math.round(1 / Stakes.UNIT);

  /** Prices that were computed may be off by so many units in the last place. */
  private static final int ROUNDING = 4;

  private Price() {}

  /**
   * A price in units of {@link Stakes#UNIT}.
   *
   * @throws IllegalArgumentException if it is negative, not finite or no whole multiple of 1e-4
   */
  static long units(String name, double price) {
    if (!(price >= 0 && price <= 1e9)) {
      throw new IllegalArgumentException(
          name + " must be between 0 and 1e9, found " + price + ": give a price in mistakes");
    }
    long whole = Math.round(price * PER_COST);
    double nearest = (double) whole / PER_COST;
    if (Math.abs(price - nearest) > ROUNDING * Math.ulp(price)) {
      throw new IllegalArgumentException(
          name
              + " must be a whole multiple of 1e-4, found "
              + price
              + ": round it, to "
              + nearest
              + " for instance");
    }
    return whole;
  }
}
