package io.github.onecurve.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.AuditPlan;
import io.github.onecurve.OneCurve;
import io.github.onecurve.Said;
import io.github.onecurve.SmallParable;
import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.NetworkTrainer;
import io.github.onecurve.remedy.AbstainBelow;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.AbstainWhen;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.Compose;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.ExpectedCostRule;
import io.github.onecurve.remedy.Prune;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.surgery.Magnitude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each cheat that must fail, tried. */
class CheatsTest {
  private static final SmallParable WORLD = SmallParable.of(1);
  private static final Subject SUBJECT = WORLD.subject();
  private static final SwapModel OTHER = new SwapModel("other", Said.says(2));

  @Test
  void anExactMatchTableOfTheDiagnosisRowsSavesNothing() {
    Map<String, Integer> table = new HashMap<>();
    LabelledRows known = WORLD.diagnosis();
    for (int row = 0; row < known.size(); row++) {
      table.put(Arrays.toString(known.rows().row(row)), known.label(row));
    }
    Model memory =
        Model.ofRows(
            rows -> {
              float[][] logits = new float[rows.length][];
              for (int row = 0; row < rows.length; row++) {
                logits[row] = Said.logits(table.getOrDefault(Arrays.toString(rows[row]), 0));
              }
              return logits;
            });
    Verdict verdict = only(plan(), new SwapModel("table", memory));
    assertTrue(a(verdict).estimate() < 0);
    assertFalse(verdict.status() == Status.CREDITED || verdict.status() == Status.PAYS);
    assertTrue(verdict.acting().fixedArtefact());
    assertFalse(verdict.measured().orElseThrow().sizeCounted());
  }

  @Test
  void judgeRowsThatAreAmongTheDiagnosisRowsAreGone() {
    LabelledRows leaky = WORLD.judge().concat(WORLD.diagnosis());
    Scoreboard board =
        OneCurve.audit(SUBJECT)
            .by("x", saying(new ShipAsIs()))
            .judgedOn(leaky)
            .retrainingSeeds(3)
            .run()
            .board();
    assertEquals(WORLD.judge().size(), board.rows().judged());
    assertEquals(WORLD.diagnosis().size(), board.rows().removed());
    assertTrue(
        board.notes().stream().anyMatch(n -> n.startsWith("the judged population has changed")));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void abstainingOnEverythingCostsTheRefusals(long seed) {
    LabelledRows judge = Said.random(seed, 1000, 400, 0.85, 0.9);
    Scoreboard board =
        said(judge)
            .under(Stakes.standard().runningPrice(0))
            .by("x", saying(new AbstainWhen(Slice.all())))
            .run()
            .board();
    double loss = board.lossPer1000().estimate() / 1000;
    Verdict verdict = board.verdicts().get(0);
    assertEquals(1 - 0.3 / loss, a(verdict).estimate(), 1e-9);
    assertEquals(Status.HARMFUL, verdict.status());
    assertEquals(1000, verdict.measured().orElseThrow().abstained(), 1e-9);
  }

  @Test
  void proposingNothingIsExactlyNothingAndNeverCredited() {
    for (InsightProducer idle :
        List.<InsightProducer>of(
            exam -> List.of(Insight.of("All is well.")),
            saying(new ShipAsIs()),
            exam -> List.of(Insight.of("Sure.", new ShipAsIs(), new Forecast(1e6, 0))))) {
      Verdict verdict = plan().by("x", idle).run().board().verdicts().get(0);
      assertEquals(new Amount(0, 0, 0), verdict.measured().orElseThrow().savedPer1000());
      assertEquals(Status.NO_DIFFERENCE_SHOWN, verdict.status());
    }
    Scoreboard silent = plan().by("x", exam -> List.of()).run().board();
    assertTrue(silent.verdicts().isEmpty());
    assertTrue(silent.notes().contains("\"x\" had nothing to say"), silent.notes().toString());
  }

  @Test
  void aThousandInsightsShareOneLevelAndMoveNoRival() {
    LabelledRows judge = Said.random(1, 1000, 400, 0.7, 0.9);
    SwapModel better = new SwapModel("better", Said.says(2));
    List<Insight> junk = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      Slice some = Slice.of(new Slice.FeatureRange(0, 1000 + i * 0.4, 1000 + i * 0.4 + 20));
      junk.add(Insight.of("Guess " + i, new AbstainWhen(some), new Forecast(1000 - i, 1)));
    }
    Scoreboard board =
        said(judge).by("junk", exam -> junk).by("mine", saying(better)).run().board();
    Scoreboard calm =
        said(judge).by("junk", exam -> junk.subList(0, 1)).by("mine", saying(better)).run().board();
    Verdict mine = named(board, "mine");
    assertEquals(named(calm, "mine"), mine);
    assertEquals(Status.CREDITED, mine.status());
    double sum = 0;
    for (Verdict verdict : board.verdicts()) {
      sum += verdict.title().equals("junk") ? verdict.provenance().level() : 0;
      assertTrue(verdict.equals(mine) || verdict.status() != Status.CREDITED);
    }
    assertEquals(1001, board.verdicts().size());
    assertTrue(sum <= 0.025 + 1e-12);
  }

