package io.github.onecurve.network;

import java.util.Arrays;

/**
 * Arithmetic over spans of contiguous floats, written so that the compiler vectorises it; a step of
 * 0 means that one number serves the whole span. Sums are taken in a fixed order.
 */
final class Spans {
  private Spans() {}

  /** {@code Σ x}, by eight partial sums. */
  static float sum(float[] x, int at, int length) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int end = at + length;
    int i = at;
    for (; i + 7 < end; i += 8) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
      e += x[i + 4];
      f += x[i + 5];
      g += x[i + 6];
      h += x[i + 7];
    }
    float rest = 0;
    for (; i < end; i++) {
      rest += x[i];
    }
    return (((a + b) + (c + d)) + ((e + f) + (g + h))) + rest;
  }

  /** {@code Σ x·y}, by eight partial sums. */
  static float dot(float[] x, int at, float[] y, int with, int length) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int i = 0;
    for (; i + 7 < length; i += 8) {
      a += x[at + i] * y[with + i];
      b += x[at + i + 1] * y[with + i + 1];
      c += x[at + i + 2] * y[with + i + 2];
      d += x[at + i + 3] * y[with + i + 3];
      e += x[at + i + 4] * y[with + i + 4];
      f += x[at + i + 5] * y[with + i + 5];
      g += x[at + i + 6] * y[with + i + 6];
      h += x[at + i + 7] * y[with + i + 7];
    }
    float rest = 0;
    for (; i < length; i++) {
      rest += x[at + i] * y[with + i];
    }
    return (((a + b) + (c + d)) + ((e + f) + (g + h))) + rest;
  }

  /** {@code Σ (x − center)²}, by eight partial sums. */
  static float squares(float[] x, int at, int length, float center) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int end = at + length;
    int i = at;
    for (; i + 7 < end; i += 8) {
      a += square(x[i] - center);
      b += square(x[i + 1] - center);
      c += square(x[i + 2] - center);
      d += square(x[i + 3] - center);
      e += square(x[i + 4] - center);
      f += square(x[i + 5] - center);
      g += square(x[i + 6] - center);
      h += square(x[i + 7] - center);
    }
    float rest = 0;
    for (; i < end; i++) {
      rest += square(x[i] - center);
    }
    return (((a + b) + (c + d)) + ((e + f) + (g + h))) + rest;
  }

  /** The largest of at least one number. */
  static float max(float[] x, int at, int length) {
    float a = x[at];
    float b = a;
    float c = a;
    float d = a;
    int end = at + length;
    int i = at;
    for (; i + 3 < end; i += 4) {
      a = Math.max(a, x[i]);
      b = Math.max(b, x[i + 1]);
      c = Math.max(c, x[i + 2]);
      d = Math.max(d, x[i + 3]);
    }
    for (; i < end; i++) {
      a = Math.max(a, x[i]);
    }
    return Math.max(Math.max(a, b), Math.max(c, d));
  }

  /** The smallest of at least one number. */
  static float min(float[] x, int at, int length) {
    float least = x[at];
    for (int i = at + 1; i < at + length; i++) {
      least = Math.min(least, x[i]);
    }
    return least;
  }

  /** {@code d += x} in {@code [from, to)} of both. */
  static void addTo(float[] x, float[] d, int from, int to) {
    for (int i = from; i < to; i++) {
      d[i] += x[i];
    }
  }

  /** {@code d += α·x}; into one number where the step is 0. */
  static void add(float alpha, float[] x, int at, float[] d, int to, int step, int length) {
    if (step == 0) {
      d[to] += alpha * sum(x, at, length);
    } else {
      Loops.add(alpha, x, at, d, to, length);
    }
  }

  /** {@code d += x·w}; into one number where the step is 0, with one w where its step is 0. */
  static void addProduct(
      float[] x, int at, float[] w, int with, int stride, float[] d, int to, int step, int length) {
    if (stride == 0) {
      add(w[with], x, at, d, to, step, length);
    } else if (step == 0) {
      d[to] += dot(x, at, w, with, length);
    } else {
      for (int i = 0; i < length; i++) {
        d[to + i] += x[at + i] * w[with + i];
      }
    }
  }

  /** {@code y = x + b}; of one x where its step is 0. */
  static void shift(float[] x, int at, int step, float b, float[] y, int to, int length) {
    if (step == 0) {
      Arrays.fill(y, to, to + length, x[at] + b);
    } else {
      for (int i = 0; i < length; i++) {
        y[to + i] = x[at + i] + b;
      }
    }
  }

  /** {@code y = a·x}; of one x where its step is 0. */
  static void times(float[] x, int at, int step, float a, float[] y, int to, int length) {
    if (step == 0) {
      Arrays.fill(y, to, to + length, a * x[at]);
    } else {
      for (int i = 0; i < length; i++) {
        y[to + i] = a * x[at + i];
      }
    }
  }

  /** {@code y = a·x + b}. */
  static void scale(float[] x, int at, float a, float b, float[] y, int to, int length) {
    for (int i = 0; i < length; i++) {
      y[to + i] = x[at + i] * a + b;
    }
  }

  private static float square(float x) {
    return x * x;
  }
}
