package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Attributes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Lowers the nodes that give the same numbers another shape. */
final class ShapeNodes {
  private ShapeNodes() {}

  static void addTo(Map<String, Consumer<Call>> known) {
    known.put("Reshape", ShapeNodes::reshape);
    known.put("Flatten", ShapeNodes::flatten);
    known.put("Transpose", ShapeNodes::transpose);
    known.put("Squeeze", ShapeNodes::squeeze);
    known.put("Unsqueeze", ShapeNodes::unsqueeze);
    known.put("Expand", ShapeNodes::expand);
    known.put("Shape", ShapeNodes::shape);
    known.put("Size", ShapeNodes::size);
  }

  /** A value with its axes in another order. */
  static Value transposed(Call call, Value value, int... perm) {
    return value instanceof Flow flow
        ? transposed(call, flow, perm)
        : ((Literal) value).transposed(perm);
  }

  static Flow transposed(Call call, Flow flow, int... perm) {
    int[] dims = Shape.permuted(flow.dims(), perm);
    int batch = flow.batch() < 0 ? Flow.OUTSIDE : Shape.inverse(perm)[flow.batch()];
    int[] order =
        Arrays.stream(perm).filter(axis -> axis != flow.batch() || !flow.pure()).toArray();
    int[] moving = Arrays.stream(order).filter(axis -> flow.dims()[axis] != 1).toArray();
    if (IntStream.range(1, order.length).allMatch(i -> order[i - 1] < order[i])) {
      return flow.seen(dims, batch, flow.before());
    }
    if (IntStream.range(1, moving.length).allMatch(i -> moving[i - 1] < moving[i])) {
      Flow seen = flow.seen(flow.dims(), flow.batch(), flow.before());
      return call.lowering().physical(call, seen, dims, batch, flow.before());
    }
    int[] turned = new int[order.length + 1];
    for (int i = 0; i < order.length; i++) {
      turned[i + 1] = flow.axis(order[i]);
    }
    return call.emit(
        "Transpose",
        List.of(flow.tensor()),
        Attributes.none().with("perm", turned),
        flow.kind(),
        dims,
        batch,
        flow.before());
  }

  /** A value with an axis of length 1 more. */
  static Value unsqueezed(Call call, Value value, int axis) {
    int[] dims = Shape.with(value.dims(), axis, 1);
    if (value instanceof Literal literal) {
      return literal.reshaped(dims);
    }
    Flow flow = (Flow) value;
    if (flow.batch() < 0 && dims[0] == 1) {
      return call.lowering().physical(call, flow, dims, 0, 1);
    }
    int batch = flow.batch() >= axis ? flow.batch() + 1 : flow.batch();
    return call.lowering().physical(call, flow, dims, batch, flow.before());
  }

  /** A value without an axis of length 1. */
  static Flow squeezed(Call call, Flow flow, int axis) {
    if (flow.dims()[axis] != 1) {
      throw call.fault("expected axis " + axis + " of length 1, found " + flow);
    }
    Flow clear = call.lowering().clear(call, flow, axis, "drops");
    int[] dims = Shape.without(clear.dims(), axis);
    int batch = clear.batch() > axis ? clear.batch() - 1 : clear.batch();
    return call.lowering().physical(call, clear, dims, batch, clear.before());
  }

  private static void transpose(Call call) {
    Flow flow = call.flow(0);
    int[] reversed = IntStream.range(0, flow.rank()).map(i -> flow.rank() - 1 - i).toArray();
    int[] perm = call.wholes("perm").orElse(reversed);
    if (perm.length != flow.rank() || !Shape.isPermutation(perm)) {
      throw call.fault("expected an order of its " + flow.rank() + " axes, found " + list(perm));
    }
    call.give(transposed(call, flow, perm));
  }

  private static void squeeze(Call call) {
    Flow flow = call.flow(0);
    int[] axes =
        call.wholes("axes", 1)
            .orElseGet(
                () ->
                    IntStream.range(0, flow.rank())
                        .filter(i -> flow.dims()[i] == 1)
                        .filter(i -> i != flow.batch() || call.lowering().single())
                        .toArray());
    int[] counted = call.axes(axes, flow.rank());
    Flow out = flow;
    for (int i = counted.length - 1; i >= 0; i--) {
      out = squeezed(call, out, counted[i]);
    }
    call.give(out);
  }

