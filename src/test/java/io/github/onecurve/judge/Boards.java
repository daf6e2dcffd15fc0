package io.github.onecurve.judge;

import io.github.onecurve.AuditPlan;
import io.github.onecurve.OneCurve;
import io.github.onecurve.Said;
import io.github.onecurve.SmallParable;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.report.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The boards on which cheats are tried: the producer that cheats is called {@code cheat}, the one
 * that must not be moved by it {@code rival}.
 */
final class Boards {
  static final SmallParable WORLD = SmallParable.of(1);
  static final Subject SUBJECT = WORLD.subject();

  private Boards() {}

  /** An audit of the small parable, in which all can be done. */
  static AuditPlan parable() {
    return OneCurve.audit(SUBJECT).judgedOn(WORLD.judge()).retrainingSeeds(3);
  }

  /** An audit in the world of decisions by hand, of a model that says what input 1 is. */
  static AuditPlan byHand(LabelledRows judge) {
    return OneCurve.audit(Subject.of(Said.says(1)).diagnosedOn(Said.random(77, 0, 100, 0.7, 0.8)))
        .judgedOn(judge);
  }

  /** The board of a plan to which one insight for each remedy is added by the cheat. */
  static Scoreboard cheat(AuditPlan plan, Remedy... remedies) {
    return plan.by("cheat", saying(remedies)).run().board();
  }

  static InsightProducer saying(Remedy... remedies) {
    List<Insight> all = new ArrayList<>();
    for (Remedy remedy : remedies) {
      all.add(Insight.of(remedy.toString(), remedy));
    }
    return exam -> all;
  }

  /** The first row of a producer. */
  static Verdict rowOf(String producer, Scoreboard board) {
    return board.verdicts().stream()
        .filter(v -> v.title().equals(producer))
        .findFirst()
        .orElseThrow();
  }

  /** The row of the cheat that says so. */
  static Verdict saying(String statement, Scoreboard board) {
    return board.verdicts().stream()
        .filter(v -> v.statement().equals(statement))
        .findFirst()
        .orElseThrow();
  }

  static Amount a(Verdict verdict) {
    return verdict.measured().flatMap(Measured::actionability).orElseThrow();
  }

  static Amount g(Verdict verdict) {
    return verdict.measured().orElseThrow().savedPer1000();
  }

  /** The row of a producer and the house rows of a board as the user's file has them. */
  static String json(String producer, Scoreboard board) {
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
            List.of(rowOf(producer, board)),
            board.houseRows(),
            Optional.empty(),
            List.of(),
            false,
            new Meters(List.of())));
  }

  /** An insight of which everything can be chosen. */
  record Free(
      String statement,
      Slice about,
      List<Claim> claims,
      Optional<Remedy> remedy,
      Optional<Forecast> forecast)
      implements Insight {
    static Free of(Remedy remedy) {
      return new Free("x", Slice.all(), List.of(), Optional.of(remedy), Optional.empty());
    }

    Free claiming(Claim... all) {
      return new Free(statement, about, List.of(all), remedy, forecast);
    }

    Free about(Slice slice) {
      return new Free(statement, slice, claims, remedy, forecast);
    }
  }
}
