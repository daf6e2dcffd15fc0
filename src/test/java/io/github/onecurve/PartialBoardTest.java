package io.github.onecurve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.judge.HouseRow;
import io.github.onecurve.judge.Measured;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.judge.Status;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.model.Trainer;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.report.Json;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** An audit that is interrupted while it judges hands back what was carried out by then. */
class PartialBoardTest {
  private static final LabelledRows JUDGE = Said.random(2, 1000, 1500, 0.6, 0.97);
  private static final Subject SUBJECT =
      Subject.of(Said.says(1))
          .diagnosedOn(Said.random(1, 0, 60, 0.6, 0.97))
          .trainedOn(Said.random(3, 300, 40, 0.6, 0.97));
  private static final SwapModel BETTER = new SwapModel("better", Said.says(2));

  private final CountDownLatch training = new CountDownLatch(1);
  private final CountDownLatch others = new CountDownLatch(4);

  @Test
  void rowsThatWereCarriedOutKeepTheirBitsAndAreNotCreditedUnseen() throws InterruptedException {
    AtomicReference<Audit> interrupted = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              interrupted.set(plan(this::endless).reportingTo(this::hear).run());
              flag.set(Thread.currentThread().isInterrupted());
            });
    thread.start();
    assertTrue(training.await(60, TimeUnit.SECONDS));
    assertTrue(others.await(60, TimeUnit.SECONDS));
    thread.interrupt();
    thread.join(20_000);
    assertFalse(thread.isAlive());
    assertTrue(flag.get());
    Audit audit = interrupted.get();
    assertTrue(audit.partial());
    Scoreboard partial = audit.board();
    Scoreboard whole = plan((rows, weights, seed) -> Said.says(1)).run().board();
    assertEquals(Status.CREDITED, named(whole, "swaps").status());
    Verdict swaps = named(partial, "swaps");
    assertEquals(Status.PAYS, swaps.status());
    assertEquals(
        "not credited, because it could not be compared with \"retrain on the same rows\" and"
            + " \"retrain, diagnosis rows too\", which did not finish",
        swaps.reason());
    assertEquals(saved(named(whole, "swaps")), saved(swaps));
    assertEquals(BETTER.model(), audit.remedied(swaps).model());
    for (Verdict verdict : partial.verdicts()) {
      if (!verdict.title().equals("swaps")) {
        assertEquals(Status.DID_NOT_FINISH, verdict.status());
        assertEquals("the audit was interrupted", verdict.reason());
      }
    }
    for (HouseRow row : partial.houseRows()) {
      boolean retrains = row.remedy().retrains();
      assertEquals(!retrains, row.measured().isPresent(), row.title());
      assertEquals(retrains ? "the audit was interrupted" : "", row.reason());
    }
    assertTrue(
        partial.notes().stream()
            .anyMatch(note -> note.startsWith("the audit was interrupted: 4 of")),
        partial.notes().toString());
    assertTrue(audit.toString().contains("This audit was cut off"));
    assertEquals(partial, Json.parse(Json.toText(partial)));
  }

  @Test
  void anInterruptThatStandsBeforeTheAuditLeavesABoardOfWhatCouldBeSaid() {
    Thread.currentThread().interrupt();
    Audit audit = plan(this::endless).run();
    assertTrue(Thread.interrupted());
    assertTrue(audit.partial());
    assertEquals(2, audit.board().verdicts().size());
    assertTrue(
        audit
            .board()
            .notes()
            .contains("the audit was interrupted before anything was carried out"));
    assertTrue(audit.best().isEmpty());
  }

  private AuditPlan plan(Trainer trainer) {
    return OneCurve.audit(SUBJECT.with(trainer))
        .by("swaps", exam -> List.of(Insight.of("x", BETTER)))
        .by("retrains", exam -> List.of(Insight.of("x", Retrain.with(new DiagnosisRows()))))
        .retrainingSeeds(3)
        .threads(8)
        .judgedOn(JUDGE);
  }

  private void hear(String what, long done, long total) {
    if (what.equals("carrying remedies out")) {
      others.countDown();
    }
  }

  private Model endless(LabelledRows rows, RowWeights weights, long seed) {
    training.countDown();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return Said.says(1);
  }

  private static Optional<?> saved(Verdict verdict) {
    return verdict.measured().map(Measured::savedPer1000);
  }

  private static Verdict named(Scoreboard board, String producer) {
    return board.verdicts().stream()
        .filter(v -> v.title().equals(producer))
        .findFirst()
        .orElseThrow();
  }
}
