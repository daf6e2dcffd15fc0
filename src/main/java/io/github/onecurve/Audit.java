package io.github.onecurve;

import io.github.onecurve.judge.BoardRow;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.remedy.Deployment;
import io.github.onecurve.report.Json;
import io.github.onecurve.report.TextBoard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** An audit that was run: the board, and the repaired systems. */
public final class Audit {
  private final Scoreboard board;
  private final Map<BoardRow, Deployment> systems;

  Audit(Scoreboard board, Map<BoardRow, Deployment> systems) {
    this.board = board;
    this.systems = Map.copyOf(systems);
  }

  /** The board, a pure value. */
  public Scoreboard board() {
    return board;
  }

  /** Whether the audit was cut off. */
  public boolean partial() {
    return board.partial();
  }

  /** The row to act on; empty means to ship as it is. */
  public Optional<BoardRow> best() {
    return board.best();
  }

  /**
   * The system that acting on a row gives, that of retraining seed 0.
   *
   * @throws IllegalArgumentException if the row is not of this board or was not carried out
   */
  public Deployment remedied(BoardRow row) {
    Deployment system =
        systems.get(
            Objects.requireNonNull(row, "expected a row of the board, found null: see best()"));
    if (system == null) {
      throw new IllegalArgumentException(
          "expected a row of this audit's board that was carried out, found \""
              + row.title()
              + "\": take one from best(), board().verdicts() or board().houseRows()");
    }
    return system;
  }

  /**
   * All that is known of an insight, as text.
   *
   * @param rank its place on the board, from 1
   * @throws IllegalArgumentException if there is no such place
   */
  public String explain(int rank) {
    return TextBoard.explain(board, rank);
  }

  /** Writes the board as JSON, which {@link Json#read} reads back equal. */
  public void writeJson(Path path) throws IOException {
    Json.write(board, path);
  }

  /** The board as a table of at most 90 columns. */
  @Override
  public String toString() {
    return TextBoard.of(board);
  }
}
