package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Lowers the nodes that set numbers in proportion to their neighbours. */
final class NormalizationNodes {
  private static final int SOFTMAX_OF_ONE_AXIS = 13;
  private static final int GROUPS_SCALE_CHANNELS = 21;

  private NormalizationNodes() {}

  static void addTo(Map<String, Consumer<Call>> known) {
    known.put("Softmax", NormalizationNodes::softmax);
    known.put("LogSoftmax", NormalizationNodes::softmax);
    known.put("LayerNormalization", NormalizationNodes::layer);
    known.put("BatchNormalization", NormalizationNodes::batch);
    known.put("InstanceNormalization", NormalizationNodes::instance);
    known.put("GroupNormalization", NormalizationNodes::group);
  }

  private static void softmax(Call call) {
    Flow flow = call.flow(0);
    boolean one = call.opset() >= SOFTMAX_OF_ONE_AXIS;
    int axis = call.axis(call.whole("axis", one ? -1 : 1), flow.rank());
    if (!one && axis < flow.rank() - 1) {
      call.give(flattened(call, flow, axis));
      return;
    }
    flow = call.lowering().clear(call, flow, axis, "normalises");
    call.give(softmax(call, flow, flow.axis(axis), flow.rank() - 1 == axis));
  }

  private static Flow softmax(Call call, Flow flow, int axis, boolean last) {
    Attributes attributes = Attributes.none().with("axis", last ? -1.0 : (double) axis);
    return call.emit(call.op(), List.of(flow.tensor()), attributes, Kind.FLOAT, flow.dims(), flow);
  }

  /** What opsets before 13 say: over all axes from one on, as one line. */
  private static Flow flattened(Call call, Flow given, int axis) {
    Flow flow = given;
    for (int i = axis; i < given.rank(); i++) {
      flow = call.lowering().clear(call, flow, i, "normalises");
    }
    int[] line = Arrays.copyOf(flow.dims(), axis + 1);
    line[axis] = Shape.size(Arrays.copyOfRange(flow.dims(), axis, flow.rank()));
    Flow lined = call.lowering().physical(call, flow, line, flow.batch(), flow.before());
    Flow made = softmax(call, lined, lined.axis(axis), true);
    return call.lowering().physical(call, made, flow.dims(), flow.batch(), flow.before());
  }

  private static void layer(Call call) {
    if (isRead(call, 1) || isRead(call, 2)) {
      throw call.fault("gives its mean or deviation to other nodes; " + Lowering.BLACK_BOX);
    }
    Flow flow = call.flow(0);
    int axis = call.axis(call.whole("axis", -1), flow.rank());
    for (int i = axis; i < flow.rank(); i++) {
      flow = call.lowering().clear(call, flow, i, "normalises");
    }
    boolean last = axis == flow.rank() - 1;
    Attributes attributes =
        call.attributes("epsilon").with("axis", last ? -1.0 : (double) flow.axis(axis));
    call.give(
        call.emit(
            "LayerNormalization", inputs(call, flow), attributes, Kind.FLOAT, flow.dims(), flow));
  }

  private static boolean isRead(Call call, int output) {
    return call.wants(output) && call.lowering().isRead(call.output(output));
  }

  private static List<String> inputs(Call call, Flow flow) {
    List<String> inputs = new ArrayList<>(List.of(flow.tensor()));
    for (int i = 1; i < call.inputs(); i++) {
      if (call.has(i)) {
        inputs.add(call.lowering().name(call.literal(i), true));
      }
    }
    return inputs;
  }

  private static void batch(Call call) {
    if (call.whole("training_mode", 0) != 0) {
      throw call.fault(
          "expected statistics that are fixed, found training_mode 1, which would mix the rows of"
              + " a batch: export the model in eval mode");
    }
    Flow flow = call.lowering().batchFirst(call, call.flow(0));
    call.give(
        call.emit(
            "BatchNormalization",
            inputs(call, flow),
            call.attributes("epsilon", "momentum"),
            Kind.FLOAT,
            flow.dims(),
            flow));
  }

  private static void instance(Call call) {
    Flow flow = call.lowering().batchFirst(call, call.flow(0));
    call.give(
        call.emit(
            "InstanceNormalization",
            inputs(call, flow),
            call.attributes("epsilon"),
            Kind.FLOAT,
            flow.dims(),
            flow));
  }

  private static void group(Call call) {
    Flow flow = call.lowering().batchFirst(call, call.flow(0));
    List<String> inputs = new ArrayList<>(List.of(flow.tensor()));
    int groups = call.whole("num_groups", 1);
    for (int i = 1; i <= 2; i++) {
      Literal value = call.literal(i);
      boolean perGroup = call.opset() < GROUPS_SCALE_CHANNELS && value.size() == groups;
      int channels = flow.rank() > 1 ? flow.dims()[1] : 0;
      if (perGroup && groups > 0 && channels % groups == 0 && channels != groups) {
        value = spread(value, channels / groups);
      }
      inputs.add(call.lowering().name(value, true));
    }
    call.give(
        call.emit(
            "GroupNormalization",
            inputs,
            call.attributes("epsilon", "num_groups"),
            Kind.FLOAT,
            flow.dims(),
            flow));
  }

  private static Literal spread(Literal perGroup, int each) {
    int size = perGroup.size() * each;
    return perGroup.picked(IntStream.range(0, size).map(i -> i / each).toArray(), size);
  }
}
