package io.github.onecurve.remedy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.Said;
import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Slice;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.model.Trainer;
import io.github.onecurve.network.Nets;
import io.github.onecurve.stakes.Decision;
import io.github.onecurve.stakes.Stakes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is carried out, by hand: guards and their order, the rows of a retraining, the till. */
class WorkshopTest {
  private static final int ABSTAIN = Decision.ABSTAIN;
  private static final Model TODAY = Said.says(1);
  private static final LabelledRows DIAGNOSIS =
      Said.rows(0, new int[] {0, 1, 2, 0, 1, 2}, new int[] {0, 1, 2, 1, 1, Said.NO_NUMBER})
          .with(Attribute.categorical("site", List.of("x", "x", "y", "y", "y", "x")))
          .with(
              Attribute.categorical("shift", List.of("day", "day", "day", "night", "night", "day"))
                  .knownAtDecision());
  private static final LabelledRows TRAINING =
      Said.rows(100, new int[] {0, 1}, new int[] {0, 1})
          .with(Attribute.categorical("site", List.of("x", "y")));
  private static final LabelledRows POOL =
      Said.rows(200, new int[] {0, 1, 2, 0}, new int[] {0, 1, 2, 0})
          .with(Attribute.categorical("site", List.of("x", "y", "x", "x")));

  private static final Answers ANSWERS = Answers.of(DIAGNOSIS.rows(), TODAY, 3);

  /** Notes what it is given and gives today's model's neighbour back. */
  private static final class Noting implements Trainer {
    private final List<WeightedRows> fresh = new ArrayList<>();
    private final List<WeightedRows> further = new ArrayList<>();
    private final List<Model> starts = new ArrayList<>();
    private final List<Long> seeds = new ArrayList<>();

    @Override
    public Model train(LabelledRows rows, RowWeights weights, long seed) {
      fresh.add(new WeightedRows(rows, weights));
      seeds.add(seed);
      return Said.says(0);
    }

    @Override
    public Optional<Model> continueFrom(
        Model start, LabelledRows rows, RowWeights weights, long seed) {
      further.add(new WeightedRows(rows, weights));
      starts.add(start);
      return Optional.of(Said.says(0));
    }
  }

  @Test
  void decidesAsItsModelSaysAndNaNIsNoNumber() {
    assertArrayEquals(
        new int[] {0, 1, 2, 1, 1, Decision.NOT_A_NUMBER}, ANSWERS.decisions(Deployment.of(TODAY)));
  }

  @Test
  void holdRefusesEveryRowAndCostsNothingToRun() throws InterruptedException {
    Deployment held = carryOut(new Hold());
    int[] expected = new int[6];
    Arrays.fill(expected, ABSTAIN);
    assertArrayEquals(expected, ANSWERS.decisions(held));
    assertEquals(0, held.sizeRatio(Deployment.of(TODAY)).orElseThrow());
  }

  @Test
  void shipAsIsIsTheSystemItself() throws InterruptedException {
    Deployment current = Deployment.of(TODAY);
    assertSame(current, new ShipAsIs().carryOut(current, workshop(new Noting())));
  }

  @Test
  void refusesTheRowsOfASliceKnownAtDecision() throws InterruptedException {
    assertArrayEquals(
        new int[] {0, 1, 2, ABSTAIN, ABSTAIN, Decision.NOT_A_NUMBER},
        ANSWERS.decisions(carryOut(new AbstainWhen(Slice.where("shift", "night")))));
    assertArrayEquals(
        new int[] {ABSTAIN, 1, 2, 1, 1, Decision.NOT_A_NUMBER},
        ANSWERS.decisions(carryOut(new AbstainWhen(Slice.of(new Slice.FeatureRange(0, 0, 0.5))))));
  }

  @Test
  void aGuardOnAnAuditOnlyAttributeIsNotExecutable() {
    assertEquals(
        "a guard may use only attributes known at decision, found \"site\": declare it with"
            + " knownAtDecision, if it is",
        refusal(() -> carryOut(new AbstainWhen(Slice.where("site", "x")))));
    assertEquals(
        "expected one of the columns [site, shift], found \"nowhere\"",
        refusal(() -> carryOut(new AbstainWhen(Slice.where("nowhere", "x")))));
  }

