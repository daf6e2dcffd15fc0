package io.github.onecurve.network;

import io.github.onecurve.data.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The family of operations that give the numbers of a row another shape or place. */
final class Shapes {
  private Shapes() {}

  static void addTo(Map<String, Function<Resolver, Operation>> known) {
    known.put("Flatten", Shapes::flatten);
    known.put("Reshape", Shapes::reshape);
    known.put("Transpose", Shapes::transpose);
    known.put("Expand", Shapes::expand);
    known.put("Concat", Shapes::concat);
    known.put("Slice", Shapes::slice);
    known.put("Gather", Shapes::gather);
    known.put("Pad", Shapes::pad);
  }

  private static Operation flatten(Resolver node) {
    node.requireInputs(1, 1);
    if (node.number("axis", 1) != 1) {
      throw node.fault("expected axis 1, found " + (int) node.number("axis", 1));
    }
    return moved(node, Moves.still(width(node)), 0, width(node));
  }

  private static Operation reshape(Resolver node) {
    node.requireInputs(1, 1);
    int[] shape = list(node, "shape");
    if (shape.length == 0 || (shape[0] != -1 && shape[0] != 0)) {
      throw node.fault(
          "expected a shape that begins with the batch, given as -1 or 0, found "
              + Arrays.toString(shape));
    }
    int[] row = Arrays.copyOfRange(shape, 1, shape.length);
    if (Arrays.stream(row).anyMatch(axis -> axis < 1) || Plan.width(row) != width(node)) {
      throw node.shapeFault(
          0, "to have as many values a row as " + Arrays.toString(row), node.rowShape(0));
    }
    return moved(node, Moves.still(width(node)), 0, row);
  }

  private static Operation transpose(Resolver node) {
    node.requireInputs(1, 1);
    int[] row = node.rowShape(0);
    int[] order = list(node, "perm");
    boolean[] seen = new boolean[row.length + 1];
    for (int axis : order) {
      if (axis < 0 || axis > row.length || seen[axis]) {
        throw node.fault(
            String.format(
                "expected perm to be an order of the axes 0 to %d, found %s",
                row.length, Arrays.toString(order)));
      }
      seen[axis] = true;
    }
    if (order.length != row.length + 1 || order[0] != 0) {
      throw node.fault(
          String.format(
              "expected perm to be an order of %d axes that leaves axis 0, the batch, in front,"
                  + " found %s",
              row.length + 1, Arrays.toString(order)));
    }
    int[] strides = strides(row);
    int[] turned = new int[row.length];
    int[] steps = new int[row.length];
    for (int axis = 0; axis < row.length; axis++) {
      turned[axis] = row[order[axis + 1] - 1];
      steps[axis] = strides[order[axis + 1] - 1];
    }
    return moved(node, Moves.along(turned, steps, 0), 0, turned);
  }

