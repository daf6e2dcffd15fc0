package io.github.onecurve.network;

import java.util.Arrays;

/**
 * Conv in which every output plane looks at one input plane only, as sums of shifted planes.
 *
 * @param in tensor x, rows {@code [channels, height, width]}
 * @param out tensor y, rows {@code [channels · multiplier, outHeight, outWidth]}
 * @param weight parameter W, {@code [channels · multiplier, 1, kernelHeight, kernelWidth]}
 * @param bias parameter of {@code [channels · multiplier]}, or −1
 * @param multiplier how many planes of y look at each plane of x
 */
record DepthwiseConvolution(int in, int out, int weight, int bias, Window window, int multiplier)
    implements Operation {

  // Slots of kept buffers.
  private static final int PLANE = 0;
  private static final int SEEN = 1;
  private static final int WIDE = 2;
  private static final int BACK = 3;

  @Override
  public int matrix() {
    return weight;
  }

  @Override
  public long uses() {
    return window.outPlane();
  }

  @Override
  public int[] biasParameters() {
    return bias < 0 ? new int[0] : new int[] {bias};
  }

  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] w = weights[weight].straight();
    float[] c = bias < 0 ? null : weights[bias].straight();
    float[] y = frame.values[out];
    float[] plane = frame.scratch(PLANE, window.paddedPlane());
    float[] wide = frame.scratch(WIDE, window.columns());
    for (int input = 0; input < n * window.channels(); input++) {
      window.pad(frame.values[in], input * window.plane(), 1, 0, plane);
      for (int m = 0; m < multiplier; m++) {
        int output = input * multiplier + m;
        int channel = output % outputs();
        Arrays.fill(wide, 0, window.columns(), c == null ? 0 : c[channel]);
        for (int place = 0; place < window.kernel(); place++) {
          accumulate(frame, w[channel * window.kernel() + place], plane, place, wide);
        }
        window.gather(wide, 0, y, output * window.outPlane());
      }
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    float[] dy = frame.gradients[out];
    float[] w = weights[weight].straight();
    float[] dw = frame.parameterGradients[weight];
    boolean back = in != 0 || frame.wantsInput;
    float[] plane = frame.scratch(PLANE, window.paddedPlane());
    float[] wide = frame.scratch(WIDE, window.columns());
    float[] returned = frame.scratch(BACK, window.paddedPlane());
    for (int input = 0; input < n * window.channels() && (back || dw != null); input++) {
      if (dw != null) {
        window.pad(frame.values[in], input * window.plane(), 1, 0, plane);
      }
      Arrays.fill(returned, 0, window.paddedPlane(), 0);
      for (int m = 0; m < multiplier; m++) {
        int output = input * multiplier + m;
        int from = (output % outputs()) * window.kernel();
        window.spread(dy, output * window.outPlane(), wide, 0);
        if (back) {
          giveBack(frame, w, from, wide, returned);
        }
        if (dw != null) {
          learn(frame, plane, wide, dw, from);
        }
      }
      if (back) {
        window.addInner(returned, 1, frame.gradients[in], input * window.plane());
      }
    }
    if (bias >= 0 && frame.parameterGradients[bias] != null) {
      Loops.sumPlanes(dy, n, outputs(), window.outPlane(), frame.parameterGradients[bias]);
    }
  }

  private void accumulate(Frame frame, float w, float[] plane, int place, float[] wide) {
    if (window.dense()) {
      Loops.add(w, plane, window.shift(place), wide, 0, window.columns());
    } else {
      float[] seen = frame.scratch(SEEN, window.columns());
      window.see(plane, window.shift(place), seen, 0);
      Loops.add(w, seen, 0, wide, 0, window.columns());
    }
  }

  private void giveBack(Frame frame, float[] w, int from, float[] wide, float[] returned) {
    float[] scaled = frame.scratch(SEEN, window.columns());
    for (int place = 0; place < window.kernel(); place++) {
      if (window.dense()) {
        Loops.add(w[from + place], wide, 0, returned, window.shift(place), window.columns());
      } else {
        Arrays.fill(scaled, 0, window.columns(), 0);
        Loops.add(w[from + place], wide, 0, scaled, 0, window.columns());
        window.addSeen(scaled, 0, returned, window.shift(place));
      }
    }
  }

  private void learn(Frame frame, float[] plane, float[] wide, float[] dw, int from) {
    float[] seen = frame.scratch(SEEN, window.columns());
    for (int place = 0; place < window.kernel(); place++) {
      window.see(plane, window.shift(place), seen, 0);
      dw[from + place] += Loops.dot(seen, wide, window.columns());
    }
  }

  private int outputs() {
    return window.channels() * multiplier;
  }
}
