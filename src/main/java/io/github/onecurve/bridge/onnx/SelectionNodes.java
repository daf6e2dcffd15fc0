package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Lowers the nodes that take parts of tensors and put parts together. */
final class SelectionNodes {
  private static final int MOST_COPIES = 4096;

  private SelectionNodes() {}

  static void addTo(Map<String, Consumer<Call>> known) {
    known.put("Concat", SelectionNodes::concat);
    known.put("Slice", SelectionNodes::slice);
    known.put("Split", SelectionNodes::split);
    known.put("Gather", SelectionNodes::gather);
    known.put("Pad", SelectionNodes::pad);
    known.put("Tile", SelectionNodes::tile);
  }

  private static void concat(Call call) {
    List<Value> parts = call.all();
    int axis = call.axis(call.whole("axis", 0), parts.get(0).rank());
    call.give(joined(call, parts, axis));
  }

  private static Flow joined(Call call, List<Value> given, int axis) {
    Lowering lowering = call.lowering();
    List<Value> parts = new ArrayList<>(given);
    parts.replaceAll(v -> v instanceof Flow f ? lowering.clear(call, f, axis, "joins along") : v);
    List<Flow> flows = parts.stream().filter(Flow.class::isInstance).map(Flow.class::cast).toList();
    Flow first = flows.get(0);
    if (flows.stream().anyMatch(f -> f.batch() != first.batch() || f.before() != first.before())) {
      if (!lowering.single()) {
        throw call.fault(
            "expected all inputs to have the batch at one place, found "
                + flows
                + "; "
                + Lowering.BLACK_BOX);
      }
      parts.replaceAll(v -> v instanceof Flow f ? lowering.outside(call, f) : v);
    }
    Flow like = (Flow) parts.stream().filter(Flow.class::isInstance).findFirst().orElseThrow();
    int length = 0;
    List<String> names = new ArrayList<>();
    for (Value part : parts) {
      if (part.rank() != like.rank()
          || !Arrays.equals(Shape.without(part.dims(), axis), Shape.without(like.dims(), axis))) {
        throw call.fault(
            "expected parts that differ in axis " + axis + " only, found " + like + " and " + part);
      }
      length = Math.addExact(length, part.dims()[axis]);
      names.add(
          part instanceof Literal literal
              ? lowering.name(repeated(literal, like), false)
              : ((Flow) part).tensor());
    }
    return call.emit(
        "Concat",
        names,
        Attributes.none().with("axis", (double) like.axis(axis)),
        like.kind(),
        Shape.set(like.dims(), axis, length),
        like);
  }

  /** A constant as it is joined to every row: 1 on axis 0, then the row's axes. */
  private static Literal repeated(Literal literal, Flow like) {
    if (like.batchFirst()) {
      return literal;
    }
    int[] row = like.pure() ? Shape.without(literal.dims(), like.batch()) : literal.dims();
    return literal.reshaped(Shape.with(row, 0, 1));
  }

  private static void slice(Call call) {
    Flow flow = call.flow(0);
    Spans spans = Spans.of(call, flow.dims());
    call.give(sliced(call, flow, spans));
  }

  private static Flow sliced(Call call, Flow given, Spans spans) {
    Flow flow = given;
    for (int axis : spans.axes()) {
      boolean some = axis == flow.batch() && !call.lowering().single() && !spans.isEndless(axis);
      if (some || !spans.isWhole(axis, flow.dims()[axis])) {
        flow = call.lowering().clear(call, flow, axis, "takes part of");
      }
    }
    Flow from = flow;
    int[] axes =
        Arrays.stream(spans.axes()).filter(a -> !spans.isWhole(a, from.dims()[a])).toArray();
    if (axes.length == 0) {
      return flow;
    }
    int[] dims = flow.dims().clone();
    for (int axis : axes) {
      dims[axis] = spans.length(axis);
      if (dims[axis] == 0) {
        throw call.fault("expected at least one place along axis " + axis + ", found none");
      }
    }
    Attributes attributes =
        Attributes.none()
            .with("starts", Arrays.stream(axes).map(spans::start).toArray())
            .with("ends", Arrays.stream(axes).map(spans::end).toArray())
            .with("axes", Arrays.stream(axes).map(flow::axis).toArray())
            .with("steps", Arrays.stream(axes).map(spans::step).toArray());
    return call.emit("Slice", List.of(flow.tensor()), attributes, flow.kind(), dims, flow);
  }

  private static void split(Call call) {
    Flow flow = call.flow(0);
    int axis = call.axis(call.whole("axis", 0), flow.rank());
    int[] sizes = sizes(call, flow.dims()[axis]);
    int from = 0;
    for (int part = 0; part < sizes.length; part++) {
      if (call.wants(part)) {
        call.give(part, sliced(call, flow, Spans.one(axis, from, from + sizes[part])));
      }
      from += sizes[part];
    }
  }