  private static Operation expand(Resolver node) {
    node.requireInputs(1, 1);
    int[] shape = list(node, "shape");
    if (shape.length == 0 || shape[0] != -1) {
      throw node.fault(
          "expected a shape that begins with -1, the batch, found " + Arrays.toString(shape));
    }
    int rank = shape.length - 1;
    int[] from = node.isTensor(0) ? node.rowShape(0) : node.parameter(0).shape();
    boolean whole = !node.isTensor(0) && from.length == rank + 1 && from[0] == 1;
    int[] old = whole ? Arrays.copyOfRange(from, 1, from.length) : from;
    if (old.length > rank || (node.isTensor(0) && old.length != rank)) {
      throw node.shapeFault(0, "to have rows of " + rank + " axes", from);
    }
    int[] strides = strides(old);
    int[] row = new int[rank];
    int[] steps = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int at = axis - (rank - old.length);
      int had = at < 0 ? 1 : old[at];
      int wanted = shape[axis + 1];
      if (wanted < 1 || (had != 1 && wanted != 1 && had != wanted)) {
        throw node.shapeFault(0, "to broadcast to " + Arrays.toString(shape), from);
      }
      row[axis] = Math.max(had, wanted);
      steps[axis] = had == 1 ? 0 : strides[at];
    }
    return moved(node, Moves.along(row, steps, 0), 0, row);
  }

  private static Operation concat(Resolver node) {
    node.requireInputs(1, Integer.MAX_VALUE);
    int first = 0;
    while (first < node.inputs() - 1 && !node.isTensor(first)) {
      first++;
    }
    int[] shape = node.rowShape(first);
    int axis = node.rowAxis("axis", 1, shape.length);
    shape[axis] = 0;
    List<Operand> operands = new ArrayList<>();
    for (int input = 0; input < node.inputs(); input++) {
      int[] part = node.isTensor(input) ? node.rowShape(input) : parameterRow(node, input);
      int[] rest = part.clone();
      if (axis < rest.length) {
        rest[axis] = shape[axis];
      }
      if (!Arrays.equals(rest, shape)) {
        throw node.shapeFault(
            input,
            "to have rows like those of \"" + node.name(first) + "\" but for axis " + (axis + 1),
            part);
      }
      shape[axis] += part[axis];
      operands.add(Operand.of(node, input));
    }
    node.makes(shape);
    return new Concatenation(operands, node.out(), Plan.width(Arrays.copyOf(shape, axis)));
  }

  /** The row shape of a parameter that stands for a tensor of the batch. */
  private static int[] parameterRow(Resolver node, int input) {
    int[] shape = node.parameter(input).shape();
    if (shape.length == 0 || shape[0] != 1) {
      throw node.shapeFault(input, "to have 1 on axis 0, to be repeated for every row", shape);
    }
    return Arrays.copyOfRange(shape, 1, shape.length);
  }

  private static Operation slice(Resolver node) {
    node.requireInputs(1, 1);
    int[] row = node.rowShape(0);
    int[] starts = list(node, "starts");
    int[] ends = list(node, "ends");
    int[] axes = node.attributes().whole("axes").orElseGet(() -> firstAxes(starts.length));
    int[] steps = node.attributes().whole("steps").orElseGet(() -> ones(starts.length));
    if (ends.length != starts.length
        || axes.length != starts.length
        || steps.length != starts.length) {
      throw node.fault(
          String.format(
              "expected as many ends, axes and steps as starts, %d, found %d, %d and %d",
              starts.length, ends.length, axes.length, steps.length));
    }
    int[] strides = strides(row);
    int[] cut = row.clone();
    int begin = 0;
    for (int i = 0; i < starts.length; i++) {
      int axis = node.rowAxis(axes[i], row.length);
      int length = row[axis];
      if (steps[i] == 0) {
        throw node.fault("expected steps other than 0, found " + Arrays.toString(steps));
      }
      boolean rises = steps[i] > 0;
      int start = clamp(starts[i], length, rises ? 0 : -1, rises ? length : length - 1);
      int end = clamp(ends[i], length, rises ? 0 : -1, rises ? length : length - 1);
      cut[axis] = Math.floorDiv(end - start + steps[i] - Integer.signum(steps[i]), steps[i]);
      if (cut[axis] < 1) {
        throw node.fault(
            String.format(
                "expected at least one place along axis %d of length %d, found none from %d to %d",
                axes[i], length, starts[i], ends[i]));
      }
      begin += start * strides[axis];
      strides[axis] *= steps[i];
    }
    return moved(node, Moves.along(cut, strides, begin), 0, cut);
  }

  private static int clamp(int place, int length, int least, int most) {
    int counted = place < 0 ? Math.max(place, -length - 1) + length : place;
    return Math.max(least, Math.min(counted, most));
  }

  private static Operation gather(Resolver node) {
    if (node.inputs() == 2) {
      return lookup(node);
    }
    node.requireInputs(1, 1);
    int[] row = node.rowShape(0);
    int axis = node.rowAxis("axis", 0, row.length);
    int[] indices = list(node, "indices");
    int[] shape = node.attributes().whole("indices_shape").orElse(new int[] {indices.length});
    if (indices.length == 0 || Plan.width(shape) != indices.length) {
      throw node.fault(
          String.format(
              "expected at least one index, as many as indices_shape %s holds, found %d",
              Arrays.toString(shape), indices.length));
    }
    int inner = strides(row)[axis];
    int length = row[axis];
    int[] made = new int[row.length - 1 + shape.length];
    System.arraycopy(row, 0, made, 0, axis);
    System.arraycopy(shape, 0, made, axis, shape.length);
    System.arraycopy(row, axis + 1, made, axis + shape.length, row.length - axis - 1);
    int[] from = new int[Plan.width(made)];
    for (int i = 0; i < from.length; i++) {
      int index = indices[i / inner % indices.length];
      if (index < -length || index >= length) {
        throw node.fault(
            String.format("expected indices in [-%d, %d), found %d", length, length, index));
      }
      int place = index < 0 ? index + length : index;
      from[i] = (i / inner / indices.length * length + place) * inner + i % inner;
    }
    return moved(node, new Moves(from), 0, made);
  }

  private static Operation lookup(Resolver node) {
    if (node.isTensor(0)) {
      throw node.fault(
          "expected a parameter to gather from, or indices as an attribute; found two tensors of"
              + " the batch, \""
              + node.name(0)
              + "\" and \""
              + node.name(1)
              + "\": gathering between them would mix the rows of a batch");
    }
    Tensor table = node.parameter(0);
    if (node.number("axis", 0) != 0 || table.rank() == 0) {
      throw node.fault("expected axis 0 of " + table + ", found " + (int) node.number("axis", 0));
    }
    int[] tokens = node.rowShape(1);
    int[] made = Arrays.copyOf(tokens, tokens.length + table.rank() - 1);
    System.arraycopy(table.shape(), 1, made, tokens.length, table.rank() - 1);
    node.makes(made);
    return new Lookup(node.tensor(1), Operand.of(node, 0), node.out(), table.axis(0), node.name(1));
  }

  private static Operation pad(Resolver node) {
    node.requireInputs(1, 1);
    int[] row = node.rowShape(0);
    int[] pads = list(node, "pads");
    int rank = row.length + 1;
    if (pads.length != 2 * rank || pads[0] != 0 || pads[rank] != 0) {
      throw node.fault(
          String.format(
              "expected pads of %d beginnings and %d ends, 0 for the batch, found %s",
              rank, rank, Arrays.toString(pads)));
    }
    String mode = node.attributes().word("mode", "constant");
    int[] made = row.clone();
    for (int axis = 0; axis < row.length; axis++) {
      made[axis] += pads[axis + 1] + pads[rank + axis + 1];
      int most = Math.max(pads[axis + 1], pads[rank + axis + 1]);
      if (made[axis] < 1 || (mode.equals("reflect") && most >= row[axis])) {
        throw node.fault(
            String.format(
                "expected pads that fit axis %d of length %d in mode %s, found %s",
                axis + 1, row[axis], mode, Arrays.toString(pads)));
      }
    }
    int[] strides = strides(row);
    int[] places = strides(made);
    int[] from = new int[Plan.width(made)];
    for (int i = 0; i < from.length; i++) {
      for (int axis = 0; axis < row.length && from[i] >= 0; axis++) {
        int place = i / places[axis] % made[axis] - pads[axis + 1];
        int inside = inside(node, mode, place, row[axis]);
        from[i] = inside < 0 ? -1 : from[i] + inside * strides[axis];
      }
    }
    return moved(node, new Moves(from), (float) node.number("value", 0), made);
  }

  /** Where a place beyond the ends takes its value; −1 for the fixed value. */
  private static int inside(Resolver node, String mode, int place, int length) {
    boolean within = place >= 0 && place < length;
    return switch (mode) {
      case "constant" -> within ? place : -1;
      case "edge" -> Math.max(0, Math.min(place, length - 1));
      case "reflect" -> within ? place : place < 0 ? -place : 2 * (length - 1) - place;
      default -> throw node.fault("expected mode constant, edge or reflect, found " + mode);
    };
  }

  private static Operation moved(Resolver node, Moves moves, float fixed, int... shape) {
    node.makes(shape);
    return new Rearrangement(Operand.of(node, 0), node.out(), moves, fixed);
  }

  static int[] strides(int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  private static int width(Resolver node) {
    return Plan.width(node.rowShape(0));
  }

  private static int[] list(Resolver node, String attribute) {
    return node.attributes()
        .whole(attribute)
        .orElseThrow(() -> node.fault("expected an attribute \"" + attribute + "\", found none"));
  }

  private static int[] firstAxes(int count) {
    int[] axes = new int[count];
    Arrays.setAll(axes, i -> i);
    return axes;
  }

  private static int[] ones(int count) {
    int[] ones = new int[count];
    Arrays.fill(ones, 1);
    return ones;
  }
}
