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
    float[] y = frame.values[out];
    float[] plane = frame.scratch(0, window.paddedPlane());
    float[] seen = frame.scratch(1, window.columns());
    float[] most = frame.scratch(2, window.columns());
    for (int p = 0; p < n * window.channels(); p++) {
      window.pad(frame.values[in], p * window.plane(), 1, LOWEST, plane);
      window.see(plane, 0, most, 0);
      for (int place = 1; place < window.kernel(); place++) {
        window.see(plane, window.shift(place), seen, 0);
        for (int i = 0; i < window.columns(); i++) {
          most[i] = Math.max(most[i], seen[i]);
        }
      }
      window.gather(most, 0, y, p * window.outPlane());
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    if (in == 0 && !frame.wantsInput) {
      return;
    }
    float[] dy = frame.gradients[out];
    float[] plane = frame.scratch(0, window.paddedPlane());
    float[] back = frame.scratch(1, window.paddedPlane());
    for (int p = 0; p < n * window.channels(); p++) {
      window.pad(frame.values[in], p * window.plane(), 1, LOWEST, plane);
      Arrays.fill(back, 0, window.paddedPlane(), 0);
      for (int i = 0; i < window.outPlane(); i++) {
        int corner =
            (i / window.outWidth()) * window.strideHeight() * window.paddedWidth()
                + (i % window.outWidth()) * window.strideWidth();
        back[winner(plane, corner)] += dy[p * window.outPlane() + i];
      }
      window.addInner(back, 1, frame.gradients[in], p * window.plane());
    }
  }

  private int winner(float[] plane, int corner) {
    int winner = corner;
    for (int place = 1; place < window.kernel(); place++) {
      int at = corner + window.shift(place);
      if (plane[at] > plane[winner]) {
        winner = at;
      }
    }
    return winner;
  }
}
