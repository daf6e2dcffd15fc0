package io.github.onecurve.network;

import java.util.Arrays;

/**
 * One axis of a row, or several neighbours as one: {@code outer} blocks of {@code count} steps of
 * {@code inner} contiguous values.
 */
record Lanes(int outer, int count, int inner) {
  /** Around the axes {@code from} to before {@code to} of a row shape. */
  static Lanes around(int[] shape, int from, int to) {
    return new Lanes(
        Plan.width(Arrays.copyOf(shape, from)),
        Plan.width(Arrays.copyOfRange(shape, from, to)),
        Plan.width(Arrays.copyOfRange(shape, to, shape.length)));
  }

  /** The values of a block. */
  int block() {
    return count * inner;
  }
}
