package io.github.onecurve.network;

/** {@code a} to the power of {@code b}; the slope in b is 0 where a is not above 0. */
record Power() implements Pair {
  @Override
  public void apply(
      float[] a, int ai, int as, float[] b, int bi, int bs, float[] y, int yi, int length) {
    for (int i = 0; i < length; i++) {
      y[yi + i] = power(a[ai + i * as], b[bi + i * bs]);
    }
  }

  @Override
  public void apply(float[] a, float b, float[] y, int from, int to) {
    if (b == 2) {
      for (int i = from; i < to; i++) {
        y[i] = a[i] * a[i];
      }
    } else {
      for (int i = from; i < to; i++) {
        y[i] = power(a[i], b);
      }
    }
  }

  @Override
  public void pullLeft(
      float[] a,
      int ai,
      int as,
      float[] b,
      int bi,
      int bs,
      float[] dy,
      int yi,
      int length,
      float[] da) {
    for (int i = 0; i < length; i++) {
      float exponent = b[bi + i * bs];
      if (dy[yi + i] != 0 && exponent != 0) {
        da[ai + i * as] += dy[yi + i] * exponent * power(a[ai + i * as], exponent - 1);
      }
    }
  }

  @Override
  public void pullRight(
      float[] a,
      int ai,
      int as,
      float[] b,
      int bi,
      int bs,
      float[] dy,
      int yi,
      int length,
      float[] db) {
    for (int i = 0; i < length; i++) {
      float base = a[ai + i * as];
      if (dy[yi + i] != 0 && base > 0) {
        float slope = (float) (power(base, b[bi + i * bs]) * Math.log(base));
        db[bi + i * bs] += dy[yi + i] * slope;
      }
    }
  }

  private static float power(float base, float exponent) {
    if (exponent == 1) {
      return base;
    }
    if (exponent == 2) {
      return base * base;
    }
    if (exponent == 3) {
      return (float) ((double) base * base * base);
    }
    return (float) (exponent == 0.5f && base >= 0 ? Math.sqrt(base) : Math.pow(base, exponent));
  }
}
