package io.github.onecurve.network;

/**
 * Products of small matrices for many rows, as plain loops over rows: what a unit has for all rows
 * of a block lies in one array of its own. The compiler makes vectors only of loops over arrays
 * from their start, and rows are many where units are few.
 *
 * <p>Each sum has the terms, the order and so the bits that {@link Loops} gives it.
 */
final class TurnedLoops {
  /** Fewer rows are not worth the turning. */
  static final int LEAST_ROWS = 32;

  private static final int BLOCK = 128;
  private static final int LEFT = 8; // the first slot of kept buffers, after those of operations

  private TurnedLoops() {}

  /** {@code y[n, m] += α·x[n, k]·w[k, m]}. */
  static void product(
      Frame frame, float[] x, int n, int k, float[] w, int m, float alpha, float[] y) {
    float[][] left = buffers(frame, LEFT, k);
    float[][] made = buffers(frame, LEFT + k, m);
    for (int from = 0; from < n; from += BLOCK) {
      int rows = Math.min(BLOCK, n - from);
      turn(x, from, rows, k, alpha, left);
      turn(y, from, rows, m, 1, made);
      int o = 0;
      for (; o + 1 < m; o += 2) {
        two(left, w, k, m, o, made[o], made[o + 1], rows);
      }
      if (o < m) {
        one(left, w, k, m, o, made[o], rows);
      }
      turnBack(made, rows, m, y, from);
    }
  }

  /** {@code dw[k, m] += α·x[n, k]ᵀ·dy[n, m]}. */
  static void outer(
      Frame frame, float[] x, int n, int k, float[] dy, int m, float alpha, float[] dw) {
    float[][] left = buffers(frame, LEFT, k);
    float[][] right = buffers(frame, LEFT + k, m);
    for (int from = 0; from < n; from += BLOCK) {
      int rows = Math.min(BLOCK, n - from);
      turn(x, from, rows, k, alpha, left);
      turn(dy, from, rows, m, 1, right);
      int i = 0;
      for (; i + 3 < k; i += 4) {
        int o = 0;
        for (; o + 1 < m; o += 2) {
          eightDots(left, i, right[o], right[o + 1], rows, dw, i * m + o, m);
        }
        for (; o < m; o++) {
          for (int at = i; at < i + 4; at++) {
            dw[at * m + o] += Loops.dot(left[at], right[o], rows);
          }
        }
      }
      for (; i < k; i++) {
        for (int o = 0; o < m; o++) {
          dw[i * m + o] += Loops.dot(left[i], right[o], rows);
        }
      }
    }
  }

  private static float[][] buffers(Frame frame, int slot, int count) {
    float[][] buffers = frame.units(slot, count);
    for (int i = 0; i < count; i++) {
      buffers[i] = frame.scratch(slot + i, BLOCK);
    }
    return buffers;
  }

  private static void turn(float[] x, int from, int rows, int k, float alpha, float[][] turned) {
    for (int i = 0; i < k; i++) {
      float[] unit = turned[i];
      int at = from * k + i;
      for (int row = 0; row < rows; row++) {
        unit[row] = alpha * x[at + row * k];
      }
    }
  }

  private static void turnBack(float[][] turned, int rows, int m, float[] y, int from) {
    for (int o = 0; o < m; o++) {
      float[] unit = turned[o];
      int at = from * m + o;
      for (int row = 0; row < rows; row++) {
        y[at + row * m] = unit[row];
      }
    }
  }

  private static void two(
      float[][] x, float[] w, int k, int m, int o, float[] y, float[] z, int rows) {
    int i = 0;
    for (; i + 3 < k; i += 4) {
      int a = i * m + o;
      int b = a + m;
      int c = b + m;
      int d = c + m;
      addFour(
          w[a], w[b], w[c], w[d], w[a + 1], w[b + 1], w[c + 1], w[d + 1], x[i], x[i + 1], x[i + 2],
          x[i + 3], y, z, rows);
    }
    for (; i < k; i++) {
      Loops.add(w[i * m + o], x[i], y, rows);
      Loops.add(w[i * m + o + 1], x[i], z, rows);
    }
  }

  private static void one(float[][] x, float[] w, int k, int m, int o, float[] y, int rows) {
    for (int i = 0; i < k; i++) {
      Loops.add(w[i * m + o], x[i], y, rows);
    }
  }

  private static void addFour(
      float a,
      float b,
      float c,
      float d,
      float e,
      float f,
      float g,
      float h,
      float[] p,
      float[] q,
      float[] r,
      float[] s,
      float[] y,
      float[] z,
      int rows) {
    for (int i = 0; i < rows; i++) {
      y[i] = y[i] + a * p[i] + b * q[i] + c * r[i] + d * s[i];
      z[i] = z[i] + e * p[i] + f * q[i] + g * r[i] + h * s[i];
    }
  }

  /** Eight sums that do not wait for each other. */
  private static void eightDots(
      float[][] x, int i, float[] y, float[] z, int rows, float[] dw, int to, int m) {
    float[] p = x[i];
    float[] q = x[i + 1];
    float[] r = x[i + 2];
    float[] s = x[i + 3];
    float py = 0;
    float qy = 0;
    float ry = 0;
    float sy = 0;
    float pz = 0;
    float qz = 0;
    float rz = 0;
    float sz = 0;
    for (int row = 0; row < rows; row++) {
      float a = y[row];
      float b = z[row];
      py += p[row] * a;
      qy += q[row] * a;
      ry += r[row] * a;
      sy += s[row] * a;
      pz += p[row] * b;
      qz += q[row] * b;
      rz += r[row] * b;
      sz += s[row] * b;
    }
    dw[to] += py;
    dw[to + 1] += pz;
    dw[to + m] += qy;
    dw[to + m + 1] += qz;
    dw[to + 2 * m] += ry;
    dw[to + 2 * m + 1] += rz;
    dw[to + 3 * m] += sy;
    dw[to + 3 * m + 1] += sz;
  }
}
