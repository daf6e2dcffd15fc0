package io.github.onecurve.judge;

import static io.github.onecurve.judge.Boards.SUBJECT;
import static io.github.onecurve.judge.Boards.WORLD;
import static io.github.onecurve.judge.Boards.byHand;
import static io.github.onecurve.judge.Boards.json;
import static io.github.onecurve.judge.Boards.parable;
import static io.github.onecurve.judge.Boards.rowOf;
import static io.github.onecurve.judge.Boards.saying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.OneCurve;
import io.github.onecurve.Said;
import io.github.onecurve.SmallParable;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Rows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.judge.Boards.Free;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.model.Trainer;
import io.github.onecurve.network.Network;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.Hold;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.SwapModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cheats by what is remembered, shared with others or done later. */
class CheatsWithMemoryTest {
  private static final int REPEATS = 4;

  /** Each input occurs four times, with labels of its own; the model knows nothing of them. */
  private static LabelledRows repeated(long seed, int first, int n) {
    Random random = new Random(seed);
    float[][] inputs = new float[n][];
    for (int row = 0; row < n; row++) {
      inputs[row] =
          row % REPEATS > 0
              ? inputs[row - 1]
              : new float[] {first + row, random.nextInt(3), random.nextInt(3)};
    }
    return LabelledRows.of(inputs, random.ints(n, 0, 3).toArray(), Said.CLASSES);
  }

  /** Guesses that of equal rows the first has the lowest label and the last the highest. */
  private static Model guessingByPlace() {
    return Model.ofRows(
        rows -> {
          int[] guesses = {0, 1, 1, 2};
          float[][] logits = new float[rows.length][];
          int place = 0;
          for (int row = 0; row < rows.length; row++) {
            place = row > 0 && Arrays.equals(rows[row], rows[row - 1]) ? place + 1 : 0;
            logits[row] = Said.logits(guesses[place % REPEATS]);
          }
          return logits;
        });
  }

  /** Says the first class, which has no need of places. */
  private static final Model FIRST_CLASS =
      Model.ofRows(rows -> Arrays.stream(rows).map(row -> Said.logits(0)).toArray(float[][]::new));

