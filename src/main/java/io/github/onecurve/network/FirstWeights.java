package io.github.onecurve.network;

import io.github.onecurve.data.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** The weights that a training from scratch starts with, drawn node by node by what a node does. */
final class FirstWeights {
  private static final double TABLE_SD = 0.02;
  private static final float SLOPE = 0.25f;

  private final Network network;
  private final SplittableRandom random;
  private final OptionalDouble lastSd;
  private final String last;
  private final Map<String, Tensor> parameters;
  private final Map<String, Tensor> drawn = new LinkedHashMap<>();

  /**
   * @param lastSd the standard deviation of the last matrix, if it is not by its fan-in
   */
  FirstWeights(Network network, OptionalDouble lastSd, SplittableRandom random) {
    this.network = network;
    this.lastSd = lastSd;
    this.random = random;
    this.parameters = network.parameters();
    List<String> matrices = network.matrices();
    this.last = matrices.isEmpty() ? "" : matrices.get(matrices.size() - 1);
  }

  /** The network with fresh weights. */
  Network drawn() {
    for (Node node : network.nodes()) {
      for (int input = 0; input < node.inputs().size(); input++) {
        String name = node.inputs().get(input);
        Tensor old = parameters.get(name);
        if (old != null && !drawn.containsKey(name)) {
          drawn.put(name, first(node, input, name, old));
        }
      }
    }
    return network.with(drawn);
  }

  private Tensor first(Node node, int input, String name, Tensor old) {
    return switch (node.op()) {
      case "Gemm", "MatMul", "Conv" -> {
        boolean bias = input == 2;
        yield bias ? filled(old, 0) : matrix(name, old, fanIn(node, input, old));
      }
      case "BatchNormalization",
          "LayerNormalization",
          "InstanceNormalization",
          "GroupNormalization" ->
          filled(old, input == 1 || input == 4 ? 1 : 0);
      case "Add", "Sub" -> isTable(old) ? normal(old.shape(), TABLE_SD) : filled(old, 0);
      case "Mul", "Div" -> filled(old, 1);
      case "PRelu" -> filled(old, SLOPE);
      case "Gather", "Concat", "Expand" -> normal(old.shape(), TABLE_SD);
      default -> old;
    };
  }

  /** He-normal (He et al. 2015). */
  private Tensor matrix(String name, Tensor old, int fanIn) {
    double sd = Math.sqrt(2.0 / fanIn);
    return normal(old.shape(), name.equals(last) ? lastSd.orElse(sd) : sd);
  }

  private static int fanIn(Node node, int input, Tensor matrix) {
    if (node.op().equals("Conv")) {
      return matrix.size() / matrix.axis(0);
    }
    boolean lastAxis = input == 0 || node.attributes().number("transB", 0) != 0;
    return matrix.axis(matrix.rank() - (lastAxis || matrix.rank() == 1 ? 1 : 2));
  }

  /** Whether a parameter that is added is one vector for each place rather than a bias. */
  private static boolean isTable(Tensor added) {
    return Arrays.stream(added.shape()).filter(axis -> axis > 1).count() > 1;
  }

  private static Tensor filled(Tensor old, float value) {
    float[] values = new float[old.size()];
    Arrays.fill(values, value);
    return Tensor.of(values, old.shape());
  }

  /** Normal numbers by Box and Muller with StrictMath, the same on every platform. */
  private Tensor normal(int[] shape, double sd) {
    float[] values = new float[Plan.width(shape)];
    for (int i = 0; i < values.length; i++) {
      double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
      values[i] = (float) (sd * radius * StrictMath.cos(2 * Math.PI * random.nextDouble()));
    }
    return Tensor.of(values, shape);
  }
}
