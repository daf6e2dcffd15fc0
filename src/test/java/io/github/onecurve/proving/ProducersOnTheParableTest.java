package io.github.onecurve.proving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Slice;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.insight.Examinations;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkTrainer;
import io.github.onecurve.producer.bias.DatasetBias;
import io.github.onecurve.producer.bias.DatasetBiasProducer;
import io.github.onecurve.producer.circuit.CircuitHypothesis;
import io.github.onecurve.producer.circuit.CircuitHypothesisProducer;
import io.github.onecurve.proving.BareParable.Kind;
import io.github.onecurve.proving.ParableWorld.Variation;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.Reweight;
import io.github.onecurve.remedy.WeightedRows;
import io.github.onecurve.remedy.Workshop;
import io.github.onecurve.stakes.Stakes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The producers of the house beside the bare program, and on the parable told otherwise. */
class ProducersOnTheParableTest {
  private static final Stakes PLAIN = Stakes.standard().runningPrice(0);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void circuitsAreThoseOfTheBareProgram(long world) throws Exception {
    ParableWorld parable = ParableWorld.of(world);
    Network network = network(parable.training(), world);
    List<? extends Insight> both =
        Examinations.of(
            CircuitHypothesisProducer.confusing("human", "gorilla"),
            Subject.of(network).trainedOn(parable.training()).diagnosedOn(parable.diagnosis()),
            PLAIN);
    CircuitHypothesis evidence = (CircuitHypothesis) both.get(0);
    CircuitHypothesis careful = (CircuitHypothesis) both.get(1);
    Map<Kind, BareParable.Rows> rows = BareParable.world(world);
    float[] net = bare(network);
    float[] means = BareParable.means(net, rows.get(Kind.TRAINING));
    BareParable.Rows diagnosis = rows.get(Kind.DIAGNOSIS);
    double[] scores = BareParable.scores(net, means, diagnosis);
    assertEquals(BareParable.aliceK(net, means, scores, diagnosis), evidence.units().size());
    assertEquals(
        BareParable.carefulK(net, means, scores, diagnosis, BareParable.cost(1)),
        careful.units().size());
    for (CircuitHypothesis.Unit unit : evidence.units()) {
      double expected = scores[unit.index()];
      assertEquals(expected, unit.score(), 1e-4 * Math.abs(expected));
      assertEquals(means[unit.index()], unit.mean(), 1e-4 * Math.abs(means[unit.index()]));
    }
  }

  /** The house smooths the shares by half a row a cell; the bare program does not. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void weightsAreThoseOfTheBareProgramButForHalfARowACell(long world) throws Exception {
    ParableWorld parable = ParableWorld.of(world);
    LabelledRows training = parable.training();
    Reweight reweight = reweighting(parable);
    RowWeights house =
        reweight
            .apply(Optional.of(WeightedRows.of(training)), Workshop.of(subject(parable), PLAIN, 1))
            .orElseThrow()
            .weights();
    Map<Kind, BareParable.Rows> rows = BareParable.world(world);
    float[] bare = BareParable.reweighted(rows.get(Kind.TRAINING), rows.get(Kind.DIAGNOSIS));
    double sum = 0;
    for (int row = 0; row < bare.length; row++) {
      assertEquals(bare[row], house.get(row), 0.03 * bare[row]);
      sum += house.get(row);
    }
    assertEquals(training.size(), sum, 1e-6);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void thePlantedGroupIsNamedInAnyWordsAndAnyOrderOfColumns(long world) throws Exception {
    Variation told =
        Variation.none()
            .naming("violin", "viola", "oboe")
            .permuting(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    DatasetBias bias = bias(ParableWorld.of(world, told));
    assertEquals("violin", bias.className());
    assertEquals(Slice.where("group", "B"), bias.about());
    assertTrue(bias.diagnosisShare() > 5 * bias.trainingShare());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void withoutTheGapWhatIsNamedIsChance(long world) throws Exception {
    double chance = bias(ParableWorld.of(world, Variation.none().withoutGap())).divergence();
    double planted = bias(ParableWorld.of(world)).divergence();
    assertTrue(chance < planted / 5, chance + " against " + planted);
    assertNotEquals(0, chance);
  }

  private static DatasetBias bias(ParableWorld parable) throws Exception {
    return (DatasetBias) Examinations.of(new DatasetBiasProducer(), subject(parable), PLAIN).get(0);
  }

  private static Reweight reweighting(ParableWorld parable) throws Exception {
    Insight weights = Examinations.of(new DatasetBiasProducer(), subject(parable), PLAIN).get(2);
    return (Reweight) ((Retrain) weights.remedy().orElseThrow()).changes().get(0);
  }

  private static Subject subject(ParableWorld parable) {
    return Subject.of(
            NetworkTrainer.mlp(2).epochs(1).train(parable.diagnosis(), RowWeights.uniform(600), 1))
        .trainedOn(parable.training())
        .diagnosedOn(parable.diagnosis());
  }

  private static Network network(LabelledRows training, long world) {
    return NetworkTrainer.mlp(16)
        .lastLayerSd(0.25)
        .learningRate(3e-3)
        .epochs(40)
        .batch(128)
        .train(training, RowWeights.uniform(training.size()), world);
  }

  /** First layer [unit][input], its biases, second layer [class][unit], its biases. */
  private static float[] bare(Network network) {
    float[] flat = new float[BareNet.SIZE];
    int next = 0;
    for (Tensor tensor : network.parameters().values()) {
      System.arraycopy(tensor.values(), 0, flat, next, tensor.size());
      next += tensor.size();
    }
    return flat;
  }
}