  private static void unsqueeze(Call call) {
    Flow flow = call.flow(0);
    int[] axes = call.wholes("axes", 1).orElseThrow(() -> call.fault("expected axes, found none"));
    int[] counted = call.axes(axes, flow.rank() + axes.length);
    int[] dims = flow.dims();
    int batch = flow.batch();
    for (int axis : counted) {
      dims = Shape.with(dims, axis, 1);
      batch = batch >= axis ? batch + 1 : batch;
    }
    if (batch < 0 && dims[0] == 1) {
      batch = 0;
    }
    call.give(call.lowering().physical(call, flow, dims, batch, flow.before()));
  }

  private static void flatten(Call call) {
    Flow flow = call.flow(0);
    int axis = call.whole("axis", 1);
    axis = axis == flow.rank() ? axis : call.axis(axis, Math.max(1, flow.rank()));
    int[] dims = {
      Shape.size(Arrays.copyOf(flow.dims(), axis)),
      Shape.size(Arrays.copyOfRange(flow.dims(), axis, flow.rank()))
    };
    if (flow.batchFirst() && axis == 1) {
      call.give(
          call.emit("Flatten", List.of(flow.tensor()), Attributes.none(), flow.kind(), dims, flow));
      return;
    }
    long[] rest = {dims[0], dims[1]};
    long[] perRow = new long[2];
    int at = flow.batch() < axis ? 0 : 1;
    if (!call.lowering().single()) {
      perRow[at] = rest[at];
      rest[at] = 0;
    }
    call.give(new Reshaping(call, flow, Literal.wholes(rest, perRow, 2)).lowered());
  }

  private static void reshape(Call call) {
    Flow flow = call.flow(0);
    Literal target = call.has(1) ? call.literal(1) : fromAttribute(call);
    call.give(new Reshaping(call, flow, target).lowered());
  }

  private static Literal fromAttribute(Call call) {
    int[] shape = call.wholes("shape").orElseThrow(() -> call.fault("expected a shape"));
    return Literal.wholes(Arrays.stream(shape).asLongStream().toArray(), shape.length);
  }

  private static void expand(Call call) {
    Flow flow = call.flow(0);
    Literal target = call.literal(1);
    Lowering lowering = call.lowering();
    int rank = Math.max(flow.rank(), target.size());
    int[] to = new int[rank];
    int batch = flow.batch() < 0 ? Flow.OUTSIDE : flow.batch() + rank - flow.rank();
    Arrays.fill(to, 1);
    for (int i = 0; i < target.size(); i++) {
      int axis = rank - target.size() + i;
      double length = target.get(i);
      if (length < 1 || length > Integer.MAX_VALUE) {
        throw call.fault("expected lengths of at least 1, found " + length);
      }
      boolean all = axis == batch && length == lowering.fixed();
      boolean foreign = target.perRow(i) != 0 && axis != batch;
      if (foreign) {
        throw call.mixes("repeats each row along an axis as long as", flow);
      }
      to[axis] = all ? 1 : (int) length;
    }
    int[] dims = Shape.joint(flow.dims(), to);
    Flow seen =
        lowering.physical(call, flow, Shape.padded(flow.dims(), rank), batch, flow.before());
    if (batch >= 0 && dims[batch] != seen.dims()[batch]) {
      seen = lowering.clear(call, seen, batch, "repeats");
    }
    if (Arrays.equals(dims, seen.dims())) {
      call.give(seen);
      return;
    }
    int[] shape = Shape.with(Flow.row(dims, seen.batch()), 0, -1);
    call.give(
        call.emit(
            "Expand",
            List.of(seen.tensor()),
            Attributes.none().with("shape", shape),
            flow.kind(),
            dims,
            seen));
  }

  private static void shape(Call call) {
    Flow flow = call.flow(0);
    int rank = flow.rank();
    int start = bound(call.whole("start", 0), rank);
    int end = bound(call.whole("end", rank), rank);
    long[] rest = new long[Math.max(0, end - start)];
    long[] perRow = new long[rest.length];
    for (int i = 0; i < rest.length; i++) {
      boolean grows = start + i == flow.batch() && !call.lowering().single();
      (grows ? perRow : rest)[i] = flow.dims()[start + i];
    }
    call.give(Literal.wholes(rest, perRow, rest.length));
  }

  private static int bound(int at, int rank) {
    return Math.max(0, Math.min(rank, at < 0 ? at + rank : at));
  }

  private static void size(Call call) {
    Flow flow = call.flow(0);
    long[] size = {Shape.size(flow.dims())};
    long[] none = {0};
    boolean single = call.lowering().single();
    call.give(Literal.wholes(single ? size : none, single ? none : size));
  }

  private static List<Integer> list(int[] values) {
    return Literal.list(values);
  }
}
