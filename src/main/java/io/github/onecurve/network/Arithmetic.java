package io.github.onecurve.network;

import io.github.onecurve.data.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/** The family of operations on two tensors, or on a tensor and a parameter, number by number. */
final class Arithmetic {
  private Arithmetic() {}

  static void addTo(Map<String, Function<Resolver, Operation>> known) {
    known.put("Add", Arithmetic::add);
  }

  private static Operation add(Resolver node) {
    node.requireInputs(2, 2);
    int left = node.isTensor(0) ? 0 : 1;
    int right = 1 - left;
    int in = node.tensor(left);
    int[] row = node.rowShape(left);
    node.makes(row);
    if (node.isTensor(right)) {
      if (!Arrays.equals(row, node.rowShape(right))) {
        throw node.fault(
            String.format(
                "expected rows of \"%s\" and \"%s\" to have one shape, found %s and %s",
                node.name(0),
                node.name(1),
                Arrays.toString(row),
                Arrays.toString(node.rowShape(right))));
      }
      return new Sum(in, node.tensor(right), node.out());
    }
    biases(node, right, Plan.width(row));
    return new Shift(in, node.parameterNumber(right), node.out());
  }

  /** How many values a bias has: one, or one for each output. */
  static int biases(Resolver node, int input, int outputs) {
    Tensor bias = node.parameter(input);
    boolean line = true;
    for (int axis = 0; axis + 1 < bias.rank(); axis++) {
      line &= bias.axis(axis) == 1;
    }
    if (!line || (bias.size() != 1 && bias.size() != outputs)) {
      throw node.fault(
          String.format(
              "expected \"%s\" to have one value or %d, found %s",
              node.name(input), outputs, bias));
    }
    return bias.size();
  }
}
