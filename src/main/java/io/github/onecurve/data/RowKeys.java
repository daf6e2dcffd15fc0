package io.github.onecurve.data;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The one source of chance that hangs on rows: a number keyed by (audit seed, seed, purpose, the
 * row's inputs), so that no result depends on the order or the sharding of rows.
 *
 * <p>A key is the first 8 bytes of SHA-256 over those four, the inputs as little-endian float32
 * with −0 as +0. Equal keys are ordered by label, then by attributes as text; rows equal in all of
 * it are interchangeable.
 */
public final class RowKeys {
  private RowKeys() {}

  /** The key of one row. */
  public static long key(Rows rows, int row, long auditSeed, int seed, String purpose) {
    return rows.key(Fingerprint.start(), row, auditSeed, seed, purpose);
  }

  /** The rows ordered by key as an unsigned number, a permutation of {@code 0 … n − 1}. */
  public static int[] order(LabelledRows rows, long auditSeed, int seed, String purpose) {
    return order(
        rows.rows(),
        auditSeed,
        seed,
        purpose,
        Comparator.<Integer>comparingInt(rows::label).thenComparing(rows.rows().byAttributes()));
  }

  /** Rows without labels ordered by key: ties are broken by the attributes alone. */
  public static int[] order(Rows rows, long auditSeed, int seed, String purpose) {
    return order(rows, auditSeed, seed, purpose, rows.byAttributes());
  }

  /**
   * A fold in {@code [0, folds)} for each row: the rows in the order of their keys, dealt out.
   *
   * @throws IllegalArgumentException if there is not at least one fold
   */
  public static int[] folds(LabelledRows rows, int folds, long auditSeed, String purpose) {
    if (folds < 1) {
      throw new IllegalArgumentException("expected at least 1 fold, found " + folds);
    }
    int[] order = order(rows, auditSeed, 0, purpose);
    int[] fold = new int[order.length];
    for (int place = 0; place < order.length; place++) {
      fold[order[place]] = place % folds;
    }
    return fold;
  }

  private static int[] order(
      Rows rows, long auditSeed, int seed, String purpose, Comparator<Integer> ties) {
    Fingerprint print = Fingerprint.start();
    long[] keys = new long[rows.size()];
    Arrays.setAll(keys, row -> rows.key(print, row, auditSeed, seed, purpose));
    return sorted(keys, ties);
  }

  /**
   * Row numbers by rising unsigned key, then by {@code ties}, then by number.
   *
   * <p>The top bits of each key and its row's number are sorted as one primitive number; only the
   * few rows whose top bits agree are then compared in full.
   */
  static int[] sorted(long[] keys, Comparator<Integer> ties) {
    long rowBits = (1L << (Integer.SIZE - Integer.numberOfLeadingZeros(keys.length))) - 1;
    long[] packed = new long[keys.length];
    Arrays.setAll(packed, row -> ((keys[row] ^ Long.MIN_VALUE) & ~rowBits) | row);
    Arrays.sort(packed);
    int[] order = Arrays.stream(packed).mapToInt(number -> (int) (number & rowBits)).toArray();
    Comparator<Integer> inFull = (a, b) -> Long.compareUnsigned(keys[a], keys[b]);
    inFull = inFull.thenComparing(ties).thenComparing(Comparator.naturalOrder());
    for (int from = 0, to; from < order.length; from = to) {
      to = from + 1;
      while (to < order.length && (packed[to] & ~rowBits) == (packed[from] & ~rowBits)) {
        to++;
      }
      if (to > from + 1) {
        Integer[] run = Arrays.stream(order, from, to).boxed().toArray(Integer[]::new);
        Arrays.sort(run, inFull);
        for (int i = 0; i < run.length; i++) {
          order[from + i] = run[i];
        }
      }
    }
    return order;
  }
}
