package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every gradient against central finite differences. */
class GradientTest {
  private static final int ROWS = 3;
  private static final float STEP = 4e-3f;
  private static final double TOLERANCE = 4e-3;

  /** The op of the first letters, the seed after the colon. */
  static List<String> cases() {
    List<String> cases = new ArrayList<>();
    for (String op : Activations.names()) {
      for (int seed = 0; seed < 20; seed++) {
        cases.add(op + ":" + seed);
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ofInputsSitesAndParametersAreTheDifferences(String name) {
    String op = name.substring(0, name.indexOf(':'));
    long seed = Long.parseLong(name.substring(name.indexOf(':') + 1));
    Random random = new Random(seed);
    Network network = net(random, op);
    float[] rows = Nets.floats(random, 1, ROWS * network.width());
    float[] cotangent = Nets.floats(random, 1, ROWS * network.classes());
    checkInputs(network, rows, cotangent);
    checkSites(network, rows, cotangent, random);
    checkParameters(network, rows, cotangent, random);
  }

  /** Gemm both ways, MatMul, Add of a parameter and of a tensor, and an activation. */
  private static Network net(Random random, String op) {
    Attributes numbers = Attributes.none().with("alpha", 0.7).with("beta", 1.3);
    return Network.builder("x", 2, 2)
        .then("Flatten", "flat")
        .dense("fc1", Nets.tensor(random, 0.6, 5, 4), Nets.tensor(random, 0.6, 5))
        .then(op, "h1")
        .parameter("W", Nets.tensor(random, 0.6, 5, 5))
        .parameter("b", Nets.tensor(random, 0.6, 1, 5))
        .node(new Node("mm", "MatMul", List.of("h1", "W"), "p", Attributes.none()))
        .node(new Node("plus", "Add", List.of("b", "p"), "q", Attributes.none()))
        .then(op, "h2")
        .node(new Node("skip", "Add", List.of("h2", "h1"), "r", Attributes.none()))
        .parameter("V", Nets.tensor(random, 0.6, 5, 3))
        .parameter("c", Nets.tensor(random, 0.6, 1))
        .node(new Node("out", "Gemm", List.of("r", "V", "c"), "logits", numbers))
        .build();
  }

  private static void checkInputs(Network network, float[] rows, float[] cotangent) {
    float[] slope = network.inputGradient(rows, ROWS, logits -> cotangent);
    for (int i = 0; i < rows.length; i++) {
      float[] up = rows.clone();
      float[] down = rows.clone();
      up[i] += STEP;
      down[i] -= STEP;
      double difference =
          (dot(network.logits(up, ROWS), cotangent) - dot(network.logits(down, ROWS), cotangent))
              / (up[i] - (double) down[i]);
      assertNear(difference, slope[i], network, rows, "input " + i);
    }
  }

  private static void checkSites(Network network, float[] rows, float[] cotangent, Random random) {
    for (Site whole : network.sites()) {
      int unit = random.nextInt(network.width(whole.tensor()));
      int row = random.nextInt(ROWS);
      Site site = network.site(whole.tensor(), unit);
      try (Run run = network.on(rows, ROWS)) {
        float slope = run.gradient(site, cotangent)[row];
        assertEquals(
            slope, run.gradient(whole, cotangent)[row * network.width(whole.tensor()) + unit], 0.0);
        float value = run.read(site)[row];
        RowSet one = RowSet.of(ROWS, row);
        double up = dot(run.patch(site, one, value + STEP).logits(), cotangent);
        double down = dot(run.patch(site, one, value - STEP).logits(), cotangent);
        double difference = (up - down) / ((value + STEP) - (double) (value - STEP));
        assertNear(difference, slope, network, rows, site.toString());
      }
    }
  }

  private static void checkParameters(
      Network network, float[] rows, float[] cotangent, Random random) {
    Map<String, Tensor> slopes;
    try (Run run = network.on(rows, ROWS)) {
      slopes = run.parameterGradients(cotangent);
    }
    assertEquals(network.parameters().keySet(), slopes.keySet());
    slopes.forEach(
        (name, slope) -> {
          Tensor value = network.parameter(name);
          assertArrayEquals(value.shape(), slope.shape());
          int i = random.nextInt(value.size());
          float[] up = value.values();
          float[] down = value.values();
          up[i] += STEP;
          down[i] -= STEP;
          Network more = network.with(name, Tensor.of(up, value.shape()));
          Network less = network.with(name, Tensor.of(down, value.shape()));
          double difference =
              (dot(more.logits(rows, ROWS), cotangent) - dot(less.logits(rows, ROWS), cotangent))
                  / (up[i] - (double) down[i]);
          assertNear(difference, slope.get(i), network, rows, name + " " + i);
        });
  }

  /** Equal, unless a kink lies within the step: there the two sides differ by more. */
  private static void assertNear(
      double difference, double slope, Network network, float[] rows, String what) {
    if (!nearKink(network, rows)) {
      assertEquals(difference, slope, TOLERANCE * (1 + Math.abs(slope)), what);
    }
  }

  private static boolean nearKink(Network network, float[] rows) {
    List<String> kinked = List.of("Relu", "LeakyRelu", "Elu", "Selu", "HardSwish");
    try (Run run = network.on(rows, ROWS)) {
      for (Node node : network.nodes()) {
        if (kinked.contains(node.op())) {
          for (float value : run.read(Site.whole(node.inputs().get(0)))) {
            if (Math.min(Math.abs(value), Math.abs(Math.abs(value) - 3)) < 4 * STEP) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noneFlowsOnThroughAPatch(long seed) {
    Network network = Nets.dense(seed, "Tanh", 4, 5, 3);
    Random random = new Random(seed);
    float[] rows = Nets.floats(random, 1, 12);
    float[] cotangent = Nets.floats(random, 1, 9);
    try (Run run = network.on(rows, 3)) {
      run.patch(network.site("h1"), RowSet.of(3, 1), 0.5f);
      float[] slope = run.gradient(network.site("x"), cotangent);
      assertArrayEquals(new float[4], java.util.Arrays.copyOfRange(slope, 4, 8));
      assertEquals(0.5f, run.read(network.site("h1", 2))[1]);
    }
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * (double) b[i];
    }
    return sum;
  }
}
