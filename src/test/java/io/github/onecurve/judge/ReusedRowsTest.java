package io.github.onecurve.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.Audit;
import io.github.onecurve.AuditPlan;
import io.github.onecurve.OneCurve;
import io.github.onecurve.Said;
import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.report.Json;
import io.github.onecurve.report.TextBoard;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Stakes.Stratum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that one board has shown credit nothing on another; the same audit again is the same. */
class ReusedRowsTest {
  private static final LabelledRows DIAGNOSIS = Said.random(1, 0, 60, 0.6, 0.97);
  private static final LabelledRows JUDGE = Said.random(2, 1000, 1500, 0.6, 0.97);
  private static final Subject SUBJECT = Subject.of(Said.says(1)).diagnosedOn(DIAGNOSIS);
  private static final SwapModel BETTER = new SwapModel("better", Said.says(2));

  @TempDir private Path folder;

  @Test
  void theSameAuditAgainIsAReplayOfTheSameBits() throws IOException {
    Scoreboard first = plan().by("x", saying(BETTER)).by("y", saying()).run().board();
    assertEquals(Opening.FIRST, first.opening());
    assertEquals(Status.CREDITED, first.verdicts().get(0).status());
    byte[] ledger = Files.readAllBytes(ledger());
    assertEquals(1, openings());
    int[] order = IntStream.range(0, JUDGE.size()).map(row -> JUDGE.size() - 1 - row).toArray();
    for (AuditPlan again :
        List.of(
            plan().by("x", saying(BETTER)).by("y", saying()),
            plan().by("y", saying()).by("x", saying(BETTER)).threads(1),
            plan().judgedOn(JUDGE.select(order)).by("x", saying(BETTER)).by("y", saying()))) {
      assertEquals(json(first), json(again.run().board()));
      assertEquals(ledger.length, Files.size(ledger()), "nothing is written again");
    }
  }

  @Test
  void anyOtherAuditOnTheRowsCreditsNothingAndKeepsItsEstimates() throws IOException {
    plan().by("x", saying(BETTER)).run();
    LabelledRows otherDiagnosis = Said.random(7, 0, 60, 0.6, 0.97);
    List<AuditPlan> others =
        List.of(
            plan().by("x", saying(BETTER)).under(Stakes.standard().abstain(0.4)),
            plan().by("x", saying(BETTER)).seed(2),
            plan().by("x", saying(BETTER)).retrainingSeeds(4),
            plan().by("x", exam -> List.of(Insight.of("other words", BETTER))),
            plan().by("x", saying(BETTER, new AbstainOn("a"))),
            plan().by("x", saying(BETTER)).by("y", saying()),
            plan(Subject.of(Said.says(1)).diagnosedOn(otherDiagnosis)).by("x", saying(BETTER)),
            plan(SUBJECT.trainedOn(otherDiagnosis)).by("x", saying(BETTER)),
            plan(Subject.of(elsewhere(0)).diagnosedOn(DIAGNOSIS)).by("x", saying(BETTER)));
    for (int i = 0; i < others.size(); i++) {
      Audit audit = others.get(i).run();
      Scoreboard board = audit.board();
      assertEquals(Opening.REUSED, board.opening(), "other audit " + i);
      assertTrue(audit.best().isEmpty());
      Verdict reused =
          board.verdicts().stream()
              .filter(v -> v.act().orElseThrow().toString().contains("better"))
              .findFirst()
              .orElseThrow();
      assertEquals(Status.REUSED_ROWS, reused.status());
      assertEquals("an estimate only: the judge rows had been opened before", reused.reason());
      assertTrue(reused.measured().orElseThrow().savedPer1000().low() > 0);
      assertEquals(Math.min(i, others.size() - 2) + 2, openings(), "the last looks like the first");
    }
    Scoreboard free =
        OneCurve.audit(SUBJECT).judgedOn(JUDGE).seed(2).by("x", saying(BETTER)).run().board();
    Scoreboard reused = others.get(1).run().board();
    assertEquals(Status.CREDITED, free.verdicts().get(0).status());
    assertEquals(free.verdicts().get(0).measured(), reused.verdicts().get(0).measured());
    assertEquals(free.houseRows(), reused.houseRows());
    assertEquals(free.lossPer1000(), reused.lossPer1000());
    assertEquals(others.size(), openings(), "a reuse has its replays too");
  }

