package io.github.onecurve.judge;

import static io.github.onecurve.judge.Boards.byHand;
import static io.github.onecurve.judge.Boards.g;
import static io.github.onecurve.judge.Boards.json;
import static io.github.onecurve.judge.Boards.parable;
import static io.github.onecurve.judge.Boards.rowOf;
import static io.github.onecurve.judge.Boards.saying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.AuditPlan;
import io.github.onecurve.Said;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.judge.Boards.Free;
import io.github.onecurve.model.Model;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.AbstainWhen;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.ExpectedCostRule;
import io.github.onecurve.remedy.Hold;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.SwapModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cheats by numbers: of insights, clones, registrations; and producers that end badly. */
class CheatsByNumbersTest {
  private static final SwapModel BETTER = new SwapModel("better", Said.says(2));
  private static final LabelledRows JUDGE = Said.random(1, 1000, 400, 0.7, 0.9);

  private static List<Insight> junk(int count) {
    List<Insight> junk = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Slice some = Slice.of(new Slice.FeatureRange(0, 1000 + i * 0.4, 1000 + i * 0.4 + 20));
      junk.add(Insight.of("Guess " + i, new AbstainWhen(some), new Forecast(1000 - i, 1)));
    }
    return junk;
  }

  static Scoreboard aThousandInsights(int count) {
    return byHand(JUDGE).by("cheat", exam -> junk(count)).by("rival", saying(BETTER)).run().board();
  }

  @Test
  void aThousandInsightsShareOneLevelAndMoveNoRival() {
    Scoreboard board = aThousandInsights(1000);
    assertEquals(json("rival", aThousandInsights(1)), json("rival", board));
    assertEquals(Status.CREDITED, rowOf("rival", board).status());
    double sum = 0;
    int credited = 0;
    for (Verdict verdict : board.verdicts()) {
      sum += verdict.title().equals("cheat") ? verdict.provenance().level() : 0;
      credited += verdict.status() == Status.CREDITED ? 1 : 0;
    }
    assertEquals(1, credited);
    assertEquals(1001, board.verdicts().size());
    assertTrue(sum <= 0.025 && sum > 0.0249, "" + sum);
  }

  static Scoreboard decoys(InsightProducer cheat) {
    return parable()
        .by("rival", saying(Retrain.with(new AcquireLabels(Slice.where("group", "B"), 11))))
        .by("cheat", cheat)
        .run()
        .board();
  }

  static List<Insight> oddNumbersOfLabels() {
    List<Insight> decoys = new ArrayList<>();
    for (int m : new int[] {3, 5, 7, 9}) {
      decoys.add(
          Insight.of(
              "Buy " + m,
              Retrain.with(new AcquireLabels(Slice.all(), m)),
              new Forecast(-decoys.size(), 1)));
    }
    return decoys;
  }

  @Test
  void decoysWithOddNumbersOfLabelsAreCutOffAndMoveNoRival() {
    Scoreboard calm = decoys(exam -> List.of(Free.of(new AbstainOn("other"))));
    Scoreboard board = decoys(exam -> oddNumbersOfLabels());
    Map<String, HouseRow> house = new HashMap<>();
    board.houseRows().forEach(row -> house.put(row.title(), row));
    calm.houseRows().forEach(row -> assertEquals(row, house.get(row.title())));
    // Six more house rows stand on the board, and the rival need not beat one of them.
    assertEquals(calm.houseRows().size() + 6, board.houseRows().size());
    assertEquals(rowOf("rival", calm), rowOf("rival", board));
    Verdict fourth =
        board.verdicts().stream()
            .filter(v -> v.title().equals("cheat") && v.provenance().rank() == 4)
            .findFirst()
            .orElseThrow();
    assertEquals(Status.NOT_EXECUTABLE, fourth.status());
    assertEquals(
        "a producer may pay at most 3 different numbers of labels, found 9 beside [3, 5, 7]",
        fourth.reason());
  }

  static Scoreboard clones() {
    Remedy remedy = Retrain.with(new DiagnosisRows());
    return parable().by("rival", saying(remedy)).by("cheat", saying(remedy, remedy)).run().board();
  }

  @Test
  void clonesTieAndAddNothing() {
    Scoreboard board = clones();
    assertEquals(3, board.verdicts().size());
    assertEquals(1, board.verdicts().stream().map(Verdict::measured).distinct().count());
    assertTrue(board.verdicts().stream().allMatch(v -> v.status() == Status.PAYS));
    assertEquals(
        1, board.verdicts().stream().map(v -> v.provenance().contentHash()).distinct().count());
    Remedy remedy = Retrain.with(new DiagnosisRows());
    assertEquals(
        rowOf("rival", parable().by("rival", saying(remedy)).run().board()).measured(),
        rowOf("rival", board).measured());
  }

  static Scoreboard registeredOften(int times) {
    AuditPlan plan = byHand(JUDGE).by("rival", saying(BETTER));
    for (int i = 0; i < times; i++) {
      plan = plan.by("cheat " + i, saying(new AbstainOn("a")));
    }
    return plan.by("cheat", saying(new AbstainOn("b"))).run().board();
  }

  @Test
  void aProducerThatIsRegisteredOftenNarrowsTheLevelsOfAllAndMovesNoInterval() {
    Scoreboard few = registeredOften(0);
    Scoreboard many = registeredOften(40);
    assertEquals(rowOf("rival", few).measured(), rowOf("rival", many).measured());
    assertEquals(few.houseRows(), many.houseRows());
    assertEquals(0.05 * 0.8 / 2, rowOf("rival", few).provenance().level(), 1e-15);
    assertEquals(0.05 * 0.8 / 42, rowOf("rival", many).provenance().level(), 1e-15);
    // What that costs the rival: it must save so much more to be seen.
    assertTrue(rowOf("rival", many).detectable() < 1.4 * rowOf("rival", few).detectable());
    assertEquals(Status.CREDITED, rowOf("rival", many).status());
    double all = many.verdicts().stream().mapToDouble(v -> v.provenance().level()).sum();
    assertTrue(all <= 0.05 + 1e-12);
  }

  /** Named like the house, proposing what the house does. */
  static Scoreboard namedLikeTheHouse() {
    return byHand(JUDGE)
        .by("hold", saying(new Hold()))
        .by("Chow's rule", saying(BETTER))
        .by("cheat", saying(new ExpectedCostRule()))
        .run()
        .board();
  }

  @Test
  void aProducerNamedLikeAHouseRowIsNoHouseRow() {
    Scoreboard board = namedLikeTheHouse();
    assertEquals(3, board.houseRows().size());
    Map<String, Double> saved = new HashMap<>();
    board
        .houseRows()
        .forEach(h -> saved.put(h.title(), h.measured().orElseThrow().savedPer1000().estimate()));
    assertEquals(0, saved.get("Chow's rule"));
    assertEquals(saved.get("hold"), g(rowOf("hold", board)).estimate());
    assertTrue(g(rowOf("Chow's rule", board)).estimate() > 100);
    assertEquals(Status.CREDITED, rowOf("Chow's rule", board).status());
  }

  static Scoreboard endingBadly() {
    Model noNumbers =
        Model.ofRows(
            rows -> {
              float[][] logits = new float[rows.length][3];
              for (float[] row : logits) {
                row[0] = Float.NaN;
              }
              return logits;
            });
    return parable()
        .producerLimit(Duration.ofSeconds(5))
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
                    Free.of(new AbstainOn("other"))
                        .about(Slice.where("nowhere", "x"))
                        .claiming(Claim.that(new Claim.Accuracy(Slice.all()), 0, 1))))
        .by(
            "cheat",
            exam -> {
              Thread.sleep(3_600_000);
              return List.of();
            })
        .by("fine", saying(new ExpectedCostRule()))
        .run()
        .board();
  }

  @Test
  void crashesNaNAndSleepDidNotFinishAndAreListedLast() {
    Scoreboard board = endingBadly();
    assertEquals("fine", board.verdicts().get(0).title());
    assertTrue(board.verdicts().get(0).status().isMeasured());
    Map<String, String> reasons = new HashMap<>();
    for (Verdict verdict : board.verdicts().subList(1, 8)) {
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
    assertEquals("over its limit of 5 s", reasons.get("cheat"));
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
}
