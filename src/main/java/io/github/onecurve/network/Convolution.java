package io.github.onecurve.network;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Conv of every row with a parameter, one or two spatial axes, as one product for each row and
 * group: {@code y[outputs, columns] = W[outputs, inputs · kernel] · what the kernel sees}.
 *
 * @param in tensor x, rows {@code [channels, height, width]}
 * @param out tensor y, rows {@code [outputs, outHeight, outWidth]}
 * @param weight parameter W, {@code [outputs, channels / groups, kernelHeight, kernelWidth]}
 * @param bias parameter of {@code [outputs]}, or −1
 * @param outputs the number of planes of y
 * @param groups into how many parts the planes of x and y fall
 */
record Convolution(int in, int out, int weight, int bias, Window window, int outputs, int groups)
    implements Operation {

  // Slots of kept buffers.
  private static final int PLANES = 0;
  private static final int WIDE = 1;
  private static final int BACK = 2;
  private static final int SHIFTED = 3; // and on, one for each place of the kernel
  private static final int SEEN = 0;
  private static final int MADE = 1;
  private static final int RETURNED = 2;
  private static final int SLOPES = 3;

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
    Panel w = weights[weight].panel();
    float[] c = bias < 0 ? null : weights[bias].straight();
    int columns = window.columns();
    int made = groupOutputs() * columns;
    NativeBuffer product = frame.natives(MADE, made);
    float[] wide = frame.scratch(WIDE, made);
    for (int group = 0; group < groups; group++) {
      FloatPointer matrix = w.at(group * groupOutputs() * terms());
      for (int row = 0; row < n; row++) {
        NativeBuffer seen = look(frame, row, group);
        NativeBuffer.product(
            matrix, false, seen.at(0), false, product.at(0), groupOutputs(), terms(), columns, 0);
        product.get(0, made, wide, 0);
        settle(wide, c, group, frame.values[out], row);
      }
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    boolean back = in != 0 || frame.wantsInput;
    float[] dw = frame.parameterGradients[weight];
    for (int group = 0; group < groups && (back || dw != null); group++) {
      pull(frame, weights, n, group, back);
    }
    if (bias >= 0 && frame.parameterGradients[bias] != null) {
      Loops.sumPlanes(
          frame.gradients[out], n, outputs, window.outPlane(), frame.parameterGradients[bias]);
    }
  }

  private void pull(Frame frame, Weight[] weights, int n, int group, boolean back) {
    float[] dw = frame.parameterGradients[weight];
    int columns = window.columns();
    int size = groupOutputs() * terms();
    FloatPointer matrix = weights[weight].panel().at(group * size);
    NativeBuffer made = frame.natives(MADE, groupOutputs() * columns);
    NativeBuffer slopes = frame.natives(SLOPES, size);
    for (int row = 0; row < n; row++) {
      putMade(frame, row, group, made);
      if (back) {
        NativeBuffer returned = frame.natives(RETURNED, terms() * columns);
        NativeBuffer.product(
            matrix, true, made.at(0), false, returned.at(0), terms(), groupOutputs(), columns, 0);
        giveBack(frame, row, group, returned);
      }
      if (dw != null) {
        NativeBuffer seen = look(frame, row, group);
        NativeBuffer.product(
            made.at(0),
            false,
            seen.at(0),
            true,
            slopes.at(0),
            groupOutputs(),
            columns,
            terms(),
            row == 0 ? 0 : 1);
      }
    }
    if (dw != null) {
      float[] sum = frame.scratch(BACK, size);
      slopes.get(0, size, sum, 0);
      Loops.add(1, sum, 0, dw, group * size, size);
    }
  }

  /** Puts what the kernel sees of one row's group, {@code [terms, columns]}. */
  private NativeBuffer look(Frame frame, int row, int group) {
    int columns = window.columns();
    NativeBuffer seen = frame.natives(SEEN, terms() * columns);
    float[] x = frame.values[in];
    int from = (row * window.channels() + group * groupInputs()) * window.plane();
    if (window.pointwise()) {
      seen.put(x, from, terms() * columns, 0);
      return seen;
    }
    if (window.padded()) {
      float[] planes = frame.scratch(PLANES, groupInputs() * window.paddedPlane());
      window.pad(x, from, groupInputs(), 0, planes);
      x = planes;
      from = 0;
    }
    float[] strided = window.dense() ? null : frame.scratch(BACK, terms() * columns);
    for (int term = 0; term < terms(); term++) {
      int place = term % window.kernel();
      int at = from + (term / window.kernel()) * window.paddedPlane() + window.shift(place);
      if (strided == null) {
        seen.put(x, at, columns, term * columns);
      } else {
        window.see(x, at, strided, term * columns);
      }
    }
    if (strided != null) {
      seen.put(strided, 0, terms() * columns, 0);
    }
    return seen;
  }

  /** Takes out what lies between the lines and adds the bias. */
  private void settle(float[] wide, float[] c, int group, float[] y, int row) {
    int first = group * groupOutputs();
    for (int o = 0; o < groupOutputs(); o++) {
      int to = (row * outputs + first + o) * window.outPlane();
      window.gather(wide, o * window.columns(), y, to);
      if (c != null) {
        Loops.shift(c[first + o], y, to, window.outPlane());
      }
    }
  }

  /** Puts the gradient at y of one row's group, {@code [outputs, columns]}. */
  private void putMade(Frame frame, int row, int group, NativeBuffer made) {
    int columns = window.columns();
    float[] dy = frame.gradients[out];
    int from = (row * outputs + group * groupOutputs()) * window.outPlane();
    if (columns == window.outPlane()) {
      made.put(dy, from, groupOutputs() * columns, 0);
      return;
    }
    float[] wide = frame.scratch(WIDE, groupOutputs() * columns);
    for (int o = 0; o < groupOutputs(); o++) {
      window.spread(dy, from + o * window.outPlane(), wide, o * columns);
    }
    made.put(wide, 0, groupOutputs() * columns, 0);
  }

  /** Adds what came back, {@code [terms, columns]}, to the gradient at x. */
  private void giveBack(Frame frame, int row, int group, NativeBuffer returned) {
    int columns = window.columns();
    float[] dx = frame.gradients[in];
    int to = (row * window.channels() + group * groupInputs()) * window.plane();
    if (window.dense() && !window.pointwise()) {
      sumShifted(frame, returned, dx, to);
      return;
    }
    float[] back = frame.scratch(BACK, terms() * columns);
    returned.get(0, terms() * columns, back, 0);
    if (window.pointwise()) {
      Loops.add(1, back, 0, dx, to, terms() * columns);
      return;
    }
    float[] planes = frame.scratch(PLANES, groupInputs() * window.paddedPlane());
    Arrays.fill(planes, 0, groupInputs() * window.paddedPlane(), 0);
    for (int term = 0; term < terms(); term++) {
      int at =
          (term / window.kernel()) * window.paddedPlane() + window.shift(term % window.kernel());
      window.addSeen(back, term * columns, planes, at);
    }
    window.addInner(planes, groupInputs(), dx, to);
  }

  /**
   * Adds what came back where strides are 1. Each place of the kernel has a buffer as large as a
   * plane, in which its numbers lie where they belong and nothing else ever lies: the sum is over
   * whole buffers from their start, the only form that the compiler turns into vectors.
   */
  private void sumShifted(Frame frame, NativeBuffer returned, float[] dx, int to) {
    int columns = window.columns();
    int plane = window.paddedPlane();
    float[][] shifted = new float[window.kernel()][];
    for (int place = 0; place < shifted.length; place++) {
      shifted[place] = frame.scratch(SHIFTED + place, plane);
      Arrays.fill(shifted[place], 0, plane, 0);
    }
    float[] sum = frame.scratch(PLANES, plane);
    for (int input = 0; input < groupInputs(); input++) {
      for (int place = 0; place < shifted.length; place++) {
        int term = input * shifted.length + place;
        returned.get(term * columns, columns, shifted[place], window.shift(place));
      }
      Loops.sum(shifted, sum, plane);
      window.addInner(sum, 1, dx, to + input * window.plane());
    }
  }

  private int groupInputs() {
    return window.channels() / groups;
  }

  private int groupOutputs() {
    return outputs / groups;
  }

  /** The terms of each output's sum. */
  private int terms() {
    return groupInputs() * window.kernel();
  }
}
