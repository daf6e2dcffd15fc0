package io.github.onecurve.surgery;

import io.github.onecurve.network.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * By operation, which indices of inputs, parameters and output go together: the dependency graph of
 * Fang et al. (2023), index by index.
 */
final class Rules {
  /** What an operation ties together. */
  @FunctionalInterface
  interface Rule {
    void couple(Couplings couplings, Node node);
  }

  private static final Set<String> NUMBER_BY_NUMBER =
      Set.of(
          "Identity",
          "Relu",
          "LeakyRelu",
          "Elu",
          "Selu",
          "Celu",
          "Tanh",
          "Sigmoid",
          "HardSigmoid",
          "HardSwish",
          "Gelu",
          "Silu",
          "Mish",
          "Softplus",
          "Softsign",
          "ThresholdedRelu",
          "Erf",
          "Exp",
          "Log",
          "Sqrt",
          "Neg",
          "Abs",
          "Reciprocal",
          "Sign",
          "Floor",
          "Ceil",
          "Round",
          "Sin",
          "Cos",
          "Not",
          "Clip",
          "Cast",
          "PRelu",
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Pow",
          "Min",
          "Max",
          "Mod",
          "Equal",
          "Greater",
          "GreaterOrEqual",
          "Less",
          "LessOrEqual",
          "And",
          "Or",
          "Xor",
          "Where",
          "Expand");

  private static final Map<String, Rule> KNOWN = known();

  private Rules() {}

  /** The rule of an operation; of one that is not known, that nothing can go. */
  static Rule of(String op) {
    return NUMBER_BY_NUMBER.contains(op) ? Rules::aligned : KNOWN.getOrDefault(op, Rules::unknown);
  }

  /**
   * Whether an operation makes each number, or each channel's numbers, of the same one it reads.
   */
  static boolean isUnitByUnit(String op) {
    return NUMBER_BY_NUMBER.contains(op) || op.equals("BatchNormalization");
  }

  private static Map<String, Rule> known() {
    Map<String, Rule> known = new TreeMap<>();
    known.put("Gemm", Rules::gemm);
    known.put("MatMul", Rules::matMul);
    known.put("Conv", Rules::conv);
    known.put("BatchNormalization", Rules::perChannel);
    known.put("InstanceNormalization", Rules::perChannelOnly);
    known.put(
        "GroupNormalization", (c, node) -> pinEnds(c, node, 1, "they are normalised together"));
    known.put("LayerNormalization", Rules::layerNorm);
    known.put("Softmax", Rules::alongAxis);
    known.put("LogSoftmax", Rules::alongAxis);
    known.put("CumSum", (c, node) -> pinEnds(c, node, 1, "they are summed one after another"));
    for (String pool : List.of("MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool")) {
      known.put(pool, Rules::perChannelOnly);
    }
    known.put("Flatten", Rules::reshape);
    known.put("Reshape", Rules::reshape);
    known.put("Transpose", Rules::transpose);
    known.put("Concat", Rules::concat);
    known.put("Slice", Rules::slice);
    known.put("Gather", Rules::gather);
    known.put("Pad", Rules::pad);
    for (String reduction :
        List.of("ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ArgMax")) {
      known.put(reduction, Rules::reduce);
    }
    return known;
  }

  private static void unknown(Couplings c, Node node) {
    pinEnds(c, node, 0, "it is not known what " + node + " makes of them");
  }

  /** Pins all inputs and the output from an axis on; the axes before go through. */
  private static void pinEnds(Couplings c, Node node, int from, String why) {
    for (String name : given(node)) {
      for (int axis = Math.min(from, c.rank(name)); axis < c.rank(name); axis++) {
        c.pin(name, axis, why);
      }
    }
    for (int axis = from; axis < c.rank(node.output()); axis++) {
      c.pin(node.output(), axis, why);
    }
  }

  private static List<String> given(Node node) {
    return node.inputs().stream().filter(name -> !name.isEmpty()).toList();
  }

  private static void aligned(Couplings c, Node node) {
    for (String name : given(node)) {
      c.align(name, node.output(), c.rank(node.output()) - 1);
    }
  }

  private static void gemm(Couplings c, Node node) {
    String x = node.inputs().get(0);
    String w = node.inputs().get(1);
    boolean turned = node.attributes().number("transB", 0) != 0;
    c.same(x, 1, w, turned ? 1 : 0);
    c.weighed(w, turned ? 1 : 0);
    c.same(w, turned ? 0 : 1, node.output(), 1);
    if (node.inputs().size() > 2 && !node.inputs().get(2).isEmpty()) {
      c.align(node.inputs().get(2), node.output(), 1);
    }
  }

