package io.github.onecurve.judge;

import io.github.onecurve.stakes.Stakes;
import java.math.BigInteger;

/**
 * Mixes exact sums of clean and of attacked costs into sums of losses: ℓ = (1 − ρ) clean + ρ
 * attacked.
 *
 * <p>Without an attack losses are the clean costs, in their units of 1e-4; with one, ρ is a whole
 * multiple of 1e-4 too, and losses are in units of 1e-8.
 */
final class Mix {
  private static final long UNITS = 10_000;

  private final int parts;
  private final BigInteger clean;
  private final BigInteger attacked;

  /**
   * The mix at a share.
   *
   * @param parts 1, or 2 under attack
   * @param shareUnits ρ in units of 1e-4
   */
  Mix(int parts, long shareUnits) {
    this.parts = parts;
    this.clean = BigInteger.valueOf(UNITS - shareUnits);
    this.attacked = BigInteger.valueOf(shareUnits);
  }

  /** Clean costs alone. */
  static Mix clean() {
    return new Mix(1, 0);
  }

  /** The mix of stakes with an attack. */
  static Mix of(Stakes stakes) {
    return new Mix(2, stakes.attack().map(Stakes.Attack::shareUnits).orElse(0L));
  }

  long unitsPerCost() {
    return parts == 1 ? UNITS : UNITS * UNITS;
  }

  /** A sum of losses from the sums of its parts. */
  BigInteger sum(BigInteger cleanSum, BigInteger attackedSum) {
    return parts == 1 ? cleanSum : clean.multiply(cleanSum).add(attacked.multiply(attackedSum));
  }

  /** A sum of products of two losses from those of clean, mixed and attacked costs. */
  BigInteger products(BigInteger ofClean, BigInteger mixed, BigInteger ofAttacked) {
    return parts == 1
        ? ofClean
        : clean
            .multiply(clean.multiply(ofClean).add(attacked.multiply(mixed)))
            .add(attacked.multiply(attacked).multiply(ofAttacked));
  }
}
