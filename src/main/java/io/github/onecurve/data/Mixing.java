package io.github.onecurve.data;

/**
 * The last step of SplitMix64 (Steele, Lea, Flood, <i>Fast Splittable Pseudorandom Number
 * Generators</i>, OOPSLA 2014): spreads whole numbers evenly for tables, never for chance.
 */
final class Mixing {
  private Mixing() {}

  static long mix(long number) {
    long mixed = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