  @Test
  void decoysWithOddNumbersOfLabelsAreCutOffAndMoveNoRival() {
    List<Insight> decoys = new ArrayList<>();
    for (int m : new int[] {3, 5, 7, 9}) {
      decoys.add(
          Insight.of(
              "Buy " + m,
              Retrain.with(new AcquireLabels(Slice.all(), m)),
              new Forecast(-decoys.size(), 1)));
    }
    Remedy mine = Retrain.with(new AcquireLabels(Slice.where("group", "B"), 11));
    Scoreboard calm = plan().by("mine", saying(mine)).run().board();
    Scoreboard board = plan().by("mine", saying(mine)).by("d", exam -> decoys).run().board();
    assertEquals(calm.verdicts().get(0).measured(), named(board, "mine").measured());
    List<Status> refused =
        board.verdicts().stream()
            .filter(v -> v.provenance().rank() == 4)
            .map(Verdict::status)
            .toList();
    assertEquals(List.of(Status.NOT_EXECUTABLE), refused);
  }

  @Test
  void clonesTieAndAddNothing() {
    Remedy remedy = Retrain.with(new DiagnosisRows());
    Scoreboard board =
        plan().by("one", saying(remedy)).by("two", saying(remedy, remedy)).run().board();
    assertEquals(3, board.verdicts().size());
    assertEquals(1, board.verdicts().stream().map(Verdict::measured).distinct().count());
    assertEquals(
        1, board.verdicts().stream().map(v -> v.provenance().contentHash()).distinct().count());
    assertEquals(
        plan().by("one", saying(remedy)).run().board().verdicts().get(0).measured(),
        board.verdicts().get(0).measured());
  }

  @Test
  void labelsBoughtUnderOneInsightAreChargedToAllAndTrainedOn() {
    Scoreboard board =
        plan()
            .by(
                "buyer",
                exam -> {
                  exam.buy(Slice.where("group", "B"), 20);
                  return List.of(
                      Insight.of("free riding", Retrain.with()),
                      Insight.of("more", Retrain.with(new AcquireLabels(Slice.all(), 5))),
                      Insight.of("refuse", new AbstainOn("other")));
                })
            .run()
            .board();
    Map<String, Integer> labels = new HashMap<>();
    board.verdicts().forEach(v -> labels.put(v.statement(), v.labels()));
    assertEquals(Map.of("free riding", 20, "more", 25, "refuse", 20), labels);
    List<String> titles = board.houseRows().stream().map(HouseRow::title).toList();
    assertTrue(titles.contains("+20 random labels") && titles.contains("+25 random labels"));
    Measured bought = said(board, "free riding").measured().orElseThrow();
    HouseRow same =
        board.houseRows().stream()
            .filter(h -> h.title().equals("retrain on the same rows"))
            .findFirst()
            .orElseThrow();
    assertNotEquals(same.measured().orElseThrow().decisions(), bought.decisions());
  }

  @Test
  void buyingTwiceAsManyIsRefusedPastTheBudget() {
    int budget = WORLD.diagnosis().size();
    Remedy greedy = Retrain.with(new AcquireLabels(Slice.all(), budget + 1));
    Verdict verdict = only(plan(), greedy);
    assertEquals(Status.NOT_EXECUTABLE, verdict.status());
    assertEquals(
        "the label budget is 150, 0 are bought, 151 more were asked for: buy fewer or raise"
            + " labelBudget in the stakes",
        verdict.reason());
    Verdict twice =
        plan()
            .by(
                "x",
                exam -> {
                  exam.buy(Slice.all(), budget);
                  return List.of(
                      Insight.of("x", Retrain.with(new AcquireLabels(Slice.all(), budget))));
                })
            .run()
            .board()
            .verdicts()
            .get(0);
    assertEquals(Status.NOT_EXECUTABLE, twice.status());
    Verdict raised = only(plan().under(Stakes.standard().labelBudget(budget + 1)), greedy);
    assertTrue(raised.status().isMeasured());
  }

