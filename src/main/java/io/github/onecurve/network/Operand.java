package io.github.onecurve.network;

import io.github.onecurve.data.Tensor;

/**
 * What an operation reads: a tensor of the batch, or a parameter that every row sees alike.
 *
 * @param tensor its number, or −1
 * @param parameter its number, or −1
 * @param size how many values a row of it has
 * @param rows the rows of the parameter's matrix; 1 for a tensor
 */
record Operand(int tensor, int parameter, int size, int rows) {
  /** The operand that is an input of a node. */
  static Operand of(Resolver node, int input) {
    if (node.isTensor(input)) {
      return new Operand(node.tensor(input), -1, Plan.width(node.rowShape(input)), 1);
    }
    Tensor value = node.parameter(input);
    return new Operand(
        -1, node.parameterNumber(input), value.size(), value.rank() >= 2 ? value.axis(0) : 1);
  }

  boolean isTensor() {
    return tensor >= 0;
  }

  /** How far the values of one row are from those of the next. */
  int stride() {
    return isTensor() ? size : 0;
  }

  float[] values(Frame frame, Weight[] weights) {
    return isTensor() ? frame.values[tensor] : weights[parameter].straight();
  }

  /** Where to add to the gradient, laid out as the values are; null where it is not wanted. */
  float[] gradient(Frame frame) {
    if (isTensor()) {
      return tensor != 0 || frame.wantsInput ? frame.gradients[tensor] : null;
    }
    return isTurned(frame) ? new float[size] : frame.parameterGradients[parameter];
  }

  /** Says that all was added to what {@link #gradient} gave. */
  void settle(Frame frame, float[] gradient) {
    if (gradient != null && !isTensor() && isTurned(frame)) {
      float[] turned = Weight.turn(gradient, rows, size / rows);
      Loops.add(1, turned, 0, frame.parameterGradients[parameter], 0, size);
    }
  }

  private boolean isTurned(Frame frame) {
    return rows > 1 && frame.turned[parameter] && frame.parameterGradients[parameter] != null;
  }
}
