package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections and edges, by hand, against networks that do the same, and by differences. */
class PlaceTest {
  private static final int ROWS = 5;

  /** Two layers, the second with a way around it. */
  static Network residual(long seed) {
    return residual(seed, "h1", "h1");
  }

  /** The same, where the second layer and the way around read other tensors. */
  private static Network residual(long seed, String readByLayer, String readByAdd) {
    Random random = new Random(seed);
    return Network.builder("x", 6)
        .dense("fc1", Nets.tensor(random, 0.5, 4, 6), Nets.tensor(random, 0.3, 4))
        .then("Tanh", "h1")
        .parameter("none", Tensor.of(new float[24], 4, 6))
        .parameter("held", Tensor.of(new float[] {0.5f, -2, 1, 3}, 4))
        .node(node("Gemm", "other", Attributes.none().with("transB", 1), "x", "none", "held"))
        .parameter("W", Nets.tensor(random, 0.5, 4, 4))
        .node(node("MatMul", "fc2", Attributes.none(), readByLayer, "W"))
        .then("Tanh", "h2")
        .node(node("Add", "sum", Attributes.none(), "h2", readByAdd))
        .parameter("V", Nets.tensor(random, 0.5, 4, 3))
        .node(node("MatMul", "logits", Attributes.none(), "sum", "V"))
        .build();
  }

  static Network convolutional(long seed) {
    Random random = new Random(seed);
    return Network.builder("x", 2, 4, 4)
        .parameter("K", Nets.tensor(random, 0.5, 3, 2, 3, 3))
        .parameter("k", Nets.tensor(random, 0.5, 3))
        .node(node("Conv", "conv", Attributes.none(), "x", "K", "k"))
        .then("Tanh", "h")
        .then("Flatten", "flat")
        .dense("logits", Nets.tensor(random, 0.5, 3, 12), Nets.tensor(random, 0.5, 3))
        .build();
  }

  /** Self-attention over 3 positions with 2 heads of 2 numbers each. */
  static Network attention(long seed) {
    Random random = new Random(seed);
    Attributes split = Attributes.none().with("shape", -1, 3, 2, 2);
    Attributes heads = Attributes.none().with("perm", 0, 2, 1, 3);
    Attributes keys = Attributes.none().with("perm", 0, 2, 3, 1);
    NetworkBuilder builder = Network.builder("x", 3, 4);
    for (String name : List.of("q", "k", "v")) {
      builder
          .parameter("W" + name, Nets.tensor(random, 0.7, 4, 4))
          .node(node("MatMul", name, Attributes.none(), "x", "W" + name))
          .node(node("Reshape", name + "s", split, name))
          .node(node("Transpose", name + "h", name.equals("k") ? keys : heads, name + "s"));
    }
    return builder
        .node(node("MatMul", "scores", Attributes.none(), "qh", "kh"))
        .node(node("Softmax", "pattern", Attributes.none().with("axis", -1), "scores"))
        .node(node("MatMul", "heads", Attributes.none(), "pattern", "vh"))
        .node(node("Transpose", "joined", heads, "heads"))
        .node(node("Reshape", "z", Attributes.none().with("shape", -1, 3, 4), "joined"))
        .parameter("Wo", Nets.tensor(random, 0.7, 4, 4))
        .node(node("MatMul", "o", Attributes.none(), "z", "Wo"))
        .node(node("Add", "residual", Attributes.none(), "x", "o"))
        .then("Flatten", "flat")
        .dense("logits", Nets.tensor(random, 0.5, 3, 12), Nets.tensor(random, 0.5, 3))
        .build();
  }

  private static Node node(String op, String output, Attributes attributes, String... inputs) {
    return new Node(output, op, List.of(inputs), output, attributes);
  }

