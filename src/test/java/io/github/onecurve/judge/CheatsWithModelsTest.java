package io.github.onecurve.judge;

import static io.github.onecurve.judge.Boards.SUBJECT;
import static io.github.onecurve.judge.Boards.WORLD;
import static io.github.onecurve.judge.Boards.a;
import static io.github.onecurve.judge.Boards.byHand;
import static io.github.onecurve.judge.Boards.cheat;
import static io.github.onecurve.judge.Boards.g;
import static io.github.onecurve.judge.Boards.json;
import static io.github.onecurve.judge.Boards.parable;
import static io.github.onecurve.judge.Boards.rowOf;
import static io.github.onecurve.judge.Boards.saying;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.AuditPlan;
import io.github.onecurve.OneCurve;
import io.github.onecurve.Said;
import io.github.onecurve.SmallParable;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Slice;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.judge.Boards.Free;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Attributes;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkBuilder;
import io.github.onecurve.network.NetworkTrainer;
import io.github.onecurve.network.Node;
import io.github.onecurve.remedy.AbstainBelow;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.AbstainWhen;
import io.github.onecurve.remedy.Compose;
import io.github.onecurve.remedy.Hold;
import io.github.onecurve.remedy.Prune;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.surgery.Magnitude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Cheats by what is deployed: models that remember, hide, change or refuse. */
class CheatsWithModelsTest {
  private static final SwapModel OTHER = new SwapModel("other", Said.says(2));

  /** What a table of known rows answers: their labels, and the first class elsewhere. */
  static Model tableOf(LabelledRows known) {
    Map<String, Integer> table = new HashMap<>();
    for (int row = 0; row < known.size(); row++) {
      table.put(Arrays.toString(known.rows().row(row)), known.label(row));
    }
    return Model.ofRows(
        rows ->
            Arrays.stream(rows)
                .map(row -> Said.logits(table.getOrDefault(Arrays.toString(row), 0)))
                .toArray(float[][]::new));
  }

  static Scoreboard exactMatchTable() {
    return cheat(parable(), new SwapModel("table", tableOf(WORLD.diagnosis())));
  }

  @Test
  void anExactMatchTableOfTheDiagnosisRowsSavesNothing() {
    Verdict verdict = rowOf("cheat", exactMatchTable());
    assertTrue(a(verdict).high() < 0);
    assertEquals(Status.HARMFUL, verdict.status());
    assertTrue(verdict.acting().fixedArtefact());
    assertFalse(verdict.measured().orElseThrow().sizeCounted());
  }

