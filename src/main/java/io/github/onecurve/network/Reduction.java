package io.github.onecurve.network;

import java.util.Arrays;

/**
 * One number of many along axes of a row; where several are the largest or smallest, each has the
 * same share of the slope.
 *
 * @param in operand x
 * @param out tensor y
 * @param fold what becomes of the numbers
 * @param order what brings x into the order that {@code lanes} speaks of
 * @param lanes the axes that go
 */
record Reduction(Operand in, int out, Fold fold, Moves order, Lanes lanes) implements Operation {
  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] y = frame.values[out];
    float[] ordered = new float[order.isStill(in.size()) ? 0 : in.size()];
    for (int row = 0; row < n; row++) {
      if (ordered.length == 0) {
        fold(frame.values[in.tensor()], row * in.size(), y, row * frame.width(out));
      } else {
        order.apply(frame.values[in.tensor()], row * in.size(), ordered, 0, 0);
        fold(ordered, 0, y, row * frame.width(out));
      }
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    float[] dx = in.gradient(frame);
    if (dx == null) {
      return;
    }
    float[] x = frame.values[in.tensor()];
    int size = in.size();
    if (order.isStill(size)) {
      for (int row = 0; row < n; row++) {
        pull(frame, row, x, row * size, dx, row * size);
      }
      return;
    }
    float[] ordered = new float[size];
    float[] slopes = new float[size];
    for (int row = 0; row < n; row++) {
      order.apply(x, row * size, ordered, 0, 0);
      Arrays.fill(slopes, 0);
      pull(frame, row, ordered, 0, slopes, 0);
      order.pullBack(slopes, 0, dx, row * size);
    }
  }

  private void fold(float[] x, int at, float[] y, int to) {
    int inner = lanes.inner();
    for (int o = 0; o < lanes.outer(); o++) {
      int from = at + o * lanes.block();
      if (inner == 1) {
        y[to + o] = fold.of(x, from, lanes.count());
        continue;
      }
      int into = to + o * inner;
      System.arraycopy(x, from, y, into, inner);
      for (int step = 1; step < lanes.count(); step++) {
        fold.into(x, from + step * inner, y, into, inner);
      }
      for (int i = 0; fold == Fold.MEAN && i < inner; i++) {
        y[into + i] /= lanes.count();
      }
    }
  }

  private void pull(Frame frame, int row, float[] x, int at, float[] dx, int to) {
    float[] y = frame.values[out];
    float[] dy = frame.gradients[out];
    int inner = lanes.inner();
    int count = lanes.count();
    for (int place = 0; place < lanes.outer() * inner; place++) {
      int made = row * frame.width(out) + place;
      int start = place / inner * lanes.block() + place % inner;
      float share = dy[made] / (fold == Fold.MEAN ? count : 1);
      if (fold.picks()) {
        share = dy[made] / equals(x, at + start, y[made]);
      }
      for (int step = 0; step < count; step++) {
        if (!fold.picks() || x[at + start + step * inner] == y[made]) {
          dx[to + start + step * inner] += share;
        }
      }
    }
  }

  private int equals(float[] x, int at, float y) {
    int equals = 0;
    for (int step = 0; step < lanes.count(); step++) {
      equals += x[at + step * lanes.inner()] == y ? 1 : 0;
    }
    return Math.max(1, equals);
  }
}
