package io.github.onecurve.network;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.openblas.global.openblas;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Products of wide matrices by OpenBLAS, a tile of rows at a time, in native buffers that are kept.
 *
 * <p>In OpenBLAS a row's bits depend on the number of rows and, from 24 up, on the row's place
 * among them. So every product has the same small number of rows, the last padded with zeros, and
 * one thread. That this holds is a finding, not a promise of OpenBLAS: it is tried on a few shapes
 * before the first product, with smaller tiles as the way out.
 */
final class Tile {
  private static final Logger LOG = LoggerFactory.getLogger(Tile.class);
  private static final int COLUMN_MAJOR = 102;
  private static final int TRANSPOSED = 112;
  private static final int PLAIN = 111;
  private static final int BLOCK = 64; // outputs whose tile stays in the fastest cache

  private final int rows;
  private final NativeBuffer in = new NativeBuffer();
  private final NativeBuffer out = new NativeBuffer();
  private float[] product = {};

  Tile() {
    this(Rows.NUMBER);
  }

  private Tile(int rows) {
    this.rows = rows;
  }

  /**
   * {@code y[n, m] = α·x[n, k]·wᵀ + c}.
   *
   * @param w {@code [m, k]}, or {@code [k, m]} where turned
   * @param c what each line of y begins with, {@code [m]}
   */
  void product(
      float[] x, int n, int k, Panel w, boolean turned, int m, float alpha, float[] c, float[] y) {
    prepare(k, m);
    for (int from = 0; from < n; from += rows) {
      int count = Math.min(rows, n - from);
      multiply(x, from, count, k, w, turned, m, alpha);
      setTurned(count, m, c, y, from * m);
    }
  }

  /** {@code y[n, m] += α·x[n, k]·wᵀ}, with w as above. */
  void add(float[] x, int n, int k, Panel w, boolean turned, int m, float alpha, float[] y) {
    prepare(k, m);
    for (int from = 0; from < n; from += rows) {
      int count = Math.min(rows, n - from);
      multiply(x, from, count, k, w, turned, m, alpha);
      addTurned(count, m, y, from * m);
    }
  }

  /** Frees the buffers; they come back when needed. */
  void free() {
    in.free();
    out.free();
    product = new float[0];
  }

  private void prepare(int k, int m) {
    in.atLeast(rows * k);
    out.atLeast(rows * m);
    if (product.length < rows * Math.max(k, m)) {
      product = new float[rows * Math.max(k, m)];
    }
  }

  /** The product of one tile, turned: {@code [m, rows]}. */
  private void multiply(
      float[] x, int from, int count, int k, Panel w, boolean turned, int m, float alpha) {
    in.put(x, from * k, count * k, 0);
    if (count < rows) {
      Arrays.fill(product, 0, (rows - count) * k, 0);
      in.put(product, 0, (rows - count) * k, count * k);
    }
    openblas.cblas_sgemm(
        COLUMN_MAJOR,
        TRANSPOSED,
        turned ? TRANSPOSED : PLAIN,
        rows,
        m,
        k,
        alpha,
        in.at(0),
        k,
        w.at(0),
        turned ? m : k,
        0,
        out.at(0),
        rows);
    out.get(0, rows * m, product, 0);
  }

  private void setTurned(int count, int m, float[] c, float[] y, int to) {
    for (int first = 0; first < m; first += BLOCK) {
      int end = Math.min(m, first + BLOCK);
      int row = 0;
      for (; row + 3 < count; row += 4) {
        int at = to + row * m;
        for (int o = first; o < end; o++) {
          int from = o * rows + row;
          y[at + o] = product[from] + c[o];
          y[at + m + o] = product[from + 1] + c[o];
          y[at + 2 * m + o] = product[from + 2] + c[o];
          y[at + 3 * m + o] = product[from + 3] + c[o];
        }
      }
      for (; row < count; row++) {
        for (int o = first; o < end; o++) {
          y[to + row * m + o] = product[o * rows + row] + c[o];
        }
      }
    }
  }

  private void addTurned(int count, int m, float[] y, int to) {
    for (int first = 0; first < m; first += BLOCK) {
      int end = Math.min(m, first + BLOCK);
      int row = 0;
      for (; row + 3 < count; row += 4) {
        int at = to + row * m;
        for (int o = first; o < end; o++) {
          int from = o * rows + row;
          y[at + o] += product[from];
          y[at + m + o] += product[from + 1];
          y[at + 2 * m + o] += product[from + 2];
          y[at + 3 * m + o] += product[from + 3];
        }
      }
      for (; row < count; row++) {
        for (int o = first; o < end; o++) {
          y[to + row * m + o] += product[o * rows + row];
        }
      }
    }
  }

  /** The largest number of rows whose bits hold, found once. */
  private static final class Rows {
    private static final List<int[]> SHAPES =
        List.of(
            new int[] {784, 256},
            new int[] {256, 784},
            new int[] {67, 129},
            new int[] {32, 32},
            new int[] {9, 130},
            new int[] {300, 4});

    static final int NUMBER = find();

    private static int find() {
      Backend.ready();
      for (int rows : new int[] {16, 8, 4, 2}) {
        if (SHAPES.stream()
            .allMatch(
                shape ->
                    holds(rows, shape[0], shape[1], false)
                        && holds(rows, shape[0], shape[1], true))) {
          if (rows < 16) {
            LOG.warn(
                "on this processor rows are exact in tiles of {} only, not 16: products are slower",
                rows);
          }
          return rows;
        }
      }
      LOG.warn("on this processor rows are exact one by one only: products are slow");
      return 1;
    }

    /** Whether rows have the same bits in any place and among any neighbours. */
    private static boolean holds(int rows, int k, int m, boolean turned) {
      Random random = new Random(1);
      float[] x = normal(random, rows * k);
      Panel w = Panel.of(normal(random, m * k));
      Tile tile = new Tile(rows);
      float[] together = new float[rows * m];
      tile.add(x, rows, k, w, turned, m, 1, together);
      boolean same = true;
      for (int row = 0; row < rows; row++) {
        float[] moved = new float[rows * k];
        int place = (row + 5) % rows;
        System.arraycopy(x, row * k, moved, place * k, k);
        float[] alone = new float[rows * m];
        tile.add(moved, rows, k, w, turned, m, 1, alone);
        for (int o = 0; o < m; o++) {
          same &= together[row * m + o] == alone[place * m + o];
        }
      }
      tile.free();
      return same;
    }

    private static float[] normal(Random random, int size) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return values;
    }
  }
}