  @Test
  void refusesAClassRatherThanTakingTheRunnerUp() throws InterruptedException {
    assertArrayEquals(
        new int[] {0, ABSTAIN, 2, ABSTAIN, ABSTAIN, Decision.NOT_A_NUMBER},
        ANSWERS.decisions(carryOut(new AbstainOn("b"))));
    assertEquals(
        "expected one of the classes [a, b, c], found \"d\"",
        refusal(() -> carryOut(new AbstainOn("d"))));
  }

  @Test
  void theExpectedCostRuleIsChowsOnTheSoftmax() throws InterruptedException {
    Model unsure = Model.ofProbabilities(rows -> all(rows, 0.6f, 0.4f, 0));
    Model sure = Model.ofProbabilities(rows -> all(rows, 0.8f, 0.2f, 0));
    Stakes stakes = Stakes.standard().critical("b", "a", 5);
    Workshop tools = Workshop.of(subject(new Noting()), stakes, 1);
    Workshop plain = Workshop.of(subject(new Noting()), Stakes.standard(), 1);
    assertEquals(ABSTAIN, first(new ExpectedCostRule().carryOut(Deployment.of(unsure), plain)));
    assertEquals(0, first(new ExpectedCostRule().carryOut(Deployment.of(sure), plain)));
    assertEquals(ABSTAIN, first(new ExpectedCostRule().carryOut(Deployment.of(sure), tools)));
  }

  @Test
  void confidenceBelowTheThresholdIsRefusedAndAtItIsNot() throws InterruptedException {
    double confidence = ANSWERS.today().confidence(0);
    assertEquals(0, ANSWERS.decisions(carryOut(new AbstainBelow(confidence)))[0]);
    assertEquals(ABSTAIN, ANSWERS.decisions(carryOut(new AbstainBelow(confidence + 1e-9)))[0]);
  }

  @Test
  void guardsApplyInOrderAndTheFirstToAbstainWins() throws InterruptedException {
    // Chow would answer for a row that a guard before it refused: it is not asked.
    Remedy both = Compose.of(new AbstainOn("a"), new ExpectedCostRule(), new AbstainOn("c"));
    Deployment system = carryOut(both);
    assertEquals(
        List.of(
            "abstain instead of a", "decide for the least expected cost", "abstain instead of c"),
        system.guards());
    assertArrayEquals(
        new int[] {ABSTAIN, 1, ABSTAIN, 1, 1, Decision.NOT_A_NUMBER}, ANSWERS.decisions(system));
  }

  @Test
  void laterGuardsSeeWhatEarlierOnesDecided() throws InterruptedException {
    Model unsure = Model.ofProbabilities(rows -> all(rows, 0.55f, 0.45f, 0));
    Stakes dear = Stakes.standard().abstain(9).critical("b", "a", 5);
    Workshop tools = Workshop.of(subject(new Noting()), dear, 1);
    Remedy chowThenRefuseB = Compose.of(new ExpectedCostRule(), new AbstainOn("b"));
    assertEquals(ABSTAIN, first(chowThenRefuseB.carryOut(Deployment.of(unsure), tools)));
    Remedy refuseBThenChow = Compose.of(new AbstainOn("b"), new ExpectedCostRule());
    assertEquals(1, first(refuseBThenChow.carryOut(Deployment.of(unsure), tools)));
  }

  @Test
  void aModelChangedBehindAGuardIsRefused() {
    assertEquals(
        "a remedy that changes the model must come before the guards, found [abstain instead of a]"
            + " before it: put the guards last",
        refusal(() -> carryOut(Compose.of(new AbstainOn("a"), Retrain.with()))));
    assertEquals(
        "a remedy that changes the model must come before the guards, found hold before it: put"
            + " the guards last",
        refusal(() -> carryOut(Compose.of(new Hold(), new SwapModel("other", Said.says(0))))));
  }

  @Test
  void aRemedyTrainsOnce() {
    assertEquals(
        "a remedy trains once, found several that retrain: put all changes in one of [retrain on"
            + " the same rows, add the diagnosis rows and retrain]",
        assertThrows(
                IllegalArgumentException.class,
                () -> Compose.of(Retrain.with(), Retrain.with(new DiagnosisRows())))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> Compose.of(Compose.of(Retrain.with(), new Hold()), Retrain.with()));
    assertEquals(
        "expected at least one remedy to compose, found none",
        assertThrows(IllegalArgumentException.class, Compose::of).getMessage());
  }

