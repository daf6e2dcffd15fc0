package io.github.onecurve.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.Audit;
import io.github.onecurve.AuditPlan;
import io.github.onecurve.OneCurve;
import io.github.onecurve.Said;
import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.Fingerprint;
import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Capability;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.model.Trainer;
import io.github.onecurve.remedy.AbstainBelow;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.AbstainWhen;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.Compose;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.Hold;
import io.github.onecurve.remedy.Prune;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Stakes.Stratum;
import io.github.onecurve.stats.Proportions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Boards on which every decision was chosen by hand, held against the definition's formulas. */
class BoardByHandTest {
  private static final int N = 500;
  private static final double P95 = 0.025;
  private static final Model TODAY = Said.says(1);
  private static final SwapModel OTHER = new SwapModel("other", Said.says(2));

  /** An insight of which everything can be chosen. */
  private record Said1(
      String statement,
      Slice about,
      List<Claim> claims,
      Optional<Remedy> remedy,
      Optional<Forecast> forecast)
      implements Insight {
    static Said1 of(Remedy remedy) {
      return new Said1("x", Slice.all(), List.of(), Optional.of(remedy), Optional.empty());
    }

    Said1 claiming(Claim... more) {
      return new Said1(statement, about, List.of(more), remedy, forecast);
    }

    Said1 forecasting(double mean, double sd) {
      return new Said1(statement, about, claims, remedy, Optional.of(new Forecast(mean, sd)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aStratifiedBoardIsWhatTheFormulasSay(long seed) {
    LabelledRows judge = sites(Said.random(seed, 1000, N, 0.75, 0.85));
    Stakes stakes =
        Stakes.standard()
            .critical("a", "b", 4)
            .runningPrice(0.01)
            .strata(
                List.of(
                    new Stratum(Slice.where("site", "x"), 0.4),
                    new Stratum(Slice.where("site", "y"), 0.6)));
    Remedy remedy = Compose.of(OTHER, new AbstainOn("c"));
    Verdict verdict = only(plan(judge).under(stakes), Said1.of(remedy));
    Measured m = verdict.measured().orElseThrow();

    double[] today = new double[N];
    double[] after = new double[N];
    double[] hold = new double[N];
    double[] flips = new double[3];
    int[] stratum = new int[N];
    double[] weights = {0.4, 0.6};
    int[] sizes = new int[2];
    for (int row = 0; row < N; row++) {
      stratum[row] = row % 4 == 0 ? 0 : 1;
      sizes[stratum[row]]++;
    }
    double remaining = 0;
    for (int row = 0; row < N; row++) {
      int y = judge.label(row);
      int before = (int) judge.rows().input(row, 1);
      int other = (int) judge.rows().input(row, 2);
      double share = weights[stratum[row]] / sizes[stratum[row]];
      today[row] = cost(y, before);
      after[row] = other == 2 ? 0.3 : cost(y, other);
      hold[row] = 0.3;
      flips[0] += other != 2 && other == y && before != y ? share : 0;
      flips[1] += other != 2 && other != y && before == y ? share : 0;
      flips[2] += other == 2 ? share : 0;
      remaining += share * after[row];
    }
    ByHand saved = ByHand.of(wrap(today), wrap(after), today, stratum, weights, 0, 0.01, 4);
    near(1000 * saved.value(), m.savedPer1000().estimate());
    near(1000 * saved.low(P95), m.savedPer1000().low());
    near(1000 * saved.high(P95), m.savedPer1000().high());
    near(1000 * Math.sqrt(saved.variance()), m.standardError());
    Amount a = m.actionability().orElseThrow();
    near(saved.value() / saved.loss(), a.estimate());
    near(saved.fieller(P95)[0], a.low());
    near(saved.fieller(P95)[1], a.high());
    near(saved.value() / (saved.loss() - 0.01), m.actionabilityOfDecisions().orElseThrow());
    near(1000 * flips[0], m.fixed());
    near(1000 * flips[1], m.broke());
    near(1000 * flips[2], m.abstained());

    ByHand overHold = ByHand.of(wrap(hold), wrap(after), today, stratum, weights, -0.01, 0.01, 4);
    Amount lift = m.lift().orElseThrow();
    near(Math.min(saved.value(), overHold.value()) / saved.loss(), lift.estimate());
    // Eligible: ship as it is, hold, Chow (which decides as today's sure model does), so H = 3.
    near(Math.min(saved.fieller(P95)[0], overHold.fieller(P95)[0]), lift.low());
    double u = P95 / 3;
    near(Math.min(saved.fieller(u)[1], overHold.fieller(u)[1]), lift.high());

    near(1000 * (t(saved, 0.04) + 0.84) * Math.sqrt(saved.total(0.04)), verdict.detectable());
    assertEquals(0.04, verdict.provenance().level(), 1e-15);
    double loss = 0;
    for (DecisionShare share : m.decisions()) {
      loss += share.share() * costOf(share);
    }
    near(remaining, loss);
  }

  @Test
  void aRetrainedSystemIsItsSeedsCrossedWithItsRows() {
    // Whatever it is given, this trainer makes model 2, 3 or 4, as its seed says.
    int[] labels = labels(N);
    int[][] said = new int[4][];
    for (int model = 0; model < 4; model++) {
      said[model] = wrongEvery(labels, 5 + 2 * model, model);
    }
    LabelledRows judge = Said.rows(1000, labels, said);
    Trainer trainer = (rows, weights, seed) -> Said.says(2 + Math.floorMod(seed, 3));
    Subject subject =
        Subject.of(TODAY)
            .diagnosedOn(Said.rows(0, labels, said))
            .trainedOn(Said.rows(5000, labels, said))
            .with(trainer);
    Audit audit =
        OneCurve.audit(subject)
            .by("x", exam -> List.of(Said1.of(Retrain.with(new DiagnosisRows()))))
            .seed(3)
            .retrainingSeeds(4)
            .judgedOn(judge)
            .run();
    Verdict verdict = audit.board().verdicts().get(0);
    Measured m = verdict.measured().orElseThrow();
    double[][] after = new double[4][N];
    double[][] before = new double[4][N];
    for (int s = 0; s < 4; s++) {
      long key = Fingerprint.start().add(3L).add((long) s).add("train").key();
      int model = 1 + Math.floorMod(key, 3);
      for (int row = 0; row < N; row++) {
        after[s][row] = said[model][row] == labels[row] ? 0 : 1;
        before[s][row] = said[0][row] == labels[row] ? 0 : 1;
      }
    }
    ByHand saved = ByHand.of(before, after, before[0], new int[N], new double[] {1}, 0, 0.001, 1);
    near(1000 * saved.value(), m.savedPer1000().estimate());
    near(1000 * saved.low(P95), m.savedPer1000().low());
    near(1000 * saved.high(P95), m.savedPer1000().high());
    assertEquals(4, m.savedPer1000BySeed().size());
    double first = 0;
    for (int row = 0; row < N; row++) {
      first += (before[0][row] - after[0][row]) / N;
    }
    near(1000 * first, m.savedPer1000HandedBack());
    assertTrue(saved.variance() > 0);
    // The house's own retraining with the diagnosis rows is the same thing: nothing is credited.
    assertEquals(Status.PAYS, verdict.status());
    assertEquals(0, m.lift().orElseThrow().estimate(), 1e-12);
    // And the system handed back is that of seed 0.
    assertEquals(
        m.savedPer1000HandedBack(),
        audit.board().verdicts().get(0).measured().get().savedPer1000BySeed().get(0));
  }

  @Test
  void breakEvensAreWhereNothingIsSaved() {
    LabelledRows judge = Said.random(1, 1000, N, 0.75, 0.85);
    Stakes stakes = Stakes.standard().critical("a", "b", 4);
    Measured m =
        only(plan(judge).under(stakes), Said1.of(Compose.of(OTHER, new AbstainOn("b"))))
            .measured()
            .orElseThrow();
    BreakEven pair = m.breakEvens().get(1);
    assertEquals("a → b", pair.of());
    assertEquals("runningPrice", m.breakEvens().get(0).of());
    assertEquals(OptionalDouble.empty(), m.breakEvens().get(0).price());
    double price = pair.price().orElseThrow();
    // At that price the same decisions save nothing: N = Σ over confusions of Δshare · cost.
    Scoreboard board = run(plan(judge).under(stakes), Compose.of(OTHER, new AbstainOn("b")));
    double rounded = Math.round(price * 1e4) / 1e4;
    double there =
        board
            .actionabilityAt(board.verdicts().get(0), Stakes.standard().critical("a", "b", rounded))
            .orElseThrow();
    assertEquals(0, there, 1e-3);
    Measured hold = only(plan(judge), Said1.of(new Hold())).measured().orElseThrow();
    // Holding loses decisions and saves running: it pays from λ − N/1 on.
    near(
        0.001 - hold.savedPer1000().estimate() / 1000,
        hold.breakEvens().get(0).price().orElseThrow());
  }

  @Test
  void whatRemainsIsTheLossOfTheTopRowSplitUp() {
    LabelledRows judge = Said.random(1, 1000, N, 0.7, 0.95);
    Scoreboard board = run(plan(judge), OTHER);
    assertEquals(Status.CREDITED, board.verdicts().get(0).status());
    Remaining left = board.remaining().orElseThrow();
    assertEquals("x", left.after());
    double total = left.parts().stream().mapToDouble(Remaining.Part::lossPer1000).sum();
    double saved = board.verdicts().get(0).measured().orElseThrow().savedPer1000().estimate();
    near(board.lossPer1000().estimate() - saved, total);
    for (int i = 1; i < left.parts().size(); i++) {
      assertTrue(left.parts().get(i - 1).lossPer1000() >= left.parts().get(i).lossPer1000());
    }
    assertTrue(left.parts().contains(new Remaining.Part("running", 1)));
    Scoreboard nothing = run(plan(judge), new ShipAsIs());
    assertEquals("ship as it is", nothing.remaining().orElseThrow().after());
    near(
        nothing.lossPer1000().estimate(),
        nothing.remaining().orElseThrow().parts().stream()
            .mapToDouble(Remaining.Part::lossPer1000)
            .sum());
  }

  @Test
  void eachStatusWithItsReason() {
    LabelledRows good = Said.random(1, 1000, N, 0.8, 0.95);
    LabelledRows bad = Said.random(2, 1000, N, 0.3, 0.35);
    expect(Status.CREDITED, "", only(plan(good), Said1.of(OTHER)));
    expect(Status.PAYS, "no better than \"hold\"", only(plan(bad), Said1.of(new Hold())));
    expect(Status.HARMFUL, "", only(plan(good), Said1.of(new Hold())));
    expect(Status.NO_DIFFERENCE_SHOWN, "", only(plan(good), Said1.of(new AbstainBelow(0.1))));
    expect(
        Status.NO_DIFFERENCE_SHOWN, "nothing changes", only(plan(good), Said1.of(new ShipAsIs())));
    expect(
        Status.NOT_EXECUTABLE,
        "\"prune 10% of the weights\" needs a Network to cut, found another kind of model: read"
            + " it with Onnx.read, or propose a remedy that leaves the model as it is",
        only(plan(good), Said1.of(new Prune(0.1))));
    Model noNumbers = Model.ofRows(rows -> nan(rows.length));
    expect(
        Status.DID_NOT_FINISH,
        "IllegalStateException: the repaired system's logits are NaN on all diagnosis rows,"
            + " expected numbers",
        only(plan(good), Said1.of(new SwapModel("no numbers", noNumbers))));
    expect(
        Status.DID_NOT_FINISH,
        "ArithmeticException: no way",
        only(
            plan(good),
            exam -> {
              throw new ArithmeticException("no way");
            }));
    expect(
        Status.DID_NOT_FINISH,
        "AssertionError: never",
        only(
            plan(good),
            exam -> {
              throw new AssertionError("never");
            }));
    expect(
        Status.NOT_APPLICABLE,
        "needs a Network: read the model with Onnx.read, and a trainer: Subject.with(Trainer)",
        only(plan(good), new Requiring(Set.of(Capability.TRAINER, Capability.NETWORK))));
  }

  @Test
  void nanOnAJudgeRowCostsThatRowsDearestEntry() {
    int[] labels = labels(N);
    int[] nanOften = labels.clone();
    for (int row = 0; row < N; row += 10) {
      nanOften[row] = Said.NO_NUMBER;
    }
    LabelledRows judge = Said.rows(1000, labels, wrongEvery(labels, 4, 0), nanOften);
    LabelledRows diagnosis = Said.rows(0, labels, labels, labels);
    Stakes stakes = Stakes.standard().critical("a", "c", 3).abstain(2);
    Verdict verdict =
        only(
            OneCurve.audit(Subject.of(TODAY).diagnosedOn(diagnosis)).judgedOn(judge).under(stakes),
            Said1.of(OTHER));
    double before = 0;
    double after = 0;
    for (int row = 0; row < N; row++) {
      int said = (int) judge.rows().input(row, 1);
      before += said == labels[row] ? 0 : labels[row] == 0 && said == 2 ? 3 : 1;
      after += nanOften[row] != Said.NO_NUMBER ? 0 : labels[row] == 0 ? 3 : 2;
    }
    near(1000 * (before - after) / N, verdict.measured().orElseThrow().savedPer1000().estimate());
  }

  @Test
  void aShareOfAlmostNothingIsNotShown() {
    int[] labels = labels(N);
    for (int mistakes : new int[] {19, 21}) {
      int[] today = labels.clone();
      for (int row = 0; row < mistakes; row++) {
        today[row] = (labels[row] + 1) % 3;
      }
      LabelledRows judge = Said.rows(1000, labels, today, labels);
      Measured m =
          only(
                  OneCurve.audit(
                          Subject.of(TODAY).diagnosedOn(Said.rows(0, labels, labels, labels)))
                      .judgedOn(judge),
                  Said1.of(OTHER))
              .measured()
              .orElseThrow();
      assertEquals(mistakes == 21, m.actionability().isPresent());
      assertEquals(mistakes == 21, m.lift().isPresent());
      assertEquals(mistakes == 21, m.actionabilityOfDecisions().isPresent());
      near(1000.0 * mistakes / N, m.savedPer1000().estimate());
    }
  }

  @Test
  void theHouseHasWhatTheSubjectCanDo() {
    LabelledRows judge = Said.random(1, 1000, N, 0.8, 0.9);
    LabelledRows rows = Said.random(3, 0, 100, 0.8, 0.9);
    Trainer trainer = new Continuing();
    Subject bare = Subject.of(TODAY).diagnosedOn(rows);
    assertEquals(Set.of("ship as it is", "hold", "Chow's rule"), titles(bare, judge));
    Subject taught = bare.with(trainer);
    assertEquals(
        Set.of("ship as it is", "hold", "Chow's rule", "retrain, diagnosis rows too"),
        titles(taught, judge));
    assertEquals(
        Set.of(
            "ship as it is",
            "hold",
            "Chow's rule",
            "retrain on the same rows",
            "retrain, diagnosis rows too"),
        titles(taught.trainedOn(Said.random(4, 3000, 50, 0.8, 0.9)), judge));
    Subject pooled = taught.with(LabelPool.of(Said.random(5, 4000, 60, 0.8, 0.9)));
    Remedy five = Retrain.with(new AcquireLabels(Slice.all(), 5));
    Remedy nine = Retrain.with(new AcquireLabels(Slice.all(), 9));
    assertEquals(
        Set.of(
            "ship as it is",
            "hold",
            "Chow's rule",
            "retrain, diagnosis rows too",
            "+5 random labels",
            "+5 random labels, diagnosis rows too",
            "+9 random labels",
            "+9 random labels, diagnosis rows too"),
        titles(pooled, judge, five, nine));
    Subject closed = taught.with(LabelPool.unlabelled(Said.random(5, 4000, 60, 0.8, 0.9).rows()));
    assertEquals(
        Set.of("ship as it is", "hold", "Chow's rule", "retrain, diagnosis rows too"),
        titles(closed, judge));
  }

  @Test
  void onlyHouseRowsWithTheSameLabelsMustBeBeaten() {
    // 7 labels make a far better model, whoever buys them; anything else leaves it as it is.
    LabelledRows judge = Said.random(1, 1000, N, 0.8, 0.95);
    LabelledRows rows = Said.random(3, 0, 100, 0.8, 0.95);
    Trainer trainer = (given, weights, seed) -> Said.says(given.size() == 57 ? 2 : 1);
    Subject subject =
        Subject.of(TODAY)
            .diagnosedOn(rows)
            .trainedOn(Said.random(4, 3000, 50, 0.8, 0.95))
            .with(trainer)
            .with(LabelPool.of(Said.random(5, 4000, 60, 0.8, 0.95)));
    Scoreboard board =
        OneCurve.audit(subject)
            .by("five", exam -> List.of(Said1.of(Retrain.with(new AcquireLabels(Slice.all(), 5)))))
            .by("seven", exam -> List.of(Said1.of(Retrain.with(new AcquireLabels(Slice.all(), 7)))))
            .by("other", exam -> List.of(Said1.of(OTHER)))
            .judgedOn(judge)
            .run()
            .board();
    Verdict five = named(board, "five");
    assertEquals(0, five.measured().orElseThrow().lift().orElseThrow().estimate(), 1e-12);
    Verdict seven = named(board, "seven");
    assertEquals(Status.PAYS, seven.status());
    assertEquals("no better than \"+7 random labels\"", seven.reason());
    assertEquals(7, seven.labels());
    // The same system without labels need not beat the rows that pay for them.
    assertEquals(Status.CREDITED, named(board, "other").status());
  }

  @Test
  void aProducerMayPayThreeDifferentNumbersOfLabels() {
    LabelledRows judge = Said.random(1, 1000, N, 0.8, 0.9);
    Subject subject =
        Subject.of(TODAY)
            .diagnosedOn(Said.random(3, 0, 100, 0.8, 0.9))
            .with(new Continuing())
            .with(LabelPool.of(Said.random(5, 4000, 60, 0.8, 0.9)));
    List<Insight> all = new ArrayList<>();
    for (int m : new int[] {2, 3, 3, 4, 5, 4}) {
      all.add(
          Said1.of(Retrain.with(new AcquireLabels(Slice.all(), m))).forecasting(-all.size(), 1));
    }
    Scoreboard board = OneCurve.audit(subject).by("x", exam -> all).judgedOn(judge).run().board();
    for (Verdict verdict : board.verdicts()) {
      boolean fifth = verdict.provenance().rank() == 5;
      assertEquals(fifth ? Status.NOT_EXECUTABLE : Status.NO_DIFFERENCE_SHOWN, verdict.status());
      assertEquals(
          fifth
              ? "a producer may pay at most 3 different numbers of labels, found 5 beside [2, 3, 4]"
              : "",
          verdict.reason());
    }
    assertEquals(4 + 6, board.houseRows().size());
  }

  @Test
  void levelsAreSharedByRankAmongProducersThatApply() {
    LabelledRows judge = Said.random(1, 1000, N, 0.8, 0.9);
    Scoreboard board =
        plan(judge)
            .by(
                "three",
                exam ->
                    List.of(
                        Said1.of(new AbstainOn("a")),
                        Said1.of(new AbstainOn("b")).forecasting(-5, 2),
                        Said1.of(new AbstainOn("c")).forecasting(-5, 1)))
            .by("silent", exam -> List.of())
            .by("cannot", new Requiring(Set.of(Capability.NETWORK)))
            .by(
                "fails",
                exam -> {
                  throw new IllegalStateException("no");
                })
            .run()
            .board();
    // Three apply: "cannot" does not; the one that fails and the one that is silent do.
    double share = 0.05 / 3;
    assertEquals(0.8 * share, level(board, new AbstainOn("c")), 1e-15);
    assertEquals(0.1 * share, level(board, new AbstainOn("b")), 1e-15);
    assertEquals(0.2 / 6 * share, level(board, new AbstainOn("a")), 1e-15);
  }

  @Test
  void anInsightThatProposesNothingGetsTheCheapestDefault() {
    LabelledRows good = Said.random(1, 1000, N, 0.8, 0.9);
    Verdict ships = only(plan(good), exam -> List.of(Insight.of("all is well")));
    assertEquals(Optional.of(new ShipAsIs()), ships.act());
    assertTrue(ships.actIsDefault());
    LabelledRows bad = Said.random(1, 0, 200, 0.2, 0.9);
    Subject poor = Subject.of(TODAY).diagnosedOn(bad);
    Verdict holds =
        only(OneCurve.audit(poor).judgedOn(good), exam -> List.of(Insight.of("all is lost")));
    assertEquals(Optional.of(new Hold()), holds.act());
    // Rows of a low number are all wrong: refusing just them is cheapest, where it can be done.
    int[] labels = labels(200);
    int[] today = labels.clone();
    for (int row = 0; row < 40; row++) {
      today[row] = (labels[row] + 1) % 3;
    }
    LabelledRows mixed = Said.rows(0, labels, today, labels);
    Slice low = Slice.of(new Slice.FeatureRange(0, 0, 40));
    AuditPlan plan = OneCurve.audit(Subject.of(TODAY).diagnosedOn(mixed)).judgedOn(good);
    Insight about = new Said1("x", low, List.of(), Optional.empty(), Optional.empty());
    assertEquals(Optional.of(new AbstainWhen(low)), only(plan, exam -> List.of(about)).act());
    AuditPlan auditOnly =
        OneCurve.audit(
                Subject.of(TODAY)
                    .diagnosedOn(
                        mixed.with(
                            Attribute.categorical(
                                "g",
                                IntStream.range(0, 200)
                                    .mapToObj(i -> i < 40 ? "l" : "h")
                                    .toList()))))
            .judgedOn(good);
    Insight group =
        new Said1("x", Slice.where("g", "l"), List.of(), Optional.empty(), Optional.empty());
    assertEquals(Optional.of(new ShipAsIs()), only(auditOnly, exam -> List.of(group)).act());
  }

  @Test
  void theDefaultIsChosenByTheCostTableAlone() {
    // 21 of 70 wrong (70 terms of 1/70 do not sum to 1 in float64): shipping and holding cost the
    // same; what holding saves in running is no
    // decision's cost, and the first in order wins.
    int[] labels = labels(70);
    int[] today = labels.clone();
    for (int row = 0; row < 21; row++) {
      today[row] = (labels[row] + 1) % 3;
    }
    Subject subject = Subject.of(TODAY).diagnosedOn(Said.rows(0, labels, today, labels));
    Verdict verdict =
        only(
            OneCurve.audit(subject)
                .under(Stakes.standard().runningPrice(0.1))
                .judgedOn(Said.random(1, 1000, N, 0.8, 0.9)),
            exam -> List.of(Insight.of("so so")));
    assertEquals(Optional.of(new ShipAsIs()), verdict.act());
  }

  @Test
  void claimsAreHeldRefutedOrUndecided() {
    LabelledRows judge = sites(Said.random(1, 1000, N, 0.8, 0.95));
    Slice x = Slice.where("site", "x");
    Slice y = Slice.where("site", "y");
    int[] right = new int[2];
    int[] rightX = new int[2];
    int sizeX = 0;
    for (int row = 0; row < N; row++) {
      boolean inX = row % 4 == 0;
      sizeX += inX ? 1 : 0;
      for (int model = 0; model < 2; model++) {
        boolean is = (int) judge.rows().input(row, model + 1) == judge.label(row);
        right[model] += is ? 1 : 0;
        rightX[model] += is && inX ? 1 : 0;
      }
    }
    var wilson = Proportions.wilson(right[0], N, 0.95);
    Claim.Accuracy all = new Claim.Accuracy(Slice.all());
    Verdict verdict =
        only(
            plan(judge),
            Said1.of(OTHER)
                .claiming(
                    Claim.that(all, wilson.low() - 1e-9, wilson.high() + 1e-9),
                    Claim.that(all, wilson.low() + 1e-9, 1),
                    Claim.that(all, wilson.high() + 1e-9, 1),
                    Claim.that(all, 0.9, 1).after(OTHER),
                    Claim.that(all, 0, 0.5).after(new AbstainOn("a")),
                    Claim.that(all, 0.01, 1).after(new Hold()),
                    Claim.that(new Claim.AccuracyGap(x, y), -0.5, 0.5),
                    Claim.that(
                        new Claim.Accuracy(
                            Slice.where("site", "x")
                                .and(Slice.of(new Slice.FeatureRange(0, -5, -4)))),
                        0,
                        1),
                    Claim.that(new Claim.RobustAccuracy(Threat.linf(0.1)), 0, 1)));
    List<ClaimVerdict.Outcome> outcomes =
        verdict.claims().stream().map(ClaimVerdict::outcome).toList();
    ClaimVerdict.Outcome held = ClaimVerdict.Outcome.HELD;
    ClaimVerdict.Outcome undecided = ClaimVerdict.Outcome.UNDECIDED;
    ClaimVerdict.Outcome refuted = ClaimVerdict.Outcome.REFUTED;
    assertEquals(
        List.of(held, undecided, refuted, held, undecided, refuted, held, undecided, undecided),
        outcomes);
    near((double) right[0] / N, verdict.claims().get(0).measured().orElseThrow().estimate());
    near(wilson.low(), verdict.claims().get(0).measured().orElseThrow().low());
    near((double) right[1] / N, verdict.claims().get(3).measured().orElseThrow().estimate());
    assertEquals(0, verdict.claims().get(5).measured().orElseThrow().estimate());
    Amount gap = verdict.claims().get(6).measured().orElseThrow();
    var newcombe = Proportions.newcombe(rightX[0], sizeX, right[0] - rightX[0], N - sizeX, 0.95);
    near(newcombe.low(), gap.low());
    near(newcombe.high(), gap.high());
    near(
        (double) rightX[0] / sizeX - (double) (right[0] - rightX[0]) / (N - sizeX), gap.estimate());
  }

  @Test
  void forecastsAreScoredBesideTheNumber() {
    LabelledRows judge = Said.random(1, 1000, N, 0.8, 0.95);
    double g =
        only(plan(judge), Said1.of(OTHER)).measured().orElseThrow().savedPer1000().estimate();
    ForecastVerdict honest = score(judge, g, 10);
    ForecastVerdict boast = score(judge, 5 * g, 1);
    assertTrue(honest.skill() > 0.5);
    assertEquals(0, honest.overclaim(), 1e-9);
    assertTrue(boast.skill() < 0);
    assertTrue(boast.overclaim() > 5);
    double se = only(plan(judge), Said1.of(OTHER)).measured().orElseThrow().standardError();
    near((5 * g - g) / Math.hypot(1, se), boast.overclaim());
    double before = 0;
    LabelledRows diagnosis = diagnosis();
    for (int row = 0; row < diagnosis.size(); row++) {
      before += (int) diagnosis.rows().input(row, 1) == diagnosis.label(row) ? 0 : 1;
    }
    double tau = 500 * (before / diagnosis.size() + 0.001);
    near(1 - crps(0, Math.hypot(10, se)) / crps(g, Math.hypot(tau, se)), honest.skill());
  }

  @Test
  void nothingIsPromisedOfShippingAndNothingIsLost() {
    LabelledRows judge = Said.random(1, 1000, N, 0.8, 0.95);
    Verdict verdict = only(plan(judge), Said1.of(new ShipAsIs()).forecasting(0, 0));
    assertEquals(1, verdict.forecast().orElseThrow().skill());
    assertEquals(0, verdict.forecast().orElseThrow().overclaim());
    Measured m = verdict.measured().orElseThrow();
    assertEquals(new Amount(0, 0, 0), m.savedPer1000());
    assertEquals(new Amount(0, 0, 0), m.actionability().orElseThrow());
  }

  @Test
  void theHashIsOfWhatIsSaidAndNotOfWhoSaysIt() {
    LabelledRows judge = Said.random(1, 1000, N, 0.8, 0.95);
    Scoreboard board =
        plan(judge)
            .by("first", exam -> List.of(Said1.of(new AbstainOn("a"))))
            .by("second", exam -> List.of(Said1.of(new AbstainOn("a"))))
            .by("third", exam -> List.of(Said1.of(new AbstainOn("b"))))
            .by("swap", exam -> List.of(Said1.of(new SwapModel("m", Said.says(1)))))
            .by("swap like it", exam -> List.of(Said1.of(new SwapModel("m", Said.says(1)))))
            .by("swap other", exam -> List.of(Said1.of(new SwapModel("m", Said.says(2)))))
            .run()
            .board();
    assertEquals(hash(board, "first"), hash(board, "second"));
    assertNotEquals(hash(board, "first"), hash(board, "third"));
    assertEquals(hash(board, "swap"), hash(board, "swap like it"));
    assertNotEquals(hash(board, "swap"), hash(board, "swap other"));
    assertEquals(64, hash(board, "first").length());
  }

  @Test
  void aHouseRowThatDoesBetterThanOneThatPaysIsBest() {
    // Today is so bad that holding pays; refusing one class pays too, but less.
    LabelledRows bad = Said.random(2, 1000, N, 0.3, 0.35);
    Scoreboard board = run(plan(bad), new AbstainOn("a"));
    assertEquals(Status.PAYS, board.verdicts().get(0).status());
    assertEquals("hold", board.best().orElseThrow().title());
    Scoreboard good = run(plan(Said.random(1, 1000, N, 0.8, 0.95)), new Hold());
    assertFalse(good.best().isPresent());
  }

  @Test
  void fixedArtefactsAreMarked() {
    LabelledRows judge = Said.random(1, 1000, N, 0.8, 0.95);
    assertTrue(only(plan(judge), Said1.of(OTHER)).acting().fixedArtefact());
    assertFalse(only(plan(judge), Said1.of(new AbstainOn("a"))).acting().fixedArtefact());
  }

  /** A trainer that can go on from any model. */
  private static final class Continuing implements Trainer {
    @Override
    public Model train(LabelledRows rows, io.github.onecurve.data.RowWeights weights, long seed) {
      return TODAY;
    }

    @Override
    public Optional<Model> continueFrom(
        Model start, LabelledRows rows, io.github.onecurve.data.RowWeights weights, long seed) {
      return Optional.of(TODAY);
    }
  }

  private record Requiring(Set<Capability> requires) implements InsightProducer {
    @Override
    public List<Insight> examine(Examination exam) {
      return List.of();
    }
  }

  private static ForecastVerdict score(LabelledRows judge, double mean, double sd) {
    return only(plan(judge), Said1.of(OTHER).forecasting(mean, sd)).forecast().orElseThrow();
  }

  /** CRPS of a normal forecast of that deviation, off by so much (Gneiting and Raftery 2007). */
  private static double crps(double off, double sd) {
    var normal = new org.apache.commons.math3.distribution.NormalDistribution();
    double z = off / sd;
    return sd
        * (z * (2 * normal.cumulativeProbability(z) - 1)
            + 2 * normal.density(z)
            - 1 / Math.sqrt(Math.PI));
  }

  private static Set<String> titles(Subject subject, LabelledRows judge, Remedy... remedies) {
    List<Insight> insights = new ArrayList<>();
    for (Remedy remedy : remedies) {
      insights.add(Said1.of(remedy));
    }
    return OneCurve.audit(subject)
        .by("x", exam -> insights)
        .judgedOn(judge)
        .run()
        .board()
        .houseRows()
        .stream()
        .map(HouseRow::title)
        .collect(java.util.stream.Collectors.toSet());
  }

  private static void expect(Status status, String reason, Verdict found) {
    assertEquals(status + ": " + reason, found.status() + ": " + found.reason());
    assertEquals(status.isMeasured(), found.measured().isPresent());
  }

  private static LabelledRows diagnosis() {
    return sites(Said.random(99, 0, 200, 0.8, 0.9));
  }

  private static AuditPlan plan(LabelledRows judge) {
    return OneCurve.audit(Subject.of(TODAY).diagnosedOn(diagnosis())).judgedOn(judge);
  }

  private static Scoreboard run(AuditPlan plan, Remedy remedy) {
    return plan.by("x", exam -> List.of(Said1.of(remedy))).run().board();
  }

  private static Verdict only(AuditPlan plan, Insight insight) {
    return only(plan, exam -> List.of(insight));
  }

  private static Verdict only(AuditPlan plan, InsightProducer producer) {
    return plan.by("x", producer).run().board().verdicts().get(0);
  }

  private static Verdict named(Scoreboard board, String producer) {
    return board.verdicts().stream()
        .filter(v -> v.provenance().producer().equals(producer))
        .findFirst()
        .orElseThrow();
  }

  private static String hash(Scoreboard board, String producer) {
    return named(board, producer).provenance().contentHash();
  }

  private static double level(Scoreboard board, Remedy remedy) {
    return board.verdicts().stream()
        .filter(v -> v.act().equals(Optional.of(remedy)))
        .findFirst()
        .orElseThrow()
        .provenance()
        .level();
  }

  private static int[] labels(int n) {
    return IntStream.range(0, n).map(row -> row % 3).toArray();
  }

  private static int[] wrongEvery(int[] labels, int every, int from) {
    int[] said = labels.clone();
    for (int row = from; row < said.length; row += every) {
      said[row] = (labels[row] + 1) % 3;
    }
    return said;
  }

  private static float[][] nan(int n) {
    float[][] logits = new float[n][3];
    for (float[] row : logits) {
      row[1] = Float.NaN;
    }
    return logits;
  }

  private static LabelledRows sites(LabelledRows rows) {
    List<String> sites = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      sites.add(row % 4 == 0 ? "x" : "y");
    }
    return rows.with(Attribute.categorical("site", List.of("x", "y"), sites));
  }

  private static double cost(int actual, int said) {
    return actual == said ? 0 : actual == 0 && said == 1 ? 4 : 1;
  }

  private static double costOf(DecisionShare share) {
    if (share.decision().equals(DecisionShare.ABSTAIN)) {
      return 0.3;
    }
    return cost(Said.CLASSES.indexOf(share.actual()), Said.CLASSES.indexOf(share.decision()));
  }

  private static double[][] wrap(double[] one) {
    return new double[][] {one};
  }

  private static double t(ByHand saved, double p) {
    return saved.t(p);
  }

  private static void near(double expected, double found) {
    assertEquals(expected, found, 1e-9 * Math.max(1, Math.abs(expected)));
  }
}
