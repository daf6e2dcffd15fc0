package io.github.onecurve.surgery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.bridge.onnx.Onnx;
import io.github.onecurve.bridge.onnx.Reference;
import io.github.onecurve.data.Npy;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Nets;
import io.github.onecurve.network.Network;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MagnitudeTest {
  private static final Network NETWORK =
      Network.builder("x", 2)
          .dense(
              "fc1",
              Tensor.of(new float[] {0.5f, -0.1f, 0.3f, -0.3f}, 2, 2),
              Tensor.of(new float[] {0.01f, 0.01f}, 2))
          .relu("h1")
          .dense(
              "logits",
              Tensor.of(new float[] {0.3f, 2, 0.05f, 1}, 2, 2),
              Tensor.of(new float[] {0.01f, 0.01f}, 2))
          .build();

  @Test
  void smallestWeightsGoFirstTiesByTensorThenIndex() {
    Network pruned = Magnitude.of(NETWORK).pruneSmallest(4);
    assertArrayEquals(new float[] {0.5f, 0, 0, 0}, pruned.parameter("fc1.weight").values());
    assertArrayEquals(new float[] {0.3f, 2, 0, 1}, pruned.parameter("logits.weight").values());
    assertEquals(NETWORK.parameter("fc1.bias"), pruned.parameter("fc1.bias"));
    assertEquals(4, pruned.nonzeroMultiplyAdds());
  }

  @Test
  void aLevelTakesTheWholePartOfItsShare() {
    Magnitude magnitude = Magnitude.of(NETWORK);
    assertEquals(NETWORK.fingerprint(), magnitude.prune(0).fingerprint());
    assertEquals(0, magnitude.prune(1).nonzeroMultiplyAdds());
    assertEquals(6, magnitude.prune(0.374).nonzeroMultiplyAdds());
    assertEquals(5, magnitude.prune(0.375).nonzeroMultiplyAdds());
    // 0.29 · 100 is 28.999… in binary.
    Magnitude hundred = Magnitude.of(Nets.dense(1, "Relu", 10, 8, 2), List.of("fc1.weight"));
    assertEquals(80, hundred.count());
    Network wide = Nets.dense(1, "Relu", 25, 4, 2);
    assertEquals(
        71 + 8, Magnitude.of(wide, List.of("fc1.weight")).prune(0.29).nonzeroMultiplyAdds());
  }

  @Test
  void impossibleLevelsAreRefused() {
    Magnitude magnitude = Magnitude.of(NETWORK);
    for (double level : new double[] {-0.1, 1.1, Double.NaN}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> magnitude.prune(level)).getMessage();
      assertTrue(message.contains("[0, 1]"), message);
    }
    assertThrows(IllegalArgumentException.class, () -> magnitude.pruneSmallest(9));
    assertThrows(IllegalArgumentException.class, () -> Magnitude.of(NETWORK, List.of("w")));
  }

  @Test
  void masksAreThoseOfTheReferenceAndItsAccuracyHolds() throws IOException {
    Network network = Onnx.read(Reference.file("mnist/models/mlp.onnx"));
    Magnitude magnitude = Magnitude.of(network, List.of("fc1.weight", "fc2.weight"));
    assertEquals(233472, magnitude.count());
    int pruned = (int) Math.rint(0.9 * magnitude.count());
    float[] golden =
        Npy.tensor(Reference.file("mnist/pruning/mlp.global_magnitude.mask90.npy")).values();
    boolean[] kept = magnitude.mask(pruned);
    for (int i = 0; i < kept.length; i++) {
      assertEquals(golden[i] == 1, kept[i], "weight " + i);
    }
    Network sparse = magnitude.pruneSmallest(pruned);
    assertEquals(magnitude.count() - pruned + 1280, sparse.nonzeroMultiplyAdds());
  }
}