  @Test
  void knowsWhatItCameFrom() throws InterruptedException {
    Deployment current = Deployment.of(TODAY);
    Workshop tools = workshop(new Noting());
    Deployment guarded =
        Compose.of(new SwapModel("other", Said.says(0)), new AbstainOn("a"))
            .carryOut(current, tools);
    assertSame(current, guarded.cameFrom().orElseThrow());
    assertTrue(new AbstainOn("a").carryOut(current, tools).cameFrom().isEmpty());
  }

  @Test
  void changesApplyInListOrderFromTheTrainingRowsOn() throws InterruptedException {
    Noting trainer = new Noting();
    Change twice = new Reweight(List.of(new Reweight.Cell("a", Slice.where("site", "x"), 2)));
    Retrain.with(twice, new DiagnosisRows(), twice)
        .carryOut(Deployment.of(TODAY), workshop(trainer));
    WeightedRows rows = trainer.fresh.get(0);
    assertEquals(TRAINING.concat(DIAGNOSIS).fingerprint(), rows.rows().fingerprint());
    // Training a at x is reweighted twice, diagnosis a at x once, diagnosis a at y never.
    Map<Float, Double> weightOfRow = new TreeMap<>();
    for (int row = 0; row < rows.rows().size(); row++) {
      weightOfRow.put(rows.rows().rows().input(row, 0), rows.weights().get(row));
    }
    Map<Float, Double> expected = new TreeMap<>(Map.of(100f, 4.0, 101f, 1.0, 0f, 2.0, 1f, 1.0));
    expected.putAll(Map.of(2f, 1.0, 3f, 1.0, 4f, 1.0, 5f, 1.0));
    assertEquals(expected, weightOfRow);
  }

  @Test
  void theOrderOfTheRowsGivenIsNothingToTheTrainer() throws InterruptedException {
    Noting trainer = new Noting();
    Retrain.with().carryOut(Deployment.of(TODAY), workshop(trainer));
    Workshop turned =
        Workshop.of(
            Subject.of(TODAY).trainedOn(TRAINING.select(1, 0)).diagnosedOn(DIAGNOSIS).with(trainer),
            Stakes.standard(),
            1);
    Retrain.with().carryOut(Deployment.of(TODAY), turned);
    assertArrayEquals(
        trainer.fresh.get(0).rows().rows().inputs(), trainer.fresh.get(1).rows().rows().inputs());
    assertArrayEquals(trainer.fresh.get(0).rows().labels(), trainer.fresh.get(1).rows().labels());
  }

  @Test
  void diagnosisRowsAreTrainedOnOnlyWhereItSaysSo() throws InterruptedException {
    Noting trainer = new Noting();
    Retrain.with().carryOut(Deployment.of(TODAY), workshop(trainer));
    assertEquals(TRAINING.fingerprint(), trainer.fresh.get(0).rows().fingerprint());
  }

  @Test
  void seedsOfTrainingDifferAndPair() throws InterruptedException {
    Noting trainer = new Noting();
    Workshop tools = workshop(trainer);
    for (int seed : new int[] {0, 1, 0}) {
      Retrain.with().carryOut(Deployment.of(TODAY), tools.at(seed, Till.none()));
      Retrain.with(new DiagnosisRows()).carryOut(Deployment.of(TODAY), tools.at(seed, Till.none()));
    }
    List<Long> seeds = trainer.seeds;
    assertEquals(seeds.get(0), seeds.get(1));
    assertEquals(seeds.get(0), seeds.get(4));
    assertTrue(!seeds.get(0).equals(seeds.get(2)));
  }

