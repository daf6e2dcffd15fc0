package io.github.onecurve.surgery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Network;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class WeightEditsTest {
  private static final Network NETWORK =
      Network.builder("x", 3)
          .dense(
              "fc",
              Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
              Tensor.of(new float[] {7, 8}, 2))
          .build();

  @Test
  void eachEditChangesWhatItNamesAndSharesTheRest() {
    assertEdit(WeightEdits.set(NETWORK, "fc.weight", 4, -9), 1, 2, 3, 4, -9, 6);
    assertEdit(WeightEdits.scale(NETWORK, "fc.weight", -0.5), -0.5f, -1, -1.5f, -2, -2.5f, -3);
    assertEdit(
        WeightEdits.addRankOne(NETWORK, "fc.weight", new float[] {1, 10}, new float[] {0, 1, -2}),
        1,
        3,
        1,
        4,
        15,
        -14);
    assertEdit(WeightEdits.mask(NETWORK, "fc.weight", i -> i % 2 == 0), 1, 0, 3, 0, 5, 0);
  }

  private static void assertEdit(Network edited, float... expected) {
    assertEquals(Tensor.of(expected, 2, 3), edited.parameter("fc.weight"));
    assertSame(NETWORK.parameter("fc.bias"), edited.parameter("fc.bias"));
    assertEquals(Set.of("fc.weight"), NETWORK.differing(edited));
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, NETWORK.parameter("fc.weight").values());
  }

  @Test
  void aRankOneEditMovesTheOutputsAlongU() {
    float[] x = {1, -1, 2};
    float[] before = NETWORK.logits(x, 1);
    float[] after =
        WeightEdits.addRankOne(NETWORK, "fc.weight", new float[] {3, -1}, new float[] {1, 1, 1})
            .logits(x, 1);
    assertEquals(before[0] + 3 * 2, after[0], 1e-5);
    assertEquals(before[1] - 2, after[1], 1e-5);
  }

  @Test
  void whatDoesNotFitSaysSo() {
    assertMessage(
        "\"fc.weight\" in [0, 6), found 6", () -> WeightEdits.set(NETWORK, "fc.weight", 6, 0));
    assertMessage("found -1", () -> WeightEdits.set(NETWORK, "fc.weight", -1, 0));
    assertMessage("found \"w\"", () -> WeightEdits.set(NETWORK, "w", 0, 0));
    assertMessage("finite", () -> WeightEdits.set(NETWORK, "fc.weight", 0, Float.NaN));
    assertMessage("finite", () -> WeightEdits.scale(NETWORK, "fc.weight", 1e39));
    assertMessage(
        "a matrix of 3 × 2, as u and v have numbers, found \"fc.weight\" of shape [2, 3]",
        () -> WeightEdits.addRankOne(NETWORK, "fc.weight", new float[3], new float[2]));
    assertMessage(
        "found \"fc.bias\" of shape [2]",
        () -> WeightEdits.addRankOne(NETWORK, "fc.bias", new float[2], new float[1]));
  }

  private static void assertMessage(String part, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }
}
