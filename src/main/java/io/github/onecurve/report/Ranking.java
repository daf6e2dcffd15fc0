package io.github.onecurve.report;

import io.github.onecurve.data.Slice;
import io.github.onecurve.judge.BoardRow;
import io.github.onecurve.judge.HouseRow;
import io.github.onecurve.judge.Measured;
import io.github.onecurve.judge.Opening;
import io.github.onecurve.judge.Remaining;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.stakes.Stakes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The board as a table, with what one needs to read it. */
final class Ranking {
  private static final int HOUSE_ROWS = 4;
  private static final int PARTS = 3;
  private static final int NAMED = 6;
  private static final int INDENT = 2;

  private final Scoreboard board;
  private final Figures figures;
  private final Optional<BoardRow> best;
  private final List<Verdict> insights;
  private final List<HouseRow> house;

  Ranking(Scoreboard board, int rows) {
    this.board = board;
    this.figures = Figures.forLoss(board.lossPer1000().estimate());
    this.best = board.best();
    List<Verdict> measured = carriedOut(board.verdicts());
    List<HouseRow> houseMeasured = carriedOut(board.houseRows());
    int houseShown = Math.min(HOUSE_ROWS, houseMeasured.size());
    this.insights = first(measured, rows - houseShown);
    this.house = first(houseMeasured, rows - insights.size());
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (board.partial()) {
      add(lines, "This audit was cut off: what was not carried out by then is missing.");
    }
    if (board.opening() == Opening.REUSED) {
      add(
          lines,
          "Reused rows: these judge rows had been opened before. Estimates only, nothing is"
              + " credited.");
    }
    add(lines, "stakes: " + stakes());
    add(lines, "today: " + today());
    lines.add("");
    List<String> table = table();
    lines.addAll(table);
    addCut(lines, table);
    lines.add("");
    add(lines, "best: " + bestRow());
    board.remaining().ifPresent(left -> add(lines, remaining(left)));
    addHidden(lines);
    addMarks(lines);
    addFailures(lines);
    board.notes().forEach(note -> add(lines, "note: " + note));
    return lines;
  }

  private String stakes() {
    Stakes stakes = board.stakes();
    StringBuilder text = new StringBuilder();
    text.append("a mistake ").append(Figures.number(stakes.wrong()));
    for (Stakes.Critical c : stakes.critical()) {
      text.append(", ").append(c.actual()).append(" → ").append(c.predicted()).append(' ');
      text.append(Figures.number(c.cost()));
    }
    text.append(", refusing ").append(Figures.number(stakes.abstain()));
    text.append(", running ").append(Figures.number(stakes.runningPrice())).append(" a decision");
    text.append("; labels: ");
    text.append(
        stakes.labelBudget().isPresent()
            ? "at most " + Figures.count(stakes.labelBudget().getAsInt())
            : "at most as many as diagnosis rows");
    stakes.attack().ifPresent(attack -> text.append(hostile(attack)));
    if (!stakes.strata().isEmpty()) {
      text.append("; traffic: ");
      text.append(
          stakes.strata().stream()
              .map(s -> Figures.number(100 * s.weight()) + "% " + name(s.slice()))
              .collect(Collectors.joining(", ")));
    }
    return text.toString();
  }

  private static String hostile(Stakes.Attack attack) {
    return "; "
        + Figures.number(100 * attack.share())
        + "% of the traffic hostile, within "
        + attack.threat()
        + ", "
        + Figures.count(attack.budget().steps(), "step")
        + " and "
        + Figures.count(attack.budget().queries(), "query", "queries")
        + " a row";
  }

  private static String name(Slice slice) {
    return slice.isAll() ? "all rows" : slice.toString();
  }

  private String today() {
    int removed = board.rows().removed();
    return lost()
        + "; "
        + (board.opening() == Opening.NOT_OPENED ? "to be judged on " : "judged on ")
        + Figures.count(board.rows().judged(), "row")
        + (board.opening() == Opening.FIRST ? " opened for the first time" : "")
        + (removed == 0 ? "" : ", " + Figures.count(removed) + " left out")
        + "; seed "
        + board.auditSeed()
        + ", "
        + Figures.count(board.retrainingSeeds(), "retraining seed");
  }

  private String lost() {
    if (board.opening() == Opening.NOT_OPENED) {
      return "nobody knows what is lost, the judge rows were not opened";
    }
    return figures.per1000(board.lossPer1000())
        + " mistake-equivalents lost per 1,000 decisions"
        + (board.attackedPer1000().isPresent()
            ? ", " + figures.per1000(board.attackedPer1000().getAsDouble()) + " under attack"
            : "");
  }

  private List<String> table() {
    TextTable table =
        new TextTable(
            List.of("", "what", "A [95%]", "G/1,000", "lift", "status"),
            List.of(true, false, false, true, true, false));
    int i = 0;
    int h = 0;
    while (i < insights.size() || h < house.size()) {
      boolean houseNext =
          i == insights.size() || (h < house.size() && low(house.get(h)) >= low(insights.get(i)));
      if (houseNext) {
        add(table, "", "[" + house.get(h).title() + "]", house.get(h), "");
        h++;
      } else {
        Verdict verdict = insights.get(i);
        add(table, rank(verdict) + "", what(verdict), verdict, verdict.status().toString());
        i++;
      }
    }
    return table.lines();
  }

  private void add(TextTable table, String rank, String what, BoardRow row, String status) {
    Measured measured = row.measured().orElseThrow();
    table.add(
        rank,
        Plain.line(what),
        measured.actionability().map(Figures::share).orElse("nothing to fix here"),
        figures.saved(measured.savedPer1000().estimate()),
        measured.lift().map(lift -> Figures.share(lift.estimate())).orElse(""),
        status);
  }