  private static void matMul(Couplings c, Node node) {
    String a = node.inputs().get(0);
    String b = node.inputs().get(1);
    String out = node.output();
    int aRank = c.rank(a);
    int bRank = c.rank(b);
    int rank = c.rank(out);
    c.same(a, aRank - 1, b, Math.max(0, bRank - 2));
    if (!c.isParameter(b)) {
      c.weighed(a, aRank - 1);
    }
    if (!c.isParameter(a)) {
      c.weighed(b, Math.max(0, bRank - 2));
    }
    if (bRank > 1) {
      c.same(b, bRank - 1, out, rank - 1);
    }
    if (aRank > 1) {
      c.same(a, aRank - 2, out, bRank > 1 ? rank - 2 : rank - 1);
    }
    for (String name : List.of(a, b)) {
      for (int back = 3; back < c.rank(name) + 1 && back < rank; back++) {
        c.same(name, c.rank(name) - back, out, rank - back);
      }
    }
  }

  private static void conv(Couplings c, Node node) {
    String x = node.inputs().get(0);
    String w = node.inputs().get(1);
    String out = node.output();
    int groups = (int) node.attributes().number("group", 1);
    int channels = c.length(x, 1);
    int made = c.length(w, 0);
    int each = channels / groups;
    if (groups > 1 && each == 1) {
      for (int o = 0; o < made; o++) {
        c.join(w, 0, o, x, 1, o / (made / groups));
      }
    } else {
      for (int i = 0; i < channels; i++) {
        c.join(x, 1, i, w, 1, i % each);
      }
      c.weighed(w, 1);
      for (int o = 0; groups > 1 && o < made; o++) {
        c.join(w, 0, o, w, 0, o % (made / groups));
      }
    }
    c.same(w, 0, out, 1);
    if (node.inputs().size() > 2 && !node.inputs().get(2).isEmpty()) {
      c.same(node.inputs().get(2), 0, out, 1);
    }
    pinSpace(c, x);
    pinSpace(c, out);
  }

  private static void pinSpace(Couplings c, String name) {
    for (int axis = 2; axis < c.rank(name); axis++) {
      c.pin(name, axis, "a window slides over that axis");
    }
  }

  private static void perChannel(Couplings c, Node node) {
    c.align(node.inputs().get(0), node.output(), c.rank(node.output()) - 1);
    for (String parameter : node.inputs().subList(1, node.inputs().size())) {
      c.same(parameter, 0, node.output(), 1);
    }
  }

  private static void perChannelOnly(Couplings c, Node node) {
    c.same(node.inputs().get(0), 1, node.output(), 1);
    for (String parameter : node.inputs().subList(1, node.inputs().size())) {
      c.same(parameter, 0, node.output(), 1);
    }
    pinSpace(c, node.inputs().get(0));
    pinSpace(c, node.output());
  }

  private static void layerNorm(Couplings c, Node node) {
    String x = node.inputs().get(0);
    c.align(x, node.output(), c.rank(x) - 1);
    int rank = c.rank(x);
    for (int axis = axis(node, -1, rank); axis < rank; axis++) {
      c.pin(x, axis, "they are normalised together");
    }
  }

  private static void alongAxis(Couplings c, Node node) {
    String x = node.inputs().get(0);
    c.align(x, node.output(), c.rank(x) - 1);
    c.pin(x, axis(node, -1, c.rank(x)), "a softmax runs over them");
  }

  /** Axes that multiply to the same size go block by block; a block's first axis stands for it. */
  private static void reshape(Couplings c, Node node) {
    String in = node.inputs().get(0);
    String out = node.output();
    int i = 1;
    int o = 1;
    while (i < c.rank(in) && o < c.rank(out)) {
      int iTo = i + 1;
      int oTo = o + 1;
      long a = c.length(in, i);
      long b = c.length(out, o);
      while (a != b) {
        if (a < b) {
          a *= c.length(in, iTo++);
        } else {
          b *= c.length(out, oTo++);
        }
      }
      block(c, in, i, iTo, out, o, oTo, (int) a);
      i = iTo;
      o = oTo;
    }
  }

