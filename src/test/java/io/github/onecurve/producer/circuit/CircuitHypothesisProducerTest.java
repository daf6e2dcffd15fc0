package io.github.onecurve.producer.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.insight.Examinations;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.insight.InsightProducerContract;
import io.github.onecurve.insight.SmallWorld;
import io.github.onecurve.model.Logits;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Attributes;
import io.github.onecurve.network.Nets;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkBuilder;
import io.github.onecurve.network.Node;
import io.github.onecurve.producer.circuit.CircuitHypothesis.Form;
import io.github.onecurve.producer.circuit.CircuitHypothesis.Unit;
import io.github.onecurve.remedy.Ablate;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Strata;
import io.github.onecurve.surgery.Ablation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircuitHypothesisProducerTest implements InsightProducerContract {
  private static final Stakes FREE = Stakes.standard().runningPrice(0);

  @Override
  public InsightProducer producer() {
    return new CircuitHypothesisProducer();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
  void scoresAreTheExactEffectsOfAblatingEachUnitAndSumToTheWholeDifference(int seed) {
    Network network = Nets.dense(seed, seed % 2 == 0 ? "Relu" : "Tanh", 5, 7, 6, 3);
    LabelledRows rows = Nets.blobs(seed, 200, 5);
    Suspects suspects = suspects(network, rows);
    int[] cases = suspects.cases().stream().mapToInt(row -> row).toArray();
    double today = difference(network, rows, cases, suspects.confusion());
    double sum = 0;
    int nonzero = 0;
    for (Unit unit : suspects.units()) {
      Network without = Ablation.of(network, "h2", Map.of(unit.index(), unit.mean()));
      double effect = today - difference(without, rows, cases, suspects.confusion());
      assertEquals(effect, unit.score(), 1e-4 * Math.max(1, Math.abs(today)));
      sum += unit.score();
      nonzero += unit.score() == 0 ? 0 : 1;
    }
    Map<Integer, Float> all = new TreeMap<>();
    suspects.units().forEach(unit -> all.put(unit.index(), unit.mean()));
    double none = difference(Ablation.of(network, "h2", all), rows, cases, suspects.confusion());
    assertEquals(today - none, sum, 1e-4 * Math.max(1, Math.abs(today)));
    assertTrue(nonzero > 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void bothSizesAreThoseFoundByCarryingOutEveryOne(int seed) throws Exception {
    // even seeds: a tensor of more units than are all carried out
    int width = seed % 2 == 0 ? 300 : 12;
    Network network = Nets.dense(seed, "Relu", 5, width, 3);
    LabelledRows rows = Nets.blobs(seed, 120, 5);
    Stakes stakes = FREE.critical("b", "c", 3).abstain(0.2);
    Suspects suspects =
        suspects(network, rows, CostTable.of(stakes, rows.classNames()), stakes).orElseThrow();
    List<CircuitHypothesis> both = examine(Subject.of(network).diagnosedOn(rows), stakes);
    double[] costs = costs(network, rows, stakes, suspects);
    int fewest = width;
    int cheapest = width;
    for (int k = width; k >= 0; k--) {
      cheapest = costs[k] <= costs[cheapest] + 1e-12 ? k : cheapest;
      fewest = k > 0 && repairs(network, suspects, k) ? k : fewest;
    }
    assertEquals(Form.EVIDENCE, both.get(0).form());
    assertEquals(fewest, both.get(0).units().size());
    assertEquals(Form.CAREFUL, both.get(1).form());
    assertEquals(cheapest, both.get(1).units().size());
    assertEquals(suspects.first(fewest), both.get(0).units());
    assertEquals(remedy(suspects.first(cheapest)), both.get(1).remedy().orElseThrow());
  }

  @Test
  void whatNoCutChangesIsComputedOnceForAllCuts() {
    Network network = Nets.dense(1, "Relu", 5, 30, 20, 10, 3);
    LabelledRows rows = Nets.blobs(1, 200, 5);
    Suspects suspects = suspects(network, rows);
    Trials trials = new Trials(network, Readout.of(network), suspects, rows);
    // Of seven nodes the layer that feeds the last hidden tensor, its Relu and the readout are cut.
    assertEquals(4, trials.nodesReused());
    for (int k = 0; k <= 10; k++) {
      Map<Integer, Float> means = new TreeMap<>();
      suspects.first(k).forEach(unit -> means.put(unit.index(), unit.mean()));
      Network without = Ablation.of(network, "h3", means);
      Logits logits = Logits.of(without.logits(rows.rows().inputs(), rows.size()), 3);
      int[] decisions = trials.decisions(k);
      for (int row = 0; row < rows.size(); row++) {
        assertEquals(logits.argmax(row), decisions[row]);
      }
    }
  }

  @Test
  void theWholeChoiceIsMadeAgainInEachFoldOfTheForecast() throws Exception {
    Subject subject = SmallWorld.subject();
    List<CircuitHypothesis> both = examine(subject, FREE);
    for (int form = 0; form < 2; form++) {
      int place = form;
      Forecast again =
          Examinations.ask(
              subject,
              FREE,
              exam -> exam.forecast(rows -> chosenOn(subject.diagnosedOn(rows), place)));
      assertEquals(again, both.get(form).forecast().orElseThrow());
    }
  }

  @Test
  void theConfusionIsTheOneOfLargestCost() throws Exception {
    Network echo = echo(3);
    // true 0 said 1: two rows; true 2 said 0: one row
    LabelledRows rows = said(3, new int[][] {{0, 1}, {0, 1}, {2, 0}, {0, 0}, {1, 1}, {2, 2}});
    assertConfusion(0, 1, echo, rows, FREE);
    assertConfusion(2, 0, echo, rows, FREE.critical("c2", "c0", 3));
  }

  @Test
  void equalCostsGoToTheLowestClasses() {
    LabelledRows rows = said(3, new int[][] {{2, 1}, {1, 2}, {1, 0}, {0, 0}, {2, 2}});
    assertConfusion(1, 0, echo(3), rows, FREE);
  }

  @Test
  void strataWeighTheConfusion() {
    LabelledRows rows = said(3, new int[][] {{0, 1}, {0, 1}, {2, 0}, {0, 0}, {1, 1}, {2, 2}});
    Slice saysZero = Slice.of(new Slice.FeatureRange(0, 0.5, 2));
    Slice saysOther = Slice.of(new Slice.FeatureRange(0, -1, 0.5));
    Stakes mix =
        FREE.strata(List.of(new Stakes.Stratum(saysZero, 0.9), new Stakes.Stratum(saysOther, 0.1)));
    assertConfusion(2, 0, echo(3), rows, mix);
  }

  @Test
  void noErrorNoInsight() throws Exception {
    LabelledRows rows = said(3, new int[][] {{0, 0}, {1, 1}, {2, 2}, {0, 0}, {1, 1}, {2, 2}});
    assertEquals(List.of(), examine(Subject.of(echo(3)).diagnosedOn(rows), FREE));
  }

  @Test
  void aConfusionGivenByTheUserIsTheOneExplained() throws Exception {
    LabelledRows rows = said(3, new int[][] {{0, 1}, {0, 1}, {2, 0}, {0, 0}, {1, 1}, {2, 2}});
    Subject subject = Subject.of(echo(3)).diagnosedOn(rows);
    Insight given =
        Examinations.of(CircuitHypothesisProducer.confusing("c2", "c0"), subject, FREE).get(0);
    assertTrue(given.statement().contains("c2 being taken for c0"), given.statement());
    assertEquals(
        List.of(), Examinations.of(CircuitHypothesisProducer.confusing("c1", "c0"), subject, FREE));
  }

  @Test
  void classesThatAreNotThereOrAreTheSameAreRefused() {
    Subject subject = SmallWorld.subject();
    IllegalArgumentException unknown =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Examinations.of(
                    CircuitHypothesisProducer.confusing("ape", "other"), subject, FREE));
    assertEquals(
        "expected one of the classes " + subject.diagnosis().classNames() + ", found \"ape\"",
        unknown.getMessage());
    assertEquals(
        "expected two different classes, one taken for the other, found \"x\" twice",
        assertThrows(
                IllegalArgumentException.class, () -> CircuitHypothesisProducer.confusing("x", "x"))
            .getMessage());
  }

  @Test
  void aNetworkWhoseLogitsAreNoMapOfHiddenUnitsIsRefusedWithAReason() {
    Random random = new Random(1);
    Tensor square = Nets.tensor(random, 1, 3, 3);
    NetworkBuilder flat =
        Network.builder("x", 3).dense("logits", square, Nets.tensor(random, 1, 3));
    assertRefused("a layer that reads the input \"x\", no hidden unit,", flat.build());
    assertRefused("a Relu", Nets.dense(1, "Relu", 3, 4, 3), "Relu");
    Network sum =
        Network.builder("x", 3)
            .dense("h", square, Nets.tensor(random, 1, 3))
            .node(new Node("sum", "Add", List.of("h", "x"), "out", Attributes.none()))
            .build();
    assertRefused("the sum of the tensors [h, x]", sum);
  }

  @Test
  void aProductWithABiasAddedIsReadAsTheLayerItIs() {
    Random random = new Random(2);
    Network network =
        Network.builder("x", 3)
            .dense("h", Nets.tensor(random, 1, 4, 3), Nets.tensor(random, 1, 4))
            .parameter("w", Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2))
            .parameter("b", Tensor.of(new float[] {0, 0}, 2))
            .node(new Node("p", "MatMul", List.of("h", "w"), "p", Attributes.none()))
            .node(new Node("s", "Add", List.of("p", "b"), "s", Attributes.none()))
            .build();
    Readout readout = Readout.of(network);
    assertEquals("h", readout.hidden());
    assertEquals(4, readout.width());
    assertEquals(5, readout.weight(0, 2));
    assertEquals(8, readout.weight(1, 3));
  }

  @Test
  void aLoneLogitIsThatOfTheSecondOfTwoClasses() throws Exception {
    Network network = Nets.dense(3, "Relu", 4, 6, 1);
    Random random = new Random(4);
    LabelledRows rows =
        LabelledRows.of(
            IntStream.range(0, 60).mapToObj(i -> Nets.floats(random, 1, 4)).toArray(float[][]::new),
            random.ints(60, 0, 2).toArray(),
            List.of("no", "yes"));
    List<CircuitHypothesis> both = examine(Subject.of(network).diagnosedOn(rows), FREE);
    Readout readout = Readout.of(network);
    assertEquals(0, readout.weight(0, 2));
    assertEquals(network.parameter("logits.weight").get(2), readout.weight(1, 2));
    assertEquals(2, both.size());
    assertTrue(both.get(0).cases() > 0);
  }

  @Test
  void theSentenceSaysTheFigures() {
    CircuitHypothesis circuit =
        new CircuitHypothesis(
            Form.EVIDENCE,
            "a",
            "b",
            "h1",
            16,
            List.of(new Unit(3, 2.5, 0.25f), new Unit(1, 0.5, 0)),
            OptionalDouble.of(0.716),
            12,
            11,
            List.of(),
            Optional.empty());
    assertEquals(
        "A circuit of 2 of the 16 units of h1 is responsible for a being taken for b: it carries"
            + " 72% of the logit difference and cutting it repairs 11 of 12 cases.",
        circuit.statement());
    assertEquals(
        new Ablate("h1", List.of(new Ablate.Unit(3, 0.25f), new Ablate.Unit(1, 0))),
        circuit.remedy().orElseThrow());
  }

  @Test
  void aCircuitOfNoUnitIsToShipAsItIs() {
    CircuitHypothesis none =
        new CircuitHypothesis(
            Form.CAREFUL,
            "a",
            "b",
            "h1",
            16,
            List.of(),
            OptionalDouble.empty(),
            2,
            0,
            List.of(),
            Optional.empty());
    assertEquals(new ShipAsIs(), none.remedy().orElseThrow());
    assertFalse(none.statement().contains("responsible"));
  }

  private static void assertConfusion(
      int actual, int predicted, Network network, LabelledRows rows, Stakes stakes) {
    assertEquals(
        new Confusion(actual, predicted),
        suspects(network, rows, CostTable.of(stakes, rows.classNames()), stakes)
            .orElseThrow()
            .confusion());
  }

  private static void assertRefused(String found, Network network, String... more) {
    Network refused = network;
    if (more.length > 0) {
      refused =
          Network.builder("x", 3)
              .dense("h", Nets.tensor(new Random(1), 1, 3, 3), Nets.tensor(new Random(1), 1, 3))
              .then(more[0], "out")
              .build();
    }
    Network last = refused;
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> Readout.of(last));
    assertEquals(
        "not applicable: expected a network whose logits \""
            + last.output()
            + "\" are made from hidden units by a Gemm or MatMul with a bias, found "
            + found
            + " there: give the network up to such a layer, without a softmax behind it",
        refusal.getMessage());
  }

  @SuppressWarnings("unchecked")
  private static List<CircuitHypothesis> examine(Subject subject, Stakes stakes) throws Exception {
    return (List<CircuitHypothesis>)
        Examinations.of(new CircuitHypothesisProducer(), subject, stakes);
  }

  private static Remedy chosenOn(Subject subject, int place) {
    try {
      List<CircuitHypothesis> both = examine(subject, FREE);
      return both.isEmpty() ? new ShipAsIs() : both.get(place).remedy().orElseThrow();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Suspects suspects(Network network, LabelledRows rows) {
    return suspects(network, rows, CostTable.of(FREE, rows.classNames()), FREE).orElseThrow();
  }

  private static Optional<Suspects> suspects(
      Network network, LabelledRows rows, CostTable costs, Stakes stakes) {
    Readout readout = Readout.of(network);
    Readings readings = Readings.of(network, readout.hidden(), rows.rows(), rows.classes());
    Strata strata = Strata.ofPart(stakes, rows.rows(), "diagnosis");
    float[] means = Readings.means(network, readout.hidden(), rows.rows());
    return Confusion.costliest(rows, readings.logits(), costs, strata)
        .map(confusion -> Suspects.of(confusion, rows, readings, readout, means));
  }

  private static Remedy remedy(List<Unit> units) {
    return units.isEmpty()
        ? new ShipAsIs()
        : new Ablate(
            "h1", units.stream().map(unit -> new Ablate.Unit(unit.index(), unit.mean())).toList());
  }

  /** The cost of cutting the first k units, for every k. */
  private static double[] costs(
      Network network, LabelledRows rows, Stakes stakes, Suspects suspects) throws Exception {
    return Examinations.ask(
        Subject.of(network).diagnosedOn(rows),
        stakes,
        exam -> {
          double[] costs = new double[suspects.units().size() + 1];
          for (int k = 0; k < costs.length; k++) {
            costs[k] = exam.cost(remedy(suspects.first(k)), rows);
          }
          return costs;
        });
  }

  private static boolean repairs(Network network, Suspects suspects, int k) {
    Map<Integer, Float> means = new TreeMap<>();
    suspects.first(k).forEach(unit -> means.put(unit.index(), unit.mean()));
    LabelledRows rows = suspects.rows();
    Logits logits = answers(Ablation.of(network, "h1", means), rows);
    long right =
        suspects.cases().stream().filter(row -> logits.argmax(row) == rows.label(row)).count();
    return right >= 0.9 * suspects.cases().size();
  }

  private static double difference(
      Network network, LabelledRows rows, int[] cases, Confusion confusion) {
    Logits logits = answers(network, rows);
    return IntStream.of(cases)
        .mapToDouble(
            row ->
                (double) logits.get(row, confusion.predicted())
                    - logits.get(row, confusion.actual()))
        .sum();
  }

  /**
   * A net that says the class whose input is largest, through hidden units that copy the inputs.
   */
  private static Network echo(int classes) {
    float[] identity = new float[classes * classes];
    for (int c = 0; c < classes; c++) {
      identity[c * classes + c] = 1;
    }
    Tensor matrix = Tensor.of(identity, classes, classes);
    Tensor zero = Tensor.of(new float[classes], classes);
    return Network.builder("x", classes)
        .dense("fc1", matrix, zero)
        .relu("h1")
        .dense("logits", matrix, zero)
        .build();
  }

  /** Rows of a true class each for which the echo says another. */
  private static LabelledRows said(int classes, int[][] trueAndSaid) {
    float[][] inputs = new float[trueAndSaid.length][classes];
    int[] labels = new int[trueAndSaid.length];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = trueAndSaid[row][0];
      inputs[row][trueAndSaid[row][1]] = 1;
    }
    return LabelledRows.of(
        inputs, labels, IntStream.range(0, classes).mapToObj(c -> "c" + c).toList());
  }

  private static Logits answers(Network network, LabelledRows rows) {
    float[] logits = network.logits(rows.rows().inputs(), rows.size());
    return Readings.logits(logits, rows.size(), rows.classes());
  }
}