  /** What is done in those insights for which the table has no room, in a line each. */
  private void addCut(List<String> lines, List<String> table) {
    List<String> cut = new ArrayList<>();
    for (Verdict verdict : insights) {
      String what = Plain.line(what(verdict));
      if (table.stream().noneMatch(line -> line.contains(what))) {
        cut.add(Plain.cut(rank(verdict) + " " + what, Plain.WIDTH));
      }
    }
    if (!cut.isEmpty()) {
      lines.add("");
      lines.addAll(cut);
    }
  }

  static String what(Verdict verdict) {
    return verdict.title() + verdict.act().map(act -> ": " + act).orElse("");
  }

  private String bestRow() {
    if (best.isEmpty()) {
      return board.opening() == Opening.REUSED
          ? "ship as it is; nothing is credited on reused rows"
          : "ship as it is; no insight is credited or pays";
    }
    BoardRow row = best.get();
    String title =
        row instanceof Verdict verdict
            ? rank(verdict) + " " + row.title()
            : "[" + row.title() + "]";
    Measured measured = row.measured().orElseThrow();
    return title
        + ", saves "
        + figures.saved(measured.savedPer1000().estimate())
        + " per 1,000 (the system handed back "
        + figures.saved(measured.savedPer1000HandedBack())
        + "), selected as best, biased upward";
  }

  private String remaining(Remaining left) {
    String parts =
        left.parts().stream()
            .filter(part -> part.lossPer1000() > 0)
            .limit(PARTS)
            .map(part -> part.of() + " " + figures.per1000(part.lossPer1000()))
            .collect(Collectors.joining(", "));
    return "lost after \""
        + left.after()
        + "\", per 1,000: "
        + (parts.isEmpty() ? "nothing" : parts);
  }

  private void addHidden(List<String> lines) {
    List<String> hidden = new ArrayList<>();
    for (Verdict verdict : carriedOut(board.verdicts())) {
      if (!insights.contains(verdict)) {
        hidden.add(rank(verdict) + " " + verdict.title() + value(verdict) + " " + verdict.status());
      }
    }
    for (HouseRow row : carriedOut(board.houseRows())) {
      if (!house.contains(row)) {
        hidden.add("[" + row.title() + "]" + value(row));
      }
    }
    if (!hidden.isEmpty()) {
      add(lines, "not shown: " + some(hidden, "; "));
    }
  }

  /** What the numbers of some rows leave out. */
  private void addMarks(List<String> lines) {
    List<String> artefacts =
        board.verdicts().stream()
            .filter(verdict -> verdict.acting().fixedArtefact())
            .map(verdict -> String.valueOf(rank(verdict)))
            .toList();
    if (!artefacts.isEmpty()) {
      add(lines, "fixed artefacts, the luck of making them not included: " + some(artefacts, ", "));
    }
    List<String> uncounted = new ArrayList<>();
    for (Verdict verdict : carriedOut(board.verdicts())) {
      if (!verdict.measured().orElseThrow().sizeCounted()) {
        uncounted.add(String.valueOf(rank(verdict)));
      }
    }
    if (!uncounted.isEmpty() && board.stakes().runningPrice() > 0) {
      add(lines, "size not counted, taken as today's: " + some(uncounted, ", "));
    }
  }

  private String value(BoardRow row) {
    Measured measured = row.measured().orElseThrow();
    return " "
        + measured
            .actionability()
            .map(a -> Figures.share(a.estimate()))
            .orElse(figures.saved(measured.savedPer1000().estimate()) + "/1,000");
  }

  private static String some(List<String> names, String separator) {
    return names.stream().limit(NAMED).collect(Collectors.joining(separator))
        + (names.size() > NAMED ? separator + "and " + (names.size() - NAMED) + " more" : "");
  }

  private void addFailures(List<String> lines) {
    List<String> failures = new ArrayList<>();
    for (Verdict verdict : board.verdicts()) {
      if (verdict.measured().isEmpty()) {
        failures.add(
            rank(verdict)
                + " "
                + verdict.title()
                + ": "
                + verdict.status()
                + (verdict.reason().isEmpty() ? "" : ": " + verdict.reason()));
      }
    }
    for (HouseRow row : board.houseRows()) {
      if (row.measured().isEmpty()) {
        failures.add("[" + row.title() + "]: " + row.reason());
      }
    }
    failures.stream().limit(NAMED).forEach(failure -> add(lines, failure));
    if (failures.size() > NAMED) {
      add(lines, "and " + (failures.size() - NAMED) + " more that were not carried out");
    }
  }

  private int rank(Verdict verdict) {
    return board.verdicts().indexOf(verdict) + 1;
  }

  private static double low(BoardRow row) {
    return row.measured().orElseThrow().savedPer1000().low();
  }

  private static <T extends BoardRow> List<T> carriedOut(List<T> rows) {
    return rows.stream().filter(row -> row.measured().isPresent()).toList();
  }

  /** The first rows, and the best row in the last place where it is not among them. */
  private <T extends BoardRow> List<T> first(List<T> rows, int most) {
    List<T> first = new ArrayList<>(rows.subList(0, Math.min(most, rows.size())));
    rows.stream()
        .skip(first.size())
        .filter(row -> best.isPresent() && best.get().equals(row))
        .findFirst()
        .ifPresent(row -> first.set(first.size() - 1, row));
    return first;
  }

  private static void add(List<String> lines, String text) {
    lines.addAll(Plain.wrap(Plain.line(text), INDENT));
  }
}
