package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Brings the inputs of a node that works number by number into one form, and adds the node. */
final class Broadcast {
  private final Call call;
  private final Lowering lowering;
  private final boolean weights;
  private final List<Value> inputs = new ArrayList<>();
  private int[] dims = {};
  private int batch = Flow.OUTSIDE;
  private int before = 1;

  private Broadcast(Call call, List<Value> given, boolean weights) {
    this.weights = weights;
    this.call = call;
    this.lowering = call.lowering();
    for (Value value : given) {
      dims = joint(value.dims());
    }
    inputs.addAll(given);
    if (!place()) {
      if (!lowering.single()) {
        throw call.fault(
            "expected all inputs to have the batch at one place, found "
                + given
                + ", so that a row's answer would depend on its neighbours; "
                + Lowering.BLACK_BOX);
      }
      inputs.replaceAll(v -> v instanceof Flow flow ? lowering.outside(call, flow) : v);
      batch = Flow.OUTSIDE;
      before = 1;
    }
  }

  /** A node over inputs that broadcast, of which at least one is a tensor. */
  static Flow emit(Call call, String op, List<Value> inputs, Kind kind, Attributes attributes) {
    return emit(call, op, inputs, kind, attributes, false);
  }

  /**
   * A node over inputs that broadcast.
   *
   * @param weights whether constants are weights whatever they hold
   */
  static Flow emit(
      Call call, String op, List<Value> inputs, Kind kind, Attributes attributes, boolean weights) {
    Broadcast broadcast = new Broadcast(call, inputs, weights);
    List<String> names = broadcast.inputs.stream().map(broadcast::name).toList();
    return call.emit(
        op, names, attributes, kind, broadcast.dims, broadcast.batch, broadcast.before);
  }

  private int[] joint(int[] other) {
    try {
      return Shape.joint(dims, other);
    } catch (IllegalArgumentException e) {
      throw call.fault(e.getMessage());
    }
  }

  /** Finds the axis that holds the batch; false where the inputs do not agree on one. */
  private boolean place() {
    boolean first = true;
    for (Value value : inputs) {
      if (value instanceof Flow flow) {
        int at = flow.batch() < 0 ? Flow.OUTSIDE : flow.batch() + dims.length - flow.rank();
        if (!first && (at != batch || flow.before() != before)) {
          return false;
        }
        batch = at;
        before = flow.before();
        first = false;
      }
    }
    for (Value value : inputs) {
      int axis = batch - (dims.length - value.rank());
      int length = batch < 0 ? 1 : axis < 0 ? 1 : value.dims()[axis];
      boolean fits =
          batch < 0 || length == dims[batch] || (value instanceof Literal && length == 1);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private String name(Value value) {
    return value instanceof Flow flow ? name(flow) : name((Literal) value);
  }

  private String name(Flow flow) {
    int[] padded = Shape.padded(flow.dims(), dims.length);
    return lowering.physical(call, flow, padded, batch, before).tensor();
  }

  /** A constant without the axis of the batch, where it would not stand in front. */
  private String name(Literal literal) {
    Literal seen = literal;
    int axis = batch - (dims.length - literal.rank());
    if (Flow.pure(dims, batch) && axis >= 0 && !(batch == 0 && literal.rank() == dims.length)) {
      seen = literal.reshaped(Shape.without(literal.dims(), axis));
    }
    return lowering.name(seen, weights);
  }

  @Override
  public String toString() {
    return Arrays.toString(dims);
  }
}
