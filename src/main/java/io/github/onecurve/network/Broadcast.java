package io.github.onecurve.network;

import java.util.Arrays;
import java.util.List;

/**
 * How operands of different shapes meet, worked out once: spans of contiguous outputs, and for each
 * where every operand's values begin and whether they go on (step 1) or stay (step 0).
 */
final class Broadcast {
  private final int length;
  private final int[][] starts;
  private final int[] steps;
  private final boolean whole;

  private Broadcast(int length, int[][] starts, int[] steps, boolean whole) {
    this.length = length;
    this.starts = starts;
    this.steps = steps;
    this.whole = whole;
  }

  /** The row shape that a node's inputs have together; numpy's rules, the batch on axis 0. */
  static int[] shape(Resolver node) {
    int rank = rank(node);
    int[] shape = new int[rank];
    Arrays.fill(shape, 1);
    for (int input = 0; input < node.inputs(); input++) {
      int[] row = rowShape(node, input, rank);
      for (int axis = 0; axis < rank; axis++) {
        if (row[axis] != 1 && shape[axis] != 1 && row[axis] != shape[axis]) {
          throw node.shapeFault(
              input,
              "to broadcast with rows of shape " + Arrays.toString(shape) + " of those before",
              row);
        }
        shape[axis] = shape[axis] == 1 ? row[axis] : shape[axis];
      }
    }
    return shape;
  }

  /** How a node's inputs meet in rows of a shape. */
  static Broadcast of(Resolver node, List<Operand> operands, int[] shape) {
    int[][] strides = new int[operands.size()][];
    for (int input = 0; input < strides.length; input++) {
      strides[input] = strides(rowShape(node, input, shape.length), shape);
    }
    int[] steps = new int[strides.length];
    int inner = shape.length;
    int length = 1;
    while (inner > 0 && goesOn(strides, steps, shape, inner - 1, length)) {
      inner--;
      length *= shape[inner];
    }
    int spans = Plan.width(Arrays.copyOf(shape, inner));
    int[][] starts = new int[strides.length][spans];
    boolean whole = spans == 1;
    for (int input = 0; input < strides.length; input++) {
      whole &= operands.get(input).stride() == steps[input] * length;
      for (int span = 0; span < spans; span++) {
        int rest = span;
        for (int axis = inner - 1; axis >= 0; axis--) {
          starts[input][span] += rest % shape[axis] * strides[input][axis];
          rest /= shape[axis];
        }
      }
    }
    return new Broadcast(length, starts, steps, whole);
  }

  /** The number of outputs of a span. */
  int length() {
    return length;
  }

  /** The number of spans of a row. */
  int spans() {
    return starts[0].length;
  }

  /** Where an operand's values for a span begin within its row. */
  int start(int operand, int span) {
    return starts[operand][span];
  }

  /** 1 where an operand's values go on along the span, 0 where one value serves it all. */
  int step(int operand) {
    return steps[operand];
  }

  /** Whether all rows together are one span. */
  boolean whole() {
    return whole;
  }

  /** Writes one row of an operand as broadcast. */
  void spread(int operand, float[] x, int at, float[] y, int to) {
    for (int span = 0; span < spans(); span++) {
      int from = at + starts[operand][span];
      int begin = to + span * length;
      if (steps[operand] == 0) {
        Arrays.fill(y, begin, begin + length, x[from]);
      } else {
        System.arraycopy(x, from, y, begin, length);
      }
    }
  }

  private static int rank(Resolver node) {
    int rank = -1;
    for (int input = 0; input < node.inputs(); input++) {
      if (node.isTensor(input)) {
        int found = node.rowShape(input).length;
        if (rank >= 0 && rank != found) {
          throw node.shapeFault(
              input, "to have rows of " + rank + " axes as those before", node.rowShape(input));
        }
        rank = found;
      }
    }
    if (rank < 0) {
      throw node.fault("expected a tensor of the batch among the inputs, found parameters only");
    }
    return rank;
  }

  /** The shape as one of rows of a rank, ones in front. */
  private static int[] rowShape(Resolver node, int input, int rank) {
    if (node.isTensor(input)) {
      return node.rowShape(input);
    }
    int[] shape = node.parameter(input).shape();
    if (shape.length > rank + 1 || (shape.length == rank + 1 && shape[0] != 1)) {
      throw node.shapeFault(
          input,
          String.format(
              "to have at most %d axes, or %d with 1 on the axis of the batch", rank, rank + 1),
          shape);
    }
    int[] row = new int[rank];
    Arrays.fill(row, 1);
    for (int back = 1; back <= Math.min(rank, shape.length); back++) {
      row[rank - back] = shape[shape.length - back];
    }
    return row;
  }

  private static int[] strides(int[] row, int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = row[axis] == 1 ? 0 : stride;
      stride *= row[axis];
    }
    return strides;
  }

  /** Whether an axis goes on from the span of those after it, for every operand; sets steps. */
  private static boolean goesOn(int[][] strides, int[] steps, int[] shape, int axis, int length) {
    if (shape[axis] == 1) {
      return true;
    }
    for (int input = 0; input < strides.length; input++) {
      int stride = strides[input][axis];
      if (length > 1 && stride != steps[input] * length) {
        return false;
      }
    }
    for (int input = 0; input < strides.length; input++) {
      steps[input] = strides[input][axis] == 0 ? 0 : 1;
    }
    return true;
  }
}