  @Test
  void withoutTrainingRowsItContinuesFromTodaysModel() throws InterruptedException {
    Noting trainer = new Noting();
    Subject subject =
        Subject.of(TODAY).diagnosedOn(DIAGNOSIS).with(trainer).with(LabelPool.of(POOL));
    Workshop tools = Workshop.of(subject, Stakes.standard(), 1).at(0, till());
    Compose.of(
            new SwapModel("other", Said.says(0)),
            Retrain.with(new AcquireLabels(Slice.where("site", "x"), 2), new DiagnosisRows()))
        .carryOut(Deployment.of(TODAY), tools);
    assertSame(TODAY, trainer.starts.get(0));
    assertEquals(2 + 6, trainer.further.get(0).rows().size());
    assertTrue(trainer.fresh.isEmpty());
    assertEquals(
        "retraining needs rows: training rows, bought labels or the diagnosis rows, found none",
        refusal(() -> Retrain.with().carryOut(Deployment.of(TODAY), tools)));
    Reweight reweight = new Reweight(List.of(new Reweight.Cell("a", Slice.all(), 2)));
    assertEquals(
        "reweighting needs training rows, found none",
        refusal(() -> Retrain.with(reweight).carryOut(Deployment.of(TODAY), tools)));
  }

  @Test
  void labelsBoughtBeforeAreTrainedOnToo() throws InterruptedException {
    Noting trainer = new Noting();
    WeightedRows before = WeightedRows.of(POOL.select(1, 2));
    Till till =
        new Till() {
          @Override
          public Optional<WeightedRows> bought() {
            return Optional.of(before);
          }

          @Override
          public Optional<WeightedRows> buy(Slice slice, int labels) {
            return Optional.empty();
          }
        };
    Retrain.with(new DiagnosisRows()).carryOut(Deployment.of(TODAY), workshop(trainer).at(0, till));
    assertEquals(
        TRAINING.concat(before.rows()).concat(DIAGNOSIS).fingerprint(),
        trainer.fresh.get(0).rows().fingerprint());
  }

  @Test
  void buysWhatASliceHoldsAndNoMore() throws InterruptedException {
    Noting trainer = new Noting();
    Remedy greedy = Retrain.with(new AcquireLabels(Slice.where("site", "x"), 50));
    greedy.carryOut(Deployment.of(TODAY), workshop(trainer).at(0, till()));
    assertEquals(2 + 3, trainer.fresh.get(0).rows().size());
    Remedy nothing = Retrain.with(new AcquireLabels(Slice.where("site", "z"), 50));
    nothing.carryOut(Deployment.of(TODAY), workshop(trainer).at(0, till()));
    assertEquals(2, trainer.fresh.get(1).rows().size());
    assertEquals(
        List.of(new AcquireLabels(Slice.where("site", "x"), 50)),
        Compose.of(greedy, new AbstainOn("a")).purchases());
  }

  @Test
  void whatIsMissingIsSaid() {
    Subject bare = Subject.of(TODAY).diagnosedOn(DIAGNOSIS).trainedOn(TRAINING);
    Workshop tools = Workshop.of(bare, Stakes.standard(), 1);
    Deployment today = Deployment.of(TODAY);
    assertEquals(
        "retraining needs a trainer: give one with Subject.with(Trainer)",
        refusal(() -> Retrain.with().carryOut(today, tools)));
    assertEquals(
        "buying labels needs a pool that is not closed: give one with Subject.with(LabelPool)",
        refusal(() -> Retrain.with(new AcquireLabels(Slice.all(), 1)).carryOut(today, tools)));
    assertEquals(
        "\"prune 50% of the weights\" needs a Network to cut, found another kind of model: read"
            + " it with Onnx.read, or propose a remedy that leaves the model as it is",
        refusal(() -> new Prune(0.5).carryOut(today, tools)));
    assertEquals(
        "adversarial rows need a model with gradients, found one without: use a Network or"
            + " implement Differentiable",
        refusal(
            () -> Retrain.with(new AugmentAdversarially(Threat.linf(0.1))).carryOut(today, tools)));
    Trainer once = (rows, weights, seed) -> Said.says(0);
    Workshop untrained =
        Workshop.of(Subject.of(TODAY).diagnosedOn(DIAGNOSIS).with(once), Stakes.standard(), 1);
    assertEquals(
        "without training rows a model must be trained on from where it is, which this trainer"
            + " cannot: give training rows or a trainer with continueFrom",
        refusal(() -> Retrain.with(new DiagnosisRows()).carryOut(today, untrained)));
    assertEquals(
        "adversarial rows are made from training rows, found none",
        refusal(
            () ->
                Retrain.with(new AugmentAdversarially(Threat.linf(0.1)))
                    .carryOut(today, untrained)));
  }

