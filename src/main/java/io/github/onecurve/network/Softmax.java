package io.github.onecurve.network;

import java.util.Arrays;

/**
 * Softmax along an axis, or its logarithm; the largest is subtracted first, so that nothing
 * overflows.
 *
 * @param in operand x
 * @param out tensor y
 * @param lanes the axis
 * @param log whether it is the logarithm
 */
record Softmax(Operand in, int out, Lanes lanes, boolean log) implements Operation {
  private static final int BLOCK = 1024;

  @Override
  public int overwrites() {
    return in.tensor();
  }

  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] x = frame.values[in.tensor()];
    float[] y = frame.values[out];
    int blocks = n * lanes.outer();
    if (lanes.inner() > 1) {
      float[] most = new float[lanes.inner()];
      float[] sums = new float[lanes.inner()];
      float[] exponentials = new float[log ? lanes.block() : 0];
      for (int block = 0; block < blocks; block++) {
        across(x, y, block * lanes.block(), most, sums, exponentials);
      }
      return;
    }
    int together = Math.max(1, BLOCK / lanes.count());
    for (int block = 0; block < blocks; block += together) {
      along(frame, x, y, block * lanes.count(), Math.min(together, blocks - block));
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    float[] dx = in.gradient(frame);
    if (dx == null) {
      return;
    }
    float[] y = frame.values[out];
    float[] dy = frame.gradients[out];
    int inner = lanes.inner();
    int count = lanes.count();
    float[] exponentials = new float[log ? lanes.block() : 0];
    for (int block = 0; block < n * lanes.outer(); block++) {
      int at = block * lanes.block();
      if (log) {
        Elementary.exp(y, at, exponentials, 0, lanes.block());
      }
      for (int i = 0; i < inner; i++) {
        float sum = sum(y, dy, at + i);
        for (int step = 0; step < count; step++) {
          int place = at + i + step * inner;
          dx[place] +=
              log ? dy[place] - exponentials[place - at] * sum : y[place] * (dy[place] - sum);
        }
      }
    }
  }

  /** Of the slopes, weighted by y unless it is the logarithm. */
  private float sum(float[] y, float[] dy, int at) {
    int inner = lanes.inner();
    int count = lanes.count();
    if (inner == 1) {
      return log ? Spans.sum(dy, at, count) : Spans.dot(y, at, dy, at, count);
    }
    float sum = 0;
    for (int step = 0; step < count; step++) {
      int place = at + step * inner;
      sum += log ? dy[place] : y[place] * dy[place];
    }
    return sum;
  }

  /** Lanes of contiguous values; worked on in a copy, so that all arrays share one index. */
  private void along(Frame frame, float[] x, float[] y, int at, int blocks) {
    int count = lanes.count();
    int length = blocks * count;
    float[] made = frame.scratch(0, length);
    float[] each = frame.scratch(1, length);
    for (int lane = 0; lane < length; lane += count) {
      Arrays.fill(each, lane, lane + count, Spans.max(x, at + lane, count));
    }
    System.arraycopy(x, at, made, 0, length);
    for (int i = 0; i < length; i++) {
      made[i] -= each[i];
    }
    if (log) {
      System.arraycopy(made, 0, y, at, length);
    }
    Elementary.exp(made, each, length);
    if (log) {
      for (int lane = 0; lane < length; lane += count) {
        float whole = (float) Math.log(Spans.sum(made, lane, count));
        for (int i = at + lane; i < at + lane + count; i++) {
          y[i] -= whole;
        }
      }
      return;
    }
    for (int lane = 0; lane < length; lane += count) {
      Arrays.fill(each, lane, lane + count, 1 / Spans.sum(made, lane, count));
    }
    for (int i = 0; i < length; i++) {
      made[i] *= each[i];
    }
    System.arraycopy(made, 0, y, at, length);
  }

  /** Lanes side by side. */
  private void across(
      float[] x, float[] y, int at, float[] most, float[] sums, float[] exponentials) {
    int inner = lanes.inner();
    int count = lanes.count();
    System.arraycopy(x, at, most, 0, inner);
    for (int step = 1; step < count; step++) {
      Fold.MAX.into(x, at + step * inner, most, 0, inner);
    }
    for (int step = 0; step < count; step++) {
      int from = at + step * inner;
      for (int i = 0; i < inner; i++) {
        y[from + i] = x[from + i] - most[i];
      }
    }
    float[] e = log ? exponentials : y;
    int begin = log ? 0 : at;
    Elementary.exp(y, at, e, begin, count * inner);
    System.arraycopy(e, begin, sums, 0, inner);
    for (int step = 1; step < count; step++) {
      Loops.add(1, e, begin + step * inner, sums, 0, inner);
    }
    for (int i = 0; i < inner; i++) {
      sums[i] = log ? (float) Math.log(sums[i]) : 1 / sums[i];
    }
    for (int step = 0; step < count; step++) {
      int from = at + step * inner;
      for (int i = 0; i < inner; i++) {
        y[from + i] = log ? y[from + i] - sums[i] : y[from + i] * sums[i];
      }
    }
  }
}
