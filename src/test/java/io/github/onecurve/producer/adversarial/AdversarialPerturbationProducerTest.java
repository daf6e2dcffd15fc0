package io.github.onecurve.producer.adversarial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.attack.Pgd;
import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Examinations;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.insight.InsightProducerContract;
import io.github.onecurve.insight.SmallWorld;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Network;
import io.github.onecurve.remedy.AugmentAdversarially;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stats.Proportions;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdversarialPerturbationProducerTest implements InsightProducerContract {
  private static final float[] SLOPE = {1, -2, 0.5f};

  @Override
  public InsightProducer producer() {
    return new AdversarialPerturbationProducer();
  }

  @Test
  void shownRowPlusItsPerturbationReallyFailsWithinTheThreat() throws Exception {
    AdversarialPerturbation said = said(producer(), SmallWorld.subject());
    AdversarialExample shown = said.example().orElseThrow();
    LabelledRows rows = SmallWorld.diagnosis();
    float[] clean = rows.rows().row(shown.row());
    assertArrayEquals(clean, shown.inputs().values());
    float[] sum = sum(shown);
    assertEquals(shown.label(), decided(SmallWorld.model(), clean, rows));
    assertEquals(shown.decision(), decided(SmallWorld.model(), sum, rows));
    assertNotEquals(shown.label(), shown.decision());
    assertTrue(said.threat().allows(clean, sum));
    assertEquals(said.threat().distance(clean, sum), shown.size());
    assertTrue(shown.size() > 0 && shown.size() <= said.medianSize().orElseThrow());
    assertTrue(
        said.statement().contains("row " + shown.row() + ", a \"" + shown.label() + "\""),
        said.statement());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void onALinearModelExactlyTheRowsCloserThanTheRadiusFail(int seed) throws Exception {
    LabelledRows rows = linearRows(seed, 80);
    double radius = 0.2;
    Subject subject = Subject.of(linear()).diagnosedOn(rows);
    AdversarialPerturbation said =
        said(
            new AdversarialPerturbationProducer()
                .within(Threat.linf(radius))
                .by(new Pgd(100, 1.0 / 30, 0)),
            subject);
    int closer = 0;
    double nearest = Double.POSITIVE_INFINITY;
    for (int row = 0; row < rows.size(); row++) {
      double distance = Math.abs(margin(rows.rows().row(row))) / 3.5;
      closer += distance < radius ? 1 : 0;
      nearest = Math.min(nearest, distance);
    }
    assertEquals(80, said.right());
    assertEquals(closer, said.failed());
    assertTrue(said.failedByNoise() < said.failed());
    assertTrue(said.example().orElseThrow().size() >= nearest * (1 - 1e-5));
    assertEquals(1 - closer / 80.0, said.robustAccuracy(), 1e-12);
  }

  @Test
  void claimsNoMoreThanWhatAnAttackCanShow() throws Exception {
    AdversarialPerturbation said = said(producer(), SmallWorld.subject());
    double high = Proportions.wilson(said.right() - said.failed(), said.rows(), 0.99).high();
    assertEquals(
        List.of(Claim.that(new Claim.RobustAccuracy(said.threat()), 0, high)), said.claims());
  }

  @Test
  void measuresTheUsualThreatInStandardDeviationsOfTheTrainingRows() throws Exception {
    assertEquals(
        Threat.ofStandardDeviations(SmallWorld.training(), 0.1),
        said(producer(), SmallWorld.subject()).threat());
    assertEquals(
        Threat.ofStandardDeviations(SmallWorld.diagnosis(), 0.1),
        said(producer(), SmallWorld.bare()).threat());
  }

  @Test
  void proposesToRetrainOnlyWhereThatCanBeDone() throws Exception {
    AdversarialPerturbation said = said(producer(), SmallWorld.subject());
    assertEquals(Optional.of(Retrain.with(new AugmentAdversarially(said.threat()))), said.remedy());
    Subject bare = SmallWorld.bare();
    for (Subject lacking :
        List.of(bare, bare.with(SmallWorld.trainer()), bare.trainedOn(SmallWorld.training()))) {
      AdversarialPerturbation without = said(producer(), lacking);
      assertEquals(Optional.empty(), without.remedy());
      assertEquals(Optional.empty(), without.forecast());
    }
  }

  @Test
  void saysWhereNothingWasFoundAndShipsAsItIs() throws Exception {
    LabelledRows rows = linearRows(1, 20);
    AdversarialPerturbation said =
        said(
            new AdversarialPerturbationProducer().within(Threat.linf(1e-6)),
            Subject.of(linear()).diagnosedOn(rows));
    assertEquals(
        "No perturbation within L∞ ≤ 1.0E-6 was found that makes the model fail on any of the 20"
            + " rows that were right.",
        said.statement());
    assertEquals(Optional.of(new ShipAsIs()), said.remedy());
    assertEquals(0, said.forecast().orElseThrow().mean());
    assertTrue(said.medianSize().isEmpty());
  }

  @Test
  void saysThatAModelThatIsNeverRightNeedsNoPerturbation() throws Exception {
    LabelledRows rows = linearRows(2, 12);
    int[] wrong = rows.labels();
    for (int row = 0; row < wrong.length; row++) {
      wrong[row] = 1 - wrong[row];
    }
    LabelledRows flipped = LabelledRows.of(rows.rows(), wrong, rows.classNames());
    AdversarialPerturbation said =
        said(
            new AdversarialPerturbationProducer().within(Threat.linf(0.1)),
            Subject.of(linear()).diagnosedOn(flipped));
    assertEquals(
        "No perturbation is needed to make the model fail: none of the 12 rows is right.",
        said.statement());
    assertEquals(0, said.successRate());
  }

  @Test
  void saysThatRowsStandForWantOfASlope() throws Exception {
    Network flat =
        Network.builder("x", 3)
            .dense("logits", Tensor.of(new float[6], 2, 3), Tensor.of(new float[] {1, 0}, 2))
            .build();
    AdversarialPerturbation said =
        said(
            new AdversarialPerturbationProducer().within(Threat.linf(0.1)),
            Subject.of(flat).diagnosedOn(linearRows(3, 30)));
    assertEquals(said.right(), said.withoutSlope());
    assertTrue(
        said.statement().contains("rows the model had no slope to follow"), said.statement());
  }

  @Test
  void refusesAModelWithoutGradients() {
    Model opaque = Model.ofRows(rows -> rows);
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () ->
                Examinations.of(
                    producer(),
                    Subject.of(opaque)
                        .diagnosedOn(
                            LabelledRows.of(new float[6][2], new int[6], List.of("a", "b"))),
                    Stakes.standard()));
    assertEquals(
        "an attack needs a model with gradients, found one without: declare Capability.GRADIENT",
        refused.getMessage());
  }

  private static AdversarialPerturbation said(InsightProducer producer, Subject subject)
      throws Exception {
    List<?> all = Examinations.of(producer, subject, Stakes.standard());
    assertFalse(all.isEmpty());
    return (AdversarialPerturbation) all.get(0);
  }

  private static float[] sum(AdversarialExample shown) {
    float[] sum = shown.inputs().values();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += shown.perturbation().get(i);
    }
    return sum;
  }

  private static String decided(Model model, float[] row, LabelledRows rows) {
    float[] logits = ((Network) model).logits(row, 1);
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return rows.classNames().get(best);
  }

  /** Logits [0, slope · x]: the L∞ distance to the border is |slope · x| / 3.5. */
  private static Network linear() {
    float[] weights = {0, 0, 0, SLOPE[0], SLOPE[1], SLOPE[2]};
    return Network.builder("x", 3)
        .dense("logits", Tensor.of(weights, 2, 3), Tensor.of(new float[2], 2))
        .build();
  }

  private static double margin(float[] row) {
    return (double) SLOPE[0] * row[0] + SLOPE[1] * row[1] + SLOPE[2] * row[2];
  }

  private static LabelledRows linearRows(int seed, int n) {
    Random random = new Random(seed);
    float[][] inputs = new float[n][3];
    int[] labels = new int[n];
    for (int row = 0; row < n; row++) {
      for (int i = 0; i < 3; i++) {
        inputs[row][i] = (float) random.nextGaussian();
      }
      labels[row] = margin(inputs[row]) > 0 ? 1 : 0;
    }
    return LabelledRows.of(inputs, labels, List.of("a", "b"));
  }
}
