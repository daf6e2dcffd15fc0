package io.github.onecurve.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.AuditPlan;
import io.github.onecurve.OneCurve;
import io.github.onecurve.Said;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.model.Trainer;
import io.github.onecurve.remedy.Hold;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.stakes.Stakes;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** Boards on which something is zero that is divided by elsewhere. */
class EdgesTest {
  private static final int N = 400;
  private static final int[] LABELS = IntStream.range(0, N).map(row -> row % 3).toArray();
  private static final SwapModel SAME = new SwapModel("as good", Said.says(2));

  /** Model 1 is today's, model 2 another. */
  private static AuditPlan plan(int[] today, int[] other, Stakes stakes) {
    LabelledRows diagnosis = Said.rows(0, LABELS, today, other);
    return OneCurve.audit(Subject.of(Said.says(1)).diagnosedOn(diagnosis))
        .judgedOn(Said.rows(1000, LABELS, today, other))
        .under(stakes);
  }

  private static Scoreboard board(AuditPlan plan, Remedy remedy, double mean, double sd) {
    return plan.by("x", exam -> List.of(Insight.of("x", remedy, new Forecast(mean, sd))))
        .run()
        .board();
  }

  private static int[] firstWrong(int mistakes) {
    int[] said = LABELS.clone();
    for (int row = 0; row < mistakes; row++) {
      said[row] = (LABELS[row] + 1) % 3;
    }
    return said;
  }

  private static double z(double tail) {
    return new NormalDistribution().inverseCumulativeProbability(1 - tail);
  }

  @Test
  void whereNothingIsLostNothingIsSharedOutOrRemains() {
    Stakes free = Stakes.standard().runningPrice(0);
    Scoreboard board = board(plan(LABELS, LABELS, free), SAME, 0, 0);
    Verdict verdict = board.verdicts().get(0);
    Measured m = verdict.measured().orElseThrow();
    assertEquals(0, board.lossPer1000().estimate());
    assertTrue(m.actionability().isEmpty() && m.lift().isEmpty());
    assertTrue(m.actionabilityOfDecisions().isEmpty());
    assertEquals(0, m.savedPer1000().estimate());
    assertEquals(Status.NO_DIFFERENCE_SHOWN, verdict.status());
    assertEquals(OptionalDouble.empty(), board.actionabilityAt(verdict, free));
    // A certain forecast of nothing, against one that is as certain: no skill, nothing too much.
    assertEquals(0, verdict.forecast().orElseThrow().skill());
    assertEquals(0, verdict.forecast().orElseThrow().overclaim());
    assertEquals(
        List.of(new Remaining.Part(Remaining.RUNNING, 0)), board.remaining().orElseThrow().parts());
    assertTrue(m.breakEvens().stream().allMatch(b -> b.price().isEmpty()));
  }

  /** Nothing flips: what is left is one unseen flip, at the normal quantile. */
  @Test
  void whereNothingFlipsOneUnseenFlipIsLeft() {
    Scoreboard board = board(plan(firstWrong(90), firstWrong(90), Stakes.standard()), SAME, 1, 0);
    Verdict verdict = board.verdicts().get(0);
    Measured m = verdict.measured().orElseThrow();
    double half = 1000 * z(0.025) * Math.sqrt(z(0.025) * z(0.025) / 2) / N;
    assertEquals(0, m.savedPer1000().estimate());
    assertEquals(half, m.savedPer1000().high(), 1e-9 * half);
    assertEquals(-half, m.savedPer1000().low(), 1e-9 * half);
    assertEquals(0, m.standardError());
    double p = verdict.provenance().level();
    double unseen = Math.sqrt(Math.max(1, z(p) * z(p) / 2)) / N;
    assertEquals(1000 * (z(p) + 0.84) * unseen, verdict.detectable(), 1e-9 * half);
    // A certain promise of something, where surely nothing came.
    assertEquals(Double.POSITIVE_INFINITY, verdict.forecast().orElseThrow().overclaim());
  }

  @Test
  void whereEveryDecisionCostsTheSameEvenAnUnseenFlipIsNothing() {
    Stakes free = Stakes.standard().wrong(0).abstain(0);
    Scoreboard board = board(plan(firstWrong(90), LABELS, free), SAME, 0, 1);
    Measured m = board.verdicts().get(0).measured().orElseThrow();
    assertEquals(new Amount(0, 0, 0), m.savedPer1000());
    assertEquals(new Amount(1, 1, 1), board.lossPer1000());
    assertTrue(m.actionability().isEmpty());
    assertEquals(Status.NO_DIFFERENCE_SHOWN, board.verdicts().get(0).status());
    // Holding saves running, for sure.
    Verdict hold = board(plan(firstWrong(90), LABELS, free), new Hold(), 0, 1).verdicts().get(0);
    assertEquals(new Amount(1, 1, 1), hold.measured().orElseThrow().savedPer1000());
    assertEquals(Status.PAYS, hold.status());
    assertEquals("no better than \"hold\"", hold.reason());
  }

  /** A trainer that cannot go on from a model, and no rows to start from. */
  @Test
  void aHouseRowThatCannotBeExecutedIsNamed() {
    Trainer fresh =
        new Trainer() {
          @Override
          public Model train(LabelledRows rows, RowWeights weights, long seed) {
            return Said.says(1);
          }
        };
    LabelledRows diagnosis = Said.rows(0, LABELS, firstWrong(90), LABELS);
    LabelledRows judge = Said.rows(1000, LABELS, firstWrong(90), LABELS);
    Subject without = Subject.of(Said.says(1)).diagnosedOn(diagnosis).with(fresh);
    String note =
        "not executable, so that no insight had to beat it, which makes \"credited\" easier:"
            + " [retrain, diagnosis rows too]";
    Scoreboard board = board(OneCurve.audit(without).judgedOn(judge), SAME, 0, 1);
    assertTrue(board.notes().contains(note), board.notes().toString());
    assertEquals(Status.CREDITED, board.verdicts().get(0).status());
    Subject with = without.trainedOn(Said.rows(3000, LABELS, firstWrong(90), LABELS));
    assertFalse(
        board(OneCurve.audit(with).judgedOn(judge), SAME, 0, 1).notes().stream()
            .anyMatch(line -> line.startsWith("not executable")));
  }
}
