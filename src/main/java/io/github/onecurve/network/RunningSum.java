package io.github.onecurve.network;

import java.util.Arrays;

/**
 * CumSum: the sum of all up to each place of an axis.
 *
 * @param in operand x
 * @param out tensor y
 * @param lanes the axis
 * @param exclusive whether the place itself is left out
 * @param reverse whether sums run from the end
 */
record RunningSum(Operand in, int out, Lanes lanes, boolean exclusive, boolean reverse)
    implements Operation {
  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    Arrays.fill(frame.values[out], 0, n * in.size(), 0);
    run(frame.values[in.tensor()], frame.values[out], n, reverse);
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    float[] dx = in.gradient(frame);
    if (dx != null) {
      run(frame.gradients[out], dx, n, !reverse);
    }
  }

  private void run(float[] x, float[] y, int n, boolean fromEnd) {
    int inner = lanes.inner();
    int count = lanes.count();
    for (int lane = 0; lane < n * lanes.outer() * inner; lane++) {
      int start = lane / inner * lanes.block() + lane % inner;
      float sum = 0;
      for (int step = 0; step < count; step++) {
        int at = start + (fromEnd ? count - 1 - step : step) * inner;
        float next = sum + x[at];
        y[at] += exclusive ? sum : next;
        sum = next;
      }
    }
  }
}
