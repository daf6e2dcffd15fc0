package io.github.onecurve.network;

import java.util.Arrays;

/**
 * Where each value of a row comes from, worked out once: as runs of contiguous values where they
 * are long, one by one where they are short.
 */
final class Moves {
  private static final int LONG = 8;

  private final int[] from;
  private final int[] runs;

  /**
   * @param from by place in the new row, the place in the old one, or −1 for a fixed value
   */
  Moves(int[] from) {
    int[] starts = runs(from);
    if ((starts.length - 1) * (long) LONG <= from.length) {
      this.from = Arrays.stream(starts, 0, starts.length - 1).map(start -> from[start]).toArray();
      this.runs = starts;
    } else {
      this.from = from;
      this.runs = new int[0];
    }
  }

  /** Moves that leave a row of some width as it is. */
  static Moves still(int width) {
    int[] from = new int[width];
    Arrays.setAll(from, i -> i);
    return new Moves(from);
  }

  /** Moves that fill a shape, each place from the sum of its coordinates times steps. */
  static Moves along(int[] shape, int[] steps, int begin) {
    int[] from = new int[Plan.width(shape)];
    int[] at = new int[shape.length];
    int place = begin;
    for (int i = 0; i < from.length; i++) {
      from[i] = place;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        at[axis]++;
        place += steps[axis];
        if (at[axis] < shape[axis]) {
          break;
        }
        place -= at[axis] * steps[axis];
        at[axis] = 0;
      }
    }
    return new Moves(from);
  }

  /** Whether nothing moves. */
  boolean isStill(int width) {
    return runs.length == 2 && from[0] == 0 && runs[1] == width;
  }

  /** Writes the new row. */
  void apply(float[] x, int at, float[] y, int to, float fixed) {
    if (runs.length == 0) {
      for (int i = 0; i < from.length; i++) {
        y[to + i] = from[i] < 0 ? fixed : x[at + from[i]];
      }
      return;
    }
    for (int run = 0; run < from.length; run++) {
      int start = to + runs[run];
      int length = runs[run + 1] - runs[run];
      if (from[run] < 0) {
        Arrays.fill(y, start, start + length, fixed);
      } else {
        System.arraycopy(x, at + from[run], y, start, length);
      }
    }
  }

  /** Adds the new row's gradient to that of the old. */
  void pullBack(float[] dy, int to, float[] dx, int at) {
    if (runs.length == 0) {
      for (int i = 0; i < from.length; i++) {
        if (from[i] >= 0) {
          dx[at + from[i]] += dy[to + i];
        }
      }
      return;
    }
    for (int run = 0; run < from.length; run++) {
      if (from[run] >= 0) {
        Loops.add(1, dy, to + runs[run], dx, at + from[run], runs[run + 1] - runs[run]);
      }
    }
  }

  /** The places where a run begins, and the end. */
  private static int[] runs(int[] from) {
    int[] starts = new int[from.length + 1];
    int count = 0;
    for (int i = 0; i < from.length; i++) {
      boolean goesOn =
          i > 0 && (from[i] < 0 ? from[i - 1] < 0 : from[i - 1] >= 0 && from[i] == from[i - 1] + 1);
      if (!goesOn) {
        starts[count] = i;
        count++;
      }
    }
    starts[count] = from.length;
    return Arrays.copyOf(starts, count + 1);
  }
}
