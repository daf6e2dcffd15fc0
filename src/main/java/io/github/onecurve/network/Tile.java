package io.github.onecurve.network;

import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
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

  private final int rows;
  private FloatPointer in = new FloatPointer();
  private FloatPointer out = new FloatPointer();
  private float[] product = {};

  Tile() {
    this(Rows.NUMBER);
  }

  private Tile(int rows) {
    this.rows = rows;
  }

  /**
   * {@code y[n, m] += α·x[n, k]·wᵀ}.
   *
   * @param w {@code [m, k]}
   */
  void product(float[] x, int n, int k, Panel w, int m, float alpha, float[] y) {
    prepare(k, m);
    for (int from = 0; from < n; from += rows) {
      int count = Math.min(rows, n - from);
      in.position(0).put(x, from * k, count * k);
      if (count < rows) {
        in.position((long) count * k).put(new float[(rows - count) * k]).position(0);
      }
      openblas.cblas_sgemm(
          COLUMN_MAJOR, TRANSPOSED, PLAIN, rows, m, k, alpha, in, k, w.pointer(), k, 0, out, rows);
      out.get(product, 0, rows * m);
      addTurned(product, rows, count, m, y, from * m);
    }
  }

  /** Frees the buffers; they come back when needed. */
  void free() {
    in.deallocate();
    out.deallocate();
    in = new FloatPointer();
    out = new FloatPointer();
    product = new float[0];
  }

  private void prepare(int k, int m) {
    if (in.isNull() || in.capacity() < (long) rows * k) {
      in.deallocate();
      in = new FloatPointer((long) rows * k);
    }
    if (product.length < rows * m) {
      out.deallocate();
      out = new FloatPointer((long) rows * m);
      product = new float[rows * m];
    }
  }

  private static void addTurned(float[] tile, int rows, int count, int m, float[] y, int to) {
    for (int row = 0; row < count; row++) {
      int at = to + row * m;
      for (int o = 0; o < m; o++) {
        y[at + o] += tile[o * rows + row];
      }
    }
  }

  /** The largest number of rows whose bits hold, found once. */
  private static final class Rows {
    static final int NUMBER = find();

    private static int find() {
      Backend.ready();
      for (int rows : new int[] {16, 8, 4, 2}) {
        if (holds(rows, 784, 256) && holds(rows, 256, 784) && holds(rows, 67, 129)) {
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
    private static boolean holds(int rows, int k, int m) {
      Random random = new Random(1);
      float[] x = normal(random, rows * k);
      Panel w = Panel.of(normal(random, m * k));
      Tile tile = new Tile(rows);
      float[] together = new float[rows * m];
      tile.product(x, rows, k, w, m, 1, together);
      boolean same = true;
      for (int row = 0; row < rows; row++) {
        float[] moved = new float[rows * k];
        int place = (row + 5) % rows;
        System.arraycopy(x, row * k, moved, place * k, k);
        float[] alone = new float[rows * m];
        tile.product(moved, rows, k, w, m, 1, alone);
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