  @Test
  void badNumbersAreRefused() {
    assertEquals("confidence must be in [0, 1], found 1.5", bad(() -> new AbstainBelow(1.5)));
    assertEquals(
        "confidence must be in [0, 1], found NaN", bad(() -> new AbstainBelow(Double.NaN)));
    assertEquals("the share to prune must be in [0, 1], found -0.1", bad(() -> new Prune(-0.1)));
    assertEquals(
        "expected at least 1 label to buy, found 0", bad(() -> new AcquireLabels(Slice.all(), 0)));
    assertEquals(
        "the weight of a cell must be finite and at least 0, found NaN",
        bad(() -> new Reweight.Cell("a", Slice.all(), Double.NaN)));
    assertEquals(
        "expected at least one cell to reweight, found none", bad(() -> new Reweight(List.of())));
    assertEquals(
        "an ablated unit needs an index of at least 0 and a finite value, found unit 0, value NaN",
        bad(() -> new Ablate.Unit(0, Float.NaN)));
    Ablate.Unit unit = new Ablate.Unit(0, 1);
    assertEquals(
        "expected at least one unit of \"h\", each once, found [" + unit + ", " + unit + "]",
        bad(() -> new Ablate("h", List.of(unit, unit))));
    assertEquals(
        "expected a model to swap in, found null",
        assertThrows(NullPointerException.class, () -> new SwapModel("x", null)).getMessage());
    assertEquals(
        "expected a slice to refuse, found null",
        assertThrows(NullPointerException.class, () -> new AbstainWhen(null)).getMessage());
    assertEquals(
        "expected the name of a class to refuse, found null",
        assertThrows(NullPointerException.class, () -> new AbstainOn(null)).getMessage());
  }

  @Test
  void sizeIsCountedForNetworksAndMarkedElsewhere() throws InterruptedException {
    Model net = Nets.dense(1, "Relu", 4, 3, 3);
    Deployment today = Deployment.of(net);
    LabelledRows rows = Nets.blobs(1, 20, 4);
    Workshop tools = Workshop.of(Subject.of(net).diagnosedOn(rows), Stakes.standard(), 1);
    Deployment cut = new Prune(0.5).carryOut(today, tools);
    // ⌊0.5 · 21⌋ = 10 of 21 weights go.
    assertEquals(11 / 21.0, cut.sizeRatio(today).orElseThrow(), 1e-15);
    assertEquals(1, new AbstainBelow(0.5).carryOut(today, tools).sizeRatio(today).orElseThrow());
    Deployment opaque = new SwapModel("opaque", TODAY).carryOut(today, tools);
    assertTrue(opaque.sizeRatio(today).isEmpty());
    Deployment opaqueToday = Deployment.of(TODAY);
    assertTrue(opaqueToday.sizeRatio(opaqueToday).isEmpty());
  }

  private static Till till() {
    LabelPool.Account account = LabelPool.of(POOL).account(1, 100);
    return (slice, labels) -> account.buy(slice, labels, 0).map(WeightedRows::of);
  }

  private static Subject subject(Trainer trainer) {
    return Subject.of(TODAY).diagnosedOn(DIAGNOSIS).trainedOn(TRAINING).with(trainer);
  }

  private static Workshop workshop(Trainer trainer) {
    return Workshop.of(subject(trainer), Stakes.standard(), 1);
  }

  private static Deployment carryOut(Remedy remedy) throws InterruptedException {
    return remedy.carryOut(Deployment.of(TODAY), workshop(new Noting()));
  }

  private static int first(Deployment system) {
    return Answers.of(DIAGNOSIS.rows(), system.model(), 3).decisions(system)[0];
  }

  private static float[][] all(float[][] rows, float... probabilities) {
    float[][] answers = new float[rows.length][];
    Arrays.fill(answers, probabilities);
    return answers;
  }

  private static String refusal(Executable call) {
    return assertThrows(NotExecutableException.class, call).getMessage();
  }

  private static String bad(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }
}
