package io.github.onecurve.network;

/** {@code a·b}. */
record Multiplication() implements Pair {
  @Override
  public void apply(
      float[] a, int ai, int as, float[] b, int bi, int bs, float[] y, int yi, int length) {
    if (bs == 0) {
      Spans.times(a, ai, as, b[bi], y, yi, length);
    } else if (as == 0) {
      Spans.times(b, bi, bs, a[ai], y, yi, length);
    } else {
      for (int i = 0; i < length; i++) {
        y[yi + i] = a[ai + i] * b[bi + i];
      }
    }
  }

  @Override
  public void apply(float[] a, float[] b, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] * b[i];
    }
  }

  @Override
  public void apply(float[] a, float b, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] * b;
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
    Spans.addProduct(dy, yi, b, bi, bs, da, ai, as, length);
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
    Spans.addProduct(dy, yi, a, ai, as, db, bi, bs, length);
  }
}
