package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Attributes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Lowers the nodes that make one number of many along axes. */
final class ReductionNodes {
  private ReductionNodes() {}

  static void addTo(Map<String, Consumer<Call>> known) {
    for (String op : List.of("ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin")) {
      known.put(op, call -> call.give(reduced(call, op, call.flow(0))));
    }
    known.put("ReduceL1", call -> call.give(reduced(call, "ReduceSum", one(call, "Abs", 0))));
    known.put("ReduceSumSquare", call -> call.give(reduced(call, "ReduceSum", squared(call))));
    known.put(
        "ReduceL2",
        call -> {
          Flow sum = reduced(call, "ReduceSum", squared(call));
          call.give(
              call.emit(
                  "Sqrt", List.of(sum.tensor()), Attributes.none(), Kind.FLOAT, sum.dims(), sum));
        });
    known.put("ArgMax", ReductionNodes::argMax);
    known.put("CumSum", ReductionNodes::cumSum);
  }

  private static Flow one(Call call, String op, int input) {
    Flow in = call.flow(input);
    return call.emit(op, List.of(in.tensor()), Attributes.none(), in.kind(), in.dims(), in);
  }

  private static Flow squared(Call call) {
    return PointwiseNodes.binary(call, "Mul", call.flow(0), call.flow(0));
  }

  private static Flow reduced(Call call, String op, Flow given) {
    int rank = given.rank();
    int[] axes = call.wholes("axes", 1).orElse(new int[0]);
    if (axes.length == 0 && call.whole("noop_with_empty_axes", 0) != 0) {
      return given;
    }
    int[] counted = axes.length == 0 ? all(rank) : call.axes(axes, rank);
    Flow flow = given;
    for (int axis : counted) {
      flow = call.lowering().clear(call, flow, axis, "reduces");
    }
    boolean kept = call.whole("keepdims", 1) != 0;
    int[] dims = flow.dims().clone();
    int batch = flow.batch();
    for (int i = counted.length - 1; i >= 0; i--) {
      dims = kept ? Shape.set(dims, counted[i], 1) : Shape.without(dims, counted[i]);
      batch = !kept && batch > counted[i] ? batch - 1 : batch;
    }
    Flow from = flow;
    Attributes attributes =
        Attributes.none()
            .with("axes", Arrays.stream(counted).map(from::axis).toArray())
            .with("keepdims", kept ? 1.0 : 0.0);
    return call.emit(
        op, List.of(flow.tensor()), attributes, flow.kind(), dims, batch, flow.before());
  }

  private static int[] all(int rank) {
    return IntStream.range(0, rank).toArray();
  }

  private static void argMax(Call call) {
    Flow flow = call.flow(0);
    int axis = call.axis(call.whole("axis", 0), flow.rank());
    flow = call.lowering().clear(call, flow, axis, "searches along");
    boolean kept = call.whole("keepdims", 1) != 0;
    int[] dims = kept ? Shape.set(flow.dims(), axis, 1) : Shape.without(flow.dims(), axis);
    int batch = !kept && flow.batch() > axis ? flow.batch() - 1 : flow.batch();
    Attributes attributes =
        Attributes.none()
            .with("axis", (double) flow.axis(axis))
            .with("keepdims", kept ? 1.0 : 0.0)
            .with("select_last_index", (double) call.whole("select_last_index", 0));
    call.give(
        call.emit(
            "ArgMax", List.of(flow.tensor()), attributes, Kind.WHOLE, dims, batch, flow.before()));
  }

  private static void cumSum(Call call) {
    Flow flow = call.flow(0);
    int axis = call.axis(call.literal(1).whole()[0], flow.rank());
    flow = call.lowering().clear(call, flow, axis, "sums along");
    Attributes attributes =
        call.attributes("exclusive", "reverse").with("axis", (double) flow.axis(axis));
    call.give(
        call.emit("CumSum", List.of(flow.tensor()), attributes, flow.kind(), flow.dims(), flow));
  }
}
