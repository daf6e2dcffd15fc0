package io.github.onecurve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.judge.Status;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.AbstainBelow;
import io.github.onecurve.remedy.SwapModel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What fails is a row that says so, and the rest of the board has the same bits as without it. */
class FaultsTest {
  private static final LabelledRows DIAGNOSIS = Said.random(1, 0, 60, 0.8, 0.9);
  private static final LabelledRows JUDGE = Said.random(2, 1000, 200, 0.8, 0.9);
  private static final Duration LIMIT = Duration.ofSeconds(1);

  /** A producer that fails, and the reason that its row gives. */
  private enum Fault {
    THROWS("IllegalStateException: lost") {
      @Override
      List<Insight> examine() {
        throw new IllegalStateException("lost");
      }
    },
    RECURSES("StackOverflowError") {
      @Override
      List<Insight> examine() {
        return deeper(0);
      }

      private List<Insight> deeper(int depth) {
        List<Insight> below = depth < 0 ? List.of() : deeper(Math.abs(depth + 1));
        return List.copyOf(below);
      }
    },
    RUNS_OUT_OF_MEMORY("OutOfMemoryError: heap") {
      @Override
      List<Insight> examine() {
        throw new OutOfMemoryError("heap");
      }
    },
    SAYS_NULL("expected a list of insights, found null") {
      @Override
      List<Insight> examine() {
        return null;
      }
    },
    SLEEPS("over its limit of 1 s") {
      @Override
      List<Insight> examine() throws InterruptedException {
        Thread.sleep(60_000);
        return List.of();
      }
    },
    SPINS("over its limit of 1 s") {
      @Override
      List<Insight> examine() {
        long end = System.nanoTime() + 4_000_000_000L;
        while (System.nanoTime() < end) {
          Thread.onSpinWait();
        }
        return List.of(Insight.of("too late", new AbstainBelow(0.9)));
      }
    },
    PROPOSES_WHAT_THROWS("IllegalStateException: no answer") {
      @Override
      List<Insight> examine() {
        Model once =
            Model.ofRows(
                rows -> {
                  float[][] answers = new float[rows.length][3];
                  if (rows.length > 0 && rows[0][0] >= 1000) {
                    throw new IllegalStateException("no answer");
                  }
                  return answers;
                });
        return List.of(Insight.of("another model", new SwapModel("other", once)));
      }
    };

    private final String reason;

    Fault(String reason) {
      this.reason = reason;
    }

    abstract List<Insight> examine() throws Exception;
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aFaultIsARowAndMovesNobodyElse(Fault fault) {
    Scoreboard without = plan().by("bad", exam -> List.of()).run().board();
    Scoreboard with = plan().by("bad", exam -> fault.examine()).run().board();
    Verdict bad = named(with, "bad");
    assertEquals(Status.DID_NOT_FINISH, bad.status());
    assertTrue(bad.reason().contains(fault.reason), bad.reason());
    assertEquals(named(without, "good"), named(with, "good"));
    assertEquals(without.houseRows(), with.houseRows());
    assertFalse(with.partial());
  }

  @Test
  void aProducerThatInterruptsItselfStopsNobody() {
    Scoreboard board =
        plan()
            .by(
                "selfish",
                exam -> {
                  Thread.currentThread().interrupt();
                  return List.of(Insight.of("refuse", new AbstainBelow(0.5)));
                })
            .run()
            .board();
    assertFalse(board.partial());
    assertFalse(Thread.interrupted());
    assertTrue(named(board, "good").measured().isPresent());
  }

  @Test
  void anExaminationIsShutOnceItIsOver() {
    AtomicReference<Examination> kept = new AtomicReference<>();
    InsightProducer keeping =
        exam -> {
          kept.set(exam);
          Thread.sleep(60_000);
          return List.of();
        };
    plan().by("keeps", keeping).run();
    assertThrows(IllegalStateException.class, () -> kept.get().forecast(new AbstainBelow(0.5)));
  }

  @Test
  void limitsThatAreNotHitChangeNoBit() {
    AuditPlan bare =
        OneCurve.audit(Subject.of(Said.says(1)).diagnosedOn(DIAGNOSIS))
            .by("good", exam -> List.of(Insight.of("refuse", new AbstainBelow(0.5))))
            .judgedOn(JUDGE);
    Scoreboard board = bare.run().board();
    Scoreboard limited =
        bare.producerLimit(Duration.ofMinutes(5)).remedyLimit(Duration.ofMinutes(5)).run().board();
    assertEquals(board.verdicts(), limited.verdicts());
    assertEquals(board.houseRows(), limited.houseRows());
  }

  @Test
  void aLimitMustBePositive() {
    assertEquals(
        "a time limit must be positive, found 0 s",
        assertThrows(IllegalArgumentException.class, () -> plan().producerLimit(Duration.ZERO))
            .getMessage());
  }

  private static AuditPlan plan() {
    return OneCurve.audit(Subject.of(Said.says(1)).diagnosedOn(DIAGNOSIS))
        .by("good", exam -> List.of(Insight.of("refuse", new AbstainBelow(0.5))))
        .judgedOn(JUDGE)
        .producerLimit(LIMIT);
  }

  private static Verdict named(Scoreboard board, String producer) {
    return board.verdicts().stream()
        .filter(verdict -> verdict.provenance().producer().equals(producer))
        .findFirst()
        .orElseThrow();
  }
}