  @Test
  void sectionsAreWhatLiesAtTheirIndices() {
    Network network = convolutional(1);
    float[] rows = Nets.floats(new Random(1), 1, ROWS * 32);
    try (Run run = network.on(rows, ROWS)) {
      float[] whole = run.read(network.site("x"));
      float[] corner = run.read(Section.of("x", 1, 1).at(3, 2, 0).at(2, 3));
      float[] channel = run.read(network.section("x", 1, 1));
      float[] lines = run.read(Section.range("x", 2, 1, 3));
      for (int row = 0; row < ROWS; row++) {
        assertEquals(whole[row * 32 + 16 + 12 + 2], corner[row * 2]);
        assertEquals(whole[row * 32 + 16 + 12], corner[row * 2 + 1]);
        assertArrayEquals(
            Arrays.copyOfRange(whole, row * 32 + 16, row * 32 + 32),
            Arrays.copyOfRange(channel, row * 16, row * 16 + 16));
        assertEquals(whole[row * 32 + 16 + 4], lines[row * 16 + 8]);
        assertEquals(whole[row * 32 + 11], lines[row * 16 + 7]);
      }
      assertArrayEquals(new int[] {3, 2, 2}, network.rowShape("conv"));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aPatchedChannelIsAnEditedKernel(long seed) {
    Network network = convolutional(seed);
    float[] rows = Nets.floats(new Random(seed), 1, ROWS * 32);
    float[] kernels = network.parameter("K").values();
    Arrays.fill(kernels, 18, 36, 0);
    float[] biases = network.parameter("k").values();
    biases[1] = 0.7f;
    Network edited =
        network.with(
            Map.of(
                "K",
                Tensor.of(kernels, network.parameter("K").shape()),
                "k",
                Tensor.of(biases, 3)));
    float[] cotangent = Nets.floats(new Random(seed), 1, ROWS * 3);
    try (Run run = network.on(rows, ROWS);
        Run other = edited.on(rows, ROWS)) {
      run.patch(network.section("conv", 1, 1), RowSet.all(ROWS), 0.7f);
      assertArrayEquals(other.logits(), run.logits());
      assertArrayEquals(
          other.gradient(network.site("x"), cotangent),
          run.gradient(network.site("x"), cotangent),
          1e-6f);
      assertArrayEquals(
          other.gradient(network.site("conv"), cotangent),
          run.gradient(network.site("conv"), cotangent),
          1e-6f);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aPatchedHeadIsAnEditOfWhatReadsIt(long seed) {
    Network network = attention(seed);
    float[] rows = Nets.floats(new Random(seed), 1, ROWS * 12);
    float[] out = network.parameter("Wo").values();
    Arrays.fill(out, 8, 16, 0);
    Network edited = network.with("Wo", Tensor.of(out, 4, 4));
    float[] cotangent = Nets.floats(new Random(seed), 1, ROWS * 3);
    try (Run run = network.on(rows, ROWS);
        Run other = edited.on(rows, ROWS)) {
      run.patch(network.section("heads", 1, 1), RowSet.all(ROWS), 0);
      assertArrayEquals(other.logits(), run.logits(), 1e-6f);
      Map<Place, float[]> expected =
          other.gradients(List.of(network.site("x"), network.site("heads")), cotangent);
      assertArrayEquals(
          expected.get(network.site("x")), run.gradient(network.site("x"), cotangent), 1e-5f);
      // Of the other head both have the same gradient; of the cut one only the patched run has one.
      Section kept = network.section("heads", 1, 0);
      assertArrayEquals(other.gradient(kept, cotangent), run.gradient(kept, cotangent), 1e-5f);
    }
  }

  @Test
  void multiplyAddsAreThoseOfProducts() {
    // Conv: 3 planes of 2 × 2 from 2 planes through 3 × 3; then 12 × 3.
    assertEquals(3 * 4 * 2 * 9 + 36, convolutional(1).multiplyAdds());
    Tensor kernels = convolutional(1).parameter("K");
    float[] values = kernels.values();
    Arrays.fill(values, 18, 36, 0);
    Network edited = convolutional(1).with("K", Tensor.of(values, kernels.shape()));
    assertEquals(2 * 4 * 2 * 9 + 36, edited.nonzeroMultiplyAdds());
    assertEquals(3 * 4 * 2 * 9 + 36, edited.multiplyAdds());
    // q, k, v and o: 3 positions × 4 × 4 each; scores and heads: 2 × 3 × 3 × 2 each; then 12 × 3.
    assertEquals(4 * 48 + 2 * 36 + 36, attention(1).multiplyAdds());
    assertEquals(4 * 48 + 2 * 36 + 36, attention(1).nonzeroMultiplyAdds());
    float[] none = new float[16];
    none[3] = 1;
    assertEquals(
        3 * 48 + 3 + 2 * 36 + 36,
        attention(1).with("Wq", Tensor.of(none, 4, 4)).nonzeroMultiplyAdds());
    // Two groups of one plane each: depthwise.
    Attributes grouped = Attributes.none().with("group", 2);
    Network depthwise =
        Network.builder("x", 2, 4, 4)
            .parameter("K", Nets.tensor(new Random(1), 1, 4, 1, 3, 3))
            .node(node("Conv", "conv", grouped, "x", "K"))
            .then("Flatten", "logits")
            .build();
    assertEquals(4 * 4 * 9, depthwise.multiplyAdds());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aPatchedEdgeIsWhatItsReaderAloneSees(long seed) {
    Network network = residual(seed);
    float[] rows = Nets.floats(new Random(seed), 1, ROWS * 6);
    float[] held = new float[ROWS * 4];
    for (int i = 0; i < held.length; i++) {
      held[i] = new float[] {0.5f, -2, 1, 3}[i % 4];
    }
    float[] cotangent = Nets.floats(new Random(seed), 1, ROWS * 3);
    for (boolean layer : new boolean[] {true, false}) {
      Network rebuilt = residual(seed, layer ? "other" : "h1", layer ? "h1" : "other");
      Edge edge = Edge.of("h1", layer ? "fc2" : "sum");
      try (Run run = network.on(rows, ROWS);
          Run other = rebuilt.on(rows, ROWS)) {
        float[] plain = run.logits();
        float[] h1 = run.read(network.site("h1"));
        run.patch(edge, RowSet.all(ROWS), held);
        assertArrayEquals(other.logits(), run.logits());
        assertFalse(Arrays.equals(plain, run.logits()));
        assertArrayEquals(h1, run.read(network.site("h1")));
        assertArrayEquals(held, run.read(edge));
        assertArrayEquals(
            other.gradient(network.site("x"), cotangent),
            run.gradient(network.site("x"), cotangent),
            1e-6f);
        Map<String, Tensor> expected = other.parameterGradients(cotangent);
        run.parameterGradients(cotangent)
            .forEach(
                (name, slope) ->
                    assertArrayEquals(expected.get(name).values(), slope.values(), 1e-5f, name));
        assertArrayEquals(
            other.gradient(rebuilt.site("other"), cotangent), run.gradient(edge, cotangent), 1e-6f);
        assertArrayEquals(plain, run.unpatch(edge).logits());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void gradientsAtPlacesAreTheDifferences(long seed) {
    Network dense = residual(seed);
    check(
        dense,
        seed,
        List.of(
            dense.site("x"),
            dense.site("h1", 2),
            Section.of("h1", 1, 3, 1),
            Edge.of("x", "fc1"),
            Edge.of("h1", "fc2"),
            new Edge(Section.of("h1", 1, 2, 0), "sum"),
            new Edge(Site.unit("h1", 1), "fc2"),
            Edge.of("sum", "logits"),
            dense.site("logits")));
    Network convolutional = convolutional(seed);
    check(
        convolutional,
        seed,
        List.of(
            convolutional.section("conv", 1, 2),
            Section.of("h", 2, 1).at(3, 0),
            Section.of("x", 1, 0).at(2, 1, 2),
            new Edge(Section.of("x", 1, 1), "conv"),
            new Edge(Section.of("h", 1, 1), "flat")));
    Network attention = attention(seed);
    check(
        attention,
        seed,
        List.of(
            attention.section("x", 1, 2),
            Section.of("heads", 1, 1).at(2, 0),
            Section.of("pattern", 1, 0).at(2, 1),
            Section.range("z", 2, 2, 4),
            Section.of("o", 1, 1),
            Edge.of("x", "k"),
            new Edge(Section.of("x", 1, 1), "v"),
            Edge.of("x", "residual")));
  }

  /** Also on top of patches of other numbers of the same tensors. */
  private static void check(Network network, long seed, List<Place> places) {
    Random random = new Random(seed);
    float[] rows = Nets.floats(random, 1, ROWS * network.width());
    float[] cotangent = Nets.floats(random, 1, ROWS * network.classes());
    try (Run run = network.on(rows, ROWS)) {
      run.patch(Site.unit(places.get(1).tensor(), 0), RowSet.of(ROWS, 3), 0.25f);
      Map<Place, float[]> slopes = run.gradients(places, cotangent);
      assertEquals(places, List.copyOf(slopes.keySet()));
      for (Place place : places) {
        float[] slope = run.gradient(place, cotangent);
        assertArrayEquals(slopes.get(place), slope, 1e-6f);
        float[] values = run.read(place);
        int size = values.length / ROWS;
        int row = random.nextInt(3);
        int unit = random.nextInt(size);
        float[] some = Arrays.copyOfRange(values, row * size, row * size + size);
        RowSet one = RowSet.of(ROWS, row);
        float step = 4e-3f;
        some[unit] += step;
        double up = dot(run.patch(place, one, some).logits(), cotangent);
        some[unit] -= 2 * step;
        double down = dot(run.patch(place, one, some).logits(), cotangent);
        run.unpatch(place);
        double difference = (up - down) / (2 * step);
        assertEquals(difference, slope[row * size + unit], 4e-3, place.toString());
      }
    }
  }

  /** A softmax goes back through what it made of all its numbers, the patched one too. */
  @ParameterizedTest
  @ValueSource(strings = {"Softmax", "LogSoftmax"})
  void gradientsBehindAPartlyPatchedSoftmaxAreTheDifferences(String op) {
    Random random = new Random(1);
    Network network =
        Network.builder("x", 4)
            .then(op, "p")
            .dense("logits", Nets.tensor(random, 1, 3, 4), Nets.tensor(random, 1, 3))
            .build();
    float[] rows = Nets.floats(random, 1, ROWS * 4);
    float[] cotangent = Nets.floats(random, 1, ROWS * 3);
    try (Run run = network.on(rows, ROWS)) {
      run.patch(network.site("p", 0), RowSet.of(ROWS, 1, 3), 0.3f);
      float[] patched = run.logits();
      float[] slope = run.gradient(network.site("x"), cotangent);
      assertArrayEquals(patched, run.logits());
      for (int i = 0; i < rows.length; i++) {
        double difference =
            (moved(network, rows, i, 4e-3f, cotangent) - moved(network, rows, i, -4e-3f, cotangent))
                / 8e-3;
        assertEquals(difference, slope[i], 2e-3, "input " + i);
      }
    }
  }

  private static double moved(
      Network network, float[] rows, int input, float by, float[] cotangent) {
    float[] moved = rows.clone();
    moved[input] += by;
    try (Run run = network.on(moved, ROWS)) {
      run.patch(network.site("p", 0), RowSet.of(ROWS, 1, 3), 0.3f);
      return dot(run.logits(), cotangent);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatFlowsThroughAllEdgesIsWhatFlowsThroughTheTensor(long seed) {
    Network network = residual(seed);
    float[] rows = Nets.floats(new Random(seed), 1, ROWS * 6);
    float[] cotangent = Nets.floats(new Random(seed), 1, ROWS * 3);
    try (Run run = network.on(rows, ROWS)) {
      float[] whole = run.gradient(network.site("h1"), cotangent);
      List<Edge> edges =
          network.edges().stream().filter(edge -> edge.tensor().equals("h1")).toList();
      assertEquals(List.of(Edge.of("h1", "fc2"), Edge.of("h1", "sum")), edges);
      Map<Place, float[]> slopes = run.gradients(edges, cotangent);
      float[] sum = new float[whole.length];
      slopes.values().forEach(slope -> Loops.add(1, slope, 0, sum, 0, sum.length));
      assertArrayEquals(whole, sum, 1e-6f);
    }
  }

  /** Any sequence of patches laid and taken away leaves what those that stay would do alone. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void patchesTakenAwayLeaveNoTrace(long seed) {
    Random random = new Random(seed);
    Network network = residual(seed);
    int n = 40;
    float[] rows = Nets.floats(random, 1, n * 6);
    List<Place> places =
        List.of(
            network.site("x"),
            network.site("h1"),
            network.site("h1", 2),
            Section.of("h1", 1, 1, 2),
            Edge.of("h1", "fc2"),
            new Edge(Site.unit("h1", 2), "sum"),
            network.site("fc2", 0),
            network.site("sum", 3));
    record Laid(Place place, RowSet rows, float value) {}
    List<Laid> laid = new ArrayList<>();
    try (Run run = network.on(rows, n)) {
      for (int step = 0; step < 40; step++) {
        Place place = places.get(random.nextInt(places.size()));
        int choice = random.nextInt(10);
        if (choice == 0) {
          run.unpatch();
          laid.clear();
        } else if (choice < 4) {
          run.unpatch(place);
          laid.removeIf(patch -> patch.place().equals(place));
        } else {
          int modulus = 1 + random.nextInt(3);
          RowSet some = RowSet.where(n, row -> row % modulus == 0);
          float value = random.nextFloat();
          run.patch(place, some, value);
          laid.removeIf(patch -> patch.place().equals(place) && patch.rows().equals(some));
          laid.add(new Laid(place, some, value));
        }
        if (random.nextBoolean()) {
          run.read(places.get(random.nextInt(places.size())));
        }
        try (Run fresh = network.on(rows, n)) {
          laid.forEach(patch -> fresh.patch(patch.place(), patch.rows(), patch.value()));
          assertArrayEquals(fresh.read(network.site("h1")), run.read(network.site("h1")));
          if (random.nextBoolean()) {
            assertArrayEquals(fresh.logits(), run.logits());
          }
        }
      }
    }
  }

  @Test
  void onlyWhatAPatchCanChangeIsComputedAgain() {
    Network network = residual(1);
    try (Run run = network.on(new float[ROWS * 6], ROWS)) {
      run.logits();
      assertEquals(network.nodes().size(), run.nodesRun());
      run.patch(network.site("h2", 1), RowSet.all(ROWS), 1).logits();
      assertEquals(network.nodes().size() + 2, run.nodesRun());
      run.unpatch().logits();
      assertEquals(network.nodes().size() + 4, run.nodesRun());
      run.patch(Edge.of("sum", "logits"), RowSet.of(ROWS, 1), 1).logits();
      assertEquals(network.nodes().size() + 5, run.nodesRun());
    }
  }

  @Test
  void placesThatAreNotThereSayWhatThereIs() {
    Network network = convolutional(1);
    assertMessage("\"conv\" in [1, 3], found 4", () -> network.section("conv", 4, 0));
    assertMessage("axis 1 of \"conv\" in [0, 3), found 3", () -> network.section("conv", 1, 3));
    assertMessage("RowSet", () -> network.section("conv", 0, 3));
    assertMessage("none twice, found [1, 1]", () -> Section.of("conv", 1, 1, 1));
    assertMessage("none twice, found []", () -> Section.of("conv", 1));
    assertMessage("from 0 on", () -> Section.of("conv", 1, -1));
    assertMessage("whole tensor is a Site", () -> new Section("conv", new TreeMap<>()));
    assertMessage("another axis than [1]", () -> Section.of("conv", 1, 1).at(1, 2));
    assertMessage("found \"c\"", () -> network.section("c", 1, 0));
    assertMessage("found the edge h → flat", () -> new Edge(Edge.of("h", "flat"), "logits"));
    try (Run run = network.on(new float[32], 1)) {
      assertMessage(
          "a reader of \"h\", one of those that make [flat], found \"logits\"",
          () -> run.read(Edge.of("h", "logits")));
      assertMessage("found \"x\"", () -> run.read(Edge.of("h", "x")));
      assertMessage(
          "expected 1 or 1 × 4 values for conv{1=[1]}, found 3",
          () -> run.patch(Section.of("conv", 1, 1), RowSet.all(1), 1, 2, 3));
    }
    assertEquals("h[2] → flat", new Edge(Site.unit("h", 2), "flat").toString());
  }

  private static void assertMessage(String part, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * (double) b[i];
    }
    return sum;
  }
}
