package io.github.onecurve.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.AuditPlan;
import io.github.onecurve.OneCurve;
import io.github.onecurve.Said;
import io.github.onecurve.SmallParable;
import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.insight.NamedProducer;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.AbstainBelow;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.ExpectedCostRule;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Stakes.Stratum;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The properties that the definition demands, over seeds. */
class PropertiesTest {
  private static final int N = 300;
  private static final SwapModel OTHER = new SwapModel("other", Said.says(2));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shippingAsItIsIsExactlyNothing(long seed) {
    Verdict verdict = only(said(seed), new ShipAsIs());
    Measured m = verdict.measured().orElseThrow();
    assertEquals(new Amount(0, 0, 0), m.savedPer1000());
    assertEquals(new Amount(0, 0, 0), m.actionability().orElseThrow());
    assertEquals(List.of(0.0, 0.0, 0.0), List.of(m.fixed(), m.broke(), m.abstained()));
    assertEquals(Status.NO_DIFFERENCE_SHOWN, verdict.status());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void turningAWrongDecisionRightNeverLowersA(long seed) {
    LabelledRows rows = Said.random(seed, 1000, N, 0.7, 0.6);
    double before = a(only(judged(rows), OTHER));
    Random random = new Random(seed);
    int[] labels = rows.labels();
    int[] one = column(rows, 1);
    int[] two = column(rows, 2);
    for (int step = 0; step < 4; step++) {
      int row = random.nextInt(N);
      boolean wrong = two[row] != labels[row];
      two[row] = labels[row];
      double after = a(only(judged(Said.rows(1000, labels, one, two)), OTHER));
      assertTrue(wrong ? after > before : after == before);
      before = after;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void renamingAProducerChangesNothing(long seed) {
    Scoreboard first = three(seed, "p", "q", "r");
    Scoreboard second = three(seed, "zebra", "an apple", "p");
    assertEquals(nameless(first), nameless(second));
    assertEquals(first.houseRows(), second.houseRows());
    assertEquals(first.fingerprints(), second.fingerprints());
  }

  private static Scoreboard three(long seed, String p, String q, String r) {
    return said(seed)
        .by(p, saying(OTHER))
        .by(q, saying(new AbstainOn("a")))
        .by(r, saying(new ExpectedCostRule()))
        .run()
        .board();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aRivalMovesNoEstimateAndNoInterval(long seed) {
    SmallParable world = SmallParable.of(seed);
    AuditPlan alone = plan(world).by("mine", saying(mine()));
    AuditPlan beset =
        alone
            .by("rival", saying(Retrain.with(new AcquireLabels(Slice.where("group", "A"), 13))))
            .by("crash", exam -> List.of((Insight) null))
            .by("other", saying(new AbstainOn("other"), new ExpectedCostRule()));
    Scoreboard before = alone.run().board();
    Scoreboard after = beset.run().board();
    assertEquals(
        before.verdicts().get(0).measured().orElseThrow(),
        named(after, "mine").measured().orElseThrow());
    Map<String, Measured> house = new HashMap<>();
    after.houseRows().forEach(row -> house.put(row.title(), row.measured().orElseThrow()));
    before
        .houseRows()
        .forEach(row -> assertEquals(row.measured().orElseThrow(), house.get(row.title())));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void scalingAllPricesLeavesA(long seed) {
    LabelledRows rows = Said.random(seed, 1000, N, 0.7, 0.8);
    Stakes plain = Stakes.standard().critical("a", "b", 3);
    for (int scale : new int[] {2, 7, 1000}) {
      Stakes scaled =
          Stakes.standard()
              .wrong(scale)
              .abstain(scale * 0.3)
              .critical("a", "b", 3 * scale)
              .runningPrice(scale * 0.001);
      for (Remedy remedy : List.of(OTHER, new AbstainOn("b"), new ExpectedCostRule())) {
        Amount first = amount(only(judged(rows).under(plain), remedy));
        Amount second = amount(only(judged(rows).under(scaled), remedy));
        assertEquals(first.estimate(), second.estimate(), 1e-12);
        assertEquals(first.low(), second.low(), 1e-9);
        assertEquals(first.high(), second.high(), 1e-9);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void lossAndSavingAreLinearInTheMixOfTraffic(long seed) {
    double[] r = new double[3];
    double[] g = new double[3];
    double[] weights = {0.2, 0.5, 0.8};
    for (int i = 0; i < 3; i++) {
      Stakes stakes =
          Stakes.standard()
              .strata(
                  List.of(
                      new Stratum(Slice.where("site", "x"), weights[i]),
                      new Stratum(Slice.where("site", "y"), 1 - weights[i])));
      LabelledRows rows = sites(Said.random(seed, 1000, N, 0.7, 0.8));
      Subject subject =
          Subject.of(Said.says(1)).diagnosedOn(sites(Said.random(9, 0, 100, 0.7, 0.8)));
      Scoreboard board =
          OneCurve.audit(subject).judgedOn(rows).under(stakes).by("x", saying(OTHER)).run().board();
      r[i] = board.lossPer1000().estimate();
      g[i] = board.verdicts().get(0).measured().orElseThrow().savedPer1000().estimate();
    }
    assertEquals(r[1], (r[0] + r[2]) / 2, 1e-9);
    assertEquals(g[1], (g[0] + g[2]) / 2, 1e-9);
    assertTrue(Math.abs(g[0] - g[2]) > 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void theBoardHangsOnNoOrderAndNoNumberOfThreads(long seed) {
    SmallParable world = SmallParable.of(seed);
    List<NamedProducer> producers =
        List.of(
            new NamedProducer("mine", saying(mine())),
            new NamedProducer("guards", saying(new AbstainOn("other"), new AbstainBelow(0.6))),
            new NamedProducer(
                "forecast",
                exam -> {
                  Remedy remedy = Retrain.with(new DiagnosisRows());
                  double drawn = exam.random("x").nextDouble();
                  return List.of(Insight.of("s" + drawn, remedy, exam.forecast(remedy)));
                }),
            new NamedProducer(
                "pool",
                exam -> List.of(Insight.of("first " + firstOfPool(exam), new AbstainBelow(0.5)))));
    Scoreboard expected = board(plan(world).threads(1).by(producers));
    assertEquals(expected, board(plan(world).threads(2).by(producers)));
    List<NamedProducer> turned = new ArrayList<>(producers);
    Collections.reverse(turned);
    assertEquals(expected, board(plan(world).by(turned)));

    SmallParable shuffled =
        new SmallParable(
            shuffled(world.training(), 1),
            shuffled(world.diagnosis(), 2),
            shuffled(world.poolRows(), 3),
            shuffled(world.judge(), 4));
    Subject subject =
        Subject.of(world.model())
            .trainedOn(shuffled.training())
            .diagnosedOn(shuffled.diagnosis())
            .with(SmallParable.TRAINER)
            .with(LabelPool.of(shuffled.poolRows()));
    AuditPlan plan = plan(subject, shuffled.judge());
    assertEquals(expected, board(plan.by(producers)));
  }

  private static float firstOfPool(Examination exam) {
    return exam.subject().pool().orElseThrow().rows().input(0, 0);
  }

  @Test
  void anotherSeedIsAnotherBoard() {
    SmallParable world = SmallParable.of(1);
    assertTrue(
        !board(plan(world).by("mine", saying(mine())))
            .equals(board(plan(world).seed(2).by("mine", saying(mine())))));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aConstantWrongClassifierScoresBelowNothing(long seed) {
    SwapModel constant =
        new SwapModel(
            "always a",
            io.github.onecurve.model.Model.ofRows(
                rows ->
                    IntStream.range(0, rows.length)
                        .mapToObj(i -> Said.logits(0))
                        .toArray(float[][]::new)));
    Amount a = amount(only(judged(Said.random(seed, 1000, N, 0.7, 0.8)), constant));
    assertTrue(a.high() < 0, a.toString());
  }

  private static Remedy mine() {
    return Retrain.with(new AcquireLabels(Slice.where("group", "B"), 11), new DiagnosisRows());
  }

  private static Scoreboard board(AuditPlan plan) {
    return plan.run().board().with(new Meters(List.of()));
  }

  private static AuditPlan plan(SmallParable world) {
    return plan(world.subject(), world.judge());
  }

  private static AuditPlan plan(Subject subject, LabelledRows judge) {
    return OneCurve.audit(subject).judgedOn(judge).retrainingSeeds(3);
  }

  private static LabelledRows shuffled(LabelledRows rows, long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    return rows.select(order.stream().mapToInt(i -> i).toArray());
  }

  /** Verdicts without their producers' names, in order. */
  private static List<Object> nameless(Scoreboard board) {
    List<Object> all = new ArrayList<>();
    for (Verdict v : board.verdicts()) {
      all.add(v.provenance().contentHash());
      all.add(v.provenance().level());
      all.add(v.status());
      all.add(v.measured());
      all.add(v.forecast());
    }
    return all;
  }

  private static AuditPlan said(long seed) {
    return judged(Said.random(seed, 1000, N, 0.7, 0.8));
  }

  private static AuditPlan judged(LabelledRows judge) {
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

  private static double a(Verdict verdict) {
    return amount(verdict).estimate();
  }

  private static Amount amount(Verdict verdict) {
    return verdict.measured().flatMap(Measured::actionability).orElseThrow();
  }

  private static int[] column(LabelledRows rows, int column) {
    return IntStream.range(0, rows.size())
        .map(row -> (int) rows.rows().input(row, column))
        .toArray();
  }

  private static LabelledRows sites(LabelledRows rows) {
    List<String> sites =
        IntStream.range(0, rows.size())
            .mapToObj(row -> row % 4 == 0 || rows.label(row) == 0 ? "x" : "y")
            .toList();
    return rows.with(Attribute.categorical("site", List.of("x", "y"), sites));
  }
}
