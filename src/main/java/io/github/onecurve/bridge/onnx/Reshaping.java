package io.github.onecurve.bridge.onnx;

import java.util.Arrays;

/**
 * One Reshape of a tensor: finds the axis of the new shape that holds the batch, which must stay at
 * its place among the numbers.
 */
final class Reshaping {
  private final Call call;
  private final Flow flow;
  private final int[] dims;
  private int marked = Flow.OUTSIDE;

  /**
   * @param target the whole shape, with 0 and −1 as ONNX has them
   */
  Reshaping(Call call, Flow flow, Literal target) {
    this.call = call;
    this.flow = flow;
    this.dims = new int[target.size()];
    if (target.kind() == Kind.FLOAT || target.rank() != 1) {
      throw call.fault("expected a list of whole numbers as shape, found a " + target);
    }
    read(target);
  }

  private void read(Literal target) {
    boolean zeroCopies = call.whole("allowzero", 0) == 0;
    int open = -1;
    long known = 1;
    for (int axis = 0; axis < dims.length; axis++) {
      double length = target.get(axis);
      if (length == 0 && zeroCopies && axis < flow.rank()) {
        dims[axis] = flow.dims()[axis];
        mark(axis, axis == flow.batch());
      } else if (length == -1 && open < 0) {
        open = axis;
        continue;
      } else if (length >= 1 && length <= Integer.MAX_VALUE) {
        dims[axis] = (int) length;
        mark(axis, target.perRow(axis) != 0);
      } else {
        throw call.fault("expected lengths of axes, found " + (long) length + " for axis " + axis);
      }
      known = Math.multiplyExact(known, dims[axis]);
    }
    long size = Shape.size(flow.dims());
    boolean baked = !call.lowering().single() && call.lowering().fixed() > 0 && marked < 0;
    if (open >= 0) {
      size = baked && known % call.lowering().fixed() == 0 ? size * call.lowering().fixed() : size;
      if (known == 0 || size % known != 0) {
        throw unfit();
      }
      dims[open] = Math.toIntExact(size / known);
      mark(open, marked < 0 && !(baked && known % call.lowering().fixed() == 0));
    }
    if (marked < 0 && baked) {
      unbake();
    }
    if (Shape.size(dims) != Shape.size(flow.dims())) {
      throw unfit();
    }
  }

  private void mark(int axis, boolean holdsBatch) {
    if (holdsBatch && marked >= 0 && !call.lowering().single()) {
      throw call.fault("expected one axis that grows with the batch, found two");
    }
    marked = holdsBatch ? axis : marked;
  }

  /** Where the file fixes a batch of several rows: takes that number out of the axis it is in. */
  private void unbake() {
    int fixed = call.lowering().fixed();
    int best = -1;
    int bestRank = 3;
    int prefix = 1;
    for (int axis = 0; axis < dims.length; axis++) {
      int before = flow.place() % prefix == 0 ? flow.place() / prefix : 0;
      if (before > 0 && dims[axis] % ((long) fixed * before) == 0) {
        int rank = before > 1 ? 2 : dims[axis] == fixed ? 0 : 1;
        if (rank < bestRank) {
          best = axis;
          bestRank = rank;
        }
      }
      prefix = Math.multiplyExact(prefix, dims[axis]);
    }
    if (best >= 0) {
      dims[best] /= fixed;
      marked = best;
    }
  }

  Flow lowered() {
    return call.lowering().single() ? alone() : among();
  }

  /** The batch is one: it may stand anywhere, or nowhere. */
  private Flow alone() {
    int batch = Flow.OUTSIDE;
    if (flow.batch() < 0) {
      batch = dims.length > 1 && dims[0] == 1 ? 0 : Flow.OUTSIDE;
    } else {
      int prefix = 1;
      for (int axis = 0; axis < dims.length && batch < 0; axis++) {
        batch = dims[axis] == 1 && prefix == flow.place() ? axis : Flow.OUTSIDE;
        prefix *= dims[axis];
      }
    }
    return call.lowering().physical(call, flow, dims, batch, 1);
  }

  private Flow among() {
    if (marked < 0) {
      throw call.mixes("makes " + Arrays.toString(dims) + " without", flow);
    }
    int prefix = Shape.size(Arrays.copyOf(dims, marked));
    int place = flow.place();
    if (place % prefix != 0 || dims[marked] % (place / prefix) != 0) {
      throw call.mixes("makes " + Arrays.toString(dims) + ", which moves numbers across", flow);
    }
    return call.lowering().physical(call, flow, dims, marked, place / prefix);
  }

  private IllegalArgumentException unfit() {
    return call.fault(
        "expected a shape for the "
            + Shape.size(flow.dims())
            + " numbers of a row of "
            + flow
            + ", found "
            + Arrays.toString(dims));
  }
}
