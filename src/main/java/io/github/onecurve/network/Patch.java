package io.github.onecurve.network;

import java.util.Arrays;

/** Numbers that stand in for those of a spot in some rows, and the numbers that they stand for. */
final class Patch {
  private final Spot spot;
  private final int[] rows;
  private final float[] values;
  private final float[] replaced;

  /**
   * @param rows in rising order
   * @param values {@code [rows, size of the spot]}, or one number for all
   */
  Patch(Spot spot, int[] rows, float[] values) {
    this.spot = spot;
    this.rows = rows;
    this.values = values;
    this.replaced = spot.isEdge() ? new float[0] : new float[rows.length * spot.size()];
  }

  /** Sets the numbers of a chunk and remembers what was there. */
  void replace(float[] chunk, int from, int count) {
    for (int i = first(from); i < rows.length && rows[i] < from + count; i++) {
      for (int number = 0; number < spot.size(); number++) {
        replaced[i * spot.size() + number] = chunk[spot.at(rows[i] - from, number)];
      }
    }
    set(chunk, from, count);
  }

  /** Sets the numbers of a chunk. */
  void set(float[] chunk, int from, int count) {
    int size = spot.size();
    for (int i = first(from); i < rows.length && rows[i] < from + count; i++) {
      for (int number = 0; number < size; number++) {
        chunk[spot.at(rows[i] - from, number)] = values[values.length == 1 ? 0 : i * size + number];
      }
    }
  }

  /** Puts back what was there. */
  void restore(float[] chunk, int from, int count) {
    for (int i = first(from); i < rows.length && rows[i] < from + count; i++) {
      for (int number = 0; number < spot.size(); number++) {
        chunk[spot.at(rows[i] - from, number)] = replaced[i * spot.size() + number];
      }
    }
  }

  /** Lets no gradient through. */
  void block(float[] gradients, int from, int count) {
    for (int i = first(from); i < rows.length && rows[i] < from + count; i++) {
      for (int number = 0; number < spot.size(); number++) {
        gradients[spot.at(rows[i] - from, number)] = 0;
      }
    }
  }

  private int first(int from) {
    int found = Arrays.binarySearch(rows, from);
    return found >= 0 ? found : -found - 1;
  }
}
