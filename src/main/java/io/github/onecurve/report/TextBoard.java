package io.github.onecurve.report;

import io.github.onecurve.judge.Scoreboard;
import java.util.List;

/** A board as text for a terminal or a shell: no line is wider than 90 columns. */
public final class TextBoard {
  private static final int ROWS = 10;
  private static final int FEWEST = 5;

  private TextBoard() {}

  /**
   * A board as one ranking of at most 10 rows, with the stakes above and what follows below.
   *
   * <p>Insights are numbered, house rows stand in brackets, both by the lower end of G; the best 4
   * house rows are always shown, and so is the row to act on.
   */
  public static String of(Scoreboard board) {
    return of(board, ROWS);
  }

  /**
   * A board as one ranking.
   *
   * @param rows the most rows of the table, at least 5
   * @throws IllegalArgumentException if there are fewer
   */
  public static String of(Scoreboard board, int rows) {
    if (rows < FEWEST) {
      throw new IllegalArgumentException(
          "expected at least " + FEWEST + " rows to show, found " + rows + ": 4 are house rows");
    }
    return text(new Ranking(board, rows).lines());
  }

  /**
   * All that is known of one insight.
   *
   * @param rank its number on the board, from 1
   * @throws IllegalArgumentException if no insight has it
   */
  public static String explain(Scoreboard board, int rank) {
    if (rank < 1 || rank > board.verdicts().size()) {
      throw new IllegalArgumentException(
          board.verdicts().isEmpty()
              ? "expected a board with insights, found none to explain under rank " + rank
              : "expected a rank from 1 to "
                  + board.verdicts().size()
                  + ", found "
                  + rank
                  + ": take the number of an insight on the board");
    }
    return text(new Explanation(board, rank).lines());
  }

  /**
   * The curve of A against the cost of a confusion, decisions held fixed: for each insight that was
   * carried out and for shipping as it is, A at each cost, the best at each marked.
   *
   * @param actual the true class
   * @param predicted what it is taken for
   * @param costs of that confusion, in mistakes; 1 to 6 whole multiples of 1e-4
   * @throws IllegalArgumentException if a class is none of the board's, or a cost no price
   */
  public static String curve(Scoreboard board, String actual, String predicted, double... costs) {
    return text(CostCurve.of(board, actual, predicted, costs).lines());
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
