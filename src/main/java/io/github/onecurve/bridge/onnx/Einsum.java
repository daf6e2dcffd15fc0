package io.github.onecurve.bridge.onnx;

import java.util.Arrays;
import java.util.Locale;

/** Lowers an Einsum of two tensors to turns and one product of matrices. */
final class Einsum {
  private Einsum() {}

  static Value lowered(Call call) {
    String equation = call.word("equation", "").replace(" ", "");
    int arrow = equation.indexOf("->");
    int comma = equation.indexOf(',');
    boolean plain = arrow > 0 && comma > 0 && comma < arrow && call.inputs() == 2;
    if (!plain || equation.toLowerCase(Locale.ROOT).indexOf('.') >= 0) {
      throw call.fault(
          "expected an equation of two inputs such as bhid,bhjd->bhij, found \""
              + equation
              + "\"; "
              + Lowering.BLACK_BOX);
    }
    String left = equation.substring(0, comma);
    String right = equation.substring(comma + 1, arrow);
    String out = equation.substring(arrow + 2);
    StringBuilder both = new StringBuilder();
    StringBuilder ours = new StringBuilder();
    StringBuilder theirs = new StringBuilder();
    StringBuilder summed = new StringBuilder();
    for (int i = 0; i < out.length(); i++) {
      char letter = out.charAt(i);
      boolean inLeft = left.indexOf(letter) >= 0;
      boolean inRight = right.indexOf(letter) >= 0;
      (inLeft && inRight ? both : inLeft ? ours : theirs).append(letter);
    }
    for (int i = 0; i < left.length(); i++) {
      char letter = left.charAt(i);
      if (out.indexOf(letter) < 0) {
        summed.append(letter);
      }
    }
    Value a = call.in(0);
    Value b = call.in(1);
    boolean fits =
        a.rank() == left.length()
            && b.rank() == right.length()
            && ours.length() <= 1
            && theirs.length() <= 1
            && summed.length() == 1
            && right.indexOf(summed.toString()) >= 0
            && a.rank() == both.length() + ours.length() + 1
            && b.rank() == both.length() + theirs.length() + 1;
    if (!fits) {
      throw call.fault(
          "expected an equation that is one product of matrices, found \""
              + equation
              + "\"; "
              + Lowering.BLACK_BOX);
    }
    Value x = turned(call, a, left, both.toString() + ours + summed);
    Value y = turned(call, b, right, both.toString() + summed + theirs);
    x = ours.length() == 0 ? ShapeNodes.unsqueezed(call, x, both.length()) : x;
    y = theirs.length() == 0 ? ShapeNodes.unsqueezed(call, y, y.rank()) : y;
    Flow product = ProductNodes.matMul(call, x, y);
    if (theirs.length() == 0) {
      product = ShapeNodes.squeezed(call, product, product.rank() - 1);
    }
    if (ours.length() == 0) {
      product = ShapeNodes.squeezed(call, product, both.length());
    }
    return turned(call, product, both.toString() + ours + theirs, out);
  }

  private static Value turned(Call call, Value value, String from, String to) {
    int[] order = to.chars().map(from::indexOf).toArray();
    if (order.length != value.rank() || !Shape.isPermutation(order)) {
      throw call.fault("expected each letter once, found " + Arrays.asList(from, to));
    }
    return ShapeNodes.transposed(call, value, order);
  }
}
