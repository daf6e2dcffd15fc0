package io.github.onecurve.stats;

import java.math.BigInteger;

/**
 * A sum of whole numbers and of products of two, exact in 128 bits, so that shards merge to the
 * same bits in any order.
 *
 * <p>Mutable and for one thread at a time; give each shard its own and merge with {@link
 * #add(ExactSum)}.
 */
final class ExactSum {
  private long high;
  private long low;

  /** A sum of nothing: 0. */
  ExactSum() {}

  /** Adds {@code value}. */
  void add(long value) {
    add(value >> 63, value);
  }

  /** Adds {@code a · b}, which needs up to 126 bits. */
  void addProduct(long a, long b) {
    add(Math.multiplyHigh(a, b), a * b);
  }

  /** Adds all that {@code other} holds, which may be this sum itself. */
  void add(ExactSum other) {
    add(other.high, other.low);
  }

  /** The sum so far. */
  BigInteger value() {
    return BigInteger.valueOf(high)
        .shiftLeft(64)
        .add(BigInteger.valueOf(low >>> 1).shiftLeft(1))
        .add(BigInteger.valueOf(low & 1));
  }

  @Override
  public String toString() {
    return value().toString();
  }

  private void add(long otherHigh, long otherLow) {
    long newLow = low + otherLow;
    long carry = Long.compareUnsigned(newLow, otherLow) < 0 ? 1 : 0;
    long newHigh = high + otherHigh + carry;
    if (((high ^ newHigh) & (otherHigh ^ newHigh)) < 0) {
      throw new ArithmeticException(
          "expected a sum within 128 bits, found one beyond; sum fewer rows or use larger cost units");
    }
    high = newHigh;
    low = newLow;
  }
}
