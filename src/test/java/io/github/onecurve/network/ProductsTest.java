package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form of Gemm and MatMul on random shapes against nested loops in float64. */
class ProductsTest {
  static LongStream few() {
    return LongStream.range(0, 10);
  }

  static LongStream many() {
    return LongStream.range(10, 210);
  }

  @ParameterizedTest
  @MethodSource("few")
  void gemmIsTheSumOfItsTerms(long seed) {
    Random random = new Random(seed);
    int k = size(random);
    int m = size(random);
    boolean turned = random.nextBoolean();
    Attributes attributes =
        Attributes.none().with("transB", turned ? 1 : 0).with("alpha", 0.5).with("beta", 2.0);
    boolean biased = random.nextBoolean();
    Network net =
        ByHand.net(
            new int[] {k},
            new Node(
                "", "Gemm", biased ? List.of("x", "w", "c") : List.of("x", "w"), "y", attributes),
            biased
                ? Map.of("w", weights(random, turned, k, m), "c", Tensor.of(new float[m], m))
                : Map.of("w", weights(random, turned, k, m)));
    ByHand.check(
        net,
        random,
        terms -> {
          for (int o = 0; o < m; o++) {
            for (int i = 0; i < k; i++) {
              terms.add(o, i, turned ? o * k + i : i * m + o, 0.5);
            }
          }
        });
    if (biased) {
      float[] c = Nets.floats(random, 1, m);
      float[] x = Nets.floats(random, 1, k);
      float[] without = net.logits(x, 1);
      float[] with = net.with("c", Tensor.of(c, m)).logits(x, 1);
      for (int o = 0; o < m; o++) {
        assertEquals(without[o] + 2 * c[o], with[o], 1e-4 * (1 + Math.abs(with[o])));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("few")
  void matMulOfLinesWithAParameterIsTheSumOfItsTerms(long seed) {
    Random random = new Random(seed);
    int k = size(random);
    int m = size(random);
    boolean vector = random.nextInt(4) == 0;
    int[] row =
        seed % 3 == 0 ? new int[] {k} : seed % 3 == 1 ? new int[] {3, k} : new int[] {2, 5, k};
    int lines = Plan.width(row) / k;
    int outputs = vector ? 1 : m;
    Tensor w = vector ? Nets.tensor(random, 0.3, k) : Nets.tensor(random, 0.3, k, m);
    NetworkBuilder builder = Network.builder("x", row).parameter("w", w);
    builder.node(new Node("", "MatMul", List.of("x", "w"), "y", Attributes.none()));
    if (vector && row.length == 1) {
      return;
    }
    Network net = builder.then("Flatten", "flat").build();
    ByHand.check(
        net,
        random,
        terms -> {
          for (int line = 0; line < lines; line++) {
            for (int o = 0; o < outputs; o++) {
              for (int i = 0; i < k; i++) {
                terms.add(line * outputs + o, line * k + i, i * outputs + o, 1);
              }
            }
          }
        });
    assertEquals((long) lines * k * outputs, net.multiplyAdds());
  }

  @ParameterizedTest
  @MethodSource("few")
  void matMulWithMatricesOfMoreAxesIsTheSumOfItsTerms(long seed) {
    Random random = new Random(seed);
    boolean parameterFirst = random.nextBoolean();
    int p = size(random) / 2 + 1;
    int k = size(random) / 2 + 1;
    int q = size(random) / 2 + 1;
    int heads = 1 + random.nextInt(3);
    boolean shared = random.nextBoolean();
    // The parameter has fewer axes or 1 for the batch; its heads are its own or one for all.
    int[] w =
        parameterFirst
            ? shared ? new int[] {p, k} : new int[] {1, heads, p, k}
            : shared ? new int[] {1, 1, k, q} : new int[] {heads, k, q};
    int[] row = parameterFirst ? new int[] {heads, k, q} : new int[] {heads, p, k};
    Network net =
        ByHand.net(
            row,
            new Node(
                "",
                "MatMul",
                parameterFirst ? List.of("w", "x") : List.of("x", "w"),
                "y",
                Attributes.none()),
            Map.of("w", Nets.tensor(random, 0.5, w)));
    ByHand.check(
        net,
        random,
        terms -> {
          for (int h = 0; h < heads; h++) {
            for (int i = 0; i < p * q * k; i++) {
              int line = i / k / q;
              int column = i / k % q;
              int of = i % k;
              int left = (parameterFirst && shared ? 0 : h * p * k) + line * k + of;
              int right = (!parameterFirst && shared ? 0 : h * k * q) + of * q + column;
              terms.add(
                  (h * p + line) * q + column,
                  parameterFirst ? right : left,
                  parameterFirst ? left : right,
                  1);
            }
          }
        });
    assertEquals((long) heads * p * k * q, net.multiplyAdds());
  }

  @ParameterizedTest
  @MethodSource("few")
  void matMulOfTwoTensorsIsTheSumOfItsTerms(long seed) {
    Random random = new Random(seed);
    int p = size(random) / 2 + 1;
    int k = size(random) / 2 + 1;
    int q = size(random) / 2 + 1;
    int heads = 1 + random.nextInt(3);
    int ofB = random.nextBoolean() ? 1 : heads; // one matrix for all heads, or one for each
    Network net = twoTensors(random, heads, ofB, p, k, q);
    int rows = 3;
    float[] dy = Nets.floats(random, 1, rows * heads * p * q);
    try (Run run = net.on(Nets.floats(random, 1, rows * net.width()), rows)) {
      float[] a = run.read(net.site("a"));
      float[] b = run.read(net.site("b"));
      double[] y = new double[dy.length];
      double[] da = new double[a.length];
      double[] db = new double[b.length];
      for (int i = 0; i < rows * heads * p * q * k; i++) {
        int at = i / k;
        int matrix = at / q / p;
        int left = at / q * k + i % k;
        int right = ((matrix / heads * ofB + matrix % heads % ofB) * k + i % k) * q + at % q;
        y[at] += a[left] * (double) b[right];
        da[left] += dy[at] * (double) b[right];
        db[right] += dy[at] * (double) a[left];
      }
      assertNear(y, run.logits());
      assertNear(da, run.gradient(net.site("a"), dy));
      assertNear(db, run.gradient(net.site("b"), dy));
    }
    ByHand.checkBits(net, random);
    long others = (long) heads * p * q * k + (long) ofB * k * p * q + (long) heads * ofB * p * q;
    assertEquals((long) heads * p * k * q, net.multiplyAdds() - others);
  }

  /** {@code y = a·b} with a {@code [heads, p, k]} and b {@code [ofB, k, q]}, both made from x. */
  private static Network twoTensors(Random random, int heads, int ofB, int p, int k, int q) {
    return Network.builder("x", heads, p, q)
        .parameter("u", Nets.tensor(random, 0.3, q, k))
        .parameter("v", Nets.tensor(random, 0.3, k, p))
        .parameter("mix", Nets.tensor(random, 0.5, ofB, heads, 1, 1))
        .node(new Node("", "MatMul", List.of("x", "u"), "a", Attributes.none()))
        .node(new Node("", "Conv", List.of("x", "mix"), "mixed", Attributes.none()))
        .node(new Node("", "MatMul", List.of("v", "mixed"), "b", Attributes.none()))
        .node(new Node("", "MatMul", List.of("a", "b"), "y", Attributes.none()))
        .then("Flatten", "flat")
        .build();
  }

  private static void assertNear(double[] expected, float[] found) {
    assertEquals(expected.length, found.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], 2e-4 * (1 + Math.abs(expected[i])));
    }
  }

  @Tag("quality")
  @ParameterizedTest
  @MethodSource("many")
  void allOfThemHoldOnManyShapes(long seed) {
    gemmIsTheSumOfItsTerms(seed);
    matMulOfLinesWithAParameterIsTheSumOfItsTerms(seed);
    matMulWithMatricesOfMoreAxesIsTheSumOfItsTerms(seed);
    matMulOfTwoTensorsIsTheSumOfItsTerms(seed);
  }

  @Test
  void aVectorAsParameterFirstMakesOneLine() {
    Network net =
        ByHand.net(
            new int[] {2, 3},
            new Node("", "MatMul", List.of("w", "x"), "y", Attributes.none()),
            Map.of("w", Tensor.of(new float[] {10, 1}, 2)));
    assertArrayEquals(new float[] {14, 25, 36}, net.logits(new float[] {1, 2, 3, 4, 5, 6}, 1));
  }

  @Test
  void productsThatMixRowsAreRefused() {
    Random random = new Random(1);
    assertRefused(
        "mix the rows",
        () ->
            ByHand.net(
                new int[] {3},
                new Node("", "MatMul", List.of("w", "x"), "y", Attributes.none()),
                Map.of("w", Nets.tensor(random, 1, 2, 3))));
    assertRefused(
        "mix the rows",
        () ->
            ByHand.net(
                new int[] {4, 3},
                new Node("", "MatMul", List.of("x", "w"), "y", Attributes.none()),
                Map.of("w", Nets.tensor(random, 1, 2, 3, 5))));
    assertRefused(
        "the last axis of the first",
        () ->
            ByHand.net(
                new int[] {4, 3},
                new Node("", "MatMul", List.of("w", "x"), "y", Attributes.none()),
                Map.of("w", Nets.tensor(random, 1, 2, 3))));
    assertRefused(
        "leading axes that are equal or 1",
        () ->
            ByHand.net(
                new int[] {2, 4, 3},
                new Node("", "MatMul", List.of("x", "w"), "y", Attributes.none()),
                Map.of("w", Nets.tensor(random, 1, 3, 3, 5))));
    assertRefused(
        "[…, 2]",
        () ->
            ByHand.net(
                new int[] {4, 3},
                new Node("", "MatMul", List.of("x", "w"), "y", Attributes.none()),
                Map.of("w", Nets.tensor(random, 1, 2, 3))));
  }

  private static void assertRefused(String why, org.junit.jupiter.api.function.Executable made) {
    String message = assertThrows(IllegalArgumentException.class, made).getMessage();
    assertTrue(message.contains(why), message);
  }

  private static Tensor weights(Random random, boolean turned, int k, int m) {
    return turned ? Nets.tensor(random, 0.3, m, k) : Nets.tensor(random, 0.3, k, m);
  }

  /** Most are small, some wide enough for OpenBLAS. */
  private static int size(Random random) {
    return 1 + random.nextInt(random.nextInt(3) == 0 ? 130 : 9);
  }
}
