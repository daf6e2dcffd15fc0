package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrunkTest {
  /** Wide enough for several chunks; a branch from the input joins the last layer but one. */
  private static Network network(long seed) {
    Random random = new Random(seed);
    return Network.builder("x", 60)
        .dense("fc1", Nets.tensor(random, 0.2, 200, 60), Nets.tensor(random, 0.3, 200))
        .relu("h1")
        .dense("fc2", Nets.tensor(random, 0.1, 50, 200), Nets.tensor(random, 0.3, 50))
        .then("Tanh", "h2")
        .parameter("U", Nets.tensor(random, 0.1, 60, 50))
        .node(new Node("side", "MatMul", List.of("x", "U"), "side", Attributes.none()))
        .node(new Node("sum", "Add", List.of("side", "h2"), "sum", Attributes.none()))
        .dense("logits", Nets.tensor(random, 0.2, 4, 50), Nets.tensor(random, 0.3, 4))
        .build();
  }

  private static Network edit(Network network, String name, long seed) {
    return network.with(name, Nets.tensor(new Random(seed), 0.2, network.parameter(name).shape()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void editedNetworksAnswerWithTheirOwnBits(long seed) {
    Network network = network(seed);
    for (int n : new int[] {1, 33, 1000}) {
      float[] rows = Nets.floats(new Random(seed), 1, n * 60);
      try (Run run = network.on(rows, n)) {
        for (String name : network.parameters().keySet()) {
          Network edited = edit(network, name, seed);
          assertArrayEquals(edited.logits(rows, n), run.logits(edited), name);
          assertArrayEquals(
              edited.logits(rows, n), network.trunk(Set.of(name), rows, n).logits(edited), name);
        }
        Network twice = edit(edit(network, "logits.bias", 1), "fc2.weight", 2);
        assertArrayEquals(twice.logits(rows, n), run.logits(twice));
        Trunk trunk = network.trunk(Set.of("logits.bias", "fc2.weight", "logits.weight"), rows, n);
        assertArrayEquals(twice.logits(rows, n), trunk.logits(twice));
        assertArrayEquals(network.logits(rows, n), trunk.logits(network));
        assertArrayEquals(network.logits(rows, n), run.logits(network));
        assertArrayEquals(network.logits(rows, n), run.logits());
        assertArrayEquals(
            network.logits(rows, n), network.trunk(Set.of(), rows, n).logits(network));
      }
    }
  }

  @Test
  void onlyWhatAnEditReachesIsComputed() {
    Network network = network(1);
    int nodes = network.nodes().size();
    float[] rows = Nets.floats(new Random(1), 1, 60);
    try (Run run = network.on(rows, 1)) {
      run.logits(edit(network, "fc2.bias", 1));
      // All up to side once, kept for the run itself; then fc2, h2, sum and logits for the edit.
      assertEquals(5 + 4, run.nodesRun());
      run.logits(edit(network, "fc2.weight", 2));
      assertEquals(5 + 4 + 4, run.nodesRun());
      run.logits(edit(network, "U", 2));
      // Side, sum and logits.
      assertEquals(5 + 4 + 4 + 3, run.nodesRun());
      run.logits();
      assertEquals(5 + 4 + 4 + 3 + 2, run.nodesRun());
    }
    assertEquals(3, network.trunk(Set.of("fc2.weight", "fc2.bias"), rows, 1).nodes());
    assertEquals(nodes - 1, network.trunk(Set.of("logits.bias"), rows, 1).nodes());
    assertEquals(nodes, network.trunk(Set.of(), rows, 1).nodes());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void patchesHoldUnderEditsToo(long seed) {
    Network network = network(seed);
    int n = 70;
    float[] rows = Nets.floats(new Random(seed), 1, n * 60);
    RowSet some = RowSet.where(n, row -> row % 3 == 1);
    List<Place> places =
        List.of(
            network.site("x", 3),
            network.site("h1", 7),
            network.site("sum", 2),
            Edge.of("h2", "sum"),
            Edge.of("x", "side"));
    for (String name : List.of("fc1.weight", "fc2.bias", "U", "logits.weight")) {
      Network edited = edit(network, name, seed);
      for (Place place : places) {
        try (Run run = network.on(rows, n);
            Run own = edited.on(rows, n)) {
          run.patch(place, some, 2);
          own.patch(place, some, 2);
          assertArrayEquals(own.logits(), run.logits(edited), name + " " + place);
          run.unpatch();
          assertArrayEquals(network.logits(rows, n), run.logits(), name + " " + place);
        }
      }
    }
  }

  @Test
  void otherEditsAndNetworksAreRefusedByName() {
    Network network = network(1);
    float[] rows = new float[60];
    Trunk trunk = network.trunk(Set.of("fc2.bias"), rows, 1);
    assertMessage(
        "edits of [fc2.bias] only, found edits of [U]", () -> trunk.logits(edit(network, "U", 1)));
    assertMessage("found another network", () -> trunk.logits(network(1)));
    assertMessage("found \"W\"", () -> network.trunk(Set.of("W"), rows, 1));
    try (Run run = network.on(rows, 1)) {
      assertMessage("found another network", () -> run.logits(network(1)));
    }
    Tensor bias = network.parameter("fc2.bias");
    assertEquals(Set.of("fc2.bias"), network.differing(network.with(Map.of("fc2.bias", bias))));
  }

  private static void assertMessage(String part, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }
}
