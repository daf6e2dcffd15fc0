package io.github.onecurve.producer.pruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.Examinations;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.insight.InsightProducerContract;
import io.github.onecurve.model.Batching;
import io.github.onecurve.model.Logits;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Nets;
import io.github.onecurve.network.Network;
import io.github.onecurve.remedy.Prune;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stats.Interval;
import io.github.onecurve.stats.Proportions;
import io.github.onecurve.surgery.Magnitude;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PruningSensitivityProducerTest implements InsightProducerContract {
  private static final List<Double> LEVELS = List.of(0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99);

  @Override
  public InsightProducer producer() {
    return new PruningSensitivityProducer();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void levelsAreThoseFoundByCarryingEveryPruneOut(int seed) throws Exception {
    Network network = Nets.dense(seed, "Relu", 6, 10, 3);
    LabelledRows rows = labelledBy(network, seed, 150);
    Stakes stakes = random(new Random(seed));
    Examinations.ask(
        Subject.of(network).diagnosedOn(rows),
        stakes,
        exam -> {
          PruningSensitivity said = new PruningSensitivityProducer().examine(exam).get(0);
          assertEquals(LEVELS, said.levels().stream().map(PrunedLevel::level).toList());
          assertEquals(harmless(network, rows), said.harmless());
          assertEquals(Optional.of(cheapest(exam, rows)), said.remedy());
          assertEquals(exam.forecast(some -> cheapest(exam, some)), said.saving());
          for (PrunedLevel pruned : said.levels()) {
            assertEquals(right(network, rows, pruned.level()), pruned.right());
            double cost = exam.cost(new Prune(pruned.level()), rows);
            assertEquals(cost, pruned.cost(), 1e-12);
            double saved = 1000 * (said.levels().get(0).cost() - cost);
            assertEquals(saved, pruned.savedPer1000(), 1e-9);
            assertTrue(pruned.savedInterval().contains(saved));
          }
          return said;
        });
  }

  @Test
  void saysThatAlmostAllOfTheWeightsCanGoWhereOneDoesTheWork() throws Exception {
    float[] weights = new float[20];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1e-4f * (i + 1);
    }
    weights[10] = 5;
    Network network = linear(10, weights);
    LabelledRows rows = labelledBy(network, 1, 100);
    Stakes stakes = Stakes.standard().runningPrice(0.1);
    PruningSensitivity said = said(producer(), network, rows, stakes);
    assertEquals(
        "99% of the weights can go and accuracy does not decrease (100.0%, before 100.0%).",
        said.statement());
    assertEquals(0.05, said.levels().get(7).sizeRatio(), 1e-12);
    assertEquals(Optional.of(new Prune(0.95)), said.remedy(), "19 of 20 go at both");
    assertEquals(95, said.saving().mean(), 1e-9);
  }

  @Test
  void saysThatNotEvenTheFirstLevelCanGoWhereEveryWeightCounts() throws Exception {
    Network network = linear(5, new float[] {-1, -1, -1, -1, -1, 1, 1, 1, 1, 1});
    float[][] inputs = new float[40][];
    int[] labels = new int[40];
    for (int row = 0; row < 40; row++) {
      float size = (row % 2 == 0 ? 1 : -1) * (1 + row / 10f);
      inputs[row] = new float[] {3 * size, 0, -size, -size, 0};
      labels[row] = row % 2 == 0 ? 1 : 0;
    }
    LabelledRows rows = LabelledRows.of(inputs, labels, List.of("a", "b"));
    PruningSensitivityProducer first = new PruningSensitivityProducer().atLevels(0.2);
    PruningSensitivity said = said(first, network, rows, Stakes.standard());
    assertEquals(
        "Not even 20% of the weights can go: accuracy falls from 100.0% to 0.0%.",
        said.statement());
    assertEquals(Optional.of(new ShipAsIs()), said.remedy());
  }

  @Test
  void runningPriceDecidesWhereAccuracyDoesNot() throws Exception {
    float[] weights = {0.1f, 0.1f, 5, 0.1f, 0.1f, -5};
    Network network = linear(3, weights);
    LabelledRows rows = labelledBy(network, 1, 60);
    PruningSensitivityProducer half = new PruningSensitivityProducer().atLevels(0.5);
    assertEquals(
        Optional.of(new ShipAsIs()),
        said(half, network, rows, Stakes.standard().abstain(0.3).runningPrice(0)).remedy());
    assertEquals(
        Optional.of(new Prune(0.5)),
        said(half, network, rows, Stakes.standard().runningPrice(2)).remedy());
  }

  @Test
  void claimsHoldAtAllLevelsAtOnce() throws Exception {
    Network network = Nets.dense(3, "Relu", 6, 10, 3);
    LabelledRows rows = labelledBy(network, 3, 150);
    Stakes stakes = Stakes.standard().runningPrice(0);
    PruningSensitivity said = said(producer(), network, rows, stakes);
    PrunedLevel named =
        said.levels().stream()
            .filter(pruned -> pruned.level() == said.harmless())
            .findFirst()
            .orElseThrow();
    Interval range = Proportions.wilson(named.right(), 150, 1 - 0.01 / 8);
    Claim claim = Claim.that(new Claim.Accuracy(Slice.all()), range.low(), range.high());
    Claim expected = said.harmless() == 0 ? claim : claim.after(new Prune(said.harmless()));
    assertEquals(expected, said.claims().get(0));
  }

  @Test
  void levelsAndToleranceAreChecked() {
    PruningSensitivityProducer producer = new PruningSensitivityProducer();
    assertEquals(
        "expected at least one level in (0, 1], found [0.5, 1.5]: 0.9 prunes 90% of the weights",
        assertThrows(IllegalArgumentException.class, () -> producer.atLevels(0.5, 1.5))
            .getMessage());
    assertThrows(IllegalArgumentException.class, producer::atLevels);
    assertEquals(
        "the fall of accuracy tolerated must be in [0, 1], found -0.1: write 0.02 for two points",
        assertThrows(IllegalArgumentException.class, () -> producer.tolerating(-0.1)).getMessage());
  }

  @Test
  void refusesAModelThatIsNoNetwork() {
    Model opaque = Model.ofRows(rows -> rows);
    LabelledRows rows = LabelledRows.of(new float[6][2], new int[6], List.of("a", "b"));
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () ->
                Examinations.of(
                    producer(), Subject.of(opaque).diagnosedOn(rows), Stakes.standard()));
    assertEquals(
        "pruning needs a Network, found another kind of model: declare Capability.NETWORK",
        refused.getMessage());
  }

  private static double harmless(Network network, LabelledRows rows) {
    double largest = 0;
    for (double level : LEVELS) {
      double fall = (right(network, rows, 0) - right(network, rows, level)) / (double) rows.size();
      largest = fall <= 0.02 + 1e-12 ? level : largest;
    }
    return largest;
  }

  private static int right(Network network, LabelledRows rows, double level) {
    Logits logits =
        Logits.of(Magnitude.of(network).prune(level), rows.rows(), rows.classes(), Batching.free());
    return (int)
        IntStream.range(0, rows.size())
            .filter(row -> logits.argmax(row) == rows.label(row))
            .count();
  }

  private static Remedy cheapest(Examination exam, LabelledRows rows) {
    Remedy best = new ShipAsIs();
    try {
      double least = exam.cost(best, rows);
      for (double level : LEVELS.subList(1, LEVELS.size())) {
        double cost = exam.cost(new Prune(level), rows);
        if (cost < least - 1e-12) {
          least = cost;
          best = new Prune(level);
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return best;
  }

  private static Stakes random(Random random) {
    Stakes stakes =
        Stakes.standard()
            .runningPrice(random.nextInt(6) / 10.0)
            .critical("a", "b", 1 + random.nextInt(4));
    return random.nextBoolean()
        ? stakes
        : stakes.strata(
            List.of(
                new Stakes.Stratum(
                    Slice.of(new Slice.FeatureRange(0, Double.NEGATIVE_INFINITY, 0)), 0.2),
                new Stakes.Stratum(
                    Slice.of(new Slice.FeatureRange(0, 0, Double.POSITIVE_INFINITY)), 0.8)));
  }

  private static PruningSensitivity said(
      InsightProducer producer, Network network, LabelledRows rows, Stakes stakes)
      throws Exception {
    List<?> all = Examinations.of(producer, Subject.of(network).diagnosedOn(rows), stakes);
    assertFalse(all.isEmpty());
    return (PruningSensitivity) all.get(0);
  }

  private static Network linear(int width, float[] weights) {
    return Network.builder("x", width)
        .dense("logits", Tensor.of(weights, 2, width), Tensor.of(new float[2], 2))
        .build();
  }

  /** Normal inputs with the labels that the network itself gives, one in ten moved on by one. */
  private static LabelledRows labelledBy(Network network, long seed, int n) {
    Random random = new Random(seed);
    int width = network.width();
    int classes = network.classes();
    float[][] inputs = new float[n][];
    int[] labels = new int[n];
    for (int row = 0; row < n; row++) {
      inputs[row] = Nets.floats(random, 1, width);
      float[] logits = network.logits(inputs[row], 1);
      for (int c = 1; c < classes; c++) {
        labels[row] = logits[c] > logits[labels[row]] ? c : labels[row];
      }
      boolean moved = classes > 2 && random.nextInt(10) == 0;
      labels[row] = (labels[row] + (moved ? 1 : 0)) % classes;
    }
    return LabelledRows.of(inputs, labels, List.of("a", "b", "c").subList(0, classes));
  }
}
