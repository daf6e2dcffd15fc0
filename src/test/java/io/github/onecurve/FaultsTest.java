package io.github.onecurve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Capability;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.judge.Meters;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.judge.Status;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.model.Trainer;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.Reweight;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.report.Json;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whatever fails is a row with its reason, and no other row has another bit for it. */
class FaultsTest {
  private static final Model TODAY = Said.says(1);
  private static final LabelledRows JUDGE = Said.random(2, 1000, 200, 0.7, 0.9);
  private static final Subject SUBJECT =
      Subject.of(TODAY)
          .diagnosedOn(Said.random(1, 0, 60, 0.7, 0.9))
          .trainedOn(Said.random(3, 300, 40, 0.7, 0.9))
          .with((Trainer) FaultsTest::train)
          .with(LabelPool.of(Said.random(4, 500, 50, 0.7, 0.9)));
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** What the trainer does where rows weigh 3, as only the remedy at fault makes them. */
  private static final AtomicReference<Trainer> AT_FAULT = new AtomicReference<>();

  /** The other rows as they are where nothing fails. */
  private static String calm;

  @BeforeAll
  static void auditWithoutAFault() {
    calm = others(board(plan().by("fault", saying(new AbstainOn("c")))));
  }

  static Stream<Arguments> producers() {
    return Stream.of(
        fault(
            "throws",
            "IllegalStateException: boom",
            exam -> {
              throw boom("boom");
            }),
        fault(
            "throws a checked exception",
            "Exception: boom",
            exam -> {
              throw new Exception("boom");
            }),
        fault(
            "runs out of memory",
            "OutOfMemoryError: no more",
            exam -> {
              throw new OutOfMemoryError("no more");
            }),
        fault("recurses", "StackOverflowError", exam -> List.of(Insight.of("" + deep(1)))),
        fault(
            "throws what throws when asked why",
            "Sly",
            exam -> {
              throw new Sly();
            }),
        fault(
            "throws lines",
            "IllegalStateException: one two",
            exam -> {
              throw boom("one\n  two");
            }),
        fault(
            "returns null",
            "IllegalStateException: expected a list of insights, found null",
            exam -> null),
        fault(
            "returns a null among insights",
            "NullPointerException: expected insights, found null among them",
            exam -> Arrays.asList((Insight) null)),
        fault(
            "forecasts NaN",
            "IllegalArgumentException: a forecast needs a finite mean and a finite sd of at least"
                + " 0, found mean NaN, sd 1.0",
            exam -> List.of(Insight.of("x", new AbstainOn("c"), new Forecast(Double.NaN, 1)))),
        fault(
            "says null",
            "IllegalArgumentException: an insight must hold no null, found one",
            exam -> List.of(new Odd(() -> null))),
        fault(
            "throws while it is read",
            "IllegalStateException: unsaid",
            exam ->
                List.of(
                    new Odd(
                        () -> {
                          throw boom("unsaid");
                        }))),
        fault(
            "sleeps",
            "over its limit of 1 s",
            exam -> {
              sleep();
              return null;
            }),
        fault(
            "never ends, whatever it is told",
            "over its limit of 1 s",
            exam -> {
              spin();
              return null;
            }),
        fault("sleeps while it is read", "over its limit of 1 s", exam -> asleep()),
        fault(
            "is interrupted by itself and gives up",
            "InterruptedException: sleep interrupted",
            exam -> {
              Thread.currentThread().interrupt();
              Thread.sleep(1);
              return List.of();
            }),
        fault(
            "is interrupted while forecasting",
            "InterruptedException: interrupted while working",
            exam -> {
              Thread.currentThread().interrupt();
              exam.forecast(new AbstainOn("c"));
              return List.of();
            }),
        Arguments.of(
            "cannot say what it needs",
            "IllegalStateException: unsure",
            new InsightProducer() {
              @Override
              public List<Insight> examine(Examination exam) {
                return List.of();
              }

              @Override
              public Set<Capability> requires() {
                throw new IllegalStateException("unsure");
              }
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("producers")
  void aProducerThatFailsIsARowAndMovesNoOther(
      String how, String reason, InsightProducer producer) {
    Scoreboard board = board(plan().producerLimit(SHORT).by("fault", producer));
    Verdict row = named(board, "fault");
    assertEquals(Status.DID_NOT_FINISH, row.status());
    assertEquals(reason, row.reason());
    assertEquals(calm, others(board));
    assertFalse(board.partial());
  }

  static Stream<Arguments> models() {
    return Stream.of(
        swap(
            "throws",
            "IllegalStateException: boom",
            inputs -> {
              throw boom("boom");
            }),
        swap(
            "runs out of memory",
            "OutOfMemoryError: no more",
            inputs -> {
              throw new OutOfMemoryError("no more");
            }),
        swap("recurses", "StackOverflowError", inputs -> Nd4j.scalar((float) deep(1))),
        swap(
            "answers null",
            "IllegalStateException: expected the model to answer with logits [96, 3], found null",
            inputs -> null),
        swap(
            "answers in another shape",
            "IllegalStateException: expected the model to answer with logits [96, 3], found [2, 2]",
            inputs -> Nd4j.zeros(2, 2)),
        swap(
            "sleeps",
            "over its limit of 1 s",
            inputs -> {
              sleep();
              return null;
            }),
        swap(
            "never ends, whatever it is told",
            "over its limit of 1 s",
            inputs -> {
              spin();
              return null;
            }));
  }

  /** Each of these models is faultless until it is asked about judge rows. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void aModelThatFailsOnJudgeRowsIsARowAndMovesNoOther(String how, String reason, Model model) {
    Scoreboard board =
        board(plan().remedyLimit(SHORT).by("fault", saying(new SwapModel("odd", model))));
    Verdict row = named(board, "fault");
    assertEquals(Status.DID_NOT_FINISH, row.status());
    assertEquals(reason, row.reason());
    assertEquals(calm, others(board));
  }

  static Stream<Arguments> meddlers() {
    return Stream.of(
        Arguments.of(
            "changes the array that it is handed",
            new OnJudgeRows(
                inputs -> {
                  inputs.assign(0);
                  return TODAY.logits(inputs);
                })),
        Arguments.of(
            "closes the array that it is handed",
            new OnJudgeRows(
                inputs -> {
                  INDArray answer = TODAY.logits(inputs);
                  inputs.close();
                  return answer;
                })),
        Arguments.of(
            "interrupts its thread",
            new OnJudgeRows(
                inputs -> {
                  Thread.currentThread().interrupt();
                  return TODAY.logits(inputs);
                })),
        Arguments.of(
            "answers NaN",
            new OnJudgeRows(inputs -> Nd4j.zeros(inputs.size(0), 3).assign(Float.NaN))),
        Arguments.of("has an equality that throws", new Unequal()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("meddlers")
  void aModelThatMeddlesMovesNoOtherRow(String how, Model model) {
    Scoreboard board = board(plan().by("fault", saying(new SwapModel("odd", model))));
    assertNotEquals("", named(board, "fault").status().toString());
    assertEquals(calm, others(board));
    assertFalse(board.partial());
  }

  static Stream<Arguments> trainers() {
    return Stream.of(
        trainer(
            "throws",
            "IllegalStateException: boom",
            (r, w, s) -> {
              throw boom("boom");
            }),
        trainer(
            "gives null",
            "NullPointerException: expected the trainer to give a model, found null",
            (r, w, s) -> null),
        trainer(
            "gives a model without numbers",
            "IllegalStateException: the repaired system's logits are NaN on all diagnosis rows,"
                + " expected numbers",
            (r, w, s) -> Model.ofRows(FaultsTest::noNumbers)),
        trainer(
            "runs out of memory",
            "OutOfMemoryError: no more",
            (r, w, s) -> {
              throw new OutOfMemoryError("no more");
            }),
        trainer("recurses", "StackOverflowError", (r, w, s) -> Said.says((int) deep(1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trainers")
  void aTrainerThatFailsIsARowAndMovesNoOther(String how, String reason, Trainer trainer) {
    AT_FAULT.set(trainer);
    Scoreboard board = board(plan().by("fault", saying(RETRAINED)));
    assertEquals(Status.DID_NOT_FINISH, named(board, "fault").status());
    assertEquals(reason, named(board, "fault").reason());
    assertEquals(calm, others(board));
  }

  @Test
  void aTrainerThatInterruptsItselfAndChangesWhatItIsHandedMovesNoOtherRow() {
    AT_FAULT.set(
        (rows, weights, seed) -> {
          Thread.currentThread().interrupt();
          Arrays.fill(rows.rows().inputs(), 0);
          Arrays.fill(rows.labels(), 0);
          return Said.says(2);
        });
    Scoreboard board = board(plan().by("fault", saying(RETRAINED)));
    assertEquals(calm, others(board));
    assertFalse(board.partial());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void aTrainerLeftBehindInItsTurnIsSaidByTheRowsThatNeedItAndHoldsNobodyUp() {
    CountDownLatch released = new CountDownLatch(1);
    AT_FAULT.set(
        (rows, weights, seed) -> {
          while (released.getCount() > 0) {
            try {
              released.await();
            } catch (InterruptedException e) {
              // stays, as it should not
            }
          }
          return null;
        });
    AuditPlan plan =
        plan()
            .threads(1) // so that it is the first seed whose turn it is
            .remedyLimit(SHORT)
            .by("fault", saying(RETRAINED))
            .by("after", exam -> List.of(Insight.of("x", Retrain.with(new DiagnosisRows()))));
    try {
      Scoreboard board = assertTimeoutPreemptively(Duration.ofMinutes(2), () -> board(plan));
      assertEquals("over its limit of 1 s", named(board, "fault").reason());
      assertEquals(
          "IllegalStateException: the trainer serves one at a time and is still at work for a row"
              + " that did not finish: give one whose isThreadSafe() is true, or one that ends when"
              + " interrupted",
          named(board, "after").reason());
      assertTrue(named(board, "fine").status().isMeasured());
      assertTrue(named(board, "abstains").status().isMeasured());
    } finally {
      released.countDown();
    }
  }

  @Test
  void waitingForATrainerDoesNotCount() {
    Trainer slow =
        (rows, weights, seed) -> {
          try {
            Thread.sleep(300);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Said.says(2);
        };
    Scoreboard board =
        OneCurve.audit(SUBJECT.with(slow))
            .by("x", saying(new AbstainOn("a")))
            .retrainingSeeds(6)
            .threads(12)
            .remedyLimit(Duration.ofMillis(1500))
            .judgedOn(JUDGE)
            .run()
            .board();
    assertTrue(
        board.houseRows().stream().allMatch(row -> row.measured().isPresent()),
        board.houseRows().toString());
  }

  @Test
  void anExaminationThatIsOverSellsAndForecastsNothing() throws InterruptedException {
    AtomicReference<Examination> kept = new AtomicReference<>();
    CountDownLatch late = new CountDownLatch(1);
    List<String> refusals = new ArrayList<>();
    Scoreboard board =
        board(
            plan()
                .producerLimit(SHORT)
                .by(
                    "fault",
                    exam -> {
                      kept.set(exam);
                      try {
                        Thread.sleep(60_000);
                      } catch (InterruptedException e) {
                        // goes on, as it should not
                      }
                      Thread.sleep(2000);
                      try {
                        exam.buy(Slice.all(), 3);
                      } catch (IllegalStateException e) {
                        refusals.add(e.getMessage());
                      }
                      late.countDown();
                      return List.of(Insight.of("too late", new AbstainOn("c")));
                    }));
    assertEquals("over its limit of 1 s", named(board, "fault").reason());
    assertEquals(calm, others(board));
    assertTrue(late.await(30, TimeUnit.SECONDS));
    String over =
        "the examination by \"fault\" is over: nothing can be bought, trained, priced or forecast any more";
    assertEquals(List.of(over), refusals);
    Examination exam = kept.get();
    stopped(over, () -> exam.forecast(new AbstainOn("a")));
    stopped(over, () -> exam.cost(new AbstainOn("a"), exam.subject().diagnosis()));
    stopped(over, () -> exam.progress(1, 2));
  }

  @Test
  void whatAProducerWritesIntoWhatItWasHandedIsLost() {
    Scoreboard board =
        board(
            plan()
                .by(
                    "fault",
                    exam -> {
                      LabelledRows rows = exam.subject().diagnosis();
                      Arrays.fill(rows.rows().inputs(), -1);
                      Arrays.fill(rows.rows().row(0), -1);
                      Arrays.fill(rows.rows().rowShape(), -1);
                      Arrays.fill(rows.labels(), 0);
                      Arrays.fill(exam.diagnosisDecisions(), 0);
                      Arrays.fill(exam.logits(rows).row(0), -1);
                      Arrays.fill(exam.subject().training().orElseThrow().labels(), 0);
                      Arrays.fill(exam.subject().pool().orElseThrow().rows().inputs(), 0);
                      return List.of(Insight.of("x", new AbstainOn("c")));
                    }));
    assertEquals(calm, others(board));
    assertTrue(named(board, "fault").status().isMeasured());
  }

  @Test
  void aProducerThatInterruptsItselfAndGoesOnIsHeard() {
    Scoreboard board =
        board(
            plan()
                .by(
                    "fault",
                    exam -> {
                      Thread.currentThread().interrupt();
                      return List.of(Insight.of("x", new AbstainOn("c")));
                    }));
    assertTrue(named(board, "fault").status().isMeasured());
    assertEquals(calm, others(board));
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void aListenerThatThrowsStopsNobody() {
    Scoreboard board =
        board(
            plan()
                .by("fault", saying(new AbstainOn("c")))
                .reportingTo(
                    (what, done, total) -> {
                      throw boom("deaf");
                    }));
    assertEquals(calm, others(board));
    assertTrue(named(board, "fault").status().isMeasured());
  }

  @Test
  void aModelOfTodayThatChangesItsInputChangesNothingElse() {
    Model meddling =
        inputs -> {
          INDArray answer = TODAY.logits(inputs);
          inputs.addi(1);
          return answer;
        };
    Subject subject = Subject.of(meddling).diagnosedOn(SUBJECT.diagnosis());
    Subject honest = Subject.of(TODAY).diagnosedOn(SUBJECT.diagnosis());
    List<String> boards = new ArrayList<>();
    for (Subject each : List.of(subject, honest)) {
      boards.add(
          Json.toText(
              board(OneCurve.audit(each).by("x", saying(new AbstainOn("a"))).judgedOn(JUDGE))
                  .with(new Meters(List.of()))));
    }
    assertEquals(boards.get(1), boards.get(0));
  }

  @Test
  void limitsThatAreNotReachedAndThreadsChangeNoBit() {
    AuditPlan plan = plan().by("buys", saying(Retrain.with(new AcquireLabels(Slice.all(), 5))));
    Set<String> boards =
        Set.copyOf(
            Stream.of(
                    plan,
                    plan.threads(1),
                    plan.threads(7).producerLimit(Duration.ofHours(1)),
                    plan.remedyLimit(Duration.ofDays(300_000)))
                .map(p -> Json.toText(board(p).with(new Meters(List.of()))))
                .toList());
    assertEquals(1, boards.size());
  }

  @Test
  void aLimitMustBePositive() {
    assertEquals(
        "a time limit must be positive, found 0 s",
        assertThrows(IllegalArgumentException.class, () -> plan().producerLimit(Duration.ZERO))
            .getMessage());
    assertEquals(
        "a time limit must be positive, found -1.5 s",
        assertThrows(
                IllegalArgumentException.class, () -> plan().remedyLimit(Duration.ofMillis(-1500)))
            .getMessage());
    assertEquals(
        "expected a time limit, found null: leave it out for none",
        assertThrows(NullPointerException.class, () -> plan().remedyLimit(null)).getMessage());
  }

  @Test
  void whatAProducerBurnsIsOnItsOwnMeter() {
    Scoreboard board =
        board(
            plan()
                .by(
                    "burns",
                    exam -> {
                      ThreadMXBean meter = ManagementFactory.getThreadMXBean();
                      double sum = 0;
                      while (meter.getCurrentThreadCpuTime() < 200_000_000L) {
                        sum += Math.sqrt(sum + 1);
                      }
                      return List.of(Insight.of("sum " + (sum > 0), new AbstainOn("c")));
                    }));
    assertTrue(cpuSeconds(board, "burns") >= 0.2);
    assertTrue(cpuSeconds(board, "abstains") < 0.2);
    assertTrue(cpuSeconds(board, "judge") > 0);
  }

  private static double cpuSeconds(Scoreboard board, String stage) {
    return board.meters().stages().stream()
        .filter(s -> s.name().equals(stage))
        .mapToDouble(Meters.Stage::cpuSeconds)
        .sum();
  }

  private static final Remedy RETRAINED =
      Retrain.with(new Reweight(List.of(new Reweight.Cell("a", Slice.all(), 3))));

  private static AuditPlan plan() {
    return OneCurve.audit(SUBJECT)
        .by("fine", saying(new SwapModel("better", Said.says(2))))
        .by("abstains", saying(new AbstainOn("b")))
        .retrainingSeeds(3)
        .threads(2)
        .judgedOn(JUDGE);
  }

  private static Model train(LabelledRows rows, RowWeights weights, long seed) {
    boolean atFault = false;
    for (int row = 0; row < rows.size(); row++) {
      atFault |= weights.get(row) == 3;
    }
    return atFault ? AT_FAULT.get().train(rows, weights, seed) : Said.says(2);
  }

  private static Scoreboard board(AuditPlan plan) {
    return plan.run().board();
  }

  /** The JSON of a board without the row at fault and what hangs on it. */
  private static String others(Scoreboard board) {
    return Json.toText(
        new Scoreboard(
            board.stakes(),
            board.classNames(),
            board.auditSeed(),
            board.retrainingSeeds(),
            Map.of(),
            board.rows(),
            board.opening(),
            board.lossPer1000(),
            board.today(),
            board.attackedPer1000(),
            board.verdicts().stream().filter(v -> !v.title().equals("fault")).toList(),
            board.houseRows(),
            board.remaining(),
            board.notes(),
            board.partial(),
            new Meters(List.of())));
  }

  private static Verdict named(Scoreboard board, String producer) {
    return board.verdicts().stream()
        .filter(v -> v.title().equals(producer))
        .findFirst()
        .orElseThrow();
  }

  private static InsightProducer saying(Remedy remedy) {
    return exam -> List.of(Insight.of("x", remedy));
  }

  private static Arguments fault(String how, String reason, InsightProducer producer) {
    return Arguments.of(how, reason, producer);
  }

  private static Arguments swap(String how, String reason, Model model) {
    return Arguments.of(how, reason, new OnJudgeRows(model));
  }

  private static Arguments trainer(String how, String reason, Trainer trainer) {
    return Arguments.of(how, reason, trainer);
  }

  private static void stopped(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalStateException.class, call).getMessage());
  }

  private static IllegalStateException boom(String message) {
    return new IllegalStateException(message);
  }

  private static long deep(long n) {
    return n == 0 ? 0 : deep(n + 1) + 1;
  }

  private static void sleep() {
    try {
      Thread.sleep(600_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException("woken", e);
    }
  }

  /** Ignores every interrupt; ends by itself so that the tests' own process is not kept busy. */
  private static void spin() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(6);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static List<Insight> asleep() {
    return List.of(
        new Odd(
            () -> {
              sleep();
              return "";
            }));
  }

  private static float[][] noNumbers(float[][] rows) {
    float[][] answers = new float[rows.length][3];
    for (float[] answer : answers) {
      Arrays.fill(answer, Float.NaN);
    }
    return answers;
  }

  private static final class Sly extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("not telling");
    }
  }

  /** An insight whose sentence comes from anywhere. */
  private record Odd(Supplier<String> sentence) implements Insight {
    @Override
    public String statement() {
      return sentence.get();
    }

    @Override
    public List<Claim> claims() {
      return List.of();
    }
  }

  /**
   * A model that is as today's until it is asked about judge rows, which are numbered from 1000.
   */
  private record OnJudgeRows(Model then) implements Model {
    @Override
    public INDArray logits(INDArray inputs) {
      return inputs.getFloat(0, 0) >= 1000 ? then.logits(inputs) : TODAY.logits(inputs);
    }
  }

  /** A model that cannot be compared. */
  private static final class Unequal implements Model {
    @Override
    public INDArray logits(INDArray inputs) {
      return TODAY.logits(inputs);
    }

    @Override
    public boolean equals(Object other) {
      throw new IllegalStateException("incomparable");
    }

    @Override
    public int hashCode() {
      throw new IllegalStateException("incomparable");
    }
  }
}
