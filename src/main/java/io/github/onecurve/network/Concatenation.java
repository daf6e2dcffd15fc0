package io.github.onecurve.network;

import java.util.List;

/**
 * Concat: the operands one after the other along an axis of the row.
 *
 * @param operands tensors, or parameters that are repeated for every row
 * @param out tensor y
 * @param outer the number of places before the axis
 */
record Concatenation(List<Operand> operands, int out, int outer) implements Operation {
  Concatenation {
    operands = List.copyOf(operands);
  }

  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] y = frame.values[out];
    int step = frame.width(out) / outer;
    int begin = 0;
    for (Operand operand : operands) {
      float[] x = operand.values(frame, weights);
      int length = operand.size() / outer;
      for (int row = 0; row < n; row++) {
        for (int o = 0; o < outer; o++) {
          int from = row * operand.stride() + o * length;
          System.arraycopy(x, from, y, (row * outer + o) * step + begin, length);
        }
      }
      begin += length;
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    float[] dy = frame.gradients[out];
    int step = frame.width(out) / outer;
    int begin = 0;
    for (Operand operand : operands) {
      float[] dx = operand.gradient(frame);
      int length = operand.size() / outer;
      for (int row = 0; row < n && dx != null; row++) {
        for (int o = 0; o < outer; o++) {
          int to = row * operand.stride() + o * length;
          Loops.add(1, dy, (row * outer + o) * step + begin, dx, to, length);
        }
      }
      operand.settle(frame, dx);
      begin += length;
    }
  }
}
