package io.github.onecurve.judge;

import io.github.onecurve.stats.ExactSums;

/**
 * Sums that run in 64 bits as long as they surely fit, and are then carried over to 128 bits.
 *
 * <p>For one thread at a time.
 */
final class RunningSums {
  private final ExactSums exact;
  private final long[] running;
  private final boolean wide;

  /**
   * So many sums of nothing.
   *
   * @param wide whether products may not fit 64 bits, so that each goes to 128 bits at once
   */
  RunningSums(int count, boolean wide) {
    this.exact = new ExactSums(count);
    this.running = new long[count];
    this.wide = wide;
  }

  void add(int i, long value) {
    running[i] += value;
  }

  void addProduct(int i, long a, long b) {
    if (wide) {
      exact.addProduct(i, a, b);
    } else {
      running[i] += a * b;
    }
  }

  /** Carries over what runs. */
  void carry() {
    for (int i = 0; i < running.length; i++) {
      if (running[i] != 0) {
        exact.add(i, running[i]);
        running[i] = 0;
      }
    }
  }

  /** All that was carried over. */
  ExactSums exact() {
    return exact;
  }
}