  /**
   * Today's model on the diagnosis rows; elsewhere what a column says, or always the first class.
   */
  private static Model elsewhere(int column) {
    return Model.ofRows(
        rows ->
            Arrays.stream(rows)
                .map(row -> Said.logits(row[0] < 1000 ? (int) row[1] : column * (int) row[2]))
                .toArray(float[][]::new));
  }

  @Test
  void harmIsStillCalledHarmOnReusedRowsAndNothingStaysNothing() {
    plan().by("x", saying(BETTER)).run();
    SwapModel worse = new SwapModel("worse", Model.ofRows(rows -> constant(rows.length)));
    Scoreboard board = plan().by("x", saying(worse)).by("y", saying(new ShipAsIs())).run().board();
    assertEquals(Opening.REUSED, board.opening());
    assertEquals(
        List.of(Status.NO_DIFFERENCE_SHOWN, Status.HARMFUL),
        board.verdicts().stream().map(Verdict::status).toList());
  }

  private static float[][] constant(int rows) {
    return Collections.nCopies(rows, Said.logits(0)).toArray(float[][]::new);
  }

  @Test
  void anInsightThatLooksTheSameAndAnswersOtherwiseIsAnother() throws IOException {
    Scoreboard first = plan().by("x", saying(new SwapModel("m", elsewhere(1)))).run().board();
    Scoreboard hidden = plan().by("x", saying(new SwapModel("m", Said.says(1)))).run().board();
    assertEquals(
        first.verdicts().get(0).provenance().contentHash(),
        hidden.verdicts().get(0).provenance().contentHash());
    assertEquals(Opening.FIRST, first.opening());
    assertEquals(Opening.REUSED, hidden.opening());
    Scoreboard back = plan().by("x", saying(new SwapModel("m", elsewhere(1)))).run().board();
    assertEquals(json(first), json(back));
    assertEquals(1, openings());
    Scoreboard others =
        plan(Subject.of(elsewhere(1)).diagnosedOn(DIAGNOSIS))
            .by("x", saying(new SwapModel("m", elsewhere(1))))
            .run()
            .board();
    assertEquals(Opening.REUSED, others.opening(), "so is today's model");
  }

  @Test
  void insightsThatLookAlikeAndChangePlacesAreAnotherAudit() {
    SwapModel one = new SwapModel("m", elsewhere(1));
    SwapModel two = new SwapModel("m", elsewhere(0));
    assertEquals(Opening.FIRST, plan().by("x", saying(one, two)).run().board().opening());
    assertEquals(Opening.FIRST, plan().by("x", saying(one, two)).run().board().opening());
    assertEquals(Opening.REUSED, plan().by("x", saying(two, one)).run().board().opening());
  }

  @Test
  void aTrainerThatWasChangedIsAnotherAudit() {
    Subject subject = SUBJECT.trainedOn(Said.random(3, 300, 40, 0.6, 0.97));
    Remedy retrain = Retrain.with(new DiagnosisRows());
    Scoreboard first =
        plan(subject.with((rows, weights, seed) -> Said.says(1)))
            .by("x", saying(retrain))
            .run()
            .board();
    Audit again =
        plan(subject.with((rows, weights, seed) -> Said.says(2))).by("x", saying(retrain)).run();
    assertEquals(Opening.FIRST, first.opening());
    assertEquals(Opening.REUSED, again.board().opening());
    assertTrue(
        again.board().notes().stream()
            .anyMatch(
                note -> note.startsWith("reused rows: this audit opened them before, and its")),
        again.board().notes().toString());
    assertTrue(again.best().isEmpty());
  }

