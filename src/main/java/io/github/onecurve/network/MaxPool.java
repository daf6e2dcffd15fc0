package io.github.onecurve.network;

import java.util.Arrays;

/**
 * The largest number in each window of a plane; padding never wins. The gradient goes to the first
 * of equals, in the order of lines, as in PyTorch.
 *
 * @param in tensor x, rows {@code [channels, height, width]}
 * @param out tensor y, rows {@code [channels, outHeight, outWidth]}
 */
record MaxPool(int in, int out, Window window) implements Operation {
  private static final float LOWEST = -Float.MAX_VALUE;

  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] x = frame.values[in];
    float[] y = frame.values[out];
    float[] plane = window.padded() ? frame.scratch(0, window.paddedPlane()) : x;
    for (int p = 0; p < n * window.channels(); p++) {
      int from = look(x, p, plane);
      if (window.kernelHeight() == 2 && window.kernelWidth() == 2) {
        mostOfFour(plane, from, y, p * window.outPlane());
      } else {
        most(plane, from, y, p * window.outPlane());
      }
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    if (in == 0 && !frame.wantsInput) {
      return;
    }
    float[] x = frame.values[in];
    float[] dx = frame.gradients[in];
    int size = window.paddedPlane();
    float[] plane = window.padded() ? frame.scratch(0, size) : x;
    float[] back = window.padded() ? frame.scratch(1, size) : dx;
    int[] shifts = shifts();
    for (int p = 0; p < n * window.channels(); p++) {
      int from = look(x, p, plane);
      if (window.padded()) {
        Arrays.fill(back, 0, size, 0);
      }
      if (window.kernelHeight() == 2 && window.kernelWidth() == 2) {
        giveBackOfFour(frame, plane, from, p * window.outPlane(), shifts, back);
      } else {
        giveBack(frame, plane, from, p * window.outPlane(), shifts, back);
      }
      if (window.padded()) {
        window.addInner(back, 1, dx, p * window.plane());
      }
    }
  }

  /** Where a plane begins, padded where need be. */
  private int look(float[] x, int p, float[] plane) {
    if (!window.padded()) {
      return p * window.plane();
    }
    window.pad(x, p * window.plane(), 1, LOWEST, plane);
    return 0;
  }

  private void mostOfFour(float[] x, int from, float[] y, int to) {
    int right = window.dilationWidth();
    int down = window.shift(2);
    int step = window.strideWidth();
    for (int line = 0; line < window.outHeight(); line++) {
      int a = from + line * window.strideHeight() * window.paddedWidth();
      int b = a + down;
      int at = to + line * window.outWidth();
      for (int i = 0; i < window.outWidth(); i++) {
        int shift = i * step;
        y[at + i] =
            Math.max(
                Math.max(x[a + shift], x[a + shift + right]),
                Math.max(x[b + shift], x[b + shift + right]));
      }
    }
  }

  private void most(float[] x, int from, float[] y, int to) {
    for (int i = 0; i < window.outPlane(); i++) {
      int corner = from + corner(i);
      float most = x[corner];
      for (int line = 0; line < window.kernelHeight(); line++) {
        int at = corner + line * window.dilationHeight() * window.paddedWidth();
        for (int place = 0; place < window.kernelWidth(); place++) {
          most = Math.max(most, x[at + place * window.dilationWidth()]);
        }
      }
      y[to + i] = most;
    }
  }

  /**
   * The winner is the first whose bits are the output's, counted without branches, which would be
   * guessed wrong half of the time.
   */
  private void giveBack(Frame frame, float[] x, int from, int output, int[] shifts, float[] back) {
    float[] y = frame.values[out];
    float[] dy = frame.gradients[out];
    for (int i = 0; i < window.outPlane(); i++) {
      int corner = from + corner(i);
      int most = Float.floatToRawIntBits(y[output + i]);
      int before = 0;
      for (int place = shifts.length - 2; place >= 0; place--) {
        before = differ(x[corner + shifts[place]], most) * (1 + before);
      }
      back[corner + shifts[before]] += dy[output + i];
    }
  }

  /** The same for windows of 2 × 2, the most frequent. */
  private void giveBackOfFour(
      Frame frame, float[] x, int from, int output, int[] shifts, float[] back) {
    float[] y = frame.values[out];
    float[] dy = frame.gradients[out];
    int right = shifts[1];
    int down = shifts[2];
    for (int line = 0; line < window.outHeight(); line++) {
      int at = output + line * window.outWidth();
      int corner = from + line * window.strideHeight() * window.paddedWidth();
      for (int i = 0; i < window.outWidth(); i++) {
        int most = Float.floatToRawIntBits(y[at + i]);
        int first = differ(x[corner], most);
        int second = differ(x[corner + right], most);
        int third = differ(x[corner + down], most);
        back[corner + shifts[first * (1 + second * (1 + third))]] += dy[at + i];
        corner += window.strideWidth();
      }
    }
  }

  /** 1 where a number's bits are others, 0 where they are the same. */
  private static int differ(float x, int bits) {
    int differs = Float.floatToRawIntBits(x) ^ bits;
    return (differs | -differs) >>> 31;
  }

  private int corner(int output) {
    return (output / window.outWidth()) * window.strideHeight() * window.paddedWidth()
        + (output % window.outWidth()) * window.strideWidth();
  }

  private int[] shifts() {
    int[] shifts = new int[window.kernel()];
    Arrays.setAll(shifts, window::shift);
    return shifts;
  }
}
