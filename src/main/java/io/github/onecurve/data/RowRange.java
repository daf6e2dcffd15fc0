package io.github.onecurve.data;

/**
 * A stretch of the rows of a table, counted from 0 without the header.
 *
 * @param to the first row after it; {@link Integer#MAX_VALUE} to the end
 */
record RowRange(int from, int to) {
  static RowRange all() {
    return new RowRange(0, Integer.MAX_VALUE);
  }

  static RowRange of(int from, int to) {
    if (from < 0 || from >= to) {
      throw new IllegalArgumentException(
          "expected a range of rows with 0 <= from < to, found [" + from + ", " + to + ")");
    }
    return new RowRange(from, to);
  }

  boolean isToEnd() {
    return to == Integer.MAX_VALUE;
  }
}
