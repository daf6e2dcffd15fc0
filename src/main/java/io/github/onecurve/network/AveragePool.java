package io.github.onecurve.network;

import java.util.Arrays;

/**
 * The mean of the numbers in each window of a plane.
 *
 * @param in tensor x, rows {@code [channels, height, width]}
 * @param out tensor y, rows {@code [channels, outHeight, outWidth]}
 * @param shares what each output's sum is multiplied by, {@code [outHeight, outWidth]}
 */
record AveragePool(int in, int out, Window window, Shares shares) implements Operation {

  /** One over the number of places that count, for each output. */
  static final class Shares {
    private final float[] values;

    private Shares(float[] values) {
      this.values = values;
    }

    /**
     * @param countPadding whether what is padded counts; what lies beyond the padding never does
     */
    static Shares of(Window window, int endHeight, int endWidth, boolean countPadding) {
      float[] values = new float[window.outPlane()];
      for (int i = 0; i < values.length; i++) {
        int lines =
            inside(
                (i / window.outWidth()) * window.strideHeight(),
                window.kernelHeight(),
                window.dilationHeight(),
                countPadding ? 0 : window.top(),
                countPadding ? endHeight : window.top() + window.height());
        int columns =
            inside(
                (i % window.outWidth()) * window.strideWidth(),
                window.kernelWidth(),
                window.dilationWidth(),
                countPadding ? 0 : window.left(),
                countPadding ? endWidth : window.left() + window.width());
        values[i] = 1f / Math.max(1, lines * columns);
      }
      return new Shares(values);
    }

    private static int inside(int from, int kernel, int dilation, int begin, int end) {
      int count = 0;
      for (int place = 0; place < kernel; place++) {
        int at = from + place * dilation;
        count += at >= begin && at < end ? 1 : 0;
      }
      return count;
    }
  }

  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] y = frame.values[out];
    float[] plane = frame.scratch(0, window.paddedPlane());
    float[] seen = frame.scratch(1, window.columns());
    float[] sum = frame.scratch(2, window.columns());
    for (int p = 0; p < n * window.channels(); p++) {
      window.pad(frame.values[in], p * window.plane(), 1, 0, plane);
      window.see(plane, 0, sum, 0);
      for (int place = 1; place < window.kernel(); place++) {
        window.see(plane, window.shift(place), seen, 0);
        Loops.add(1, seen, 0, sum, 0, window.columns());
      }
      for (int i = 0; i < window.outPlane(); i++) {
        y[p * window.outPlane() + i] = sum[column(i)] * shares.values[i];
      }
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    if (in == 0 && !frame.wantsInput) {
      return;
    }
    float[] dy = frame.gradients[out];
    float[] back = frame.scratch(0, window.paddedPlane());
    float[] slopes = frame.scratch(1, window.columns());
    Arrays.fill(slopes, 0, window.columns(), 0);
    for (int p = 0; p < n * window.channels(); p++) {
      for (int i = 0; i < window.outPlane(); i++) {
        slopes[column(i)] = dy[p * window.outPlane() + i] * shares.values[i];
      }
      Arrays.fill(back, 0, window.paddedPlane(), 0);
      for (int place = 0; place < window.kernel(); place++) {
        window.addSeen(slopes, 0, back, window.shift(place));
      }
      window.addInner(back, 1, frame.gradients[in], p * window.plane());
    }
  }

  private int column(int output) {
    return (output / window.outWidth()) * window.lineStep() + output % window.outWidth();
  }
}
