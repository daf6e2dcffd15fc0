package io.github.onecurve.surgery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Attributes;
import io.github.onecurve.network.Nets;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkBuilder;
import io.github.onecurve.network.Node;
import io.github.onecurve.network.Run;
import io.github.onecurve.network.Site;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemovalTest {
  private static final int ROWS = 5;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void neuronsGoAsIfReadAsZero(long seed) {
    Random random = new Random(seed);
    Network network = Nets.dense(seed, "Gelu", 6, 8, 7, 3);
    int[] units = some(random, 8);
    Network rest = Removal.of(network, "h1", 1, units);
    assertSame(patched(network, random, Map.of("h1", units)), rest);
    assertEquals(network.multiplyAdds() - units.length * (6L + 7), rest.multiplyAdds());
    assertEquals(8 - units.length, rest.parameter("fc1.bias").size());
    assertSame(patched(network, random, Map.of("h1", units)), Removal.of(network, "fc1", 1, units));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void channelsGoAsIfReadAsZero(long seed) {
    Random random = new Random(seed);
    Network network = plain(random);
    int[] first = some(random, 6);
    int[] second = some(random, 5);
    Network rest = Removal.of(Removal.of(network, "r1", 1, first), "f", 1, runs(second, 4));
    assertSame(patched(network, random, Map.of("r1", first, "p2", second)), rest);
    assertEquals(network.nodes().size(), rest.nodes().size());
    long kept = 6L - first.length;
    long left = 5L - second.length;
    assertEquals(kept * 3 * 9 * 64 + left * kept * 9 * 16 + 4 * left * 3, rest.multiplyAdds());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void depthwiseFollowersGoWithTheirChannels(long seed) {
    Random random = new Random(seed);
    Network network = depthwise(random);
    int[] channels = some(random, 4);
    Network rest = Removal.of(network, "r1", 1, channels);
    int[] twice = Arrays.stream(channels).flatMap(c -> IntStream.of(2 * c, 2 * c + 1)).toArray();
    assertSame(patched(network, random, Map.of("r2", twice)), rest);
    assertEquals(
        List.of(4 - channels.length, 8 - twice.length, 8 - twice.length),
        List.of(
            (int) group(rest, "d"), rest.parameter("d.w").axis(0), rest.parameter("c2.w").axis(1)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void residualBranchesLoseTheSameChannels(long seed) {
    Random random = new Random(seed);
    Network network = residual(random);
    int[] channels = some(random, 6);
    for (String tensor : List.of("r1", "b2", "sum", "r3")) {
      Network rest = Removal.of(network, tensor, 1, channels);
      assertSame(patched(network, random, Map.of("r1", channels, "r3", channels)), rest);
    }
    int[] inner = some(random, 4);
    assertSame(patched(network, random, Map.of("r2", inner)), Removal.of(network, "c2", 1, inner));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void constantsAreFoldedIntoWhatReadsThem(long seed) {
    Random random = new Random(seed);
    Network network = Nets.dense(seed, "Tanh", 6, 8, 7, 3);
    Map<Integer, Float> constants = constants(random, some(random, 8));
    Network rest = Removal.of(network, "h1", constants);
    assertSame(patched(network, random, "h1", constants), rest);
    assertEquals(8 - constants.size(), rest.width("h1"));
    Network conv = plain(random);
    Map<Integer, Float> channels = constants(random, some(random, 5));
    Network cut = Removal.of(conv, "r2", channels);
    assertSame(patched(conv, random, "r2", channels), cut);
    assertEquals(5 - channels.size(), cut.rowShape("r2")[0]);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void channelsGoWithTheirBatchNorm(long seed) {
    Random random = new Random(seed);
    Network network = normalized(random);
    int[] channels = some(random, 6);
    for (String tensor : List.of("c1", "bn1", "r1", "p1")) {
      Network rest = Removal.of(network, tensor, 1, channels);
      assertSame(patched(network, random, Map.of("p1", channels)), rest);
      assertEquals(6 - channels.length, rest.parameter("bn1.var").size());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void constantsGoThroughBatchNormAndPooling(long seed) {
    Random random = new Random(seed);
    Network network = normalized(random);
    for (String tensor : List.of("c1", "bn1", "r1", "p1")) {
      Map<Integer, Float> constants = constants(random, some(random, 6));
      Network rest = Removal.of(network, tensor, constants);
      assertSame(patched(network, random, tensor, constants), rest);
      assertEquals(6 - constants.size(), rest.rowShape("p1")[0]);
    }
    Map<Integer, Float> last = constants(random, some(random, 5));
    assertSame(patched(network, random, "bn2", last), Removal.of(network, "bn2", last));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void ablatedChannelsAnswerAsPatchedRuns(long seed) {
    Random random = new Random(seed);
    Network plain = plain(random);
    assertAblates(plain, random, "r2", constants(random, some(random, 5)));
    assertAblates(plain, random, "c1", zeros(some(random, 6)));
    Network depthwise = depthwise(random);
    assertAblates(depthwise, random, "r2", constants(random, some(random, 8)));
    // Read by convolutions that pad and by a sum: made constant at their source.
    Network residual = residual(random);
    assertAblates(residual, random, "c3", constants(random, some(random, 6)));
    Map<Integer, Float> above = new TreeMap<>();
    constants(random, some(random, 4)).forEach((c, value) -> above.put(c, Math.abs(value)));
    assertAblates(residual, random, "r2", above);
    assertAblates(residual, random, "r1", zeros(some(random, 6)));
  }

  private static Map<Integer, Float> zeros(int[] channels) {
    Map<Integer, Float> zeros = new TreeMap<>();
    Arrays.stream(channels).forEach(c -> zeros.put(c, 0f));
    return zeros;
  }

  private static void assertAblates(
      Network network, Random random, String tensor, Map<Integer, Float> constants) {
    Network ablated = Ablation.channels(network, tensor, constants);
    assertSame(patched(network, random, tensor, constants), ablated);
    assertTrue(ablated.nonzeroMultiplyAdds() < network.nonzeroMultiplyAdds(), tensor);
  }

  @Test
  void whatIsNotReadGoesWithoutATrace() {
    Random random = new Random(3);
    Network network = residual(random);
    float[] rows = Nets.floats(random, 1, ROWS * network.width());
    Network ablated = Ablation.channels(network, "r2", Map.of(1, 0f, 3, 0f));
    Network rest = Removal.ofUnread(ablated);
    assertEquals(2, rest.rowShape("r2")[0]);
    assertEquals(6, rest.rowShape("r1")[0]);
    assertClose(ablated.logits(rows, ROWS), rest.logits(rows, ROWS));
    assertEquals(rest.fingerprint(), Removal.ofUnread(rest).fingerprint());
  }

  @Test
  void aGroupNamesAllThatGoes() {
    Network network = residual(new Random(1));
    DependencyGroup group = Dependencies.of(network).group("sum", 1, 2);
    assertEquals(
        List.of(
            "c1.w axis 0 [2]",
            "c1.b axis 0 [2]",
            "c2.w axis 1 [2]",
            "c3.w axis 0 [2]",
            "c3.b axis 0 [2]",
            "c4.w axis 1 [2]"),
        group.parameters().stream().map(Object::toString).toList());
    assertEquals(
        "c1 axis 1 [2], r1 axis 1 [2], c3 axis 1 [2], b2 axis 1 [2], sum axis 1 [2], r3 axis 1 [2]",
        group.toString());
    assertEquals(6 + 4 + 5, Dependencies.of(network).groups().size());
  }

  @Test
  void headsOfAttentionGoWhole() {
    Random random = new Random(5);
    Network network = attention(random);
    int head = 1;
    Network rest = Removal.of(network, "heads", 2, head);
    float[] rows = Nets.floats(random, 1, ROWS * network.width());
    try (Run run = network.on(rows, ROWS)) {
      for (int token = 0; token < 3; token++) {
        for (int i = 0; i < 4; i++) {
          run.patch(Site.unit("joined", token * 12 + head * 4 + i), RowSet.all(ROWS), 0);
        }
      }
      assertClose(run.logits(), rest.logits(rows, ROWS));
    }
    assertEquals(8, rest.parameter("q").axis(1));
    assertEquals(8, rest.parameter("o").axis(0));
    assertEquals(2, rest.rowShape("heads")[1]);
  }

  @Test
  void whatCannotGoIsSaidWithItsReason() {
    Network network = residual(new Random(1));
    assertMessage("it is the network's input", () -> Removal.of(network, "x", 1, 0));
    assertMessage("it holds the logits", () -> Removal.of(network, "logits", 1, 0));
    assertMessage("a window slides over", () -> Removal.of(network, "r1", 2, 0));
    assertMessage("axis in [1, 3]", () -> Removal.of(network, "r1", 4, 0));
    assertMessage("index 6 of axis 1", () -> Removal.of(network, "r1", 1, 6));
    assertMessage(
        "to be left, found every index removed", () -> Removal.of(network, "c2", 1, 0, 1, 2, 3));
    assertMessage(
        "it can only go together with others that are read",
        () -> Removal.of(network, "r3", Map.of(2, 0f)));
    assertMessage("channel of \"r1\" in [0, 6)", () -> Removal.of(network, "r1", Map.of(6, 0f)));
    assertMessage("which pads", () -> Removal.of(network, "r2", Map.of(0, 1f)));
  }

  private static Network plain(Random random) {
    NetworkBuilder builder = Network.builder("x", 3, 8, 8);
    conv(random, builder, "x", "c1", 1, 3, 6, 3);
    builder.then("Relu", "r1");
    builder.node(pool("MaxPool", "r1", "p1"));
    conv(random, builder, "p1", "c2", 1, 6, 5, 3);
    builder.then("Relu", "r2");
    builder.node(pool("AveragePool", "r2", "p2"));
    return builder
        .then("Flatten", "f")
        .dense("logits", Nets.tensor(random, 0.3, 3, 20), Nets.tensor(random, 0.3, 3))
        .build();
  }

  /** Convolutions without biases, each with a batch normalisation. */
  private static Network normalized(Random random) {
    NetworkBuilder builder = Network.builder("x", 3, 8, 8);
    builder.parameter("c1.w", Nets.tensor(random, 0.4, 6, 3, 3, 3));
    builder.node(new Node("", "Conv", List.of("x", "c1.w"), "c1", square(3)));
    norm(random, builder, "c1", "bn1", 6);
    builder.then("Relu", "r1");
    builder.node(pool("AveragePool", "r1", "p1"));
    builder.parameter("c2.w", Nets.tensor(random, 0.4, 5, 6, 2, 2));
    builder.node(new Node("", "Conv", List.of("p1", "c2.w"), "c2", square(2)));
    norm(random, builder, "c2", "bn2", 5);
    return builder
        .then("LeakyRelu", "r2")
        .then("GlobalAveragePool", "p")
        .then("Flatten", "f")
        .dense("logits", Nets.tensor(random, 0.3, 3, 5), Nets.tensor(random, 0.3, 3))
        .build();
  }

  private static Attributes square(int size) {
    return Attributes.none().with("kernel_shape", size, size);
  }

  private static void norm(
      Random random, NetworkBuilder builder, String in, String name, int channels) {
    for (String part : List.of("scale", "bias", "mean")) {
      builder.parameter(name + "." + part, Nets.tensor(random, 0.5, channels));
    }
    float[] variances = new float[channels];
    for (int c = 0; c < channels; c++) {
      variances[c] = 0.5f + random.nextFloat();
    }
    builder.parameter(name + ".var", Tensor.of(variances, channels));
    List<String> inputs =
        List.of(in, name + ".scale", name + ".bias", name + ".mean", name + ".var");
    builder.node(new Node("", "BatchNormalization", inputs, name, Attributes.none()));
  }

  private static Network depthwise(Random random) {
    NetworkBuilder builder = Network.builder("x", 3, 4, 4);
    conv(random, builder, "x", "c1", 1, 3, 4, 3);
    builder.then("Relu", "r1");
    conv(random, builder, "r1", "d", 4, 1, 8, 3);
    builder.then("Relu", "r2");
    conv(random, builder, "r2", "c2", 1, 8, 5, 1);
    return builder
        .then("GlobalAveragePool", "p")
        .then("Flatten", "f")
        .dense("logits", Nets.tensor(random, 0.3, 3, 5), Nets.tensor(random, 0.3, 3))
        .build();
  }

  /** Two inner channels' convolutions around a sum with what they read. */
  private static Network residual(Random random) {
    NetworkBuilder builder = Network.builder("x", 3, 4, 4);
    conv(random, builder, "x", "c1", 1, 3, 6, 3);
    builder.then("Relu", "r1");
    conv(random, builder, "r1", "c2", 1, 6, 4, 3);
    builder.then("Relu", "r2");
    conv(random, builder, "r2", "c3", 1, 4, 6, 3);
    builder.then("Identity", "b2");
    builder.node(new Node("", "Add", List.of("b2", "r1"), "sum", Attributes.none()));
    builder.then("Relu", "r3");
    conv(random, builder, "r3", "c4", 1, 6, 5, 1);
    return builder
        .then("GlobalMaxPool", "p")
        .then("Flatten", "f")
        .dense("logits", Nets.tensor(random, 0.3, 3, 5), Nets.tensor(random, 0.3, 3))
        .build();
  }

  /** One layer of three heads of four over three tokens of five numbers. */
  private static Network attention(Random random) {
    NetworkBuilder builder = Network.builder("x", 3, 5);
    for (String name : List.of("q", "k", "v")) {
      builder.parameter(name, Nets.tensor(random, 0.5, 5, 12));
      builder.node(node("MatMul", name + " lines", "x", name));
      builder.node(
          new Node(
              "",
              "Reshape",
              List.of(name + " lines"),
              name + " heads",
              Attributes.none().with("shape", 0, 3, 3, 4)));
      builder.node(
          new Node(
              "",
              "Transpose",
              List.of(name + " heads"),
              name + " by head",
              Attributes.none()
                  .with(
                      "perm", name.equals("k") ? new int[] {0, 2, 3, 1} : new int[] {0, 2, 1, 3})));
    }
    builder.node(node("MatMul", "scores", "q by head", "k by head"));
    builder.node(
        new Node("", "Softmax", List.of("scores"), "weights", Attributes.none().with("axis", -1)));
    builder.node(node("MatMul", "mixed", "weights", "v by head"));
    builder.node(
        new Node(
            "",
            "Transpose",
            List.of("mixed"),
            "heads",
            Attributes.none().with("perm", 0, 2, 1, 3)));
    builder.node(
        new Node(
            "", "Reshape", List.of("heads"), "joined", Attributes.none().with("shape", 0, 3, 12)));
    return builder
        .parameter("o", Nets.tensor(random, 0.5, 12, 5))
        .node(node("MatMul", "out", "joined", "o"))
        .node(node("Add", "sum", "out", "x"))
        .then("Flatten", "f")
        .dense("logits", Nets.tensor(random, 0.3, 3, 15), Nets.tensor(random, 0.3, 3))
        .build();
  }

  private static Node node(String op, String output, String... inputs) {
    return new Node("", op, List.of(inputs), output, Attributes.none());
  }

  private static void conv(
      Random random,
      NetworkBuilder builder,
      String in,
      String name,
      int group,
      int i,
      int o,
      int k) {
    builder.parameter(name + ".w", Nets.tensor(random, 0.4, o, i, k, k));
    builder.parameter(name + ".b", Nets.tensor(random, 0.3, o));
    Attributes attributes =
        Attributes.none()
            .with("kernel_shape", k, k)
            .with("pads", k / 2, k / 2, k / 2, k / 2)
            .with("group", group);
    builder.node(new Node("", "Conv", List.of(in, name + ".w", name + ".b"), name, attributes));
  }

  private static Node pool(String op, String in, String out) {
    Attributes window = Attributes.none().with("kernel_shape", 2, 2).with("strides", 2, 2);
    return new Node("", op, List.of(in), out, window);
  }

  private static double group(Network network, String conv) {
    return network.producerOf(conv).orElseThrow().attributes().number("group", 1);
  }

  /** At least one and not all. */
  private static int[] some(Random random, int length) {
    int[] order = IntStream.range(0, length).toArray();
    for (int i = length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int index = order[i];
      order[i] = order[j];
      order[j] = index;
    }
    return Arrays.copyOf(order, 1 + random.nextInt(length - 1));
  }

  private static int[] runs(int[] channels, int length) {
    return Arrays.stream(channels)
        .flatMap(c -> IntStream.range(c * length, (c + 1) * length))
        .toArray();
  }

  private static Map<Integer, Float> constants(Random random, int[] channels) {
    Map<Integer, Float> constants = new TreeMap<>();
    Arrays.stream(channels).forEach(c -> constants.put(c, (float) random.nextGaussian()));
    return constants;
  }

  /** Rows and the logits of a network with some channels held at a number. */
  private record Patched(List<Float> rows, List<Float> logits) {}

  private static Patched patched(Network network, Random random, Map<String, int[]> channels) {
    float[] rows = Nets.floats(random, 1, ROWS * network.width());
    try (Run run = network.on(rows, ROWS)) {
      channels.forEach(
          (tensor, indices) ->
              Arrays.stream(indices).forEach(c -> patch(network, run, tensor, c, 0)));
      return new Patched(list(rows), list(run.logits()));
    }
  }

  private static Patched patched(
      Network network, Random random, String tensor, Map<Integer, Float> constants) {
    float[] rows = Nets.floats(random, 1, ROWS * network.width());
    try (Run run = network.on(rows, ROWS)) {
      constants.forEach((c, value) -> patch(network, run, tensor, c, value));
      return new Patched(list(rows), list(run.logits()));
    }
  }

  private static void patch(Network network, Run run, String tensor, int channel, float value) {
    int stretch = network.width(tensor) / network.rowShape(tensor)[0];
    for (int i = 0; i < stretch; i++) {
      run.patch(Site.unit(tensor, channel * stretch + i), RowSet.all(ROWS), value);
    }
  }

  private static void assertSame(Patched expected, Network rest) {
    assertClose(floats(expected.logits()), rest.logits(floats(expected.rows()), ROWS));
  }

  private static void assertClose(float[] expected, float[] found) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], 1e-5, "logit " + i);
    }
  }

  private static List<Float> list(float[] values) {
    return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    IntStream.range(0, floats.length).forEach(i -> floats[i] = values.get(i));
    return floats;
  }

  @Test
  void aGemmWhoseBiasIsLeftOutLosesUnits() {
    Random random = new Random(1);
    Network network =
        Network.builder("x", 3)
            .parameter("w", Nets.tensor(random, 1, 3, 4))
            .node(node("Gemm", "h", "x", "w", ""))
            .then("Relu", "r")
            .dense("logits", Nets.tensor(random, 1, 2, 4), Nets.tensor(random, 1, 2))
            .build();
    int[] units = {1, 2};
    assertSame(patched(network, random, Map.of("r", units)), Removal.of(network, "r", 1, units));
  }

  private static void assertMessage(String part, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }
}
