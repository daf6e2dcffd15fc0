package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensors that share buffers have the values and gradients of those that do not. */
class LayoutTest {
  private static final int[] WIDTHS = {3, 5, 8};

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void valuesAndGradientsOfRandomGraphsAreThoseOfBuffersOfTheirOwn(int seed) {
    assertAsInOwnBuffers(graph(new Random(seed)), seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void alsoOfConvolutionsAndAttention(long seed) {
    assertAsInOwnBuffers(PlaceTest.residual(seed), seed);
    assertAsInOwnBuffers(PlaceTest.convolutional(seed), seed);
    assertAsInOwnBuffers(PlaceTest.attention(seed), seed);
  }

  private static void assertAsInOwnBuffers(Network network, long seed) {
    Plan plan = network.plan();
    int n = 20;
    float[] rows = Nets.floats(new Random(seed), 1, n * network.width());
    float[] cotangent = Nets.floats(new Random(seed), 1, n * network.classes());
    int[] widths = IntStream.rangeClosed(0, plan.output()).map(plan::width).toArray();
    Frame own = new Frame(widths, plan.parameters().size(), n);
    own.prepareGradients(0);
    own.wantsInput = true;
    System.arraycopy(rows, 0, own.values[0], 0, rows.length);
    for (int pass = 0; pass < 2; pass++) {
      plan.forward(own, network.weights(), n, 0);
      System.arraycopy(cotangent, 0, own.gradients[plan.output()], 0, cotangent.length);
      plan.backward(own, network.weights(), n, 0);
    }
    // Twice too, so that kept buffers hold what the first call left.
    for (int call = 0; call < 2; call++) {
      assertArrayEquals(own.values[plan.output()], network.logits(rows, n));
      Map<Place, float[]> read = network.read(network.sites(), rows, n);
      try (Run run = network.on(rows, n)) {
        Map<Place, float[]> slopes = run.gradients(network.sites(), cotangent);
        for (Site site : network.sites()) {
          int tensor = plan.tensor(site.tensor());
          assertArrayEquals(own.values[tensor], run.read(site), site.toString());
          assertArrayEquals(own.values[tensor], read.get(site), site.toString());
          assertArrayEquals(own.gradients[tensor], slopes.get(site), site.toString());
        }
      }
    }
    own.free();
  }

  /** Sums, products and functions of tensors made before, some of them in many. */
  private static Network graph(Random random) {
    NetworkBuilder builder = Network.builder("x", 5);
    Map<String, Integer> made = new LinkedHashMap<>(Map.of("x", 5));
    String last = "x";
    for (int i = 0; i < 14; i++) {
      List<String> names = new ArrayList<>(made.keySet());
      String out = "t" + i;
      String in = random.nextInt(3) == 0 ? names.get(random.nextInt(names.size())) : last;
      int width = made.get(in);
      List<String> partners = names.stream().filter(name -> made.get(name) == width).toList();
      int kind = random.nextInt(4);
      if (kind == 0) {
        String partner = partners.get(random.nextInt(partners.size()));
        builder.node(new Node(out, "Add", List.of(in, partner), out, Attributes.none()));
      } else if (kind == 1) {
        int wide = WIDTHS[random.nextInt(WIDTHS.length)];
        builder.parameter("W" + i, Nets.tensor(random, 0.5, width, wide));
        builder.node(new Node(out, "MatMul", List.of(in, "W" + i), out, Attributes.none()));
        made.put(out, wide);
      } else {
        String op = List.of("Relu", "Tanh", "Identity").get(random.nextInt(3));
        builder.node(new Node(out, op, List.of(in), out, Attributes.none()));
      }
      made.putIfAbsent(out, width);
      last = out;
    }
    return builder.build();
  }

  @Test
  void aChainHoldsTwoBuffersHoweverLongItIs() {
    NetworkBuilder builder = Network.builder("x", 8);
    for (int i = 0; i < 40; i++) {
      builder.parameter("W" + i, Nets.tensor(new Random(i), 1, 8, 8));
      String in = i == 0 ? "x" : "t" + (i - 1);
      builder.node(new Node("", "MatMul", List.of(in, "W" + i), "m" + i, Attributes.none()));
      builder.then("Relu", "t" + i);
    }
    Network network = builder.build();
    Frame frame = network.plan().borrow();
    network.plan().holdValues(frame, 16);
    assertEquals(2, Arrays.stream(frame.values).distinct().count());
    assertTrue(Arrays.stream(frame.values).allMatch(held -> held.length == 16 * 8));
    network.plan().holdGradients(frame, 16);
    assertEquals(2, Arrays.stream(frame.gradients).distinct().count());
  }
}