  static Scoreboard abstainOnEverything(long seed, double right) {
    return cheat(
        byHand(Said.random(seed, 1000, 400, right, 0.9)).under(Stakes.standard().runningPrice(0)),
        new AbstainWhen(Slice.all()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void abstainingOnEverythingCostsTheRefusals(long seed) {
    Scoreboard board = abstainOnEverything(seed, 0.85);
    Verdict verdict = rowOf("cheat", board);
    double loss = board.lossPer1000().estimate() / 1000;
    assertEquals(1 - 0.3 / loss, a(verdict).estimate(), 1e-12);
    assertTrue(a(verdict).high() < -0.2);
    assertEquals(Status.HARMFUL, verdict.status());
    assertEquals(1000, verdict.measured().orElseThrow().abstained(), 1e-9);
  }

  @Test
  void abstainingOnEverythingPaysWhereTheModelDeservesItAndIsNoBetterThanTheHouse() {
    Scoreboard board = abstainOnEverything(1, 0.4);
    Verdict verdict = rowOf("cheat", board);
    assertEquals(1 - 300 / board.lossPer1000().estimate(), a(verdict).estimate(), 1e-12);
    assertEquals(Status.PAYS, verdict.status());
    assertEquals("no better than \"hold\"", verdict.reason());
  }

  static Scoreboard biggerModel() {
    LabelledRows training = WORLD.training();
    Model bigger =
        NetworkTrainer.mlp(60).epochs(0).train(training, RowWeights.uniform(training.size()), 1);
    return cheat(parable(), new SwapModel("bigger", bigger));
  }

  static Scoreboard opaqueModel() {
    Network today = WORLD.model();
    return cheat(parable(), new SwapModel("opaque", inputs -> today.logits(inputs)));
  }

  @Test
  void aBiggerModelPaysItsRunning() {
    Measured m = rowOf("cheat", biggerModel()).measured().orElseThrow();
    assertTrue(m.sizeCounted());
    assertEquals(10, m.sizeRatio(), 1e-9);
    double running = 0.001 * (1 - 10);
    double decisions = m.savedPer1000().estimate() / 1000 - running;
    double loss = parable().by("x", saying(new Hold())).run().board().lossPer1000().estimate();
    assertEquals(
        decisions / (loss / 1000 - 0.001), m.actionabilityOfDecisions().orElseThrow(), 1e-9);
  }

  @Test
  void anOpaqueModelIsMarkedAndSavesNoRunning() {
    Verdict verdict = rowOf("cheat", opaqueModel());
    Measured m = verdict.measured().orElseThrow();
    assertEquals(1, m.sizeRatio());
    assertFalse(m.sizeCounted());
    assertEquals(0, g(verdict).estimate());
    assertEquals(Status.NO_DIFFERENCE_SHOWN, verdict.status());
  }

  static Scoreboard hiddenWork() {
    return cheat(parable(), new SwapModel("same, uncounted", uncounted(WORLD.model())));
  }

  /** The same layers with each product made of a Mul and a sum, which are not counted. */
  private static Network uncounted(Network net) {
    NetworkBuilder builder = Network.builder("x", net.width());
    String from = "x";
    List<Node> layers = net.nodes().stream().filter(n -> n.op().equals("Gemm")).toList();
    for (int layer = 0; layer < layers.size(); layer++) {
      Node gemm = layers.get(layer);
      float[] weight = net.parameter(gemm.inputs().get(1)).values();
      int out = net.parameter(gemm.inputs().get(1)).shape()[0];
      int in = weight.length / out;
      List<String> sums = new ArrayList<>();
      for (int unit = 0; unit < out; unit++) {
        String name = "l" + layer + "u" + unit;
        builder.parameter(
            name + "w", Tensor.of(Arrays.copyOfRange(weight, unit * in, (unit + 1) * in), in));
        builder.node(new Node("", "Mul", List.of(from, name + "w"), name + "m", Attributes.none()));
        builder.node(
            new Node(
                "",
                "ReduceSum",
                List.of(name + "m"),
                name,
                Attributes.none().with("axes", 1).with("keepdims", 1)));
        sums.add(name);
      }
      builder.node(
          new Node("", "Concat", sums, "l" + layer + "all", Attributes.none().with("axis", 1)));
      builder.parameter("l" + layer + "b", net.parameter(gemm.inputs().get(2)));
      builder.node(
          new Node(
              "",
              "Add",
              List.of("l" + layer + "all", "l" + layer + "b"),
              "l" + layer,
              Attributes.none()));
      from = "l" + layer;
      if (layer < layers.size() - 1) {
        builder.relu("h" + layer);
        from = "h" + layer;
      }
    }
    return builder.build();
  }

  @Test
  void workHiddenInWhatIsNotCountedWinsAtMostTheRunningPrice() {
    Verdict verdict = rowOf("cheat", hiddenWork());
    Measured m = verdict.measured().orElseThrow();
    assertEquals(0, m.sizeRatio());
    // A known limit: multiply-adds are those of matrix products. It can win λ, here 1 in 1,000.
    assertEquals(1 + m.fixed() - m.broke(), g(verdict).estimate(), 1e-9);
    assertTrue(g(verdict).low() < 0);
    assertEquals(Status.NO_DIFFERENCE_SHOWN, verdict.status());
    assertTrue(verdict.acting().fixedArtefact());
  }

  /** A net trained elsewhere and handed in as if it were an edit: its luck is not in the number. */
  static Scoreboard launderedNet() {
    return parable()
        .by(
            "cheat",
            exam -> {
              LabelledRows all = exam.subject().training().orElseThrow();
              all = all.concat(exam.subject().diagnosis());
              Model net = SmallParable.TRAINER.train(all, RowWeights.uniform(all.size()), 4);
              return List.of(Free.of(new SwapModel("a small edit", net)));
            })
        .run()
        .board();
  }

  @Test
  void aRetrainedNetLaunderedAsAnEditIsAFixedArtefactAndItsSecondsAreMetered() {
    Scoreboard board = launderedNet();
    Acting acting = rowOf("cheat", board).acting();
    assertTrue(acting.fixedArtefact());
    assertTrue(acting.parametersChanged() > 50);
    Meters.Stage making =
        board.meters().stages().stream()
            .filter(stage -> stage.name().equals("cheat"))
            .findFirst()
            .orElseThrow();
    assertTrue(making.cpuSeconds() > 0 && making.seconds() > 0, making.toString());
  }

  @Test
  void aSwappedModelIsAFixedArtefactHoweverLittleOfItDiffers() {
    Model almost = Magnitude.of(WORLD.model()).pruneSmallest(1);
    SwapModel swap = new SwapModel("almost today's", almost);
    assertTrue(rowOf("cheat", cheat(parable(), swap)).acting().fixedArtefact());
    Remedy behindAGuard = Compose.of(swap, new AbstainBelow(0.5));
    Acting acting = rowOf("cheat", cheat(parable(), behindAGuard)).acting();
    assertTrue(acting.fixedArtefact());
    assertEquals(1, acting.parametersChanged());
    assertFalse(rowOf("cheat", cheat(parable(), new Prune(0.5))).acting().fixedArtefact());
  }

  static Scoreboard mutatedModel() {
    return mutable(new int[] {1}, true);
  }

  @Test
  void mutatingTheModelVoidsWhoDidItAndMovesNobodyElse() {
    Scoreboard calm = mutable(new int[] {1}, false);
    int[] column = {1};
    Scoreboard board = mutable(column, true);
    assertEquals(2, column[0]);
    Verdict culprit = rowOf("cheat", board);
    assertEquals(Status.VOIDED, culprit.status());
    assertEquals("the model answers otherwise after this producer looked at it", culprit.reason());
    assertEquals(json("before", calm), json("before", board));
    assertEquals(json("rival", calm), json("rival", board));
    assertEquals(calm.lossPer1000(), board.lossPer1000());
  }

  private static Scoreboard mutable(int[] column, boolean mutate) {
    Model model =
        Model.ofRows(
            rows ->
                Arrays.stream(rows)
                    .map(row -> Said.logits((int) row[column[0]]))
                    .toArray(float[][]::new));
    Subject subject = Subject.of(model).diagnosedOn(Said.random(77, 0, 100, 0.7, 0.8));
    return OneCurve.audit(subject)
        .by("before", saying(new AbstainOn("a"), OTHER))
        .by(
            "cheat",
            exam -> {
              column[0] = mutate ? 2 : 1;
              return List.of(Free.of(new AbstainOn("b")));
            })
        .by(
            "rival",
            exam -> {
              Remedy remedy = new AbstainOn("c");
              return List.of(Insight.of("c", remedy, exam.forecast(remedy)));
            })
        .judgedOn(Said.random(1, 1000, 400, 0.7, 0.9))
        .run()
        .board();
  }

  /** Judge rows on which model 2 gives no number wherever it would be wrong. */
  private static LabelledRows silentWhereWrong(long seed, int first, boolean silent) {
    LabelledRows rows = Said.random(seed, first, 400, 0.7, 0.8);
    int[] one = new int[400];
    int[] two = new int[400];
    for (int row = 0; row < 400; row++) {
      one[row] = (int) rows.rows().input(row, 1);
      two[row] = (int) rows.rows().input(row, 2);
      if (silent && two[row] != rows.label(row)) {
        two[row] = Said.NO_NUMBER;
      }
    }
    return Said.rows(first, rows.labels(), one, two);
  }

  static Scoreboard noNumberWhereWrong(long seed, Stakes stakes, boolean silent) {
    return OneCurve.audit(
            Subject.of(Said.says(1)).diagnosedOn(silentWhereWrong(77, 10_000, silent)))
        .judgedOn(silentWhereWrong(seed, 1000, silent))
        .under(stakes)
        .by("cheat", saying(OTHER))
        .by("rival", saying(Compose.of(OTHER, new AbstainBelow(0.9))))
        .run()
        .board();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void givingNoNumberWhereItWouldBeWrongIsNoBetterThanBeingWrong(long seed) {
    Scoreboard wrong = noNumberWhereWrong(seed, Stakes.standard(), false);
    Scoreboard silent = noNumberWhereWrong(seed, Stakes.standard(), true);
    assertEquals(g(rowOf("cheat", wrong)), g(rowOf("cheat", silent)));
    assertEquals(0, rowOf("cheat", silent).measured().orElseThrow().abstained());
    // A guard does not make a refusal of it either.
    assertEquals(g(rowOf("cheat", silent)), g(rowOf("rival", silent)));
    Stakes dear = Stakes.standard().critical("a", "b", 5).critical("b", "a", 5);
    assertTrue(
        g(rowOf("cheat", noNumberWhereWrong(seed, dear, true))).estimate()
            < g(rowOf("cheat", noNumberWhereWrong(seed, dear, false))).estimate());
  }

  /** Says what model 2 says, but what most of its neighbours say where they agree enough. */
  static Scoreboard transductive() {
    Model model =
        Model.ofRows(
            rows -> {
              int[] votes = new int[3];
              Arrays.stream(rows).forEach(row -> votes[(int) row[2]]++);
              float[][] logits = new float[rows.length][];
              for (int row = 0; row < rows.length; row++) {
                logits[row] = Said.logits((int) rows[row][2]);
                for (int c = 0; c < 3; c++) {
                  logits[row][c] += (float) votes[c] / rows.length;
                }
              }
              return logits;
            });
    return byHand(Said.random(1, 1000, 400, 0.7, 0.9))
        .by("rival", saying(OTHER))
        .by("cheat", saying(new SwapModel("asks its neighbours", model)))
        .run()
        .board();
  }

  @Test
  void aModelThatReadsItsNeighboursIsNamed() {
    Scoreboard board = transductive();
    assertEquals(
        List.of(
            "\"swap in asks its neighbours\" of \"cheat\" is not row-exact: its logits of a row"
                + " depend on the row's neighbours or on what it was asked before"),
        board.notes().stream().filter(n -> n.contains("row-exact")).toList());
  }

  /** Answers well until it was asked so often, and otherwise later. */
  static Scoreboard countingItsCalls(int until) {
    int[] calls = new int[1];
    Model model =
        Model.ofRows(
            rows -> {
              int column = ++calls[0] > until ? 1 : 2;
              return Arrays.stream(rows)
                  .map(row -> Said.logits((int) row[column]))
                  .toArray(float[][]::new);
            });
    return byHand(Said.random(1, 1000, 400, 0.7, 0.9))
        .by("rival", saying(OTHER))
        .by("cheat", saying(new SwapModel("counts", model)))
        .run()
        .board();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 8, 10, 12})
  void aModelThatAnswersOtherwiseOnceItWasAskedOftenIsVoided(int until) {
    Scoreboard board = countingItsCalls(until);
    assertEquals(Status.VOIDED, rowOf("cheat", board).status());
    assertEquals(Status.CREDITED, rowOf("rival", board).status());
  }

  /** Keeps the judge's rows that it was asked about and moves its threshold to their middle. */
  static Scoreboard rememberingTheJudgesRows() {
    List<Float> seen = Collections.synchronizedList(new ArrayList<>());
    Network today = WORLD.model();
    Model model =
        Model.ofRows(
            rows -> {
              float[][] logits = new float[rows.length][];
              for (int row = 0; row < rows.length; row++) {
                seen.add(rows[row][0]);
                double middle = seen.stream().mapToDouble(Float::doubleValue).average().orElse(0);
                logits[row] = today.logits(rows[row], 1);
                logits[row][0] += (float) Math.signum(middle - rows[row][0]) * 2;
              }
              return logits;
            });
    return cheat(
        OneCurve.audit(SUBJECT)
            .judgedOn(WORLD.judge().select(IntStream.range(0, 300).toArray()))
            .retrainingSeeds(3),
        new SwapModel("learns on the job", model));
  }

  @Test
  void aModelThatLearnsFromTheJudgesRowsIsVoided() {
    Scoreboard board = rememberingTheJudgesRows();
    Verdict verdict = rowOf("cheat", board);
    assertEquals(Status.VOIDED, verdict.status());
    assertEquals("the insight was changed after it was committed", verdict.reason());
  }

  static Scoreboard tenThousandParts() {
    List<Remedy> parts = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Slice one = Slice.of(new Slice.FeatureRange(0, 1000 + i * 0.01, 1000 + i * 0.01 + 0.005));
      parts.add(new AbstainWhen(one));
    }
    return byHand(Said.random(1, 1000, 400, 0.7, 0.9))
        .by("rival", saying(OTHER))
        .by("cheat", saying(new Compose(parts)))
        .run()
        .board();
  }

  @Test
  void aRemedyOfTenThousandPartsIsPricedLikeAnyOther() {
    Scoreboard board = tenThousandParts();
    Verdict verdict = rowOf("cheat", board);
    assertTrue(verdict.status().isMeasured());
    assertEquals(Status.CREDITED, rowOf("rival", board).status());
    // It refuses the rows numbered 1000 to 1099.
    assertEquals(250, verdict.measured().orElseThrow().abstained(), 1e-9);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1000, 10_000})
  void aRemedyNestedThatDeepMovesNobody(int depth) throws InterruptedException {
    AtomicReference<Remedy> made = new AtomicReference<>();
    // Nested so deep it cannot even be made on a thread of ordinary depth.
    Thread maker = new Thread(null, () -> made.set(nested(depth)), "maker", 1L << 29);
    maker.start();
    maker.join();
    AuditPlan plan = byHand(Said.random(1, 1000, 400, 0.7, 0.9)).by("rival", saying(OTHER));
    Scoreboard calm = plan.by("cheat", saying(new AbstainOn("a"))).run().board();
    Scoreboard board = plan.by("cheat", exam -> List.of(Free.of(made.get()))).run().board();
    assertEquals(json("rival", calm), json("rival", board));
    Verdict verdict = rowOf("cheat", board);
    if (verdict.status() == Status.DID_NOT_FINISH) {
      assertEquals("StackOverflowError", verdict.reason());
    } else {
      assertEquals(rowOf("cheat", calm).measured(), verdict.measured());
    }
    assertTrue(depth > 100 || verdict.status().isMeasured());
  }

  private static Remedy nested(int depth) {
    Remedy remedy = new AbstainOn("a");
    for (int i = 0; i < depth; i++) {
      remedy = new Compose(List.of(remedy));
    }
    return remedy;
  }

  /** A model that says it equals any other, so as to be graded in its place. */
  private static final class Equal implements Model {
    private final Model model;

    Equal(Model model) {
      this.model = model;
    }

    @Override
    public INDArray logits(INDArray inputs) {
      return model.logits(inputs);
    }

    @Override
    public boolean equals(Object other) {
      return true;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  static Scoreboard equalToAll() {
    return byHand(Said.random(1, 1000, 400, 0.7, 0.9))
        .by(
            "cheat",
            saying(
                new SwapModel("m", new Equal(Said.says(2))),
                new SwapModel("m", new Equal(Said.says(1)))))
        .run()
        .board();
  }

  @Test
  void aModelThatSaysItEqualsAnotherIsGradedAsWhatItIs() {
    Scoreboard board = equalToAll();
    assertEquals(2, board.verdicts().size());
    assertTrue(g(board.verdicts().get(0)).estimate() > 100);
    assertEquals(0, g(board.verdicts().get(1)).estimate());
    assertFalse(board.verdicts().get(0).act().equals(board.verdicts().get(1).act()));
  }

  @Test
  void theUncountedNetworkIsTheSameNetwork() {
    Network net = WORLD.model();
    float[] rows = WORLD.diagnosis().rows().inputs();
    assertArrayEquals(net.logits(rows, 150), uncounted(net).logits(rows, 150), 1e-4f);
    assertEquals(0, uncounted(net).nonzeroMultiplyAdds());
  }
}
