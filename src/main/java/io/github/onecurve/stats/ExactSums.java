package io.github.onecurve.stats;

import java.math.BigInteger;

/**
 * Several sums of whole numbers and of products of two, each exact in 128 bits, so that shards
 * merge to the same bits in any order.
 *
 * <p>Mutable and for one thread at a time; give each shard its own and merge with {@link
 * #add(ExactSums)}.
 */
public final class ExactSums {
  private final long[] high;
  private final long[] low;

  /** So many sums of nothing: 0. */
  public ExactSums(int count) {
    high = new long[count];
    low = new long[count];
  }

  /** The number of sums. */
  public int count() {
    return high.length;
  }

  /** Adds {@code value} to sum {@code i}. */
  public void add(int i, long value) {
    add(i, value >> 63, value);
  }

  /** Adds {@code a · b}, which needs up to 126 bits, to sum {@code i}. */
  public void addProduct(int i, long a, long b) {
    add(i, Math.multiplyHigh(a, b), a * b);
  }

  /**
   * Adds to each sum what {@code other} holds, which may be these sums themselves.
   *
   * @throws IllegalArgumentException if it holds another number of sums
   */
  public void add(ExactSums other) {
    if (other.count() != count()) {
      throw new IllegalArgumentException(
          "expected a shard of "
              + count()
              + " sums, found one of "
              + other.count()
              + "; merge shards of the same sums only");
    }
    for (int i = 0; i < high.length; i++) {
      add(i, other.high[i], other.low[i]);
    }
  }

  /** Sum {@code i} so far. */
  public BigInteger value(int i) {
    return BigInteger.valueOf(high[i])
        .shiftLeft(64)
        .add(BigInteger.valueOf(low[i] >>> 1).shiftLeft(1))
        .add(BigInteger.valueOf(low[i] & 1));
  }

  private void add(int i, long otherHigh, long otherLow) {
    long newLow = low[i] + otherLow;
    long carry = Long.compareUnsigned(newLow, otherLow) < 0 ? 1 : 0;
    long newHigh = high[i] + otherHigh + carry;
    if (((high[i] ^ newHigh) & (otherHigh ^ newHigh)) < 0) {
      throw new ArithmeticException(
          "expected a sum within 128 bits, found one beyond; sum fewer rows or use larger cost units");
    }
    high[i] = newHigh;
    low[i] = newLow;
  }
}