  @Test
  void mutatingTheModelVoidsWhoDidItAndMovesNobodyElse() {
    LabelledRows judge = Said.random(1, 1000, 400, 0.7, 0.9);
    Scoreboard calm = mutable(judge, new int[] {1}, false);
    int[] column = {1};
    Scoreboard board = mutable(judge, column, true);
    assertEquals(2, column[0]);
    Verdict culprit = named(board, "culprit");
    assertEquals(Status.VOIDED, culprit.status());
    assertEquals("the model answers otherwise after this producer looked at it", culprit.reason());
    assertEquals(named(calm, "before"), named(board, "before"));
    assertEquals(named(calm, "after"), named(board, "after"));
    assertEquals(calm.houseRows(), board.houseRows());
    assertEquals(calm.lossPer1000(), board.lossPer1000());
  }

  private static Scoreboard mutable(LabelledRows judge, int[] column, boolean mutate) {
    Model model =
        Model.ofRows(
            rows ->
                IntStream.range(0, rows.length)
                    .mapToObj(row -> Said.logits((int) rows[row][column[0]]))
                    .toArray(float[][]::new));
    Subject subject = Subject.of(model).diagnosedOn(Said.random(77, 0, 100, 0.7, 0.8));
    return OneCurve.audit(subject)
        .by("before", saying(new AbstainOn("a"), OTHER))
        .by(
            "culprit",
            exam -> {
              column[0] = mutate ? 2 : 1;
              return List.of(Insight.of("I changed it", new AbstainOn("b")));
            })
        .by(
            "after",
            exam -> {
              Remedy remedy = new AbstainOn("c");
              return List.of(Insight.of("c", remedy, exam.forecast(remedy)));
            })
        .judgedOn(judge)
        .run()
        .board();
  }

  @Test
  void anInsightEditedAfterCommitIsVoidedAndMovesNobodyElse() {
    Remedy honest = new AbstainOn("other");
    Scoreboard calm = plan().by("honest", saying(honest)).by("sly", saying(honest)).run().board();
    for (String what : List.of("statement", "remedy", "claims", "crash")) {
      Scoreboard board =
          plan()
              .by("honest", saying(honest))
              .by("sly", exam -> List.of(new Sly(what, new int[1])))
              .run()
              .board();
      Verdict sly = named(board, "sly");
      assertEquals(Status.VOIDED, sly.status(), what);
      assertEquals("the insight was changed after it was committed", sly.reason());
      assertEquals("I am true.", sly.statement());
      assertEquals(named(calm, "honest"), named(board, "honest"));
      assertEquals(calm.houseRows(), board.houseRows());
    }
  }

  /** Says one thing when it is committed and another when it is read again. */
  private static final class Sly implements Insight {
    private final String what;
    private final int[] asked;

    Sly(String what, int[] asked) {
      this.what = what;
      this.asked = asked;
    }

    private boolean turned(String part) {
      return asked[0] > 1 && what.equals(part);
    }

    @Override
    public String statement() {
      asked[0]++;
      if (turned("crash")) {
        throw new IllegalStateException("gone");
      }
      return turned("statement") ? "I was true." : "I am true.";
    }

    @Override
    public List<Claim> claims() {
      return turned("claims")
          ? List.of(Claim.that(new Claim.Accuracy(Slice.all()), 0, 1))
          : List.of();
    }

    @Override
    public Optional<Remedy> remedy() {
      return Optional.of(new AbstainOn(turned("remedy") ? "human" : "gorilla"));
    }
  }

  @Test
  void overclaimingLeavesANumberAndSpoilsTheForecast() {
    Remedy remedy = new AbstainOn("other");
    Verdict honest =
        plan()
            .by("x", exam -> List.of(Insight.of("x", remedy, exam.forecast(remedy))))
            .run()
            .board()
            .verdicts()
            .get(0);
    Verdict boast =
        plan()
            .by("x", exam -> List.of(Insight.of("x", remedy, new Forecast(900, 1))))
            .run()
            .board()
            .verdicts()
            .get(0);
    assertEquals(honest.measured(), boast.measured());
    assertEquals(honest.status(), boast.status());
    ForecastVerdict boasted = boast.forecast().orElseThrow();
    assertTrue(boasted.skill() < honest.forecast().orElseThrow().skill());
    assertTrue(boasted.skill() < -1);
    assertTrue(boasted.overclaim() > 5);
  }