  /** How long each part of a Split is. */
  static int[] sizes(Call call, int length) {
    int[] sizes =
        call.wholes("split", 1)
            .orElseGet(
                () -> {
                  int parts = call.outputs();
                  int each = (length + parts - 1) / parts;
                  return IntStream.range(0, parts)
                      .map(i -> Math.min(each, length - i * each))
                      .toArray();
                });
    if (sizes.length != call.outputs()
        || Arrays.stream(sizes).anyMatch(s -> s < 1)
        || Arrays.stream(sizes).asLongStream().sum() != length) {
      throw call.fault(
          String.format(
              "expected %d parts of together %d, found %s",
              call.outputs(), length, Arrays.toString(sizes)));
    }
    return sizes;
  }

  private static void gather(Call call) {
    Value data = call.in(0);
    Value indices = call.in(1);
    int axis = call.axis(call.whole("axis", 0), data.rank());
    if (data instanceof Literal table && indices instanceof Flow tokens) {
      call.give(looked(call, table, tokens, axis));
    } else if (data instanceof Flow flow && indices instanceof Literal at) {
      call.give(taken(call, flow, at, axis));
    } else {
      throw call.fault(
          "takes from a tensor at places that depend on the input; " + Lowering.BLACK_BOX);
    }
  }

  /** A row of a table for each token. */
  private static Flow looked(Call call, Literal table, Flow tokens, int axis) {
    if (axis != 0) {
      throw call.fault("expected tokens to look up rows (axis 0), found axis " + axis);
    }
    int[] rest = Arrays.copyOfRange(table.dims(), 1, table.rank());
    int[] dims = Arrays.copyOf(tokens.dims(), tokens.rank() + rest.length);
    System.arraycopy(rest, 0, dims, tokens.rank(), rest.length);
    return call.emit(
        "Gather",
        List.of(call.lowering().name(table, true), tokens.tensor()),
        Attributes.none().with("axis", 0.0),
        table.kind(),
        dims,
        tokens);
  }

  private static Flow taken(Call call, Flow given, Literal at, int axis) {
    Flow flow = call.lowering().clear(call, given, axis, "takes part of");
    Folding.spend(call, at.dims());
    int length = flow.dims()[axis];
    int[] indices =
        Arrays.stream(at.whole())
            .map(
                i -> {
                  if (i < -length || i >= length) {
                    throw call.fault("expected places in [0, " + length + "), found " + i);
                  }
                  return i < 0 ? i + length : i;
                })
            .toArray();
    int[] dims = Shape.without(flow.dims(), axis);
    for (int i = 0; i < at.rank(); i++) {
      dims = Shape.with(dims, axis + i, at.dims()[i]);
    }
    int batch = flow.batch() > axis ? flow.batch() + at.rank() - 1 : flow.batch();
    Attributes attributes =
        Attributes.none()
            .with("axis", (double) flow.axis(axis))
            .with("indices", indices)
            .with("indices_shape", at.dims());
    return call.emit(
        "Gather", List.of(flow.tensor()), attributes, flow.kind(), dims, batch, flow.before());
  }

  private static void pad(Call call) {
    Flow flow = call.flow(0);
    int rank = flow.rank();
    int[] pads = call.wholes("pads", 1).orElseThrow(() -> call.fault("expected pads, found none"));
    int[] axes =
        call.has(3)
            ? Arrays.stream(call.literal(3).whole()).map(a -> call.axis(a, rank)).toArray()
            : IntStream.range(0, rank).toArray();
    if (pads.length != 2 * axes.length) {
      throw call.fault("expected two pads an axis, found " + Arrays.toString(pads));
    }
    double value = call.has(2) ? call.literal(2).get(0) : call.number("value", 0);
    int[] dims = flow.dims().clone();
    for (int i = 0; i < axes.length; i++) {
      int more = Math.addExact(pads[i], pads[i + axes.length]);
      if (more != 0 || pads[i] != 0) {
        flow = call.lowering().clear(call, flow, axes[i], "pads");
      }
      dims[axes[i]] = Math.addExact(dims[axes[i]], more);
      if (dims[axes[i]] < 1) {
        throw call.fault("expected at least one place along axis " + axes[i] + ", found none");
      }
    }
    Flow from = flow;
    int width = from.row().length + 1;
    int[] all = new int[2 * width];
    for (int i = 0; i < axes.length; i++) {
      if (axes[i] != from.batch() || !from.pure()) {
        all[from.axis(axes[i])] = pads[i];
        all[from.axis(axes[i]) + width] = pads[i + axes.length];
      }
    }
    Attributes attributes =
        Attributes.none()
            .with("pads", all)
            .with("mode", call.word("mode", "constant"))
            .with("value", value);
    call.give(call.emit("Pad", List.of(from.tensor()), attributes, from.kind(), dims, from));
  }

  private static void tile(Call call) {
    Flow flow = call.flow(0);
    int[] repeats = call.literal(1).whole();
    if (repeats.length != flow.rank()) {
      throw call.fault(
          "expected a number of copies for each of "
              + flow.rank()
              + " axes, found "
              + Arrays.toString(repeats));
    }
    Flow out = flow;
    for (int axis = 0; axis < repeats.length; axis++) {
      if (repeats[axis] < 1 || repeats[axis] > MOST_COPIES) {
        throw call.fault("expected 1 to " + MOST_COPIES + " copies, found " + repeats[axis]);
      }
      if (repeats[axis] > 1) {
        out = joined(call, Collections.nCopies(repeats[axis], out), axis);
      }
    }
    call.give(out);
  }
}
