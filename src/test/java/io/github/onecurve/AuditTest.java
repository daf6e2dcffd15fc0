package io.github.onecurve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.insight.Capability;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.judge.BoardRow;
import io.github.onecurve.judge.ClaimVerdict;
import io.github.onecurve.judge.HouseRow;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.judge.Status;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.model.Trainer;
import io.github.onecurve.network.Nets;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Stakes.Stratum;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The front door: bad input and its messages, interrupts, and what is handed back. */
class AuditTest {
  private static final Model TODAY = Said.says(1);
  private static final LabelledRows DIAGNOSIS = Said.random(1, 0, 60, 0.8, 0.9);
  private static final LabelledRows JUDGE = Said.random(2, 1000, 200, 0.8, 0.9);
  private static final Subject SUBJECT = Subject.of(TODAY).diagnosedOn(DIAGNOSIS);

  @Test
  void nullsAreRefusedAtTheDoor() {
    AuditPlan plan = OneCurve.audit(SUBJECT);
    isNull("expected a subject to audit, found null", () -> OneCurve.audit(null));
    isNull("expected a producer, found null", () -> plan.by("x", null));
    isNull("expected a list of producers, found null", () -> plan.by(null));
    isNull("expected stakes, found null", () -> plan.under(null));
    isNull("expected rows to judge on, found null", () -> plan.judgedOn(null));
    isNull("expected something to report to, found null", () -> plan.reportingTo(null));
  }

  @Test
  void producersNeedNamesOfTheirOwn() {
    AuditPlan plan = OneCurve.audit(SUBJECT).by("refuse", saying(new AbstainOn("a")));
    refused(
        "producers must have different names, found \"refuse\" twice",
        () -> plan.by("refuse", saying(new AbstainOn("b"))));
    refused("a producer needs a name, found a blank one", () -> plan.by(" ", exam -> List.of()));
    refused("a producer needs a name, found null", () -> plan.by(null, exam -> List.of()));
  }

  @Test
  void whatIsMissingIsSaid() {
    stopped(
        "an audit needs diagnosis rows: labelled, as at deployment, not trained on; give them with"
            + " Subject.diagnosedOn(rows)",
        () -> OneCurve.audit(Subject.of(TODAY)));
    stopped(
        "an audit needs sealed rows to judge on: give them with judgedOn(rows)",
        () -> OneCurve.audit(SUBJECT).by("x", exam -> List.of()).run());
    stopped(
        "an audit needs a producer: give by(Producers.standard()) or one of your own",
        () -> OneCurve.audit(SUBJECT).judgedOn(JUDGE).run());
    refused(
        "expected at least 3 retraining seeds, found 2",
        () -> OneCurve.audit(SUBJECT).retrainingSeeds(2));
    refused("expected at least 1 thread, found 0", () -> plan(JUDGE).threads(0).run());
  }