  @Test
  void foldsThatShareRowsAreKnownAgain() {
    plan().by("x", saying(BETTER)).run();
    LabelledRows fresh = Said.random(4, 5000, 1500, 0.6, 0.97);
    int[] half = IntStream.range(0, 750).toArray();
    String[] site = new String[JUDGE.size()];
    Arrays.fill(site, "north");
    LabelledRows wider =
        LabelledRows.of(
            JUDGE.rows().with(Attribute.categorical("site", List.of(site))),
            JUDGE.labels(),
            Said.CLASSES);
    Map<String, LabelledRows> shared =
        Map.of(
            "half of the rows and others",
            JUDGE.select(half).concat(fresh.select(half)),
            "some of the rows",
            JUDGE.select(half),
            "all of the rows and others",
            JUDGE.concat(fresh),
            "one more column",
            wider,
            "each row twice",
            JUDGE.concat(JUDGE));
    shared.forEach(
        (what, rows) -> {
          Scoreboard board = plan().judgedOn(rows).by("x", saying(BETTER)).run().board();
          assertEquals(Opening.REUSED, board.opening(), what);
          assertTrue(
              board.notes().stream().anyMatch(note -> note.contains("line 1 of the ledger")),
              board.notes().toString());
        });
    LabelledRows others = Said.random(9, 9000, 1500, 0.6, 0.97);
    assertEquals(
        Opening.FIRST, plan().judgedOn(others).by("x", saying(BETTER)).run().board().opening());
  }

  @Test
  void eachAuditHasAFoldUntilAllAreUsedUpWhateverItsSeed() throws IOException {
    List<Scoreboard> boards = new ArrayList<>();
    for (int seed = 1; seed <= 4; seed++) {
      boards.add(plan().folds(3).seed(seed).by("x", saying(BETTER)).run().board());
    }
    for (int fold = 0; fold < 3; fold++) {
      assertEquals(Opening.FIRST, boards.get(fold).opening());
      assertEquals(500, boards.get(fold).rows().judged());
      assertTrue(boards.get(fold).notes().contains("judged on fold " + (fold + 1) + " of 3"));
    }
    assertEquals(
        3, boards.stream().map(board -> board.fingerprints().get("judge rows")).distinct().count());
    Scoreboard fourth = boards.get(3);
    assertEquals(Opening.REUSED, fourth.opening());
    assertEquals(
        boards.get(0).fingerprints().get("judge rows"), fourth.fingerprints().get("judge rows"));
    assertEquals(4, openings());
    for (int seed = 4; seed >= 1; seed--) {
      Scoreboard again = plan().folds(3).seed(seed).by("x", saying(BETTER)).run().board();
      assertEquals(json(boards.get(seed - 1)), json(again), "a replay uses its own fold");
    }
    assertEquals(4, openings());
    assertEquals(
        Opening.REUSED,
        plan().seed(9).by("x", saying(BETTER)).run().board().opening(),
        "all rows together hold opened ones");
  }

