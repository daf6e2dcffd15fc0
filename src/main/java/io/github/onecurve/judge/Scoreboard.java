package io.github.onecurve.judge;

import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Decision;
import io.github.onecurve.stakes.Stakes;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The one board: every insight and every house row on one curve. A pure value.
 *
 * @param stakes what was at stake
 * @param classNames the classes in the order of the labels
 * @param auditSeed the seed of all chance in the audit
 * @param retrainingSeeds how often each retraining was repeated
 * @param fingerprints of what was audited and judged, by name
 * @param rows what the judge's rows were
 * @param opening whether those rows had been opened before
 * @param lossPer1000 today's loss R₀ in mistake-equivalents per 1,000 decisions, running included
 * @param today how often each decision is made today for each true class
 * @param attackedPer1000 the part of today's loss that hostile traffic causes, per 1,000 decisions;
 *     empty without an attack
 * @param verdicts the insights, best first
 * @param houseRows what everyone could do, best first
 * @param remaining what is still lost after the top row; empty where there is none
 * @param notes what a reader should know
 * @param partial whether the audit was cut off
 * @param meters how long what took
 */
public record Scoreboard(
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
    List<Verdict> verdicts,
    List<HouseRow> houseRows,
    Optional<Remaining> remaining,
    List<String> notes,
    boolean partial,
    Meters meters) {
  /** Keeps copies of the lists. */
  public Scoreboard {
    classNames = List.copyOf(classNames);
    fingerprints = Collections.unmodifiableMap(new TreeMap<>(fingerprints));
    today = List.copyOf(today);
    verdicts = List.copyOf(verdicts);
    houseRows = List.copyOf(houseRows);
    notes = List.copyOf(notes);
  }

  Scoreboard with(Remaining left) {
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
        verdicts,
        houseRows,
        Optional.of(left),
        notes,
        partial,
        meters);
  }

  /** This board with what it took. */
  public Scoreboard with(Meters measured) {
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
        verdicts,
        houseRows,
        remaining,
        notes,
        partial,
        measured);
  }

  /**
   * The row to act on: that of the largest estimated G among {@code credited} and {@code pays};
   * where a house row does better than one that merely pays, that house row; empty means to ship as
   * it is. Selected as the best of many, its estimate is biased upward.
   */
  public Optional<BoardRow> best() {
    Optional<Verdict> top =
        verdicts.stream()
            .filter(v -> v.status() == Status.CREDITED || v.status() == Status.PAYS)
            .max(Comparator.comparingDouble(Scoreboard::saved));
    if (top.isEmpty() || top.get().status() == Status.CREDITED) {
      return top.map(verdict -> verdict);
    }
    return houseRows.stream()
        .filter(h -> h.measured().isPresent())
        .filter(h -> h.labels() == 0 || h.labels() == top.get().labels())
        .filter(h -> saved(h) > saved(top.get()))
        .max(Comparator.comparingDouble(Scoreboard::saved))
        .map(BoardRow.class::cast)
        .or(() -> top);
  }

  /**
   * A of a row at other costs of decisions, its decisions held fixed: a point of the curve of A
   * against a cost. What is lost under attack is held fixed too, at this board's share of hostile
   * traffic and its costs: only the rest of the traffic pays the other costs.
   *
   * @return empty where the row was not carried out or nothing is lost at those costs
   */
  public OptionalDouble actionabilityAt(BoardRow row, Stakes others) {
    if (row.measured().isEmpty()) {
      return OptionalDouble.empty();
    }
    Measured measured = row.measured().get();
    double before = loss(today, attackedPer1000, others) + others.runningPrice();
    double after =
        loss(measured.decisions(), measured.attackedPer1000(), others)
            + others.runningPrice() * measured.sizeRatio();
    return before - others.runningPrice() > 0
        ? OptionalDouble.of((before - after) / before)
        : OptionalDouble.empty();
  }

  private double loss(List<DecisionShare> decisions, OptionalDouble attacked, Stakes prices) {
    CostTable costs = CostTable.of(prices, classNames);
    double loss = 0;
    for (DecisionShare d : decisions) {
      loss += d.share() * costs.cost(classNames.indexOf(d.actual()), decision(d.decision()));
    }
    return attacked.isPresent()
        ? (1 - stakes.hostileShare()) * loss * Stakes.UNIT + attacked.getAsDouble() / 1000
        : loss * Stakes.UNIT;
  }

  private int decision(String text) {
    return switch (text) {
      case DecisionShare.ABSTAIN -> Decision.ABSTAIN;
      case DecisionShare.NOT_A_NUMBER -> Decision.NOT_A_NUMBER;
      default -> classNames.indexOf(text);
    };
  }

  private static double saved(BoardRow row) {
    return row.measured().orElseThrow().savedPer1000().estimate();
  }
}
