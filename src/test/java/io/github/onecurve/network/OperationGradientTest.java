package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation alone: its gradients against central differences, its rows against neighbours.
 */
class OperationGradientTest {
  private static final float STEP = 4e-3f;
  private static final double TOLERANCE = 2e-3;

  static List<String> operations() {
    return List.copyOf(Cases.names());
  }

  @Test
  void everyOperationThatIsNoProductHasCases() {
    Map<String, Function<Resolver, Operation>> known = new TreeMap<>();
    Activations.addTo(known);
    Arithmetic.addTo(known);
    Shapes.addTo(known);
    Reductions.addTo(known);
    Normalizations.addTo(known);
    assertEquals(known.keySet(), Cases.names());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void gradientsAreTheDifferences(String op) {
    check(op, 10);
  }

  @ParameterizedTest
  @MethodSource("operations")
  @Tag("quality")
  void gradientsAreTheDifferencesInManyCases(String op) {
    check(op, 200);
  }

  private static void check(String op, int seeds) {
    for (int seed = 0; seed < seeds; seed++) {
      Cases.Case one = Cases.of(op, seed, 4);
      Random random = new Random(seed);
      float[] rows = one.batch();
      float[] cotangent = Nets.floats(random, 1, Cases.ROWS * one.network().classes());
      String where = op + " " + one.network().nodes() + " seed " + seed;
      checkInputs(one.network(), rows, cotangent, random, where);
      checkParameters(one.network(), rows, cotangent, random, where);
    }
  }

  private static void checkInputs(
      Network network, float[] rows, float[] cotangent, Random random, String where) {
    float[] slopes;
    try (Run run = network.on(rows, Cases.ROWS)) {
      slopes = run.gradient(network.site("x"), cotangent);
    }
    for (int i : some(random, rows.length)) {
      float[] up = rows.clone();
      float[] down = rows.clone();
      up[i] += STEP;
      down[i] -= STEP;
      if (where.startsWith("Gather ") && rows[i] == Math.rint(rows[i])) {
        assertEquals(0f, slopes[i]);
        continue;
      }
      double difference =
          dot(network.logits(up, Cases.ROWS), network.logits(down, Cases.ROWS), cotangent)
              / (up[i] - (double) down[i]);
      assertEquals(
          difference, slopes[i], TOLERANCE * (1 + Math.abs(slopes[i])), where + " input " + i);
    }
  }

  private static void checkParameters(
      Network network, float[] rows, float[] cotangent, Random random, String where) {
    Map<String, Tensor> slopes;
    try (Run run = network.on(rows, Cases.ROWS)) {
      slopes = run.parameterGradients(cotangent);
    }
    slopes.forEach(
        (name, slope) -> {
          Tensor value = network.parameter(name);
          for (int i : some(random, value.size())) {
            if (isRunning(network, name)) {
              assertEquals(0f, slope.get(i), where + " " + name);
              continue;
            }
            float[] up = value.values();
            float[] down = value.values();
            up[i] += STEP;
            down[i] -= STEP;
            Network more = network.with(name, Tensor.of(up, value.shape()));
            Network less = network.with(name, Tensor.of(down, value.shape()));
            double difference =
                dot(more.logits(rows, Cases.ROWS), less.logits(rows, Cases.ROWS), cotangent)
                    / (up[i] - (double) down[i]);
            assertEquals(
                difference,
                slope.get(i),
                TOLERANCE * (1 + Math.abs(slope.get(i))),
                where + " " + name + " " + i);
          }
        });
  }

  /** Running statistics follow the batches; no gradient reaches them. */
  private static boolean isRunning(Network network, String parameter) {
    return network.nodes().stream()
        .filter(node -> node.op().equals("BatchNormalization"))
        .anyMatch(node -> node.inputs().indexOf(parameter) >= 3);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void rowsHaveTheSameBitsWhateverTheirNeighbours(String op) {
    for (int seed = 0; seed < 10; seed++) {
      for (int longest : new int[] {4, 19}) {
        assertSameBits(Cases.of(op, seed, longest), op + " seed " + seed);
      }
    }
  }

  private static void assertSameBits(Cases.Case one, String where) {
    Network network = one.network();
    int width = network.width();
    int classes = network.classes();
    int n = 17;
    float[] batch = new float[n * width];
    List<Integer> which = new ArrayList<>();
    for (int row = 0; row < n; row++) {
      which.add(row * 7 % Cases.ROWS);
      System.arraycopy(one.rows().get(which.get(row)), 0, batch, row * width, width);
    }
    float[] together = network.logits(batch, n);
    float[] cotangent = Nets.floats(new Random(1), 1, classes);
    float[] all = new float[n * classes];
    for (int row = 0; row < n; row++) {
      System.arraycopy(cotangent, 0, all, row * classes, classes);
    }
    float[] slopes = slopes(network, batch, n, all);
    for (int row = 0; row < n; row++) {
      float[] alone = one.rows().get(which.get(row));
      assertArrayEquals(
          network.logits(alone, 1),
          Arrays.copyOfRange(together, row * classes, (row + 1) * classes),
          where);
      assertArrayEquals(
          slopes(network, alone, 1, cotangent),
          Arrays.copyOfRange(slopes, row * width, (row + 1) * width),
          where);
    }
    assertTrue(together.length > 0);
  }

  private static float[] slopes(Network network, float[] rows, int n, float[] cotangent) {
    try (Run run = network.on(rows, n)) {
      return run.gradient(network.site("x"), cotangent);
    }
  }

  private static int[] some(Random random, int size) {
    return size <= 12
        ? random.ints(0, size).distinct().limit(size).toArray()
        : random.ints(12, 0, size).toArray();
  }

  private static double dot(float[] a, float[] b, float[] c) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - (double) b[i]) * c[i];
    }
    return sum;
  }
}
