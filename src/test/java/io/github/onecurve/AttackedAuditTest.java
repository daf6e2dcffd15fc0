package io.github.onecurve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.attack.AttackBudget;
import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.judge.BoardRow;
import io.github.onecurve.judge.HouseRow;
import io.github.onecurve.judge.Measured;
import io.github.onecurve.judge.Meters;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Nets;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.Hold;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.report.Json;
import io.github.onecurve.stakes.Stakes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whole audits under attack, in a world in which the adversary's means are plain: it may lower what
 * the first model says by one class, and nothing else.
 */
class AttackedAuditTest {
  private static final LabelledRows DIAGNOSIS = Said.random(1, 0, 60, 0.8, 0.9);
  private static final LabelledRows JUDGE = Said.random(2, 1000, 200, 0.8, 0.9);
  private static final Subject SUBJECT =
      Subject.of(Said.says(1))
          .trainedOn(Said.random(3, 2000, 20, 0.8, 0.9))
          .with((rows, weights, seed) -> Said.says(2))
          .diagnosedOn(DIAGNOSIS);
  private static final double SHARE = 0.25;
  private static final Stakes STAKES =
      Stakes.standard()
          .critical("c", "b", 3)
          .attack(Threat.linf(0.6).freezing(0, 2), SHARE, new AttackBudget(5, 60));
  private static Scoreboard whole;

  @BeforeAll
  static void auditOnce() {
    whole = board(STAKES, JUDGE, 2);
  }

  @Test
  void todaysLossIsByHandOnBothKindsOfTraffic() {
    double[] today = losses(JUDGE, 1, d -> d);
    assertEquals(1000 * (mean(today) + 0.001), whole.lossPer1000().estimate(), 1e-9);
    double attacked = IntStream.range(0, 200).mapToDouble(r -> worst(JUDGE, r, 1, d -> d)).sum();
    assertEquals(1000 * SHARE * attacked / 200, whole.attackedPer1000().orElseThrow(), 1e-9);
    assertTrue(attacked > 100);
  }

  @Test
  void everySystemIsAttackedAsItDecides() {
    double today = mean(losses(JUDGE, 1, d -> d));
    double other = mean(losses(JUDGE, 2, d -> d));
    double refusing = mean(losses(JUDGE, 1, d -> d == 0 ? -1 : d));
    assertEquals(1000 * (today - other), saved(named("swaps")), 1e-9);
    assertEquals(1000 * (today - refusing), saved(named("refuses")), 1e-9);
    assertEquals(1000 * (today - other), saved(named("retrains")), 1e-9);
    assertEquals(1000 * (today + 0.001 - 0.3), saved(named("holds")), 1e-9);
    HouseRow shipped =
        whole.houseRows().stream()
            .filter(row -> row.title().equals("ship as it is"))
            .findFirst()
            .orElseThrow();
    assertEquals(0, saved(shipped));
  }

  @Test
  void forecastsAreOfBothKindsOfTraffic() {
    double before = mean(losses(DIAGNOSIS, 1, d -> d));
    for (String name : List.of("swaps", "refuses", "retrains")) {
      double after =
          name.equals("refuses")
              ? mean(losses(DIAGNOSIS, 1, d -> d == 0 ? -1 : d))
              : mean(losses(DIAGNOSIS, 2, d -> d));
      Forecast said = named(name).forecast().orElseThrow().forecast();
      assertEquals(1000 * (before - after), said.mean(), 1e-9, name);
    }
  }

  @Test
  void whatWasAttackedWithoutGradientsIsNamed() {
    String note =
        whole.notes().stream().filter(n -> n.startsWith("attacked by Square")).findFirst().get();
    assertTrue(
        note.startsWith(
            "attacked by Square and by what was found against other systems alone, as their models"
                + " have no gradients: ["),
        note);
    assertTrue(note.contains("[ship as it is]") && note.contains("[swaps"), note);
    assertFalse(note.contains("[hold"), note);
  }