  @Test
  void sandbaggingCostsTheRankInsideTheProducer() {
    Scoreboard board =
        plan()
            .by(
                "x",
                exam ->
                    List.of(
                        Insight.of("shy", new AbstainOn("human"), new Forecast(-99, 1)),
                        Insight.of("bold", new AbstainOn("other"), new Forecast(1, 1))))
            .run()
            .board();
    assertEquals(2, said(board, "shy").provenance().rank());
    assertTrue(said(board, "shy").provenance().level() < said(board, "bold").provenance().level());
  }

  @Test
  void aDegenerateSliceIsWorthNoMoreThanItsShare() {
    LabelledRows judge = Said.random(1, 1000, 400, 0.8, 0.9);
    int wrong =
        IntStream.range(0, 400)
            .filter(row -> (int) judge.rows().input(row, 1) != judge.label(row))
            .findFirst()
            .orElseThrow();
    Slice row17 = Slice.of(new Slice.FeatureRange(0, 1000 + wrong, 1001 + wrong));
    Claim tiny = Claim.that(new Claim.Accuracy(row17), 0, 0.5);
    Insight insight = new Tiny(row17, tiny);
    Verdict verdict = said(judge).by("x", exam -> List.of(insight)).run().board().verdicts().get(0);
    Amount g = verdict.measured().orElseThrow().savedPer1000();
    assertTrue(g.estimate() > 0 && g.estimate() <= 1000.0 / 400);
    assertTrue(g.low() < 0 && g.high() > 0);
    assertEquals(Status.NO_DIFFERENCE_SHOWN, verdict.status());
    assertEquals(ClaimVerdict.Outcome.UNDECIDED, verdict.claims().get(0).outcome());
  }

  private record Tiny(Slice about, Claim claim) implements Insight {
    @Override
    public String statement() {
      return "Row 17 fails.";
    }

    @Override
    public List<Claim> claims() {
      return List.of(claim);
    }

    @Override
    public Optional<Remedy> remedy() {
      return Optional.of(new AbstainWhen(about));
    }
  }

  @Test
  void aBiggerModelPaysItsRunningAndAnOpaqueOneIsMarked() {
    LabelledRows training = WORLD.training();
    Model bigger =
        NetworkTrainer.mlp(60).epochs(0).train(training, RowWeights.uniform(training.size()), 1);
    Measured m = only(plan(), new SwapModel("bigger", bigger)).measured().orElseThrow();
    assertTrue(m.sizeCounted());
    assertEquals(10, m.sizeRatio(), 1e-9);
    double running = m.breakEvens().get(0).price().orElse(0);
    assertTrue(m.savedPer1000().estimate() < 0 || running > 0.001);
    Model opaque = Model.ofRows(rows -> new float[rows.length][3]);
    Measured hidden = only(plan(), new SwapModel("opaque", opaque)).measured().orElseThrow();
    assertEquals(1, hidden.sizeRatio());
    assertFalse(hidden.sizeCounted());
  }

  @Test
  void aRetrainedNetLaunderedAsAnEditIsAFixedArtefact() {
    LabelledRows all = WORLD.training().concat(WORLD.diagnosis());
    Model lucky = SmallParable.TRAINER.train(all, RowWeights.uniform(all.size()), 5);
    Acting acting = only(plan(), new SwapModel("edit", lucky)).acting();
    assertTrue(acting.fixedArtefact());
    assertTrue(acting.parametersChanged() > 50);
  }

  @Test
  void aSwappedModelIsAFixedArtefactHoweverLittleOfItDiffers() {
    Model almost = Magnitude.of(WORLD.model()).pruneSmallest(1);
    SwapModel swap = new SwapModel("almost today's", almost);
    assertTrue(only(plan(), swap).acting().fixedArtefact());
    Remedy behindAGuard = Compose.of(swap, new AbstainBelow(0.5));
    Acting acting = only(plan(), behindAGuard).acting();
    assertTrue(acting.fixedArtefact());
    assertEquals(1, acting.parametersChanged());
    assertFalse(only(plan(), new Prune(0.5)).acting().fixedArtefact());
  }

  @Test
  void teachingDirtyLabelsIsHarmful() {
    LabelledRows clean = WORLD.training();
    int[] dirty = IntStream.of(clean.labels()).map(label -> (label + 1) % 3).toArray();
    LabelledRows taught = LabelledRows.of(clean.rows(), dirty, clean.classNames());
    Model model =
        NetworkTrainer.mlp(6).epochs(20).train(taught, RowWeights.uniform(taught.size()), 1);
    Verdict verdict = only(plan(), new SwapModel("dirty", model));
    assertTrue(a(verdict).estimate() < 0);
    assertEquals(Status.HARMFUL, verdict.status());
  }