  private static void block(
      Couplings c, String in, int i, int iTo, String out, int o, int oTo, int size) {
    int first = first(c, in, i, iTo);
    int outFirst = first(c, out, o, oTo);
    int run = size / c.length(in, first);
    int outRun = size / c.length(out, outFirst);
    for (int flat = 0; flat < size; flat++) {
      c.join(in, first, flat / run, out, outFirst, flat / outRun);
    }
    pinRest(c, in, first, iTo);
    pinRest(c, out, outFirst, oTo);
  }

  private static int first(Couplings c, String name, int from, int to) {
    int first = from;
    while (first + 1 < to && c.length(name, first) == 1) {
      first++;
    }
    return first;
  }

  private static void pinRest(Couplings c, String name, int first, int to) {
    for (int axis = first + 1; axis < to; axis++) {
      c.pin(name, axis, "it is reshaped");
    }
  }

  private static void transpose(Couplings c, Node node) {
    int[] perm = node.attributes().whole("perm").orElseThrow();
    for (int axis = 1; axis < perm.length; axis++) {
      c.same(node.inputs().get(0), perm[axis], node.output(), axis);
    }
  }

  private static void concat(Couplings c, Node node) {
    int rank = c.rank(node.output());
    int axis = axis(node, 1, rank);
    int from = 0;
    for (String name : given(node)) {
      int shift = rank - c.rank(name);
      for (int a = 1; a < rank; a++) {
        if (a < shift) {
          continue;
        }
        for (int i = 0; i < c.length(name, a - shift); i++) {
          c.join(name, a - shift, i, node.output(), a, a == axis ? from + i : i);
        }
      }
      from += c.length(name, axis - shift);
    }
  }

  private static void slice(Couplings c, Node node) {
    String x = node.inputs().get(0);
    int rank = c.rank(x);
    SliceRange range = SliceRange.of(node, c.shape(x));
    for (int axis = 1; axis < rank; axis++) {
      for (int i = 0; i < c.length(node.output(), axis); i++) {
        c.join(x, axis, range.from(axis) + i * range.step(axis), node.output(), axis, i);
      }
      if (range.step(axis) != 1) {
        c.pin(x, axis, "it is sliced in steps");
      }
    }
  }

  private static void gather(Couplings c, Node node) {
    String data = node.inputs().get(0);
    String out = node.output();
    boolean embedding = node.inputs().size() > 1;
    int axis = axis(node, 0, c.rank(data));
    c.pin(data, axis, "they are looked up by number");
    if (embedding) {
      String indices = node.inputs().get(1);
      for (int a = 1; a < c.rank(indices); a++) {
        c.same(indices, a, out, a);
      }
      for (int a = 1; a < c.rank(data); a++) {
        c.same(data, a, out, c.rank(indices) + a - 1);
      }
      return;
    }
    int taken = node.attributes().whole("indices_shape").orElseThrow().length;
    for (int a = 1; a < c.rank(data); a++) {
      if (a != axis) {
        c.same(data, a, out, a < axis ? a : a - 1 + taken);
      }
    }
    for (int a = axis; a < axis + taken; a++) {
      c.pin(out, a, "they are looked up by number");
    }
  }

  private static void pad(Couplings c, Node node) {
    String x = node.inputs().get(0);
    int rank = c.rank(x);
    int[] pads = node.attributes().whole("pads").orElseThrow();
    for (int axis = 1; axis < rank; axis++) {
      if (pads[axis] == 0 && pads[rank + axis] == 0) {
        c.same(x, axis, node.output(), axis);
      } else {
        c.pin(x, axis, "it is padded");
        c.pin(node.output(), axis, "it is padded");
      }
    }
  }

  private static void reduce(Couplings c, Node node) {
    String x = node.inputs().get(0);
    int rank = c.rank(x);
    boolean kept = node.attributes().number("keepdims", 1) != 0;
    int[] axes =
        node.op().equals("ArgMax")
            ? new int[] {(int) node.attributes().number("axis", 0)}
            : node.attributes().whole("axes").orElseThrow();
    int out = 1;
    for (int axis = 1; axis < rank; axis++) {
      int a = axis;
      if (Arrays.stream(axes).anyMatch(reduced -> Math.floorMod(reduced, rank) == a)) {
        if (!node.op().equals("ReduceSum")) {
          c.pin(x, axis, "they are taken together by " + node);
        }
        c.weighed(x, axis);
        out += kept ? 1 : 0;
      } else {
        c.same(x, axis, node.output(), out);
        out++;
      }
    }
  }

  private static int axis(Node node, int otherwise, int rank) {
    int axis = (int) node.attributes().number("axis", otherwise);
    return axis < 0 ? axis + rank : axis;
  }
}
