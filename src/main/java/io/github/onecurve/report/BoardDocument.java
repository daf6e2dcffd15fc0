package io.github.onecurve.report;

import io.github.onecurve.judge.Amount;
import io.github.onecurve.judge.DecisionShare;
import io.github.onecurve.judge.JudgedRows;
import io.github.onecurve.judge.Meters;
import io.github.onecurve.judge.Opening;
import io.github.onecurve.judge.Remaining;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.stakes.Stakes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A board as its file shows it: these members, in this order. */
record BoardDocument(
    String schema,
    Stakes stakes,
    List<String> classNames,
    long auditSeed,
    int retrainingSeeds,
    Map<String, String> fingerprints,
    JudgedRows rows,
    Opening opening,
    Amount lossPer1000,
    List<DecisionShare> today,
    OptionalDouble attackedPer1000,
    List<VerdictDocument> verdicts,
    List<HouseRowDocument> houseRows,
    Optional<Remaining> remaining,
    List<String> notes,
    boolean partial,
    Meters meters) {
  static final String SCHEMA = "onecurve-board/2";

  static BoardDocument of(Scoreboard board) {
    return new BoardDocument(
        SCHEMA,
        board.stakes(),
        board.classNames(),
        board.auditSeed(),
        board.retrainingSeeds(),
        board.fingerprints(),
        board.rows(),
        board.opening(),
        board.lossPer1000(),
        board.today(),
        board.attackedPer1000(),
        board.verdicts().stream().map(VerdictDocument::of).toList(),
        board.houseRows().stream().map(HouseRowDocument::of).toList(),
        board.remaining(),
        board.notes(),
        board.partial(),
        board.meters());
  }

  Scoreboard board() {
    return new Scoreboard(
        stakes,
        classNames,
        auditSeed,
        retrainingSeeds,
        fingerprints,
        rows,
        opening,
        lossPer1000,
        today,
        attackedPer1000,
        verdicts.stream().map(VerdictDocument::verdict).toList(),
        houseRows.stream().map(HouseRowDocument::row).toList(),
        remaining,
        notes,
        partial,
        meters);
  }
}