  @Test
  void aGuardOnAnAuditOnlyAttributeIsNotExecutable() {
    Verdict verdict = only(plan(), new AbstainWhen(Slice.where("group", "B")));
    assertEquals(Status.NOT_EXECUTABLE, verdict.status());
    assertEquals(
        "a guard may use only attributes known at decision, found \"group\": declare it with"
            + " knownAtDecision, if it is",
        verdict.reason());
  }

  @Test
  void crashesAndNaNDidNotFinishAndAreListedLast() {
    Model noNumbers =
        Model.ofRows(
            rows -> {
              float[][] logits = new float[rows.length][3];
              for (float[] row : logits) {
                row[0] = Float.NaN;
              }
              return logits;
            });
    Scoreboard board =
        plan()
            .by(
                "throws",
                exam -> {
                  throw new IllegalStateException("boom");
                })
            .by("nan", saying(new SwapModel("NaN", noNumbers)))
            .by("overflows", exam -> deeper(exam.hashCode()))
            .by("null", exam -> null)
            .by("holds a null", exam -> List.of(new Holed()))
            .by(
                "unknown column",
                exam ->
                    List.of(
                        new Tiny(
                            Slice.where("nowhere", "x"),
                            Claim.that(new Claim.Accuracy(Slice.all()), 0, 1))))
            .by("fine", saying(new ExpectedCostRule()))
            .run()
            .board();
    assertEquals("fine", board.verdicts().get(0).title());
    assertTrue(board.verdicts().get(0).status().isMeasured());
    Map<String, String> reasons = new HashMap<>();
    for (Verdict verdict : board.verdicts().subList(1, 7)) {
      assertEquals(Status.DID_NOT_FINISH, verdict.status());
      reasons.put(verdict.title(), verdict.reason());
    }
    assertEquals("IllegalStateException: boom", reasons.get("throws"));
    assertEquals(
        "IllegalStateException: the repaired system's logits are NaN on all diagnosis rows,"
            + " expected numbers",
        reasons.get("nan"));
    assertEquals("StackOverflowError", reasons.get("overflows"));
    assertEquals(
        "IllegalStateException: expected a list of insights, found null", reasons.get("null"));
    assertEquals(
        "IllegalArgumentException: an insight must hold no null, found one",
        reasons.get("holds a null"));
    assertEquals(
        "IllegalArgumentException: expected one of the columns [group], found \"nowhere\"",
        reasons.get("unknown column"));
  }

  private static List<Insight> deeper(int depth) {
    List<Insight> more = deeperStill(depth + 1);
    return more.isEmpty() ? more : List.of();
  }

  private static List<Insight> deeperStill(int depth) {
    return deeper(depth + 1);
  }

  private static final class Holed implements Insight {
    @Override
    public String statement() {
      return null;
    }
  }

  @Test
  void labelsAreSealedFromProducers() {
    List<String> found = new ArrayList<>();
    plan()
        .by(
            "spy",
            exam -> {
              LabelPool pool = exam.subject().pool().orElseThrow();
              try {
                pool.account(1, 100);
              } catch (IllegalStateException e) {
                found.add(e.getMessage());
              }
              return List.of();
            })
        .run();
    assertEquals(
        List.of(
            "this pool is closed: labels come only through buy(slice, m) of an examination or of a"
                + " workshop"),
        found);
  }

  private static AuditPlan plan() {
    return OneCurve.audit(SUBJECT).judgedOn(WORLD.judge()).retrainingSeeds(3);
  }

  private static AuditPlan said(LabelledRows judge) {
    return OneCurve.audit(Subject.of(Said.says(1)).diagnosedOn(Said.random(77, 0, 100, 0.7, 0.8)))
        .judgedOn(judge);
  }

  private static Verdict only(AuditPlan plan, Remedy remedy) {
    return plan.by("x", saying(remedy)).run().board().verdicts().get(0);
  }

  private static InsightProducer saying(Remedy... remedies) {
    List<Insight> all = new ArrayList<>();
    for (Remedy remedy : remedies) {
      all.add(Insight.of(remedy.toString(), remedy));
    }
    return exam -> all;
  }

  private static Verdict named(Scoreboard board, String producer) {
    return board.verdicts().stream()
        .filter(v -> v.title().equals(producer))
        .findFirst()
        .orElseThrow();
  }

  private static Verdict said(Scoreboard board, String statement) {
    return board.verdicts().stream()
        .filter(v -> v.statement().equals(statement))
        .findFirst()
        .orElseThrow();
  }

  private static Amount a(Verdict verdict) {
    return verdict.measured().flatMap(Measured::actionability).orElseThrow();
  }
}
