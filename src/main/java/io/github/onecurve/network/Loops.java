package io.github.onecurve.network;

/**
 * Products of small matrices as plain loops over {@code float[]}.
 *
 * <p>A row is summed in a fixed order and alone, so its bits never depend on its neighbours. Inner
 * loops run over contiguous floats, which the compiler turns into vector instructions, and take
 * four terms at a time, left to right as one by one. Zeros are left out, which changes no sum.
 */
final class Loops {
  private Loops() {}

  /** {@code y[n, m] += α·x[n, k]·w[k, m]}. */
  static void product(float[] x, int n, int k, float[] w, int m, float alpha, float[] y) {
    if (m <= 3) {
      narrow(x, n, k, w, m, alpha, y);
      return;
    }
    int[] at = new int[k + 3];
    for (int row = 0; row < n; row++) {
      int terms = nonzero(x, row * k, k, at);
      int from = row * k;
      int t = 0;
      for (; t + 3 < terms; t += 4) {
        addFour(
            alpha * x[from + at[t]],
            alpha * x[from + at[t + 1]],
            alpha * x[from + at[t + 2]],
            alpha * x[from + at[t + 3]],
            w,
            at[t] * m,
            at[t + 1] * m,
            at[t + 2] * m,
            at[t + 3] * m,
            y,
            row * m,
            m);
      }
      for (; t < terms; t++) {
        add(alpha * x[from + at[t]], w, at[t] * m, y, row * m, m);
      }
    }
  }

  /** {@code dw[k, m] += α·x[n, k]ᵀ·dy[n, m]}. */
  static void outer(float[] x, int n, int k, float[] dy, int m, float alpha, float[] dw) {
    int row = 0;
    for (; row + 3 < n; row += 4) {
      for (int i = 0; i < k; i++) {
        float a = alpha * x[row * k + i];
        float b = alpha * x[(row + 1) * k + i];
        float c = alpha * x[(row + 2) * k + i];
        float d = alpha * x[(row + 3) * k + i];
        if (a != 0 && b != 0 && c != 0 && d != 0) {
          int from = row * m;
          addFour(a, b, c, d, dy, from, from + m, from + 2 * m, from + 3 * m, dw, i * m, m);
        } else {
          addUnlessZero(a, dy, row * m, dw, i * m, m);
          addUnlessZero(b, dy, (row + 1) * m, dw, i * m, m);
          addUnlessZero(c, dy, (row + 2) * m, dw, i * m, m);
          addUnlessZero(d, dy, (row + 3) * m, dw, i * m, m);
        }
      }
    }
    for (; row < n; row++) {
      for (int i = 0; i < k; i++) {
        addUnlessZero(alpha * x[row * k + i], dy, row * m, dw, i * m, m);
      }
    }
  }

  /** {@code db += β · Σ rows dy[n, m]}; into one number where there is room for one only. */
  static void sumRows(float[] dy, int n, int m, float beta, float[] db) {
    for (int row = 0; row < n; row++) {
      if (db.length == m) {
        add(beta, dy, row * m, db, 0, m);
      } else {
        for (int o = 0; o < m; o++) {
          db[0] += beta * dy[row * m + o];
        }
      }
    }
  }

  /** {@code db[planes] += Σ rows and places dy[n, planes, places]}. */
  static void sumPlanes(float[] dy, int n, int planes, int places, float[] db) {
    for (int p = 0; p < n * planes; p++) {
      float sum = 0;
      for (int i = 0; i < places; i++) {
        sum += dy[p * places + i];
      }
      db[p % planes] += sum;
    }
  }

  /** {@code y += c}. */
  static void shift(float c, float[] y, int from, int length) {
    for (int i = 0; i < length; i++) {
      y[from + i] += c;
    }
  }

  /** {@code y = Σ x}, over whole arrays from their start, so that the compiler makes vectors. */
  static void sum(float[][] x, float[] y, int length) {
    System.arraycopy(x[0], 0, y, 0, length);
    int next = 1;
    for (; next + 3 < x.length; next += 4) {
      addAll(x[next], x[next + 1], x[next + 2], x[next + 3], y, length);
    }
    for (; next < x.length; next++) {
      addAll(x[next], y, length);
    }
  }

  private static void addAll(float[] a, float[] b, float[] c, float[] d, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = y[i] + a[i] + b[i] + c[i] + d[i];
    }
  }

  private static void addAll(float[] a, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] += a[i];
    }
  }

  /** The sum of products, in four parts that do not wait for each other. */
  static float dot(float[] x, float[] y, int length) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 3 < length; i += 4) {
      a += x[i] * y[i];
      b += x[i + 1] * y[i + 1];
      c += x[i + 2] * y[i + 2];
      d += x[i + 3] * y[i + 3];
    }
    for (; i < length; i++) {
      a += x[i] * y[i];
    }
    return (a + b) + (c + d);
  }

  /** {@code y += a·x}, over arrays from their start, so that the compiler makes vectors. */
  static void add(float a, float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] += a * x[i];
    }
  }

  static void add(float a, float[] x, int from, float[] y, int to, int length) {
    for (int i = 0; i < length; i++) {
      y[to + i] += a * x[from + i];
    }
  }

  private static void addUnlessZero(float a, float[] x, int from, float[] y, int to, int length) {
    if (a != 0) {
      add(a, x, from, y, to, length);
    }
  }

  private static void addFour(
      float a,
      float b,
      float c,
      float d,
      float[] x,
      int fromA,
      int fromB,
      int fromC,
      int fromD,
      float[] y,
      int to,
      int length) {
    for (int i = 0; i < length; i++) {
      y[to + i] =
          y[to + i] + a * x[fromA + i] + b * x[fromB + i] + c * x[fromC + i] + d * x[fromD + i];
    }
  }

  /** Writes where numbers are not zero, in rising order; returns how many. */
  private static int nonzero(float[] x, int from, int length, int[] at) {
    int count = 0;
    for (int i = 0; i < length; i++) {
      at[count] = i;
      count += x[from + i] != 0 ? 1 : 0;
    }
    return count;
  }

  /** The product for at most three outputs, summed in registers. */
  private static void narrow(float[] x, int n, int k, float[] w, int m, float alpha, float[] y) {
    int second = m > 1 ? 1 : 0;
    int third = m > 2 ? 2 : 0;
    for (int row = 0; row < n; row++) {
      float a = y[row * m];
      float b = y[row * m + second];
      float c = y[row * m + third];
      for (int i = 0; i < k; i++) {
        float value = alpha * x[row * k + i];
        a += value * w[i * m];
        b += value * w[i * m + second];
        c += value * w[i * m + third];
      }
      y[row * m + third] = c;
      y[row * m + second] = b;
      y[row * m] = a;
    }
  }
}
