package io.github.onecurve.network;

import io.github.onecurve.data.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The family of operations on two tensors, or on a tensor and a parameter, number by number. */
final class Arithmetic {
  private Arithmetic() {}

  static void addTo(Map<String, Function<Resolver, Operation>> known) {
    known.put("Add", node -> pairwise(node, new Sums(1), true));
    known.put("Sub", node -> pairwise(node, new Sums(-1), false));
    known.put("Mul", node -> pairwise(node, new Multiplication(), false));
    known.put("Div", node -> pairwise(node, new Division(), false));
    known.put("Pow", node -> pairwise(node, new Power(), false));
    known.put("Min", node -> pairwise(node, extreme(-1), false));
    known.put("Max", node -> pairwise(node, extreme(1), false));
    known.put("Mod", node -> pairwise(node, remainder(node.number("fmod", 0) != 0), false));
    known.put("PRelu", node -> pairwise(node, prelu(), false));
    tells(known, "Equal", (a, b) -> a == b);
    tells(known, "Greater", (a, b) -> a > b);
    tells(known, "GreaterOrEqual", (a, b) -> a >= b);
    tells(known, "Less", (a, b) -> a < b);
    tells(known, "LessOrEqual", (a, b) -> a <= b);
    tells(known, "And", (a, b) -> a != 0 && b != 0);
    tells(known, "Or", (a, b) -> a != 0 || b != 0);
    tells(known, "Xor", (a, b) -> (a != 0) != (b != 0));
    known.put("Where", Arithmetic::where);
  }

  /** Whether something holds of two numbers. */
  @FunctionalInterface
  private interface Relation {
    boolean holds(double a, double b);
  }

  private static void tells(
      Map<String, Function<Resolver, Operation>> known, String op, Relation relation) {
    Pair function = Pair.telling((a, b) -> relation.holds(a, b) ? 1 : 0);
    known.put(op, node -> pairwise(node, function, false));
  }

  private static Operation pairwise(Resolver node, Pair function, boolean shifts) {
    node.requireInputs(2, 2);
    int[] shape = Broadcast.shape(node);
    Operand left = Operand.of(node, 0);
    Operand right = Operand.of(node, 1);
    Broadcast meeting = Broadcast.of(node, List.of(left, right), shape);
    node.makes(shape);
    return new Pairwise(left, right, node.out(), meeting, function, shifts);
  }

  private static Operation where(Resolver node) {
    node.requireInputs(3, 3);
    int[] shape = Broadcast.shape(node);
    Operand condition = Operand.of(node, 0);
    Operand left = Operand.of(node, 1);
    Operand right = Operand.of(node, 2);
    Broadcast meeting = Broadcast.of(node, List.of(condition, left, right), shape);
    node.makes(shape);
    return new Choice(condition, left, right, node.out(), meeting);
  }

  /** The larger, or for sign −1 the smaller; where both are equal each has half the slope. */
  private static Pair extreme(int sign) {
    Pair.Surface share = (a, b) -> a == b ? 0.5 : sign * a > sign * b ? 1 : 0;
    return Pair.of(
        (a, b) -> sign > 0 ? Math.max(a, b) : Math.min(a, b), share, (a, b) -> share.at(b, a));
  }

  /** The remainder of a division: of the sign of a as in C, or of that of b as in Python. */
  private static Pair remainder(boolean truncated) {
    Pair.Surface function =
        truncated
            ? (a, b) -> a % b
            : (a, b) -> {
              double rest = a % b;
              return rest != 0 && rest < 0 != b < 0 ? rest + b : rest;
            };
    return Pair.of(function, (a, b) -> 1, (a, b) -> (function.at(a, b) - a) / b);
  }

  /** {@code x above 0, else slope·x}; slope of x at 0 that of below. */
  private static Pair prelu() {
    return Pair.of(
        (x, slope) -> x > 0 ? x : slope * x,
        (x, slope) -> x > 0 ? 1 : slope,
        (x, slope) -> x > 0 ? 0 : x);
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
