package io.github.onecurve.attack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import io.github.onecurve.data.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreatTest {
  @Test
  void distanceIsMeasuredInUnitsOfTheScale() {
    float[] from = {0, 0, 0};
    float[] to = {3, -8, 0};
    Tensor scale = Tensor.of(new float[] {1, 2, 5}, 3);
    assertEquals(8, Threat.linf(1).distance(from, to));
    assertEquals(Math.sqrt(73), Threat.l2(1).distance(from, to), 1e-12);
    assertEquals(4, Threat.linf(1).scaledBy(scale).distance(from, to));
    assertEquals(5, Threat.l2(1).scaledBy(scale).distance(from, to), 1e-12);
  }

  @Test
  void linfProjectionClipsEachInput() {
    Threat threat = Threat.linf(0.5).within(0, 1).freezing(3);
    float[] clean = {0.25f, 0.5f, 0.75f, 0.5f};
    assertArrayEquals(
        new float[] {0, 0.625f, 1, 0.5f},
        threat.project(clean, new float[] {-9, 0.625f, Float.POSITIVE_INFINITY, 9}));
  }

  @Test
  void l2ProjectionSharesWhatTheBoxLeavesOfTheRadius() {
    // Input 0 stops at 0.3 in the box; the other two keep the direction (4, 4) with what is left.
    float[] projected =
        Threat.l2(0.5).within(-0.3f, 9).project(new float[3], new float[] {-8, 4, 4});
    double rest = Math.sqrt((0.25 - 0.09) / 2);
    assertArrayEquals(new float[] {-0.3f, (float) rest, (float) rest}, projected, 1e-6f);
    assertEquals(0.5, Threat.l2(1).distance(new float[3], projected), 1e-6);
  }

  @Test
  void l2ProjectionWithoutBoxShortensTheChange() {
    Tensor scale = Tensor.of(new float[] {1, 2}, 2);
    // In units of the scale the change is (3, 4), of length 5.
    assertArrayEquals(
        new float[] {1.6f, 2.6f},
        Threat.l2(1).scaledBy(scale).project(new float[] {1, 1}, new float[] {4, 9}),
        1e-6f);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void projectionIsAllowedIdempotentAndNearerThanAnyOtherAllowedRow(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int width = 5;
    float[] units = new float[width];
    for (int i = 0; i < width; i++) {
      units[i] = (float) (0.2 + random.nextDouble());
    }
    for (Threat plain : List.of(Threat.linf(0.7), Threat.l2(0.7))) {
      Threat threat = plain.within(-1, 1).scaledBy(Tensor.of(units, width)).freezing(2);
      Threat euclidean = Threat.l2(1).scaledBy(Tensor.of(units, width));
      for (int round = 0; round < 50; round++) {
        float[] clean = draw(random, width, 1);
        float[] candidate = draw(random, width, 4);
        float[] projected = threat.project(clean, candidate);
        assertTrue(threat.allows(clean, projected));
        assertArrayEquals(projected, threat.project(clean, projected), 1e-6f);
        assertEquals(clean[2], projected[2]);
        float[] free = candidate.clone();
        free[2] = clean[2];
        double distance = euclidean.distance(free, projected);
        for (int other = 0; other < 50; other++) {
          float[] allowed = threat.project(clean, draw(random, width, 2));
          assertTrue(distance <= euclidean.distance(free, allowed) + 1e-5);
        }
      }
    }
  }

  @Test
  void allowsNothingBeyondRadiusBoxAndFrozenInputs() {
    Threat threat = Threat.linf(0.1).within(0, 1).freezing(1);
    float[] clean = {0.95f, 0.5f};
    assertTrue(threat.allows(clean, clean));
    assertTrue(threat.allows(clean, new float[] {0.95f - 0.1f, 0.5f}));
    assertFalse(threat.allows(clean, new float[] {0.8499f, 0.5f}));
    assertFalse(threat.allows(clean, new float[] {1.01f, 0.5f}));
    assertFalse(threat.allows(clean, new float[] {0.95f, 0.5001f}));
    assertFalse(threat.allows(clean, new float[] {Float.NaN, 0.5f}));
  }

  @Test
  void standardDeviationsAreThoseOfTheColumnsAndConstantOnesAreFrozen() {
    LabelledRows rows =
        rows(new float[][] {{1, 0.1f, 10}, {3, 0.1f, 10}, {1, 0.1f, 40}, {3, 0.1f, 40}});
    Threat threat = Threat.ofStandardDeviations(rows, 0.1);
    assertEquals(Optional.of(Tensor.of(new float[] {1, 1, 15}, 3)), threat.scale());
    assertEquals(List.of(1), threat.frozen());
    assertEquals(Norm.LINF, threat.norm());
    assertEquals(0.1, threat.radius());
    assertEquals(threat, Threat.ofStandardDeviations(rows.select(3, 1, 0, 2), 0.1));
  }

  @Test
  void readsLikeASentence() {
    assertEquals("L2 ≤ 0.5", Threat.l2(0.5).toString());
    assertEquals(
        "L∞ ≤ 0.1 in units of a scale per input, inputs within [0.0, 1.0], inputs [0, 4] frozen",
        Threat.linf(0.1)
            .within(0, 1)
            .scaledBy(Tensor.of(new float[] {1, 2}, 2))
            .freezing(4, 0)
            .freezing(4)
            .toString());
    assertEquals(
        "L∞ ≤ 0.1, 9 inputs frozen",
        Threat.linf(0.1).freezing(0, 1, 2, 3, 4, 5, 6, 7, 8).toString());
  }

  @Test
  void refusesWhatIsNoThreat() {
    refused("a threat's radius must be finite and above 0, found 0.0", () -> Threat.linf(0));
    refused("a threat's radius must be finite and above 0, found NaN", () -> Threat.l2(Double.NaN));
    refused(
        "a box must have finite low < high, found low 1.0 and high 1.0",
        () -> Threat.linf(1).within(1, 1));
    refused(
        "a box must have finite low < high, found low NaN and high 1.0",
        () -> Threat.linf(1).within(Float.NaN, 1));
    refused(
        "a threat's scale must be positive, found 0.0 at input 1: freeze inputs that cannot change",
        () -> Threat.linf(1).scaledBy(Tensor.of(new float[] {1, 0}, 2)));
    refused(
        "tensor values must be finite, found Infinity at flat index 0",
        () -> Threat.linf(1).scaledBy(Tensor.of(new float[] {Float.POSITIVE_INFINITY}, 1)));
    refused(
        "frozen inputs are flat indices from 0, found -1", () -> Threat.linf(1).freezing(3, -1));
    refused(
        "no input varies over the 2 training rows, so no threat can be measured in standard"
            + " deviations: give more rows or name a threat with Threat.linf(radius)",
        () -> Threat.ofStandardDeviations(rows(new float[][] {{1, 2}, {1, 2}}), 0.1));
  }

  @Test
  void refusesRowsThatDoNotFit() {
    Rows rows = Rows.of(new float[][] {{0, 1}, {0.5f, 1.5f}});
    refused(
        "the threat's scale has 3 numbers, the rows have 2 inputs: give one for each input",
        () -> Threat.linf(1).scaledBy(Tensor.of(new float[] {1, 1, 1}, 3)).requireFits(rows));
    refused(
        "frozen inputs must be in [0, 2), the width of the rows, found 2",
        () -> Threat.linf(1).freezing(2).requireFits(rows));
    refused(
        "all 2 inputs are frozen: a threat must leave at least one to change",
        () -> Threat.linf(1).freezing(0, 1).requireFits(rows));
    refused(
        "clean inputs must lie in the threat's box [0.0, 1.0], found 1.5 in row 1 at input 1: widen"
            + " the box or freeze the input",
        () -> Threat.linf(1).within(0, 1).requireFits(rows));
    Threat.linf(1).within(0, 1).freezing(1).requireFits(rows);
    refused(
        "expected rows of 2 inputs, found one of 3",
        () -> Threat.linf(1).distance(new float[2], new float[3]));
    refused(
        "expected numbers to project into L2 ≤ 1.0, found NaN at input 1",
        () -> Threat.l2(1).project(new float[2], new float[] {0, Float.NaN}));
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static LabelledRows rows(float[][] inputs) {
    return LabelledRows.of(inputs, new int[inputs.length], List.of("no", "yes"));
  }

  private static float[] draw(SplittableRandom random, int width, double reach) {
    float[] row = new float[width];
    for (int i = 0; i < width; i++) {
      row[i] = (float) (reach * (2 * random.nextDouble() - 1));
    }
    return row;
  }
}
