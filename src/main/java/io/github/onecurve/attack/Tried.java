package io.github.onecurve.attack;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The moves that were tried on each row from its best inputs on: to try one again would tell
 * nothing, and where none is left the row is through.
 */
final class Tried {
  private static final int LEAST = 16;

  private final long[][] prints;
  private final int[] counts;
  private final int[] sides;
  private final BitSet everything = new BitSet();

  /** Nothing tried on so many rows. */
  Tried(int rows) {
    this.prints = new long[rows][];
    Arrays.setAll(prints, row -> new long[LEAST]);
    this.counts = new int[rows];
    this.sides = new int[rows];
  }

  /**
   * Notes a move and says whether it is new.
   *
   * @param move the side of its windows first
   * @param all the number of moves that are left for ever; infinite where others will come
   */
  boolean isNew(int row, int[] move, double all) {
    if (move[0] != sides[row]) {
      forget(row);
      sides[row] = move[0];
    }
    boolean added = add(row, print(move));
    if (counts[row] >= all) {
      everything.set(row);
    }
    return added;
  }

  /** Whether every move was tried on a row to no avail. */
  boolean isEverything(int row) {
    return everything.get(row);
  }

  /** Begins anew, as where a row's best inputs are others now. */
  void forget(int row) {
    Arrays.fill(prints[row], 0);
    counts[row] = 0;
    everything.clear(row);
  }

  private boolean add(int row, long print) {
    if (2 * (counts[row] + 1) > prints[row].length) {
      long[] before = prints[row];
      prints[row] = new long[2 * before.length];
      for (long old : before) {
        if (old != 0) {
          prints[row][place(row, old)] = old;
        }
      }
    }
    int place = place(row, print);
    if (prints[row][place] == print) {
      return false;
    }
    prints[row][place] = print;
    counts[row]++;
    return true;
  }

  /** Where a print is, or where it belongs. */
  private int place(int row, long print) {
    int mask = prints[row].length - 1;
    int place = (int) print & mask;
    while (prints[row][place] != 0 && prints[row][place] != print) {
      place = (place + 1) & mask;
    }
    return place;
  }

  /** A number of 64 bits, never 0, that two moves share by less than chance in a lifetime. */
  private static long print(int[] move) {
    long print = 0;
    for (int one : move) {
      print = (print ^ one) * 0x9E3779B97F4A7C15L;
      print ^= print >>> 29;
    }
    return print == 0 ? 1 : print;
  }
}
