package io.github.onecurve.data;

import java.util.Map;
import java.util.Optional;

/** The cells of one column while a table is being read, row by row. */
abstract class Cells {
  private final int place;

  /**
   * Cells at a place in the table.
   *
   * @param place the column's index in the header
   */
  Cells(int place) {
    this.place = place;
  }

  /** The column's index in the header. */
  int place() {
    return place;
  }

  /**
   * Takes the next cell and writes the inputs it becomes.
   *
   * @throws IllegalArgumentException if the cell cannot be what the column is
   */
  abstract void read(String cell, float[] inputs, int at);

  /** The column as an attribute, if it is one. */
  Optional<Attribute> attribute(String name) {
    return Optional.empty();
  }

  /** How many cells were missing. */
  long missing() {
    return 0;
  }

  /** How often each text occurred that was given no place, in code-point order. */
  Map<String, Long> unseen() {
    return Map.of();
  }
}