  static Scoreboard labelsFromTheOrderOfEqualRows(long seed) {
    return OneCurve.audit(Subject.of(Said.says(1)).diagnosedOn(repeated(77, 0, 100)))
        .judgedOn(repeated(seed, 1000, 800))
        .by("cheat", saying(new SwapModel("guesses by place", guessingByPlace())))
        .by("rival", saying(new SwapModel("the first class", FIRST_CLASS)))
        .run()
        .board();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theOrderOfEqualRowsTellsNothingOfTheirLabels(long seed) {
    Scoreboard board = labelsFromTheOrderOfEqualRows(seed);
    // It is held to its answer to the first of the equal rows.
    assertEquals(rowOf("rival", board).measured(), rowOf("cheat", board).measured());
    assertTrue(rowOf("cheat", board).status() != Status.CREDITED);
    assertTrue(board.notes().stream().anyMatch(note -> note.contains("is not row-exact")));
  }

  /** Inputs beside a row's number are as at deployment, which has moved by as much. */
  private static LabelledRows moved(long seed, int first, int n, double by) {
    Random random = new Random(seed);
    float[][] inputs = new float[n][];
    int[] labels = new int[n];
    for (int row = 0; row < n; row++) {
      double x = random.nextGaussian();
      inputs[row] = new float[] {first + row, (float) (x + by)};
      labels[row] = x > 0 ? 1 : 0;
    }
    return LabelledRows.of(inputs, labels, List.of("low", "high"));
  }

  private static final int FIRST_JUDGED = 1000;

  /** High above a threshold, which hangs on the row where it is one of the judge's. */
  private static Model above(ToDoubleFunction<float[]> threshold) {
    return Model.ofRows(
        rows -> {
          float[][] logits = new float[rows.length][2];
          for (int row = 0; row < rows.length; row++) {
            double at = rows[row][0] < FIRST_JUDGED ? 0 : threshold.applyAsDouble(rows[row]);
            logits[row][rows[row][1] > at ? 1 : 0] = 4;
          }
          return logits;
        });
  }

  private static Scoreboard whereTrafficMoved(SwapModel... models) {
    return OneCurve.audit(Subject.of(above(row -> 0)).diagnosedOn(moved(77, 0, 200, 0)))
        .judgedOn(moved(1, FIRST_JUDGED, 600, 1))
        .threads(1)
        .by("cheat", saying(models))
        .run()
        .board();
  }

  private static double middle(List<Float> seen) {
    return List.copyOf(seen).stream().mapToDouble(Float::doubleValue).average().orElse(0);
  }

  /** Answers diagnosis rows as it was committed, and learns from the judge's rows alone. */
  static Scoreboard learningFromTheJudgesRowsAlone() {
    List<Float> seen = Collections.synchronizedList(new ArrayList<>());
    Model model =
        above(
            row -> {
              seen.add(row[1]);
              return middle(seen);
            });
    return whereTrafficMoved(new SwapModel("cheat", model));
  }

  @Test
  void aModelThatLearnsFromTheJudgesRowsAndHidesItIsVoided() {
    Verdict verdict = rowOf("cheat", learningFromTheJudgesRowsAlone());
    assertEquals(Status.VOIDED, verdict.status());
    assertEquals(
        "its model decides otherwise about the judge's rows when it is asked again",
        verdict.reason());
  }

  /** Says the same at all times, and when it is read again after judging, its model is gone. */
  private static final class Gone implements Insight {
    private final AtomicBoolean judged = new AtomicBoolean();
    private final AtomicBoolean gone = new AtomicBoolean();
    private final SwapModel swap =
        new SwapModel(
            "gone",
            above(
                row -> {
                  judged.set(true);
                  if (gone.get()) {
                    throw new IllegalStateException("gone");
                  }
                  return 0;
                }));

    @Override
    public String statement() {
      gone.set(judged.get());
      return "This model will be gone.";
    }

    @Override
    public Optional<Remedy> remedy() {
      return Optional.of(swap);
    }
  }

  @Test
  void aModelThatCannotBeAskedAgainVoidsItsInsightAlone() {
    Insight other = Insight.of("Refuse.", new Hold());
    Scoreboard board =
        OneCurve.audit(Subject.of(above(row -> 0)).diagnosedOn(moved(77, 0, 200, 0)))
            .judgedOn(moved(1, FIRST_JUDGED, 600, 1))
            .by("x", exam -> List.of(new Gone(), other))
            .run()
            .board();
    Map<String, Verdict> rows =
        board.verdicts().stream().collect(Collectors.toMap(Verdict::statement, v -> v));
    Verdict gone = rows.get("This model will be gone.");
    assertEquals(Status.VOIDED, gone.status());
    assertEquals(
        "its model cannot be asked again about the judge's rows: IllegalStateException: gone",
        gone.reason());
    assertTrue(rows.get("Refuse.").status().isMeasured());
  }

  /** One model keeps what it is asked; another, asked later, answers by what was kept. */
  static Scoreboard oneModelWatchesForAnother() {
    List<Float> seen = Collections.synchronizedList(new ArrayList<>());
    AtomicBoolean full = new AtomicBoolean();
    Model watching =
        above(
            row -> {
              if (!full.get()) {
                seen.add(row[1]);
              }
              return 0;
            });
    Model told =
        above(
            row -> {
              full.set(true);
              return middle(seen);
            });
    return whereTrafficMoved(new SwapModel("watches", watching), new SwapModel("cheat", told));
  }

  @Test
  void aModelThatIsToldWhatAnotherSawIsNotNoticed() {
    Verdict verdict = Boards.saying("swap in cheat", oneModelWatchesForAnother());
    // A known limit: inputs, not labels, of the judge's rows reach models that share memory.
    assertEquals(Status.CREDITED, verdict.status());
    assertTrue(verdict.acting().fixedArtefact());
  }

  /** Writes into all arrays that an examination hands out, now and for ever. */
  private static void scribble(Examination exam) {
    Subject subject = exam.subject();
    for (LabelledRows rows : List.of(subject.diagnosis(), subject.training().orElseThrow())) {
      Arrays.fill(rows.labels(), 0);
      scribble(rows.rows());
    }
    scribble(subject.pool().orElseThrow().rows());
    Arrays.fill(exam.diagnosisDecisions(), 0);
    Arrays.fill(exam.logits(subject.diagnosis()).row(0), 9);
    Network net = (Network) subject.model();
    for (Tensor tensor : net.parameters().values()) {
      Arrays.fill(tensor.values(), 0);
      Arrays.fill(tensor.shape(), 0);
    }
    Arrays.fill(net.inputShape(), 0);
    refusesToBeWritten(exam.stakes().strata());
    refusesToBeWritten(exam.stakes().critical());
    refusesToBeWritten(subject.diagnosis().classNames());
    refusesToBeWritten(net.nodes());
    refusesToBeWritten(net.parameters().keySet());
  }

  private static void scribble(Rows rows) {
    Arrays.fill(rows.inputs(), 0);
    Arrays.fill(rows.row(0), 0);
    Arrays.fill(rows.rowShape(), 0);
    rows.attributes().forEach(attribute -> refusesToBeWritten(attribute.levels()));
    refusesToBeWritten(rows.attributes());
    Arrays.fill(Slice.all().rows(rows).indices(), 0);
  }

  private static void refusesToBeWritten(Collection<?> given) {
    try {
      given.clear();
    } catch (UnsupportedOperationException e) {
      return;
    }
    assertTrue(given.isEmpty());
  }

  static Scoreboard scribbling(boolean scribbling) {
    CountDownLatch over = new CountDownLatch(1);
    try {
      return parable()
          .by("before", saying(Retrain.with(new DiagnosisRows())))
          .by(
              "cheat",
              exam -> {
                if (scribbling) {
                  scribble(exam);
                  Thread later = new Thread(() -> keepScribbling(exam, over), "scribbler");
                  later.setDaemon(true);
                  later.start();
                }
                return List.of(Insight.of("x", new AbstainOn("other")));
              })
          .by("rival", saying(Retrain.with()))
          .run()
          .board();
    } finally {
      over.countDown();
    }
  }

  private static void keepScribbling(Examination exam, CountDownLatch over) {
    try {
      while (!over.await(5, TimeUnit.MILLISECONDS)) {
        scribble(exam);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Scoreboard mutatedDataAndStakes() {
    return scribbling(true);
  }

  @Test
  void writingIntoTheDataAndTheStakesNowOrLaterMovesNothing() {
    Scoreboard calm = scribbling(false);
    Scoreboard board = mutatedDataAndStakes();
    for (String producer : List.of("before", "cheat", "rival")) {
      assertEquals(json(producer, calm), json(producer, board));
    }
    assertEquals(calm.fingerprints(), board.fingerprints());
    assertEquals(calm.stakes(), board.stakes());
  }

  /** Holds the lock of the model that is audited, so that nobody else may ask it. */
  static Scoreboard holdingTheModel() {
    CountDownLatch over = new CountDownLatch(1);
    try {
      return byHand(Said.random(1, 1000, 400, 0.7, 0.9))
          .producerLimit(Duration.ofSeconds(2))
          .remedyLimit(Duration.ofSeconds(20))
          .by("before", saying(new SwapModel("better", Said.says(2))))
          .by("cheat", exam -> holding(exam.subject().model(), over))
          .by("rival", saying(new AbstainOn("a"), new SwapModel("better", Said.says(2))))
          .run()
          .board();
    } finally {
      over.countDown();
    }
  }

  private static List<Insight> holding(Model model, CountDownLatch over)
      throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    Thread holder =
        new Thread(
            () -> {
              synchronized (model) {
                held.countDown();
                try {
                  over.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
            },
            "holder");
    holder.setDaemon(true);
    holder.start();
    held.await();
    return List.of(Free.of(new AbstainOn("b")));
  }

  @Test
  void holdingTheModelForEverVoidsWhoDoesItAndMovesNobodyElse() {
    Scoreboard calm =
        byHand(Said.random(1, 1000, 400, 0.7, 0.9))
            .by("before", saying(new SwapModel("better", Said.says(2))))
            .by("cheat", exam -> List.of(Free.of(new AbstainOn("b"))))
            .by("rival", saying(new AbstainOn("a"), new SwapModel("better", Said.says(2))))
            .run()
            .board();
    Scoreboard board = holdingTheModel();
    assertEquals(Status.VOIDED, rowOf("cheat", board).status());
    assertEquals(json("before", calm), json("before", board));
    assertEquals(json("rival", calm), json("rival", board));
  }

  /** Trains its model only when the judge asks, on the trainer that it was lent. */
  static Scoreboard trainingWhileItIsJudged() {
    return parable()
        .by("rival", saying(Retrain.with()))
        .by(
            "cheat",
            exam -> {
              Trainer kept = exam.subject().trainer().orElseThrow();
              LabelledRows rows = exam.subject().training().orElseThrow();
              Network today = (Network) exam.subject().model();
              int known = exam.subject().diagnosis().size();
              Model lazy =
                  inputs -> {
                    if (inputs.size(0) <= known) {
                      return today.logits(inputs);
                    }
                    return kept.train(rows, RowWeights.uniform(rows.size()), 1).logits(inputs);
                  };
              return List.of(Free.of(new SwapModel("trains later", lazy)));
            })
        .run()
        .board();
  }

  @Test
  void theTrainerIsNotLentWhileTheJudgeIsAtWork() {
    Verdict verdict = rowOf("cheat", trainingWhileItIsJudged());
    assertEquals(Status.DID_NOT_FINISH, verdict.status());
    assertEquals(
        "IllegalStateException: the examination by \"cheat\" is over: nothing can be bought,"
            + " trained, priced or forecast any more",
        verdict.reason());
  }

  /** Interrupts all threads of the audit as soon as the judge is at work, to be seen by nobody. */
  static Scoreboard interruptingTheAudit() {
    Thread audit = Thread.currentThread();
    Scoreboard board =
        parable()
            .by("rival", saying(Retrain.with(new DiagnosisRows())))
            .by(
                "cheat",
                exam -> {
                  audit.interrupt();
                  return List.of(Free.of(new AbstainOn("other")));
                })
            .run()
            .board();
    assertTrue(Thread.interrupted());
    return board;
  }

  @Test
  void interruptingTheAuditEndsInABoardMarkedPartialThatCreditsNothing() {
    Scoreboard board = interruptingTheAudit();
    assertTrue(board.partial());
    assertTrue(board.verdicts().stream().noneMatch(v -> v.status() == Status.CREDITED));
    assertTrue(board.notes().stream().anyMatch(n -> n.startsWith("the audit was interrupted")));
  }

  /** A trainer that serves one at a time, and says so if two are at work at once. */
  private static final class OneAtATime implements Trainer {
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean crowded = new AtomicBoolean();

    @Override
    public Model train(LabelledRows rows, RowWeights weights, long seed) {
      if (busy.getAndSet(true)) {
        crowded.set(true);
      }
      Model model = SmallParable.TRAINER.train(rows, weights, seed);
      busy.set(false);
      return model;
    }
  }

  @Test
  void aTrainerThatServesOneAtATimeIsLentInTurn() {
    OneAtATime trainer = new OneAtATime();
    OneCurve.audit(SUBJECT.with(trainer))
        .by(
            "cheat",
            exam -> {
              Trainer lent = exam.subject().trainer().orElseThrow();
              LabelledRows rows = exam.subject().training().orElseThrow();
              IntStream.range(0, 6)
                  .parallel()
                  .forEach(i -> lent.train(rows, RowWeights.uniform(rows.size()), i));
              return List.of(Free.of(new AbstainOn("other")));
            })
        .judgedOn(WORLD.judge())
        .retrainingSeeds(3)
        .run();
    assertTrue(!trainer.crowded.get());
  }
}
