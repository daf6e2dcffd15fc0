package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What an operation makes of every row, and every gradient, summed in float64 by hand: from a list
 * of all terms, each of which is a number of x times a number of w, or of x alone.
 */
final class ByHand {
  /** Takes the terms of one row. */
  interface Terms {
    /** {@code y[out] += factor · x[in] · w[weight]}; without w where weight is negative. */
    void add(int out, int in, int weight, double factor);
  }

  /** Lists the terms of one row. */
  interface Sums {
    void list(Terms terms);
  }

  private final double[] y;
  private final double[] dx;
  private final double[] dw;

  private ByHand(int rows, int in, int out, float[] x, float[] w, float[] dy, Sums sums) {
    y = new double[rows * out];
    dx = new double[rows * in];
    dw = new double[w.length];
    for (int row = 0; row < rows; row++) {
      int of = row;
      sums.list(
          (o, i, k, factor) -> {
            double weight = k < 0 ? factor : factor * w[k];
            y[of * out + o] += weight * x[of * in + i];
            dx[of * in + i] += weight * dy[of * out + o];
            if (k >= 0) {
              dw[k] += factor * x[of * in + i] * dy[of * out + o];
            }
          });
    }
  }

  /** Checks an operation of the tensor "x" and, where there is one, the parameter "w". */
  static void check(Network network, Random random, Sums sums) {
    int rows = 1 + random.nextInt(5);
    int in = network.width();
    int out = network.classes();
    float[] x = Nets.floats(random, 1, rows * in);
    float[] dy = Nets.floats(random, 1, rows * out);
    float[] w =
        network.parameters().containsKey("w") ? network.parameter("w").values() : new float[0];
    ByHand expected = new ByHand(rows, in, out, x, w, dy, sums);
    try (Run run = network.on(x, rows)) {
      assertNear(expected.y, run.logits(), "values of " + network);
      Map<String, io.github.onecurve.data.Tensor> slopes = run.parameterGradients(dy);
      if (w.length > 0) {
        assertNear(expected.dw, slopes.get("w").values(), "gradient at w of " + network);
      }
      assertNear(expected.dx, run.gradient(network.site("x"), dy), "gradient at x of " + network);
    }
    checkBits(network, random);
  }

  /** Every row has the same bits alone and at any place among others, forward and back. */
  static void checkBits(Network network, Random random) {
    int rows = 2 + random.nextInt(40);
    int in = network.width();
    int out = network.classes();
    float[] x = Nets.floats(random, 1, rows * in);
    float[] dy = Nets.floats(random, 1, rows * out);
    float[] together = network.logits(x, rows);
    float[] slopes = network.inputGradient(x, rows, logits -> dy);
    for (int trial = 0; trial < 3; trial++) {
      int row = random.nextInt(rows);
      int others = random.nextInt(20);
      int place = random.nextInt(others + 1);
      float[] moved = Nets.floats(random, 1, (others + 1) * in);
      float[] movedDy = Nets.floats(random, 1, (others + 1) * out);
      System.arraycopy(x, row * in, moved, place * in, in);
      System.arraycopy(dy, row * out, movedDy, place * out, out);
      assertArrayEquals(
          line(together, row, out), line(network.logits(moved, others + 1), place, out));
      assertArrayEquals(
          line(slopes, row, in),
          line(network.inputGradient(moved, others + 1, logits -> movedDy), place, in));
    }
  }

  private static float[] line(float[] values, int row, int width) {
    return java.util.Arrays.copyOfRange(values, row * width, (row + 1) * width);
  }

  private static void assertNear(double[] expected, float[] found, String what) {
    assertEquals(expected.length, found.length, what);
    for (int i = 0; i < found.length; i++) {
      assertEquals(expected[i], found[i], 2e-4 * (1 + Math.abs(expected[i])), what + " at " + i);
    }
  }

  /** A net of one node that reads "x", and a Flatten where rows have more axes. */
  static Network net(int[] row, Node node, Map<String, io.github.onecurve.data.Tensor> parameters) {
    NetworkBuilder builder = Network.builder("x", row);
    parameters.forEach(builder::parameter);
    return builder
        .node(node)
        .node(new Node("", "Flatten", List.of(node.output()), "flat", Attributes.none()))
        .build();
  }
}