  @Test
  void rowsThatDoNotFitAreRefusedBeforeAnyoneExamines() {
    LabelledRows wide = Said.rows(1000, new int[] {0, 1, 2}, new int[3]);
    refusedUnseen(
        "judge rows and diagnosis rows must have one shape, found [2] and [3]", SUBJECT, wide);
    LabelledRows two =
        LabelledRows.of(new float[][] {{1, 2, 3}, {4, 5, 6}}, new int[] {0, 1}, List.of("a", "b"));
    refusedUnseen(
        "judge rows and diagnosis rows must have one list of classes, found [a, b] and [a, b, c]",
        SUBJECT,
        two);
    refusedUnseen(
        "an interval needs at least 2 judge rows in each stratum, found 1 in \"all rows\"",
        SUBJECT,
        JUDGE.select(0));
    refusedUnseen(
        "each of the 60 judge rows occurs in another kind of rows (60 as an equal record, 0 through"
            + " its entity): give the judge rows that nobody else has",
        SUBJECT,
        DIAGNOSIS);
    Subject network = Subject.of(Nets.dense(1, "Relu", 5, 3, 3)).diagnosedOn(DIAGNOSIS);
    AtomicBoolean asked = new AtomicBoolean();
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> OneCurve.audit(network).by("x", noting(asked)).judgedOn(JUDGE).run())
            .getMessage();
    assertTrue(message.contains("5") && message.contains("3"), message);
    assertFalse(asked.get());
    stopped(
        "expected the model to answer with logits [60, 3], found [60, 2]",
        () ->
            OneCurve.audit(
                    Subject.of(Model.ofRows(rows -> new float[rows.length][2]))
                        .diagnosedOn(DIAGNOSIS))
                .by("x", exam -> List.of())
                .judgedOn(JUDGE)
                .run());
  }

  @Test
  void oneClassAndNoRowsAreRefusedByTheRowsThemselves() {
    refused(
        "expected at least two classes with different names, found [a]",
        () -> LabelledRows.of(new float[][] {{1}}, new int[] {0}, List.of("a")));
    refused(
        "expected at least one row, found none",
        () -> LabelledRows.of(new float[0][], new int[0], List.of("a", "b")));
  }

  @Test
  void aClassWithoutARowIsNoted() {
    int[] labels = new int[100];
    for (int row = 0; row < 100; row++) {
      labels[row] = row % 2;
    }
    int[] said = labels.clone();
    for (int row = 0; row < 40; row++) {
      said[row] = 2;
    }
    Scoreboard board = plan(Said.rows(2000, labels, said, labels)).run().board();
    assertTrue(board.notes().contains("no judge row is of class \"c\""), board.notes().toString());
    assertEquals(1, plan(JUDGE).run().board().notes().size());
  }

  @Test
  void stakesThatDoNotFitAreRefusedBeforeAnyoneExamines() {
    AtomicBoolean asked = new AtomicBoolean();
    AuditPlan plan = OneCurve.audit(SUBJECT).by("x", noting(asked)).judgedOn(JUDGE);
    refused(
        "critical confusions must name classes of the model, one of [a, b, c], found \"d\"",
        () -> plan.under(Stakes.standard().critical("a", "d", 2)).run());
    Slice low = Slice.of(new Slice.FeatureRange(0, 0, 100));
    Slice high = Slice.of(new Slice.FeatureRange(0, 100, 9999));
    refused(
        "every stratum needs a judge row, found none in [" + low + "]",
        () ->
            plan.under(
                    Stakes.standard()
                        .strata(List.of(new Stratum(low, 0.5), new Stratum(high, 0.5))))
                .run());
    refused(
        "every judge row must lie in exactly one stratum, found 200 in none and 0 in several: let"
            + " the slices cover the data and exclude each other",
        () -> plan.under(Stakes.standard().strata(List.of(new Stratum(low, 1)))).run());
    refused(
        "expected one of the columns [], found \"site\"",
        () ->
            plan.under(Stakes.standard().strata(List.of(new Stratum(Slice.where("site", "x"), 1))))
                .run());
    refused(
        "the threat's scale has 2 numbers, the rows have 3 inputs: give one for each input",
        () ->
            plan.under(
                    Stakes.standard()
                        .attack(Threat.linf(0.1).scaledBy(Tensor.of(new float[] {1, 2}, 2))))
                .run());
    assertFalse(asked.get());
  }

  @Test
  void anUnknownColumnInASliceIsARowWithItsReason() {
    Claim claim = Claim.that(new Claim.Accuracy(Slice.where("site", "x")), 0, 1);
    Scoreboard board =
        plan(JUDGE)
            .by("claims", exam -> List.of(new Claiming(claim)))
            .by("buys", saying(Retrain.with(new AcquireLabels(Slice.where("site", "x"), 2))))
            .run()
            .board();
    assertEquals(Status.DID_NOT_FINISH, named(board, "claims").status());
    assertEquals(
        "IllegalArgumentException: expected one of the columns [], found \"site\"",
        named(board, "claims").reason());
    assertEquals(Status.NOT_EXECUTABLE, named(board, "buys").status());
    Subject pooled = SUBJECT.with(LabelPool.of(Said.random(5, 5000, 20, 0.8, 0.8)));
    Verdict buys =
        OneCurve.audit(pooled)
            .by("buys", saying(Retrain.with(new AcquireLabels(Slice.where("site", "x"), 2))))
            .judgedOn(JUDGE)
            .run()
            .board()
            .verdicts()
            .get(0);
    assertEquals(Status.NOT_EXECUTABLE, buys.status());
    assertEquals("expected one of the columns [], found \"site\"", buys.reason());
  }

  @Test
  void aColumnThatOnlyTheJudgesRowsLackLeavesAClaimUndecided() {
    LabelledRows known =
        DIAGNOSIS.with(Attribute.categorical("site", Collections.nCopies(60, "x")));
    Claim claim = Claim.that(new Claim.Accuracy(Slice.where("site", "x")), 0, 1);
    Verdict verdict =
        OneCurve.audit(Subject.of(TODAY).diagnosedOn(known))
            .by("claims", exam -> List.of(new Claiming(claim)))
            .judgedOn(JUDGE)
            .run()
            .board()
            .verdicts()
            .get(0);
    assertEquals(ClaimVerdict.Outcome.UNDECIDED, verdict.claims().get(0).outcome());
  }

  private record Claiming(Claim claim) implements Insight {
    @Override
    public String statement() {
      return "x";
    }

    @Override
    public List<Claim> claims() {
      return List.of(claim);
    }
  }

  @Test
  void aDefaultThatCannotBePricedIsNotTaken() {
    Slice beyond = Slice.of(new Slice.FeatureRange(2, 0, 1));
    Insight odd =
        new Insight() {
          @Override
          public String statement() {
            return "odd";
          }

          @Override
          public Slice about() {
            return beyond;
          }
        };
    Scoreboard board = plan(JUDGE).by("odd", exam -> List.of(odd)).run().board();
    assertTrue(named(board, "odd").status().isMeasured());
  }

  @Test
  void aClosedPoolSellsNothingAndTakesNobodyDown() {
    LabelPool closed = LabelPool.unlabelled(Said.random(5, 5000, 20, 0.8, 0.8).rows());
    Scoreboard board =
        OneCurve.audit(SUBJECT.with(closed))
            .by("needs it", new Needing(Set.of(Capability.POOL)))
            .by("buys", saying(Retrain.with(new AcquireLabels(Slice.all(), 2))))
            .by("fine", saying(new AbstainOn("a")))
            .judgedOn(JUDGE)
            .run()
            .board();
    assertEquals(Status.NOT_APPLICABLE, named(board, "needs it").status());
    assertEquals(Status.NOT_EXECUTABLE, named(board, "buys").status());
    assertTrue(named(board, "fine").status().isMeasured());
    assertTrue(board.houseRows().stream().allMatch(row -> row.measured().isPresent()));
  }

  @Test
  void requirementsThatFailAreARowToo() {
    Scoreboard board =
        plan(JUDGE)
            .by(
                "odd",
                new InsightProducer() {
                  @Override
                  public List<Insight> examine(Examination exam) {
                    return List.of();
                  }

                  @Override
                  public Set<Capability> requires() {
                    throw new IllegalStateException("unsure");
                  }
                })
            .run()
            .board();
    assertEquals("IllegalStateException: unsure", named(board, "odd").reason());
  }

  private record Needing(Set<Capability> requires) implements InsightProducer {
    @Override
    public List<Insight> examine(Examination exam) {
      return List.of();
    }
  }

  @Test
  void anInterruptWhileExaminingGivesAPartialBoard() throws InterruptedException {
    CountDownLatch examining = new CountDownLatch(1);
    Interrupted interrupted =
        interrupt(
            plan(JUDGE)
                .by(
                    "sleeps for ever",
                    exam -> {
                      examining.countDown();
                      new CountDownLatch(1).await();
                      return List.of();
                    })
                .by("never asked", saying(new AbstainOn("a"))),
            examining);
    Audit audit = interrupted.audit();
    assertTrue(audit.partial());
    assertTrue(interrupted.flag());
    for (String name : List.of("fine", "sleeps for ever", "never asked")) {
      assertEquals(Status.DID_NOT_FINISH, named(audit.board(), name).status());
      assertEquals("the audit was interrupted", named(audit.board(), name).reason());
    }
    HouseRow first = audit.board().houseRows().get(0);
    assertEquals("ship as it is", first.title());
    assertTrue(first.measured().isPresent());
    assertTrue(audit.best().isEmpty());
  }

  @Test
  void anInterruptWhileJudgingGivesAPartialBoard() throws InterruptedException {
    CountDownLatch training = new CountDownLatch(1);
    Trainer endless =
        (rows, weights, seed) -> {
          training.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return TODAY;
        };
    Subject subject = SUBJECT.trainedOn(Said.random(8, 8000, 20, 0.8, 0.8)).with(endless);
    Interrupted interrupted =
        interrupt(
            OneCurve.audit(subject).by("x", saying(new AbstainOn("a"))).judgedOn(JUDGE), training);
    assertTrue(interrupted.audit().partial());
    assertTrue(interrupted.flag());
    assertEquals(1, interrupted.audit().board().verdicts().size());
  }

  private record Interrupted(Audit audit, boolean flag) {}

  private static Interrupted interrupt(AuditPlan plan, CountDownLatch when)
      throws InterruptedException {
    AtomicReference<Interrupted> result = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              Audit audit = plan.run();
              result.set(new Interrupted(audit, Thread.currentThread().isInterrupted()));
            });
    thread.start();
    assertTrue(when.await(60, TimeUnit.SECONDS));
    thread.interrupt();
    thread.join(60_000);
    return result.get();
  }

  @Test
  void theRepairedSystemIsHandedBack() {
    SwapModel swap = new SwapModel("other", Said.says(2));
    Audit audit = plan(Said.random(2, 1000, 500, 0.7, 0.95)).by("x", saying(swap)).run();
    BoardRow best = audit.best().orElseThrow();
    assertEquals("x", best.title());
    assertSame(swap.model(), audit.remedied(best).model());
    assertFalse(audit.partial());
    Scoreboard other = plan(Said.random(3, 1000, 500, 0.7, 0.95)).run().board();
    refused(
        "expected a row of this audit's board that was carried out, found \"fine\": take one from"
            + " best(), board().verdicts() or board().houseRows()",
        () -> audit.remedied(other.verdicts().get(0)));
    assertEquals(
        "expected a row of the board, found null: see best()",
        assertThrows(NullPointerException.class, () -> audit.remedied(null)).getMessage());
  }

  @Test
  void progressIsReported() {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    plan(JUDGE)
        .by(
            "slow",
            exam -> {
              exam.progress(1, 2);
              return List.of();
            })
        .reportingTo((what, done, total) -> heard.add(what + " " + done + "/" + total))
        .run();
    assertTrue(heard.contains("slow 1/2"));
    assertTrue(heard.contains("carrying remedies out 4/4"), heard.toString());
  }

  @Test
  void aPlanIsAValueThatEachCallLeavesAsItWas() {
    AuditPlan plan = OneCurve.audit(SUBJECT).judgedOn(JUDGE);
    AuditPlan more = plan.by("x", saying(new ShipAsIs()));
    stopped(
        "an audit needs a producer: give by(Producers.standard()) or one of your own", plan::run);
    assertEquals(1, more.run().board().verdicts().size());
  }

  private static AuditPlan plan(LabelledRows judge) {
    return OneCurve.audit(SUBJECT).by("fine", saying(new AbstainOn("b"))).judgedOn(judge);
  }

  private static InsightProducer saying(Remedy remedy) {
    return exam -> List.of(Insight.of("x", remedy));
  }

  private static InsightProducer noting(AtomicBoolean asked) {
    return exam -> {
      asked.set(true);
      return List.of();
    };
  }

  private static void refusedUnseen(String message, Subject subject, LabelledRows judge) {
    AtomicBoolean asked = new AtomicBoolean();
    refused(message, () -> OneCurve.audit(subject).by("x", noting(asked)).judgedOn(judge).run());
    assertFalse(asked.get());
  }

  private static Verdict named(Scoreboard board, String producer) {
    return board.verdicts().stream()
        .filter(v -> v.title().equals(producer))
        .findFirst()
        .orElseThrow();
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static void stopped(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalStateException.class, call).getMessage());
  }

  private static void isNull(String message, Executable call) {
    assertEquals(message, assertThrows(NullPointerException.class, call).getMessage());
  }
}
