package io.github.onecurve.attack;

import static io.github.onecurve.attack.HalfSpace.FAR;
import static io.github.onecurve.attack.HalfSpace.MODEL;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Model;
import io.github.onecurve.network.Network;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class SquareTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void triesNothingOutsideOfTheThreat(long seed) throws InterruptedException {
    LabelledRows images = HalfSpace.images(seed, 20);
    LabelledRows lines =
        LabelledRows.of(
            Rows.of(images.rows().inputs(), 20, 24), images.labels(), images.classNames());
    for (Norm norm : Norm.values()) {
      Threat threat = HalfSpace.tight(norm, seed);
      for (LabelledRows rows : new LabelledRows[] {images, lines}) {
        Lowest lowest = new Lowest(rows, threat);
        new Square(100, 0).run(rows.rows(), threat, seed, lowest);
        assertEquals(20 * 100, lowest.asked);
        Adversarial found = new Square(100, 0).attack(HalfSpace.model(seed), rows, threat, seed);
        for (int row = 0; row < rows.size(); row++) {
          float[] clean = rows.rows().row(row);
          assertEquals("", HalfSpace.fault(threat, clean, found.rows().rows().row(row)));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"LINF, 0.999", "L2, 0.93", "L1, 0.95"})
  void comesNearTheClosedForm(Norm norm, double share) throws InterruptedException {
    Adversarial found = new Square(1000, 0).attack(MODEL, FAR, HalfSpace.threat(norm, 2), 1);
    assertTrue(found.succeeded().isEmpty());
    for (int row = 0; row < 2; row++) {
      double gained = HalfSpace.margin(FAR, row) - HalfSpace.margin(found.rows(), row);
      double reached = gained / (2 * HalfSpace.slope(norm));
      assertTrue(reached >= share && reached <= 1 + 1e-5, norm + ": " + reached);
    }
  }

  @Test
  void lowersAnyScore() throws InterruptedException {
    double[] least = {Double.MAX_VALUE, Double.MAX_VALUE};
    Target sum =
        new Target() {
          @Override
          public void score(int[] some, Rows inputs, double[] score, double[] tie) {
            for (int i = 0; i < some.length; i++) {
              for (float one : inputs.row(i)) {
                score[i] += one;
              }
              least[some[i]] = Math.min(least[some[i]], score[i]);
            }
          }

          @Override
          public boolean isDone(int row) {
            return false;
          }
        };
    new Square(300, 0).run(FAR.rows(), HalfSpace.threat(Norm.LINF, 2), 1, sum);
    double reach = 2 * (1 + 2 + 1 + 0.5); // the radius times the units of the inputs not frozen
    assertArrayEquals(new double[] {19 - reach, -16 - reach}, least, 1e-4);
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void breaksNoRowThatTheClosedFormDoesNot(Norm norm) throws InterruptedException {
    LabelledRows rows = HalfSpace.drawn(4, 200);
    double reach = 0.15 * HalfSpace.slope(norm);
    Adversarial found = new Square(300, 0).attack(MODEL, rows, HalfSpace.threat(norm, 0.15), 4);
    int could = 0;
    int did = 0;
    for (int row = 0; row < rows.size(); row++) {
      double margin = HalfSpace.margin(rows, row);
      boolean fell = found.succeeded().contains(row);
      assertTrue(!fell || margin < reach + 1e-5, "row " + row);
      could += margin > 0 && margin < reach ? 1 : 0;
      did += margin > 0 && fell ? 1 : 0;
      if (margin < 0) {
        assertArrayEquals(rows.rows().row(row), found.rows().rows().row(row));
      }
    }
    assertTrue(did >= 0.85 * could, did + " of " + could);
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void neitherOrderNorBatchesChangeABit(Norm norm) throws InterruptedException {
    LabelledRows rows = HalfSpace.images(7, 37);
    LinearModel model = HalfSpace.model(7);
    Threat threat = HalfSpace.tight(norm, 7);
    Square attack = new Square(60, 0);
    Adversarial whole = attack.attack(model, rows, threat, 5);
    for (int batch : new int[] {1, 8}) {
      Adversarial cut = attack.attack(model, rows, threat, 5, batch);
      assertArrayEquals(whole.rows().rows().inputs(), cut.rows().rows().inputs());
      assertEquals(whole.succeeded(), cut.succeeded());
    }
    int[] order = IntStream.range(0, 37).map(i -> i * 5 % 37).toArray();
    Adversarial turned = attack.attack(model, rows.select(order), threat, 5);
    assertArrayEquals(whole.rows().select(order).rows().inputs(), turned.rows().rows().inputs());
    Adversarial other = attack.withSeed(1).attack(model, rows, threat, 5);
    assertNotEquals(whole.rows().fingerprint(), other.rows().fingerprint());
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void whatIsScoredAlikeIsAskedAboutOnceWithTheSameResult(Norm norm) throws InterruptedException {
    LabelledRows images = HalfSpace.images(3, 2);
    Rows lines = Rows.of(images.rows().inputs(), 2, 24);
    LabelledRows rows = LabelledRows.of(lines, images.labels(), images.classNames());
    Threat threat = HalfSpace.tight(norm, 3);
    Lowest often = new Lowest(rows, threat);
    Lowest once = new Lowest(rows, threat);
    once.steady = true;
    new Square(3000, 0).run(lines, threat, 1, often);
    new Square(3000, 0).run(lines, threat, 1, once);
    assertArrayEquals(often.least, once.least);
    assertEquals(2 * 3000, often.asked);
    assertTrue(once.asked < (norm == Norm.LINF ? 600 : 5999), norm + ": " + once.asked);
  }

  @Test
  void windowsShrinkOnTheSchedule() {
    Square standard = Square.standard();
    assertEquals(0.8, standard.share(10));
    assertEquals(0.4, standard.share(11));
    assertEquals(0.8 / 16, standard.share(1000));
    assertEquals(0.8 / 32, standard.share(1001));
    assertEquals(standard.share(4000), new Square(500, 0).share(400));
    assertEquals(0.8 / 512, new Square(20_000, 0).share(20_000)); // no slower for more queries
  }

  @Test
  void channelsLieWhereTheShapeSays() {
    assertEquals(new Grid(1, 28, 28, 0, 1), Grid.of(28, 28));
    assertEquals(new Grid(3, 8, 9, 72, 1), Grid.of(3, 8, 9));
    assertEquals(new Grid(3, 8, 9, 1, 3), Grid.of(8, 9, 3));
    assertEquals(new Grid(1, 1, 12, 0, 1), Grid.of(1, 12));
    int[] met = new int[8 * 9 * 3];
    Grid last = Grid.of(8, 9, 3);
    for (int c = 0; c < 3; c++) {
      for (int place = 0; place < 72; place++) {
        met[last.index(c, place / 9, place % 9)]++;
      }
    }
    assertTrue(Arrays.stream(met).allMatch(times -> times == 1));
  }

  @ParameterizedTest
  @CsvSource({"mlp, LINF", "mlp, L2", "robust, LINF", "robust, L2"})
  void breaksMoreThanNoiseAndNoMoreThanApgdOnMnist(String name, Norm norm)
      throws IOException, InterruptedException {
    int count = 100;
    Network network = Mnist.network(name);
    Threat threat = (norm == Norm.LINF ? Threat.linf(0.1) : Threat.l2(1)).within(0, 1);
    LabelledRows flat = Mnist.judgeRows(count, 784);
    Model ofImages =
        images -> {
          try (INDArray lines = images.reshape('c', images.size(0), 784)) {
            return network.logits(lines);
          }
        };
    double found =
        new Square(500, 0)
            .attack(ofImages, Mnist.judgeRows(count, 1, 28, 28), threat, 1)
            .robustAccuracy();
    double noise = Noise.standard().attack(network, flat, threat, 1).robustAccuracy();
    double apgd = Apgd.on(Loss.CROSS_ENTROPY).attack(network, flat, threat, 1).robustAccuracy();
    assertTrue(found < noise, found + " against noise " + noise);
    assertTrue(found >= apgd - 0.01, found + " against APGD " + apgd);
  }

  @Test
  void refusesWhatItCannotAttack() {
    assertEquals(
        "the square attack needs at least 1 query, found 0",
        assertThrows(IllegalArgumentException.class, () -> new Square(0, 0)).getMessage());
    assertEquals(
        "the seed of the square attack must be at least 0, found -1",
        assertThrows(IllegalArgumentException.class, () -> Square.standard().withSeed(-1))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> Square.standard().attack(MODEL, FAR, Threat.l1(1).within(0, 1), 1));
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class, () -> Square.standard().attack(MODEL, FAR, Threat.linf(1), 1));
  }

  /** Is never done; wants the sum of the inputs small and checks all that it is asked. */
  private static final class Lowest implements Target {
    private final LabelledRows rows;
    private final Threat threat;
    private final double[] least = {9999, 9999};
    private boolean steady;
    private int asked;

    Lowest(LabelledRows rows, Threat threat) {
      this.rows = rows;
      this.threat = threat;
    }

    @Override
    public void score(int[] some, Rows inputs, double[] score, double[] tie) {
      for (int i = 0; i < some.length; i++) {
        float[] input = inputs.row(i);
        assertEquals("", HalfSpace.fault(threat, rows.rows().row(some[i]), input));
        for (float one : input) {
          score[i] += one;
        }
        asked++;
        least[some[i] % 2] = Math.min(least[some[i] % 2], score[i]);
      }
    }

    @Override
    public boolean isSteady() {
      return steady;
    }

    @Override
    public boolean isDone(int row) {
      return false;
    }
  }
}
