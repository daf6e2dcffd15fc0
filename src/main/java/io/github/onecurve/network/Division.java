package io.github.onecurve.network;

/** {@code a / b}. */
record Division() implements Pair {
  @Override
  public void apply(
      float[] a, int ai, int as, float[] b, int bi, int bs, float[] y, int yi, int length) {
    if (as == 1 && bs == 1) {
      for (int i = 0; i < length; i++) {
        y[yi + i] = a[ai + i] / b[bi + i];
      }
    } else if (as == 1) {
      float divisor = b[bi];
      for (int i = 0; i < length; i++) {
        y[yi + i] = a[ai + i] / divisor;
      }
    } else {
      for (int i = 0; i < length; i++) {
        y[yi + i] = a[ai] / b[bi + i * bs];
      }
    }
  }

  @Override
  public void apply(float[] a, float[] b, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] / b[i];
    }
  }

  @Override
  public void apply(float[] a, float b, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] / b;
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
    if (as == 1 && bs == 0) {
      float divisor = b[bi];
      for (int i = 0; i < length; i++) {
        da[ai + i] += dy[yi + i] / divisor;
      }
    } else {
      for (int i = 0; i < length; i++) {
        da[ai + i * as] += dy[yi + i] / b[bi + i * bs];
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
      float divisor = b[bi + i * bs];
      db[bi + i * bs] -= dy[yi + i] * (a[ai + i * as] / divisor) / divisor;
    }
  }
}
