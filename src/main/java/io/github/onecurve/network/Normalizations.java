package io.github.onecurve.network;

import io.github.onecurve.data.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/** The family of operations that bring the numbers of a row, or of a channel, to one scale. */
final class Normalizations {
  private static final Operand NONE = new Operand(-1, -1, 0, 1);

  private Normalizations() {}

  static void addTo(Map<String, Function<Resolver, Operation>> known) {
    known.put("BatchNormalization", Normalizations::batch);
    known.put("LayerNormalization", Normalizations::layer);
    known.put("InstanceNormalization", Normalizations::instance);
    known.put("GroupNormalization", Normalizations::group);
    known.put("Softmax", node -> softmax(node, false));
    known.put("LogSoftmax", node -> softmax(node, true));
  }

  private static Operation softmax(Resolver node, boolean log) {
    node.requireInputs(1, 1);
    int[] row = node.rowShape(0);
    int axis = node.rowAxis("axis", -1, row.length);
    node.makes(row);
    return new Softmax(Operand.of(node, 0), node.out(), Lanes.around(row, axis, axis + 1), log);
  }

  private static Operation batch(Resolver node) {
    node.requireInputs(5, 5);
    int[] row = node.rowShape(0);
    int channels = channels(node, row);
    for (int input = 1; input < 5; input++) {
      requireSize(node, input, channels, "one value a channel");
    }
    for (float variance : node.parameter(4).values()) {
      if (variance < 0) {
        throw node.fault(
            "expected variances \"" + node.name(4) + "\" of at least 0, found " + variance);
      }
    }
    node.makes(row);
    return new BatchNormalization(
        Operand.of(node, 0),
        node.out(),
        Operand.of(node, 1),
        Operand.of(node, 2),
        node.parameterNumber(3),
        node.parameterNumber(4),
        channels,
        epsilon(node),
        node.number("momentum", 0.9));
  }

  private static Operation layer(Resolver node) {
    node.requireInputs(2, 3);
    int[] row = node.rowShape(0);
    int axis = node.rowAxis("axis", -1, row.length);
    int size = Plan.width(Arrays.copyOfRange(row, axis, row.length));
    return standardization(node, Plan.width(row) / size, size, 1, true);
  }

  private static Operation instance(Resolver node) {
    node.requireInputs(3, 3);
    int[] row = node.rowShape(0);
    int channels = channels(node, row);
    return standardization(node, channels, 1, Plan.width(row) / channels, false);
  }

  private static Operation group(Resolver node) {
    node.requireInputs(3, 3);
    int[] row = node.rowShape(0);
    int channels = channels(node, row);
    int groups = (int) node.number("num_groups", 0);
    if (groups < 1 || channels % groups != 0) {
      throw node.fault(
          "expected num_groups to divide the " + channels + " channels, found " + groups);
    }
    return standardization(node, groups, channels / groups, Plan.width(row) / channels, false);
  }

  private static Operation standardization(
      Resolver node, int segments, int channels, int stretch, boolean shared) {
    int parameters = shared ? channels : segments * channels;
    String each = shared ? "one for each value that is normalized" : "one value a channel";
    requireSize(node, 1, parameters, each);
    boolean bias = node.has(2);
    if (bias) {
      requireSize(node, 2, parameters, each);
    }
    node.makes(node.rowShape(0));
    return new Standardization(
        Operand.of(node, 0),
        node.out(),
        Operand.of(node, 1),
        bias ? Operand.of(node, 2) : NONE,
        segments,
        channels,
        stretch,
        shared,
        epsilon(node));
  }

  private static int channels(Resolver node, int[] row) {
    if (row.length == 0) {
      throw node.shapeFault(0, "to have channels on axis 1", row);
    }
    return row[0];
  }

  private static double epsilon(Resolver node) {
    double epsilon = node.number("epsilon", 1e-5);
    if (epsilon < 0) {
      throw node.fault("expected an epsilon of at least 0, found " + epsilon);
    }
    return epsilon;
  }

  private static void requireSize(Resolver node, int input, int size, String what) {
    Tensor parameter = node.parameter(input);
    if (parameter.size() != size) {
      throw node.shapeFault(input, "to hold " + size + " values, " + what, parameter.shape());
    }
  }
}
