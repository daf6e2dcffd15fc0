package io.github.onecurve.network;

/** How a reduction makes one number of many. */
enum Fold {
  SUM,
  MEAN,
  MAX,
  MIN;

  /** Of contiguous numbers. */
  float of(float[] x, int at, int length) {
    return switch (this) {
      case SUM -> Spans.sum(x, at, length);
      case MEAN -> Spans.sum(x, at, length) / length;
      case MAX -> Spans.max(x, at, length);
      case MIN -> Spans.min(x, at, length);
    };
  }

  /** Folds each of a span of numbers into that of another. */
  void into(float[] x, int at, float[] y, int to, int length) {
    switch (this) {
      case SUM, MEAN -> Loops.add(1, x, at, y, to, length);
      case MAX -> {
        for (int i = 0; i < length; i++) {
          y[to + i] = Math.max(y[to + i], x[at + i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < length; i++) {
          y[to + i] = Math.min(y[to + i], x[at + i]);
        }
      }
    }
  }

  /** Whether the result is one of the numbers rather than made of all. */
  boolean picks() {
    return this == MAX || this == MIN;
  }
}
