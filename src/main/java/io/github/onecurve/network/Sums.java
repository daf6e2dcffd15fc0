package io.github.onecurve.network;

/** {@code a + s·b} for a sign s: Add and Sub. */
record Sums(float sign) implements Pair {
  @Override
  public void apply(
      float[] a, int ai, int as, float[] b, int bi, int bs, float[] y, int yi, int length) {
    if (bs == 0) {
      Spans.shift(a, ai, as, sign * b[bi], y, yi, length);
    } else if (as == 0) {
      Spans.scale(b, bi, sign, a[ai], y, yi, length);
    } else if (sign > 0) {
      for (int i = 0; i < length; i++) {
        y[yi + i] = a[ai + i] + b[bi + i];
      }
    } else {
      for (int i = 0; i < length; i++) {
        y[yi + i] = a[ai + i] - b[bi + i];
      }
    }
  }

  @Override
  public void apply(float[] a, float[] b, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] + sign * b[i];
    }
  }

  @Override
  public void apply(float[] a, float b, float[] y, int from, int to) {
    float shift = sign * b;
    for (int i = from; i < to; i++) {
      y[i] = a[i] + shift;
    }
  }

  @Override
  public boolean pullLeft(float[] dy, float[] da, int from, int to) {
    Spans.addTo(dy, da, from, to);
    return true;
  }

  @Override
  public boolean pullRight(float[] dy, float[] db, int from, int to) {
    for (int i = from; i < to; i++) {
      db[i] += sign * dy[i];
    }
    return true;
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
    Spans.add(1, dy, yi, da, ai, as, length);
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
    Spans.add(sign, dy, yi, db, bi, bs, length);
  }
}