  @Test
  void foldsThatCannotBeAreRefusedBeforeAnyoneExamines() {
    refused(
        IllegalArgumentException.class, "expected at least 1 fold, found 0", () -> plan().folds(0));
    AtomicBoolean asked = new AtomicBoolean();
    InsightProducer noting =
        exam -> {
          asked.set(true);
          return List.of();
        };
    refused(
        IllegalStateException.class,
        "folds(2) needs a ledger that knows which of them were opened: give ledger(file)",
        () -> OneCurve.audit(SUBJECT).judgedOn(JUDGE).folds(2).by("x", noting).run());
    LabelledRows few = JUDGE.select(0, 1, 2, 3, 4);
    refused(
        IllegalArgumentException.class,
        "fold 2 of 3: an interval needs at least 2 judge rows in each stratum, found 1 in \"all"
            + " rows\"; reserve fewer folds or give more rows",
        () -> plan().judgedOn(few.select(0, 1, 2, 3)).folds(3).by("x", noting).run());
    refused(
        IllegalArgumentException.class,
        "6 folds need at least as many rows, found 5: reserve fewer folds",
        () -> plan().judgedOn(few).folds(6).by("x", noting).run());
    Stakes strata =
        Stakes.standard()
            .strata(
                List.of(
                    new Stratum(Slice.where("site", "rare"), 0.5),
                    new Stratum(Slice.where("site", "often"), 0.5)));
    String[] sites = new String[1500];
    for (int row = 0; row < sites.length; row++) {
      sites[row] = row < 5 ? "rare" : "often";
    }
    LabelledRows judge =
        LabelledRows.of(
            JUDGE.rows().with(Attribute.categorical("site", List.of(sites))),
            JUDGE.labels(),
            Said.CLASSES);
    LabelledRows diagnosis =
        LabelledRows.of(
            DIAGNOSIS.rows().with(Attribute.categorical("site", List.of(sites).subList(0, 60))),
            DIAGNOSIS.labels(),
            Said.CLASSES);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    plan(Subject.of(Said.says(1)).diagnosedOn(diagnosis))
                        .under(strata)
                        .judgedOn(judge)
                        .folds(4)
                        .by("x", noting)
                        .run())
            .getMessage();
    assertTrue(message.contains(" of 4: an interval needs at least 2 judge rows"), message);
    assertFalse(asked.get());
  }

  @Test
  void aLedgerThatCannotBeIsRefusedBeforeAnyoneExamines() throws IOException {
    AtomicBoolean asked = new AtomicBoolean();
    Path foreign = Files.writeString(folder.resolve("foreign"), "a,b\n");
    for (Path path : List.of(folder, folder.resolve("none").resolve("ledger"), foreign)) {
      AuditPlan plan =
          OneCurve.audit(Subject.of(Model.ofRows(rows -> failing(asked))).diagnosedOn(DIAGNOSIS))
              .judgedOn(JUDGE)
              .ledger(path)
              .by("x", saying(BETTER));
      assertThrows(UnusableLedgerException.class, plan::run);
    }
    assertFalse(asked.get());
    assertEquals("a,b\n", Files.readString(foreign));
    assertThrows(NullPointerException.class, () -> plan().ledger(null));
  }

  private static float[][] failing(AtomicBoolean asked) {
    asked.set(true);
    throw new IllegalStateException("asked");
  }

  @Test
  void anAuditThatIsCutOffBeforeItOpensTellsNothingOfTheLabels() throws IOException {
    Thread audited = Thread.currentThread();
    Audit audit =
        plan()
            .by("x", exam -> List.of(new Claiming()))
            .by(
                "y",
                exam -> {
                  audited.interrupt();
                  return List.of();
                })
            .run();
    assertTrue(Thread.interrupted());
    Scoreboard board = audit.board();
    assertEquals(Opening.NOT_OPENED, board.opening());
    assertTrue(board.partial());
    assertEquals(0, openings());
    assertTrue(board.today().isEmpty() && board.lossPer1000().isUnbounded());
    assertTrue(board.verdicts().stream().allMatch(v -> v.measured().isEmpty()));
    assertEquals(
        List.of(ClaimVerdict.Outcome.UNDECIDED),
        named(board, "x").claims().stream().map(ClaimVerdict::outcome).toList());
    assertTrue(board.houseRows().stream().allMatch(h -> h.measured().isEmpty()));
    String text = audit.toString();
    assertTrue(text.contains("today: nobody knows what is lost, the judge rows were not"), text);
    assertEquals(board, Json.parse(Json.toText(board)));
    assertEquals(Opening.FIRST, plan().by("x", saying(BETTER)).run().board().opening());
  }

  /** Ships as it is, and claims something of today's model. */
  private record Claiming() implements Insight {
    @Override
    public String statement() {
      return "All is well.";
    }

    @Override
    public List<Claim> claims() {
      return List.of(Claim.that(new Claim.Accuracy(Slice.all()), 0, 1));
    }

    @Override
    public Optional<Remedy> remedy() {
      return Optional.of(new ShipAsIs());
    }
  }

  private static Verdict named(Scoreboard board, String producer) {
    return board.verdicts().stream()
        .filter(v -> v.title().equals(producer))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAuditThatIsCutOffAfterItOpenedIsReplayedWhole() throws Exception {
    CountDownLatch training = new CountDownLatch(1);
    Subject subject = SUBJECT.trainedOn(Said.random(3, 300, 40, 0.6, 0.97));
    AtomicReference<Scoreboard> partial = new AtomicReference<>();
    Thread thread =
        new Thread(
            () ->
                partial.set(
                    plan(subject.with(
                            (rows, weights, seed) -> {
                              training.countDown();
                              return endless();
                            }))
                        .by("x", saying(BETTER))
                        .run()
                        .board()));
    thread.start();
    training.await();
    thread.interrupt();
    thread.join();
    assertTrue(partial.get().partial());
    assertEquals(Opening.FIRST, partial.get().opening());
    Scoreboard whole =
        plan(subject.with((rows, weights, seed) -> Said.says(1)))
            .by("x", saying(BETTER))
            .run()
            .board();
    assertEquals(Opening.FIRST, whole.opening());
    assertEquals(Status.CREDITED, whole.verdicts().get(0).status());
    assertEquals(1, openings());
    Scoreboard other =
        plan(subject.with((rows, weights, seed) -> Said.says(2)))
            .by("x", saying(BETTER))
            .run()
            .board();
    assertEquals(Opening.REUSED, other.opening());
  }

  private static Model endless() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Said.says(1);
  }

  @Test
  void everyReportSaysThatRowsWereReused() {
    plan().by("x", saying(BETTER)).run();
    Audit audit = plan().by("x", saying(BETTER, BETTER)).run();
    String text = audit.toString();
    assertTrue(
        text.startsWith(
            "Reused rows: these judge rows had been opened before. Estimates only, nothing is"
                + " credited.\nstakes:"),
        text);
    assertTrue(text.contains("best: ship as it is; nothing is credited on reused rows"), text);
    assertTrue(
        text.replaceAll("\\s+", " ").contains("note: reused rows: line 1 of the ledger"), text);
    assertTrue(audit.explain(1).contains("status      reused rows: an estimate only"));
    assertTrue(
        audit.explain(1).contains("opening     reused rows: the judge rows had been opened"));
    assertTrue(
        TextBoard.curve(audit.board(), "a", "b", 1, 5).contains("reused rows, estimates only"));
    String json = Json.toText(audit.board());
    assertTrue(json.contains("\"opening\" : \"reused rows\""), json);
    assertTrue(json.contains("\"status\" : \"reused rows\""), json);
    assertEquals(audit.board(), Json.parse(json));
    Scoreboard free = OneCurve.audit(SUBJECT).judgedOn(JUDGE).by("x", saying(BETTER)).run().board();
    assertEquals(Opening.NOT_RECORDED, free.opening());
    assertTrue(
        free.notes().contains("opening of the judge rows not recorded: no ledger was given"));
  }

  /**
   * 50 rules that are worth nothing, and then one that does what those did that the first board saw
   * gain more than most by luck, and the opposite of the others.
   */
  @Test
  void theSignsOfTheLastBoardCombinedAreCreditedWithoutALedgerAndNeverWithOne() {
    int worlds = 4;
    int[] credited = credited(worlds);
    assertTrue(credited[0] >= worlds - 1, credited[0] + " of " + worlds + " without a ledger");
    assertEquals(0, credited[1], "on fresh rows");
  }

  @Test
  @Tag("quality")
  void inManyWorldsTheSignsAreCreditedWithoutALedgerAndHardlyOnFreshRows() {
    int worlds = 40;
    int[] credited = credited(worlds);
    assertTrue(credited[0] >= 0.8 * worlds, credited[0] + " of " + worlds + " without a ledger");
    assertTrue(credited[1] <= 0.1 * worlds, credited[1] + " of " + worlds + " on fresh rows");
  }

  /** In how many worlds the signs are credited: without a ledger, and on fresh rows with one. */
  private int[] credited(int worlds) {
    int unprotected = 0;
    int fresh = 0;
    for (int world = 0; world < worlds; world++) {
      LabelledRows judge = coins(2L * world, 1_000_000, 1000);
      Subject subject = Subject.of(rule(-1)).diagnosedOn(coins(2L * world + 1, 0, 100));
      AuditPlan free = OneCurve.audit(subject).judgedOn(judge);
      AuditPlan kept = free.ledger(folder.resolve("world " + world));
      InsightProducer signs = signs(kept);
      unprotected += status(free.by("signs", signs)) == Status.CREDITED ? 1 : 0;
      Audit reused = kept.by("signs", signs).run();
      assertEquals(Opening.REUSED, reused.board().opening());
      Status status = reused.board().verdicts().get(0).status();
      assertTrue(status == Status.REUSED_ROWS || status == Status.NO_DIFFERENCE_SHOWN, "" + status);
      assertTrue(reused.best().isEmpty());
      LabelledRows others = coins(-1 - world, 2_000_000, 1000);
      AuditPlan onFresh = kept.judgedOn(others).by("signs", signs);
      assertEquals(Opening.FIRST, onFresh.run().board().opening());
      fresh += status(onFresh) == Status.CREDITED ? 1 : 0;
    }
    return new int[] {unprotected, fresh};
  }

  private static final int RULES = 50;

  /** A fifth of the rows have a label that nobody can know; each rule has bits of its own. */
  private static LabelledRows coins(long seed, int first, int n) {
    Random random = new Random(seed);
    float[][] inputs = new float[n][RULES + 2];
    int[] labels = new int[n];
    for (int row = 0; row < n; row++) {
      inputs[row][0] = first + row;
      for (int rule = 1; rule <= RULES; rule++) {
        inputs[row][rule] = random.nextInt(2);
      }
      labels[row] = random.nextInt(2);
      boolean coin = random.nextInt(5) == 0;
      inputs[row][RULES + 1] = coin ? 2 : labels[row];
    }
    return LabelledRows.of(inputs, labels, List.of("heads", "tails"));
  }

  /** Says what is known, and else what its bit says; heads without a rule. */
  private static Model rule(int rule) {
    double[] weights = new double[RULES];
    if (rule >= 0) {
      weights[rule] = 1;
    }
    return vote(weights);
  }

  private static Model vote(double[] weights) {
    return Model.ofRows(
        rows -> {
          float[][] logits = new float[rows.length][2];
          for (int row = 0; row < rows.length; row++) {
            double sum = 0;
            for (int rule = 0; rule < RULES; rule++) {
              sum += weights[rule] * (rows[row][rule + 1] - 0.5);
            }
            int known = (int) rows[row][RULES + 1];
            logits[row][known < 2 ? known : sum > 0 ? 1 : 0] = 4;
          }
          return logits;
        });
  }

  private static InsightProducer signs(AuditPlan plan) {
    List<Insight> rules = new ArrayList<>();
    for (int rule = 0; rule < RULES; rule++) {
      rules.add(Insight.of(String.valueOf(rule), new SwapModel("rule " + rule, rule(rule))));
    }
    double[] saved = new double[RULES];
    for (Verdict verdict : plan.by("rules", exam -> rules).run().board().verdicts()) {
      saved[Integer.parseInt(verdict.statement())] =
          verdict.measured().orElseThrow().savedPer1000().estimate();
    }
    double mean = Arrays.stream(saved).average().orElseThrow();
    double[] signs = Arrays.stream(saved).map(gain -> Math.signum(gain - mean)).toArray();
    return saying(new SwapModel("signs", vote(signs)));
  }

  private static Status status(AuditPlan plan) {
    return plan.run().board().verdicts().get(0).status();
  }

  private static void refused(
      Class<? extends RuntimeException> type, String message, Runnable run) {
    assertEquals(message, assertThrows(type, run::run).getMessage());
  }

  private AuditPlan plan() {
    return plan(SUBJECT);
  }

  private AuditPlan plan(Subject subject) {
    return OneCurve.audit(subject).judgedOn(JUDGE).ledger(ledger()).retrainingSeeds(3);
  }

  private Path ledger() {
    return folder.resolve("ledger");
  }

  private long openings() throws IOException {
    return Files.readAllLines(ledger()).stream().filter(line -> line.contains(" opened ")).count();
  }

  private static InsightProducer saying(Remedy... remedies) {
    return exam ->
        Arrays.stream(remedies).map(remedy -> Insight.of(remedy.toString(), remedy)).toList();
  }

  private static String json(Scoreboard board) {
    return Json.toText(board.with(new Meters(List.of())));
  }
}
