package io.github.onecurve.attack;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Rows cut into batches, so that what an attack holds in memory does not grow with the rows. */
final class Batches {
  private Batches() {}

  /** The rows out of {@code 0 … n − 1} that are wanted, so many at a time. */
  static List<int[]> of(int n, IntPredicate wanted, int batch) {
    int[] rows = IntStream.range(0, n).filter(wanted).toArray();
    return IntStream.range(0, (rows.length + batch - 1) / batch)
        .mapToObj(i -> Arrays.copyOfRange(rows, i * batch, Math.min((i + 1) * batch, rows.length)))
        .toList();
  }
}
