package io.github.onecurve.attack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.model.Differentiable;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PgdTest {
  private static final float[] W = {1, -2, 0.5f, 0, 3};
  private static final LinearModel MODEL = new LinearModel(new float[5], W);

  /** Far from the boundary, so that every row stands and its inputs of highest loss come back. */
  private static final LabelledRows FAR =
      LabelledRows.of(
          new float[][] {{9, -9, 9, 1, 9}, {-9, 9, -9, 2, -9}},
          new int[] {1, 0},
          List.of("no", "yes"));

  @Test
  void reachesTheClosedFormOfLinf() throws InterruptedException {
    Tensor scale = Tensor.of(new float[] {1, 2, 4, 1, 0.5f}, 5);
    Threat threat = Threat.linf(0.25).scaledBy(scale).freezing(2);
    Adversarial found = new Pgd(60, 1.0 / 30, 0).attack(MODEL, FAR, threat, 1);
    float[] up = {0.25f, -0.5f, 0, 0, 0.125f}; // input 3 has no weight: it may lie anywhere
    for (int row = 0; row < 2; row++) {
      for (int i : new int[] {0, 1, 2, 4}) {
        float expected = FAR.rows().input(row, i) + (row == 0 ? -1 : 1) * up[i];
        assertEquals(expected, found.rows().rows().input(row, i), 1e-5f);
      }
    }
    assertTrue(found.succeeded().isEmpty());
    assertTrue(found.zeroGradient().isEmpty());
    assertEquals(1, found.robustAccuracy());
  }

  @Test
  void reachesTheClosedFormOfL2() throws InterruptedException {
    float[] units = {1, 2, 4, 1, 0.5f};
    Threat threat = Threat.l2(2).scaledBy(Tensor.of(units, 5));
    Adversarial found = new Pgd(400, 1.0 / 30, 0).attack(MODEL, FAR, threat, 1);
    double length = Math.sqrt(1 + 16 + 4 + 2.25); // of the weights in units of the scale
    for (int row = 0; row < 2; row++) {
      for (int i = 0; i < 5; i++) {
        double change = 2 * units[i] * units[i] * W[i] / length;
        double expected = FAR.rows().input(row, i) + (row == 0 ? -change : change);
        assertEquals(expected, found.rows().rows().input(row, i), 1e-2);
      }
      assertEquals(margin(FAR, row) - 2 * length, margin(found.rows(), row), 1e-4);
    }
  }

  @Test
  void reachesTheCornerOfTheBox() throws InterruptedException {
    Threat threat = Threat.linf(2).within(-9.5f, 9.5f);
    Adversarial found = new Pgd(60, 1.0 / 30, 0).attack(MODEL, FAR, threat, 1);
    assertEquals(7, found.rows().rows().input(0, 0), 1e-5f);
    assertEquals(7, found.rows().rows().input(0, 4), 1e-5f);
    assertEquals(-7, found.rows().rows().input(0, 1), 1e-5f);
    // Rows that the model gets wrong untouched come back as they are.
    LabelledRows flipped = LabelledRows.of(FAR.rows(), new int[] {0, 1}, FAR.classNames());
    Adversarial already = Pgd.standard().attack(MODEL, flipped, threat, 1);
    assertArrayEquals(FAR.rows().inputs(), already.rows().rows().inputs());
    assertEquals(RowSet.all(2), already.succeeded());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void breaksARowExactlyWhereTheClosedFormDoes(long seed) throws InterruptedException {
    LabelledRows rows = drawn(seed, 300);
    Threat threat = Threat.linf(0.1);
    Adversarial found = new Pgd(60, 1.0 / 30, 0).attack(MODEL, rows, threat, seed);
    for (int row = 0; row < rows.size(); row++) {
      double margin = margin(rows, row);
      double reach = 0.1 * 6.5; // ε · ‖w‖₁
      if (Math.abs(margin - reach) > 1e-4) {
        assertEquals(margin < reach, found.succeeded().contains(row), "row " + row);
      }
      assertTrue(threat.allows(rows.rows().row(row), found.rows().rows().row(row)));
      if (margin > 0) {
        assertEquals(margin(found.rows(), row) <= 0, found.succeeded().contains(row));
      }
    }
    assertEquals(rows.classNames(), found.rows().classNames());
    assertArrayEquals(rows.labels(), found.rows().labels());
  }

  @ParameterizedTest
  @ValueSource(strings = {"L∞", "L2"})
  void neitherOrderNorBatchesChangeABit(String norm) throws InterruptedException {
    LabelledRows rows = drawn(7, 101);
    Threat threat = (norm.equals("L2") ? Threat.l2(0.3) : Threat.linf(0.1)).within(-6, 6);
    Adversarial whole = Pgd.standard().attack(MODEL, rows, threat, 5);
    for (int batch : new int[] {1, 7, 64}) {
      Adversarial cut = Pgd.standard().attack(MODEL, rows, threat, 5, batch);
      assertArrayEquals(whole.rows().rows().inputs(), cut.rows().rows().inputs());
      assertEquals(whole.succeeded(), cut.succeeded());
    }
    int[] order = IntStream.range(0, 101).map(i -> i * 37 % 101).toArray();
    Adversarial turned = Pgd.standard().attack(MODEL, rows.select(order), threat, 5);
    assertArrayEquals(whole.rows().select(order).rows().inputs(), turned.rows().rows().inputs());
    Adversarial otherSeed = Pgd.standard().withSeed(1).attack(MODEL, rows, threat, 5);
    assertFalse(whole.rows().fingerprint().equals(otherSeed.rows().fingerprint()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noiseSucceedsOnNoRowThatPgdDoesNot(long seed) throws InterruptedException {
    LabelledRows rows = drawn(seed, 400);
    for (Threat threat : List.of(Threat.linf(0.2), Threat.l2(0.4))) {
      Threat boxed = threat.within(-6, 6).freezing(1);
      RowSet byChance = Noise.standard().attack(MODEL, rows, boxed, seed).succeeded();
      RowSet byPgd = new Pgd(200, 1.0 / 30, 0).attack(MODEL, rows, boxed, seed).succeeded();
      assertTrue(byChance.and(byPgd.not()).isEmpty());
      assertTrue(byChance.size() < byPgd.size());
    }
  }

  @Test
  void noiseFillsTheBallEvenly() throws InterruptedException {
    int n = 4_000;
    float[][] inputs = new float[n][2];
    for (int row = 0; row < n; row++) {
      inputs[row][0] = 5 + row * 1e-3f; // rows differ, so that their draws do
    }
    LabelledRows rows = LabelledRows.of(inputs, new int[n], List.of("no", "yes"));
    // The model falls where the noise is positive, so half of the rows fall and carry their noise.
    Differentiable model = new LinearModel(new float[] {1, 0}, new float[] {1, 1});
    for (Threat threat : List.of(Threat.linf(0.5), Threat.l2(0.5))) {
      Adversarial found = Noise.standard().attack(model, rows, threat, 3);
      assertEquals(0.5, found.robustAccuracy(), 0.03);
      double inside = 0;
      for (int row : found.succeeded().indices()) {
        double distance = threat.distance(rows.rows().row(row), found.rows().rows().row(row));
        inside += distance < 0.25 ? 1 : 0;
      }
      assertEquals(
          0.25, inside / found.succeeded().size(), 0.03); // half the radius, a quarter of the area
    }
  }

  @Test
  void aModelWithoutSlopeIsFlaggedAndItsRowsStayClean() throws InterruptedException {
    Adversarial found =
        Pgd.standard().attack(new LinearModel(new float[5], new float[5]), FAR, Threat.linf(1), 1);
    assertEquals(RowSet.of(2, 1), found.zeroGradient());
    assertEquals(RowSet.of(2, 0), found.succeeded()); // equal logits: the first class is decided
    assertArrayEquals(FAR.rows().row(1), found.rows().rows().row(1));
  }

  @Test
  void aSureModelStillShowsItsSlope() throws InterruptedException {
    // The softmax is 1 to the last bit, so the plain gradient of the cross-entropy is 0 in floats.
    float[] steep = {1e4f, -2e4f, 5e3f, 0, 3e4f};
    Differentiable model = new LinearModel(new float[5], steep);
    Adversarial found = new Pgd(60, 1.0 / 30, 0).attack(model, FAR, Threat.linf(0.5), 1);
    assertTrue(found.zeroGradient().isEmpty());
    assertEquals(8.5f, found.rows().rows().input(0, 0), 1e-5f);
  }

  @Test
  void aModelOfOneColumnIsAttackedLikeOneOfTwo() throws InterruptedException {
    LabelledRows rows = drawn(3, 50);
    Adversarial two = Pgd.standard().attack(MODEL, rows, Threat.linf(0.1), 1);
    Adversarial one = Pgd.standard().attack(new LinearModel(W), rows, Threat.linf(0.1), 1);
    assertArrayEquals(two.rows().rows().inputs(), one.rows().rows().inputs());
    assertEquals(two.succeeded(), one.succeeded());
  }

  @Test
  void refusesWhatItCannotAttack() {
    assertEquals(
        "PGD needs at least 1 step, found 0",
        assertThrows(IllegalArgumentException.class, () -> new Pgd(0, 0.1, 0)).getMessage());
    assertEquals(
        "a step of PGD must be a share of the radius in (0, 1], found NaN",
        assertThrows(IllegalArgumentException.class, () -> new Pgd(1, Double.NaN, 0)).getMessage());
    assertEquals(
        "the seed of PGD must be at least 0, found -1",
        assertThrows(IllegalArgumentException.class, () -> Pgd.standard().withSeed(-1))
            .getMessage());
    assertEquals(
        "the seed of noise must be at least 0, found -1",
        assertThrows(IllegalArgumentException.class, () -> new Noise(-1)).getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> Pgd.standard().attack(MODEL, FAR, Threat.linf(1).within(0, 1), 1));
    assertEquals(
        "expected the model's input gradient to have the shape of its inputs [2, 5], found [2, 2]",
        assertThrows(
                IllegalStateException.class,
                () -> Pgd.standard().attack(new Crooked(), FAR, Threat.linf(1), 1))
            .getMessage());
    assertEquals(
        "expected row sets over the 2 rows attacked, found one over 2 and one over 3",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Adversarial(FAR, RowSet.all(2), RowSet.all(3)))
            .getMessage());
  }

  @Test
  void stopsWhenInterrupted() {
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class, () -> Pgd.standard().attack(MODEL, FAR, Threat.linf(1), 1));
    assertFalse(Thread.currentThread().isInterrupted());
  }

  /** Answers for its gradient with something of another shape. */
  private record Crooked() implements Differentiable {
    @Override
    public INDArray logits(INDArray inputs) {
      return MODEL.logits(inputs);
    }

    @Override
    public INDArray inputGradient(INDArray inputs, UnaryOperator<INDArray> gradientAtLogits) {
      try (INDArray logits = logits(inputs)) {
        gradientAtLogits.apply(logits).close();
      }
      return Nd4j.zeros(inputs.size(0), 2);
    }
  }

  private static double margin(LabelledRows rows, int row) {
    double z = 0;
    for (int i = 0; i < 5; i++) {
      z += (double) W[i] * rows.rows().input(row, i);
    }
    return rows.label(row) == 1 ? z : -z;
  }

  /** Rows near the boundary, most of them labelled as the model decides. */
  private static LabelledRows drawn(long seed, int n) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] inputs = new float[n][5];
    int[] labels = new int[n];
    for (int row = 0; row < n; row++) {
      double z = 0;
      for (int i = 0; i < 5; i++) {
        inputs[row][i] = (float) random.nextGaussian() / 2;
        z += W[i] * inputs[row][i];
      }
      labels[row] = (z > 0) == random.nextDouble() < 0.95 ? 1 : 0;
    }
    return LabelledRows.of(inputs, labels, List.of("no", "yes"));
  }
}