  @Test
  void neitherThreadsNorTheOrderOfTheRowsChangeABit() {
    int[] order = IntStream.range(0, 200).map(i -> i * 7 % 200).toArray();
    Set<String> boards = new HashSet<>();
    for (Scoreboard board : List.of(whole, board(STAKES, JUDGE.select(order), 3))) {
      boards.add(Json.toText(board.with(new Meters(List.of()))));
    }
    assertEquals(1, boards.size());
  }

  @Test
  void aNetworkHasGradientsToFollow() {
    LabelledRows rows = Said.random(4, 0, 60, 0.8, 0.9);
    Scoreboard board =
        OneCurve.audit(Subject.of(Nets.dense(1, "Relu", 3, 4, 3)).diagnosedOn(rows))
            .by("refuses", saying(new AbstainOn("a")))
            .under(STAKES)
            .judgedOn(JUDGE)
            .run()
            .board();
    assertTrue(board.notes().stream().noneMatch(n -> n.startsWith("attacked by Square")));
    double attacked = board.attackedPer1000().orElseThrow() / 1000 / SHARE;
    assertTrue(attacked > 0.1);
  }

  @Test
  void anAuditThatWasInterruptedBeforeItAttackedHasNoLosses() {
    Thread.currentThread().interrupt();
    Audit audit =
        OneCurve.audit(SUBJECT).by("x", saying(new Hold())).under(STAKES).judgedOn(JUDGE).run();
    assertTrue(Thread.interrupted());
    assertTrue(audit.partial());
    assertTrue(audit.board().attackedPer1000().isEmpty());
  }

  private static Scoreboard board(Stakes stakes, LabelledRows judge, int threads) {
    return OneCurve.audit(SUBJECT)
        .by("swaps", forecasting(new SwapModel("two", Said.says(2))))
        .by("refuses", forecasting(new AbstainOn("a")))
        .by("retrains", forecasting(Retrain.with()))
        .by("holds", saying(new Hold()))
        .under(stakes)
        .retrainingSeeds(3)
        .threads(threads)
        .judgedOn(judge)
        .run()
        .board();
  }

  private static InsightProducer saying(Remedy remedy) {
    return exam -> List.of(Insight.of("x", remedy));
  }

  private static InsightProducer forecasting(Remedy remedy) {
    return exam -> {
      Forecast forecast = exam.forecast(remedy);
      return List.of(
          new Insight() {
            @Override
            public String statement() {
              return "x";
            }

            @Override
            public Optional<Remedy> remedy() {
              return Optional.of(remedy);
            }

            @Override
            public Optional<Forecast> forecast() {
              return Optional.of(forecast);
            }
          });
    };
  }

  private static Verdict named(String producer) {
    return whole.verdicts().stream()
        .filter(v -> v.provenance().producer().equals(producer))
        .findFirst()
        .orElseThrow();
  }

  private static double saved(BoardRow row) {
    return row.measured().map(Measured::savedPer1000).orElseThrow().estimate();
  }

  /** (1 − ρ) of each row's cost and ρ of its worst, the first model's word being lowered. */
  private static double[] losses(LabelledRows rows, int model, IntUnaryOperator guard) {
    return IntStream.range(0, rows.size())
        .mapToDouble(
            row ->
                (1 - SHARE) * cost(rows.label(row), guard.applyAsInt(said(rows, row, model)))
                    + SHARE * worst(rows, row, model, guard))
        .toArray();
  }

  private static double worst(LabelledRows rows, int row, int model, IntUnaryOperator guard) {
    int said = said(rows, row, model);
    int lowered = model == 1 ? Math.max(0, said - 1) : said;
    return Math.max(
        cost(rows.label(row), guard.applyAsInt(said)),
        cost(rows.label(row), guard.applyAsInt(lowered)));
  }

  private static double cost(int label, int decision) {
    if (decision < 0) {
      return 0.3;
    }
    return decision == label ? 0 : label == 2 && decision == 1 ? 3 : 1;
  }

  private static int said(LabelledRows rows, int row, int model) {
    return (int) rows.rows().input(row, model);
  }

  private static double mean(double[] losses) {
    return IntStream.range(0, losses.length).mapToDouble(i -> losses[i]).average().orElseThrow();
  }
}
