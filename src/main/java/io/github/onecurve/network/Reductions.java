package io.github.onecurve.network;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/** The family of operations that make one number of many along axes of a row. */
final class Reductions {
  private Reductions() {}

  static void addTo(Map<String, Function<Resolver, Operation>> known) {
    known.put("ReduceSum", node -> reduction(node, Fold.SUM));
    known.put("ReduceMean", node -> reduction(node, Fold.MEAN));
    known.put("ReduceMax", node -> reduction(node, Fold.MAX));
    known.put("ReduceMin", node -> reduction(node, Fold.MIN));
    known.put("ArgMax", Reductions::argMax);
    known.put("CumSum", Reductions::cumSum);
  }

  private static Operation reduction(Resolver node, Fold fold) {
    node.requireInputs(1, 1);
    int[] row = node.rowShape(0);
    boolean[] gone = new boolean[row.length];
    int[] axes =
        node.attributes()
            .whole("axes")
            .orElseThrow(
                () ->
                    node.fault(
                        "expected an attribute \"axes\", found none, which would mix the rows of a"
                            + " batch"));
    for (int axis : axes) {
      gone[node.rowAxis(axis, row.length)] = true;
    }
    node.makes(shape(row, gone, node.number("keepdims", 1) != 0));
    return new Reduction(Operand.of(node, 0), node.out(), fold, order(row, gone), lanes(row, gone));
  }

  private static Operation argMax(Resolver node) {
    node.requireInputs(1, 1);
    int[] row = node.rowShape(0);
    int axis = node.rowAxis("axis", 0, row.length);
    boolean[] gone = new boolean[row.length];
    gone[axis] = true;
    node.makes(shape(row, gone, node.number("keepdims", 1) != 0));
    boolean last = node.number("select_last_index", 0) != 0;
    return new Largest(node.tensor(0), node.out(), Lanes.around(row, axis, axis + 1), last);
  }

  private static Operation cumSum(Resolver node) {
    node.requireInputs(1, 1);
    int[] row = node.rowShape(0);
    int axis = node.rowAxis("axis", 1, row.length);
    node.makes(row);
    return new RunningSum(
        Operand.of(node, 0),
        node.out(),
        Lanes.around(row, axis, axis + 1),
        node.number("exclusive", 0) != 0,
        node.number("reverse", 0) != 0);
  }

  private static int[] shape(int[] row, boolean[] gone, boolean keep) {
    int[] shape = new int[row.length];
    int rank = 0;
    for (int axis = 0; axis < row.length; axis++) {
      if (!gone[axis] || keep) {
        shape[rank] = gone[axis] ? 1 : row[axis];
        rank++;
      }
    }
    return Arrays.copyOf(shape, rank);
  }

  /** The axes that go as one block where they lie together, else as the last ones. */
  private static Lanes lanes(int[] row, boolean[] gone) {
    int from = first(row, gone);
    int to = last(row, gone);
    if (together(row, gone, from, to)) {
      return Lanes.around(row, from, to);
    }
    int count = 1;
    for (int axis = 0; axis < row.length; axis++) {
      count *= gone[axis] ? row[axis] : 1;
    }
    return new Lanes(Plan.width(row) / count, count, 1);
  }

  /** What brings the axes that go to the end where they do not lie together. */
  private static Moves order(int[] row, boolean[] gone) {
    if (together(row, gone, first(row, gone), last(row, gone))) {
      return Moves.still(Plan.width(row));
    }
    int[] strides = Shapes.strides(row);
    int[] shape = new int[row.length];
    int[] steps = new int[row.length];
    int rank = 0;
    for (boolean wanted : new boolean[] {false, true}) {
      for (int axis = 0; axis < row.length; axis++) {
        if (gone[axis] == wanted) {
          shape[rank] = row[axis];
          steps[rank] = strides[axis];
          rank++;
        }
      }
    }
    return Moves.along(shape, steps, 0);
  }

  private static int first(int[] row, boolean[] gone) {
    int axis = 0;
    while (axis < row.length && !(gone[axis] && row[axis] > 1)) {
      axis++;
    }
    return axis;
  }

  private static int last(int[] row, boolean[] gone) {
    int axis = row.length;
    while (axis > 0 && !(gone[axis - 1] && row[axis - 1] > 1)) {
      axis--;
    }
    return Math.max(axis, first(row, gone));
  }

  private static boolean together(int[] row, boolean[] gone, int from, int to) {
    for (int axis = from; axis < to; axis++) {
      if (!gone[axis] && row[axis] > 1) {
        return false;
      }
    }
    return true;
  }
}
