package io.github.onecurve.surgery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Attributes;
import io.github.onecurve.network.Nets;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Node;
import io.github.onecurve.network.Run;
import io.github.onecurve.network.Site;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AblationTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void ablatedNetsAnswerAsPatchedRuns(long seed) {
    Random random = new Random(seed);
    List<String> ops = List.of("Relu", "Tanh", "Gelu", "Sigmoid");
    String op = ops.get((int) (seed % ops.size()));
    assertAsPatched(Nets.dense(seed, op, 6, 8, 7, 3), List.of("h1", "h2"), random);
    assertAsPatched(Nets.dense(seed, op, 6, 8, 7, 3), List.of("fc1", "fc2"), random);
    assertAsPatched(products(random, op), List.of("h1"), random);
  }

  private static void assertAsPatched(Network network, List<String> tensors, Random random) {
    float[] rows = Nets.floats(random, 1, 20 * network.width());
    Map<Site, Float> values = new HashMap<>();
    for (String tensor : tensors) {
      for (int unit = 0; unit < network.width(tensor); unit++) {
        if (random.nextBoolean()) {
          values.put(Site.unit(tensor, unit), (float) random.nextGaussian());
        }
      }
    }
    float[] ablated = Ablation.of(network, values).logits(rows, 20);
    try (Run run = network.on(rows, 20)) {
      values.forEach((site, value) -> run.patch(site, RowSet.all(20), value));
      float[] patched = run.logits();
      for (int i = 0; i < patched.length; i++) {
        assertEquals(patched[i], ablated[i], 1e-5);
      }
    }
  }

  /** Layers as MatMul and Add, and as Gemm with numbers of its own. */
  private static Network products(Random random, String op) {
    Attributes numbers = Attributes.none().with("alpha", 0.7).with("beta", 1.3);
    return Network.builder("x", 4)
        .parameter("A", Nets.tensor(random, 0.5, 4, 5))
        .parameter("a", Nets.tensor(random, 0.5, 5))
        .parameter("B", Nets.tensor(random, 0.5, 5, 3))
        .parameter("b", Nets.tensor(random, 0.5, 3))
        .parameter("C", Nets.tensor(random, 0.5, 5, 3))
        .parameter("c", Nets.tensor(random, 0.5, 3))
        .node(new Node("1", "MatMul", List.of("x", "A"), "p", Attributes.none()))
        .node(new Node("2", "Add", List.of("p", "a"), "q", Attributes.none()))
        .then(op, "h1")
        .node(new Node("3", "MatMul", List.of("h1", "B"), "r", Attributes.none()))
        .node(new Node("4", "Add", List.of("b", "r"), "s", Attributes.none()))
        .node(new Node("5", "Gemm", List.of("h1", "C", "c"), "t", numbers))
        .node(new Node("6", "Add", List.of("s", "t"), "logits", Attributes.none()))
        .build();
  }

  @Test
  void anAblatedUnitCostsNothing() {
    Network network = Nets.dense(1, "Relu", 6, 8, 7, 3);
    Network cut = Ablation.of(network, "h1", Map.of(2, 0.5f, 3, 0f));
    assertEquals(network.nonzeroMultiplyAdds() - 2 * (6 + 7), cut.nonzeroMultiplyAdds());
    assertEquals(network.multiplyAdds(), cut.multiplyAdds());
  }

  @Test
  void whatFeedsAUnitThatIsReadElsewhereStays() {
    Random random = new Random(1);
    Network network =
        Network.builder("x", 4)
            .dense("fc1", Nets.tensor(random, 1, 3, 4), Nets.tensor(random, 1, 3))
            .relu("h1")
            .dense("fc2", Nets.tensor(random, 1, 3, 3), Nets.tensor(random, 1, 3))
            .node(new Node("skip", "Add", List.of("fc1", "fc2"), "logits", Attributes.none()))
            .build();
    Network cut = Ablation.of(network, "h1", Map.of(0, 1f));
    assertEquals(network.parameter("fc1.weight"), cut.parameter("fc1.weight"));
    assertAsPatched(network, List.of("h1"), random);
  }

  @Test
  void refusalsNameTheSiteAndItsReader() {
    Network network = Nets.dense(1, "Relu", 4, 5, 3);
    Random random = new Random(1);
    Network skip =
        Network.builder("x", 3)
            .relu("h1")
            .dense("fc", Nets.tensor(random, 1, 3, 3), Nets.tensor(random, 1, 3))
            .node(new Node("skip", "Add", List.of("h1", "fc"), "logits", Attributes.none()))
            .build();
    assertMessage(
        "cannot ablate units of \"h1\": they are read by Add node \"skip\" (Add), which makes",
        () -> Ablation.of(skip, "h1", Map.of(0, 1f)));
    assertMessage("output \"logits\"", () -> Ablation.of(network, "logits", Map.of(0, 1f)));
    assertMessage("whole tensor h1", () -> Ablation.of(network, Map.of(Site.whole("h1"), 1f)));
    assertMessage("finite", () -> Ablation.of(network, "h1", Map.of(0, Float.NaN)));
    assertMessage("[0, 5), found 5", () -> Ablation.of(network, "h1", Map.of(5, 0f)));
    Network bare =
        Network.builder("x", 2)
            .then("Relu", "h1")
            .parameter("W", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2))
            .node(new Node("mm", "MatMul", List.of("h1", "W"), "logits", Attributes.none()))
            .build();
    assertMessage("no bias", () -> Ablation.of(bare, "h1", Map.of(0, 1f)));
    assertEquals(2, Ablation.of(bare, "h1", Map.of(0, 0f)).nonzeroMultiplyAdds());
  }

  @Test
  void onlyWhatHasANumberForEachOutputIsABias() {
    assertEquals(Optional.of("c"), ownBias(3));
    assertEquals(Optional.of("c"), ownBias(1, 3));
    assertEquals(Optional.empty(), ownBias(3, 1));
    assertEquals(Optional.empty(), ownBias(3, 3));
    assertEquals(Optional.empty(), ownBias(1));
    assertEquals(Optional.empty(), ownBias());
  }

  /** Of 3 lines of 3 outputs and what is added to them. */
  private static Optional<String> ownBias(int... shape) {
    Random random = new Random(1);
    Network network =
        Network.builder("x", 3, 2)
            .parameter("W", Nets.tensor(random, 1, 2, 3))
            .parameter("c", Nets.tensor(random, 1, shape))
            .node(new Node("mm", "MatMul", List.of("x", "W"), "p", Attributes.none()))
            .node(new Node("add", "Add", List.of("p", "c"), "q", Attributes.none()))
            .then("Flatten", "logits")
            .build();
    Layer layer = Layer.of(network, network.nodes().get(0)).orElseThrow();
    Optional<String> bias = layer.ownBias(network);
    assertEquals(shape.length > 0 && shape[shape.length - 1] == 3, layer.bias().isPresent());
    return bias;
  }

  private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }
}
