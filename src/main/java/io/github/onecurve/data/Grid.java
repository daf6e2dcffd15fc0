package io.github.onecurve.data;

import java.util.Arrays;
import java.util.Comparator;

/** Points in cells of a grid, for going through all pairs in one cell or in two that touch. */
final class Grid {
  private final int axes;
  private final long[] cells;

  /** Points by the print of their cell. */
  private final int[] order;

  /** Where in {@link #order} each cell that is not empty begins; one more at the end. */
  private final int[] begins;

  /** An open table from the print of a cell to its number, −1 where there is none. */
  private final int[] table;

  private final long[] prints;

  /** What is done with a pair of points, told by their places in {@link #order}. */
  @FunctionalInterface
  interface Pair {
    void take(int a, int b);
  }

  /** What is done with a pair of cells, or with one and itself. */
  @FunctionalInterface
  private interface CellPair {
    boolean take(int cell, int other);
  }

  /**
   * Points in cells.
   *
   * @param cells the cell of each point, {@code [n, axes]}
   */
  Grid(long[] cells, int axes) {
    this.axes = axes;
    this.cells = cells;
    int points = cells.length / axes;
    long[] printOfPoint = new long[points];
    Arrays.setAll(printOfPoint, point -> print(point, steps(axes) / 2));
    this.order = RowKeys.sorted(printOfPoint, Comparator.naturalOrder());
    int[] starts = new int[points + 1];
    long[] some = new long[points];
    int count = 0;
    for (int i = 0; i < points; i++) {
      long print = printOfPoint[order[i]];
      if (i == 0 || print != some[count - 1]) {
        some[count] = print;
        starts[count] = i;
        count++;
      }
    }
    starts[count] = points;
    this.begins = Arrays.copyOf(starts, count + 1);
    this.prints = Arrays.copyOf(some, count);
    this.table = new int[Math.max(2, Integer.highestOneBit(Math.max(1, count)) << 2)];
    Arrays.fill(table, -1);
    for (int cell = 0; cell < count; cell++) {
      int slot = slot(prints[cell]);
      while (table[slot] >= 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = cell;
    }
  }

  /** The number of pairs to go through; where it is more than {@code most}, some number above. */
  long pairs(long most) {
    long[] pairs = {0};
    forEachCellPair(
        (cell, other) -> {
          long size = size(cell);
          pairs[0] += cell == other ? size * (size - 1) / 2 : size * size(other);
          return pairs[0] <= most;
        });
    return pairs[0];
  }

  /** The points in the order of their cells, by which pairs are told. */
  int[] order() {
    return order;
  }

  /** Goes through all pairs of points that lie in one cell or in two that touch, each once. */
  void forEachPair(Pair pair) {
    forEachCellPair(
        (cell, other) -> {
          for (int i = begins[cell]; i < begins[cell + 1]; i++) {
            for (int j = cell == other ? i + 1 : begins[other]; j < begins[other + 1]; j++) {
              pair.take(i, j);
            }
          }
          return true;
        });
  }

  /** Half of the neighbours of each cell, so that no two cells meet twice. */
  private void forEachCellPair(CellPair pair) {
    int steps = steps(axes);
    int stay = steps / 2;
    for (int cell = 0; cell < prints.length; cell++) {
      for (int step = stay; step < steps; step++) {
        int other = step == stay ? cell : find(print(order[begins[cell]], step));
        if (other >= 0 && !pair.take(cell, other)) {
          return;
        }
      }
    }
  }

  private int size(int cell) {
    return begins[cell + 1] - begins[cell];
  }

  private int find(long print) {
    int slot = slot(print);
    while (table[slot] >= 0) {
      if (prints[table[slot]] == print) {
        return table[slot];
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return -1;
  }

  private int slot(long print) {
    return (int) (print >>> 32) & (table.length - 1);
  }

  /** The steps to all cells that touch one, as digits of base 3; the one in the middle stays. */
  private static int steps(int axes) {
    int steps = 1;
    for (int axis = 0; axis < axes; axis++) {
      steps *= 3;
    }
    return steps;
  }

  /** The print of the cell that a step leads to from that of a point. */
  private long print(int point, int step) {
    long print = 0;
    int rest = step;
    for (int axis = 0; axis < axes; axis++) {
      print = Mixing.mix(31 * print + cells[point * axes + axis] + rest % 3 - 1);
      rest /= 3;
    }
    return print;
  }
}
