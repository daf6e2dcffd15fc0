package io.github.onecurve.report;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells under a heading; the second column takes the width that the others leave. */
final class TextTable {
  private static final int GAP = 2;
  private static final int WHAT = 1;

  private final List<List<String>> lines = new ArrayList<>();
  private final List<Boolean> right;

  /**
   * A table under a heading.
   *
   * @param right for each column whether its cells stand at its right edge
   */
  TextTable(List<String> heading, List<Boolean> right) {
    this.right = List.copyOf(right);
    lines.add(List.copyOf(heading));
  }

  /** Adds a line of cells, one a column, each a plain line. */
  void add(String... cells) {
    lines.add(List.of(cells));
  }

  /** All lines, none wider than {@link Plain#WIDTH}. */
  List<String> lines() {
    int columns = right.size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], Plain.width(line.get(i)));
      }
    }
    int others = GAP * (columns - 1);
    for (int i = 0; i < columns; i++) {
      others += i == WHAT ? 0 : widths[i];
    }
    widths[WHAT] = Math.min(widths[WHAT], Plain.WIDTH - others);
    return lines.stream().map(line -> join(line, widths)).toList();
  }

  private String join(List<String> line, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = Plain.cut(line.get(i), widths[i]);
      text.append(i == 0 ? "" : " ".repeat(GAP));
      text.append(right.get(i) ? Plain.right(cell, widths[i]) : Plain.left(cell, widths[i]));
    }
    return text.toString().stripTrailing();
  }
}
