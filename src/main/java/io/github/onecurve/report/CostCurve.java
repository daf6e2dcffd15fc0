package io.github.onecurve.report;

import io.github.onecurve.judge.BoardRow;
import io.github.onecurve.judge.HouseRow;
import io.github.onecurve.judge.Opening;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.stakes.Stakes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A of each row against the cost of one confusion, decisions held fixed.
 *
 * @param heading what is varied
 * @param costs at which A is given
 * @param points the rows, insights by rank and shipping as it is last
 */
record CostCurve(String heading, List<Double> costs, List<Point> points) {
  private static final int MOST_COSTS = 6;
  private static final int ROWS = 10;

  /** A row's A at each cost; empty where nothing is lost. */
  record Point(String rank, String what, List<OptionalDouble> shares) {}

  static CostCurve of(Scoreboard board, String actual, String predicted, double... costs) {
    requireClass(board, actual);
    requireClass(board, predicted);
    if (costs.length < 1 || costs.length > MOST_COSTS) {
      throw new IllegalArgumentException(
          "expected 1 to " + MOST_COSTS + " costs, found " + costs.length);
    }
    List<Stakes> stakes =
        Arrays.stream(costs)
            .mapToObj(cost -> board.stakes().critical(actual, predicted, cost))
            .toList();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < board.verdicts().size(); i++) {
      Verdict verdict = board.verdicts().get(i);
      if (verdict.measured().isPresent()) {
        points.add(point(board, String.valueOf(i + 1), Ranking.what(verdict), verdict, stakes));
      }
    }
    shipped(board)
        .forEach(row -> points.add(point(board, "", "[" + row.title() + "]", row, stakes)));
    return new CostCurve(
        "A against the cost of "
            + actual
            + " → "
            + predicted
            + ", decisions "
            + (board.attackedPer1000().isPresent() ? "and what is lost under attack " : "")
            + "held fixed; * best"
            + (board.opening() == Opening.REUSED ? "; reused rows, estimates only" : ""),
        Arrays.stream(costs).boxed().toList(),
        points);
  }

  List<String> lines() {
    List<String> heading = new ArrayList<>(List.of("", "what"));
    costs.forEach(cost -> heading.add(Figures.number(cost) + " "));
    List<Boolean> right = new ArrayList<>(List.of(true, false));
    right.addAll(Collections.nCopies(costs.size(), true));
    TextTable table = new TextTable(heading, right);
    List<Point> shown = shown();
    for (Point point : shown) {
      table.add(cells(point));
    }
    List<String> lines = new ArrayList<>(Plain.wrap(Plain.line(this.heading), 2));
    lines.addAll(table.lines());
    if (shown.size() < points.size()) {
      lines.add("and " + (points.size() - shown.size()) + " more, best nowhere");
    }
    return lines;
  }

  /** At most 10: those that are best somewhere, shipping as it is, and then the first. */
  private List<Point> shown() {
    List<Point> kept =
        new ArrayList<>(
            points.stream()
                .filter(point -> point.rank().isEmpty() || isBestSomewhere(point))
                .toList());
    for (Point point : points) {
      if (kept.size() < ROWS && !kept.contains(point)) {
        kept.add(point);
      }
    }
    return points.stream().filter(kept::contains).toList();
  }

  private boolean isBestSomewhere(Point point) {
    for (int i = 0; i < costs.size(); i++) {
      if (isBest(point, i)) {
        return true;
      }
    }
    return false;
  }

  private boolean isBest(Point point, int cost) {
    double best =
        points.stream()
            .map(p -> p.shares().get(cost))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .max()
            .orElse(Double.NaN);
    return points.stream()
        .filter(p -> p.shares().get(cost).isPresent())
        .filter(p -> p.shares().get(cost).getAsDouble() == best)
        .findFirst()
        .map(point::equals)
        .orElse(false);
  }

  private String[] cells(Point point) {
    List<String> cells = new ArrayList<>(List.of(point.rank(), Plain.line(point.what())));
    for (int i = 0; i < costs.size(); i++) {
      OptionalDouble share = point.shares().get(i);
      cells.add(
          share.isPresent()
              ? Figures.share(share.getAsDouble()) + (isBest(point, i) ? "*" : " ")
              : "- ");
    }
    return cells.toArray(String[]::new);
  }

  private static Point point(
      Scoreboard board, String rank, String what, BoardRow row, List<Stakes> stakes) {
    return new Point(rank, what, stakes.stream().map(s -> board.actionabilityAt(row, s)).toList());
  }

  private static Stream<HouseRow> shipped(Scoreboard board) {
    return board.houseRows().stream()
        .filter(row -> row.remedy().equals(new ShipAsIs()))
        .filter(row -> row.measured().isPresent());
  }

  private static void requireClass(Scoreboard board, String name) {
    if (!board.classNames().contains(name)) {
      throw new IllegalArgumentException(
          "expected one of the classes " + board.classNames() + ", found \"" + name + "\"");
    }
  }
}
