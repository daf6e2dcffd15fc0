package io.github.onecurve.data;

import java.util.ArrayList;
import java.util.List;

/** The cells that say whose row it is. */
final class EntityCells extends Cells {
  private final List<String> keys = new ArrayList<>();

  EntityCells(int place) {
    super(place);
  }

  @Override
  void read(String cell, float[] inputs, int at) {
    if (cell.isEmpty()) {
      throw new IllegalArgumentException(
          "the entity is missing: name one for every row, or ignore the column");
    }
    keys.add(cell);
  }

  /** The entity of each row. */
  List<String> keys() {
    return keys;
  }
}
