package io.github.onecurve.attack;

import static io.github.onecurve.attack.HalfSpace.FAR;
import static io.github.onecurve.attack.HalfSpace.MODEL;
import static io.github.onecurve.attack.HalfSpace.W;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Logits;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApgdTest {
  @Test
  void eachLossHasChanceOfItsOwn() {
    assertNotEquals(Apgd.on(Loss.CROSS_ENTROPY).purpose(), Apgd.on(Loss.DLR).purpose());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void triesNothingOutsideOfTheThreat(long seed) throws InterruptedException {
    LabelledRows rows = HalfSpace.images(seed, 20);
    for (Norm norm : Norm.values()) {
      Threat threat = HalfSpace.tight(norm, seed);
      for (Loss loss : Loss.values()) {
        Watcher watcher = new Watcher(rows, threat);
        new Apgd(loss, 30, 0).run(HalfSpace.model(seed), rows, threat, seed, watcher);
        int shown = norm == Norm.L1 ? 12 + 1 : 30 + 1; // the wide stages of L1 are not shown
        // The ratio is flat where the label comes third, so that such rows stand still.
        assertTrue(watcher.seen <= 20 * shown && watcher.seen >= 4 * shown);
        assertEquals(watcher.still == 0, watcher.seen == 20 * shown);
        assertTrue(loss == Loss.DLR || watcher.still == 0);
        Adversarial found = new Apgd(loss, 30, 0).attack(HalfSpace.model(seed), rows, threat, seed);
        assertTrue(found.zeroGradient().isEmpty(), norm + " " + loss); // shown no flat place
        for (int row = 0; row < rows.size(); row++) {
          float[] clean = rows.rows().row(row);
          assertEquals("", HalfSpace.fault(threat, clean, found.rows().rows().row(row)));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void reachesTheClosedForm(Norm norm) throws InterruptedException {
    Threat threat = HalfSpace.threat(norm, 2);
    for (Loss loss : Loss.values()) {
      Adversarial found = Apgd.on(loss).attack(MODEL, FAR, threat, 1);
      for (int row = 0; row < 2; row++) {
        double worst = HalfSpace.margin(FAR, row) - 2 * HalfSpace.slope(norm);
        assertEquals(worst, HalfSpace.margin(found.rows(), row), 1e-3, norm + " " + loss);
      }
      assertTrue(found.succeeded().isEmpty());
      assertTrue(found.zeroGradient().isEmpty());
    }
  }

  @Test
  void goesOnWhereTheBoxStopsTheSteepestInput() throws InterruptedException {
    // Of 3 units input 4 takes the 1 up to the box, for 3 · 1; input 1 the other 2, for 2 · 2.
    Threat threat = Threat.l1(3).within(-10, 10);
    LabelledRows edge =
        LabelledRows.of(new float[][] {{-9.9f, 9.9f, -9, 2, 9}}, new int[] {0}, HalfSpace.CLASSES);
    for (Loss loss : Loss.values()) {
      Adversarial found = Apgd.on(loss).attack(MODEL, edge, threat, 1);
      assertEquals(HalfSpace.margin(edge, 0) - 7, HalfSpace.margin(found.rows(), 0), 1e-3);
      assertEquals(10, found.rows().rows().input(0, 4), 1e-3f);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void breaksARowExactlyWhereTheClosedFormDoes(long seed) throws InterruptedException {
    LabelledRows rows = HalfSpace.drawn(seed, 150);
    for (Norm norm : Norm.values()) {
      Threat threat = HalfSpace.threat(norm, 0.15);
      double reach = 0.15 * HalfSpace.slope(norm);
      for (Loss loss : Loss.values()) {
        Adversarial found = new Apgd(loss, 60, 0).attack(MODEL, rows, threat, seed);
        for (int row = 0; row < rows.size(); row++) {
          double margin = HalfSpace.margin(rows, row);
          if (Math.abs(margin - reach) > 2e-3) {
            assertEquals(margin < reach, found.succeeded().contains(row), norm + " row " + row);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void neitherOrderNorBatchesChangeABit(Norm norm) throws InterruptedException {
    LabelledRows rows = HalfSpace.images(7, 37);
    LinearModel model = HalfSpace.model(7);
    Threat threat = HalfSpace.tight(norm, 7);
    int[] order = IntStream.range(0, 37).map(i -> i * 5 % 37).toArray();
    for (Loss loss : Loss.values()) {
      Apgd attack = new Apgd(loss, 20, 0);
      Adversarial whole = attack.attack(model, rows, threat, 5);
      for (int batch : new int[] {1, 8}) {
        Adversarial cut = attack.attack(model, rows, threat, 5, batch);
        assertArrayEquals(whole.rows().rows().inputs(), cut.rows().rows().inputs());
        assertEquals(whole.succeeded(), cut.succeeded());
      }
      Adversarial turned = attack.attack(model, rows.select(order), threat, 5);
      assertArrayEquals(whole.rows().select(order).rows().inputs(), turned.rows().rows().inputs());
      Adversarial other = attack.withSeed(1).attack(model, rows, threat, 5);
      assertNotEquals(whole.rows().fingerprint(), other.rows().fingerprint());
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void aModelOfOneColumnIsAttackedLikeOneOfTwo(Loss loss) throws InterruptedException {
    LabelledRows rows = HalfSpace.drawn(3, 50);
    Apgd attack = new Apgd(loss, 20, 0);
    Adversarial two = attack.attack(MODEL, rows, Threat.l2(0.2), 1);
    Adversarial one = attack.attack(new LinearModel(W), rows, Threat.l2(0.2), 1);
    assertArrayEquals(two.rows().rows().inputs(), one.rows().rows().inputs());
    assertEquals(two.succeeded(), one.succeeded());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 10})
  void aLossRisesAlongItsGradient(int classes) {
    SplittableRandom random = new SplittableRandom(classes);
    for (int draw = 0; draw < 50; draw++) {
      float[] logits = new float[classes];
      for (int c = 0; c < classes; c++) {
        logits[c] = 3 * (float) random.nextGaussian();
      }
      int label = random.nextInt(classes);
      for (Loss loss : Loss.values()) {
        float[] gradient = loss.gradient(logits, label);
        double ahead = 0;
        double numeric = 0;
        double claimed = 0;
        for (int c = 0; c < classes; c++) {
          float[] up = logits.clone();
          float[] down = logits.clone();
          up[c] += 1e-3f;
          down[c] -= 1e-3f;
          double rise = loss.value(up, label) - loss.value(down, label);
          ahead += rise * gradient[c];
          numeric += rise * rise;
          claimed += (double) gradient[c] * gradient[c];
        }
        if (claimed < 1e-9) { // the ratio is flat where the label comes third
          assertEquals(0, numeric, 1e-9);
        } else {
          assertEquals(1, ahead / Math.sqrt(numeric * claimed), 1e-2, loss + " " + label);
        }
      }
    }
  }

  @Test
  void scaledLogitsLeaveTheRatioAsItIs() {
    float[] logits = {3, 1, -2, 5};
    assertEquals(-(3.0 - 5) / (5 - 1), Loss.DLR.value(logits, 0), 1e-9);
    assertEquals(Loss.DLR.value(logits, 0), Loss.DLR.value(new float[] {6, 2, -4, 10}, 0), 1e-9);
    assertEquals(-(3.0 - 1), Loss.DLR.value(new float[] {3, 1}, 0), 1e-9);
  }

  @Test
  void aModelWithoutSlopeIsFlaggedAndItsRowsStayClean() throws InterruptedException {
    LinearModel flat = new LinearModel(new float[5], new float[5]);
    for (Norm norm : Norm.values()) {
      Adversarial found =
          Apgd.on(Loss.CROSS_ENTROPY).attack(flat, FAR, HalfSpace.threat(norm, 1), 1);
      assertEquals(RowSet.of(2, 1), found.zeroGradient());
      assertEquals(RowSet.of(2, 0), found.succeeded());
      assertArrayEquals(FAR.rows().row(1), found.rows().rows().row(1));
    }
  }

  @ParameterizedTest
  @CsvSource({"mlp, LINF", "mlp, L2", "robust, LINF", "robust, L2"})
  void standsOnMnistAsTheReferenceDoes(String name, Norm norm)
      throws IOException, InterruptedException {
    int count = 150;
    boolean[] golden = Mnist.stood(name, "apgd-ce", norm, count);
    Threat threat = (norm == Norm.LINF ? Threat.linf(0.1) : Threat.l2(1)).within(0, 1);
    Adversarial found =
        Apgd.on(Loss.CROSS_ENTROPY)
            .attack(Mnist.network(name), Mnist.judgeRows(count, 784), threat, 1);
    int stood = 0;
    int differ = 0;
    for (int row = 0; row < count; row++) {
      stood += golden[row] ? 1 : 0;
      differ += golden[row] == found.succeeded().contains(row) ? 1 : 0;
    }
    assertEquals((double) stood / count, found.robustAccuracy(), 0.03);
    assertTrue(differ <= 0.03 * count, differ + " rows differ");
    assertTrue(found.zeroGradient().isEmpty());
  }

  @Test
  void refusesWhatItCannotAttack() {
    assertEquals(
        "APGD needs at least 1 step, found 0",
        assertThrows(IllegalArgumentException.class, () -> new Apgd(Loss.DLR, 0, 0)).getMessage());
    assertEquals(
        "the seed of APGD must be at least 0, found -1",
        assertThrows(IllegalArgumentException.class, () -> Apgd.on(Loss.DLR).withSeed(-1))
            .getMessage());
    assertEquals(
        "expected a loss for APGD to raise, found null",
        assertThrows(NullPointerException.class, () -> new Apgd(null, 1, 0)).getMessage());
    assertEquals(
        "clean inputs must lie in the threat's box [0.0, 1.0], found 9.0 in row 0 at input 0: widen"
            + " the box or freeze the input",
        assertThrows(
                IllegalArgumentException.class,
                () -> Apgd.on(Loss.DLR).attack(MODEL, FAR, Threat.l1(1).within(0, 1), 1))
            .getMessage());
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class, () -> Apgd.on(Loss.DLR).attack(MODEL, FAR, Threat.linf(1), 1));
  }

  /** Never satisfied; checks all that it is shown. */
  private static final class Watcher implements Onlooker {
    private final LabelledRows rows;
    private final Threat threat;
    private int seen;
    private int still;

    Watcher(LabelledRows rows, Threat threat) {
      this.rows = rows;
      this.threat = threat;
    }

    @Override
    public void see(int[] some, Rows inputs, Logits logits) {
      for (int i = 0; i < some.length; i++) {
        assertEquals("", HalfSpace.fault(threat, rows.rows().row(some[i]), inputs.row(i)));
        seen++;
      }
    }

    @Override
    public boolean isDone(int row) {
      return false;
    }

    @Override
    public void standsStill(int row) {
      still++;
    }
  }
}
