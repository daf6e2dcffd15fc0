package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Lowers the nodes that work number by number. */
final class PointwiseNodes {
  private PointwiseNodes() {}

  static void addTo(Map<String, Consumer<Call>> known) {
    for (String op :
        List.of(
            "Identity",
            "Relu",
            "Selu",
            "Tanh",
            "Sigmoid",
            "HardSwish",
            "Mish",
            "Softplus",
            "Softsign",
            "Erf",
            "Exp",
            "Log",
            "Sqrt",
            "Neg",
            "Abs",
            "Reciprocal",
            "Sign",
            "Floor",
            "Ceil",
            "Round",
            "Sin",
            "Cos")) {
      known.put(op, call -> unary(call, op, call.flow(0).kind()));
    }
    for (String op : List.of("LeakyRelu", "Elu", "Celu", "ThresholdedRelu")) {
      known.put(op, call -> unary(call, op, Kind.FLOAT, "alpha"));
    }
    known.put("HardSigmoid", call -> unary(call, "HardSigmoid", Kind.FLOAT, "alpha", "beta"));
    known.put("Gelu", call -> unary(call, "Gelu", Kind.FLOAT, "approximate"));
    known.put("Not", call -> unary(call, "Not", Kind.TRUTH));
    for (String op : List.of("Add", "Sub", "Mul", "Pow")) {
      known.put(op, call -> call.give(binary(call, op, call.in(0), call.in(1))));
    }
    known.put("Div", PointwiseNodes::divide);
    known.put("Mod", PointwiseNodes::mod);
    for (String op : List.of("Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual")) {
      known.put(op, PointwiseNodes::compare);
    }
    for (String op : List.of("And", "Or", "Xor")) {
      known.put(op, PointwiseNodes::compare);
    }
    for (String op : List.of("Sum", "Mean", "Max", "Min")) {
      known.put(op, PointwiseNodes::variadic);
    }
    known.put(
        "Where",
        call ->
            call.give(
                Broadcast.emit(
                    call,
                    "Where",
                    List.of(call.in(0), call.in(1), call.in(2)),
                    call.in(1).kind(),
                    Attributes.none())));
    known.put("PRelu", PointwiseNodes::prelu);
    known.put("Clip", PointwiseNodes::clip);
    known.put("Cast", PointwiseNodes::cast);
    known.put("CastLike", call -> call.give(as(call, call.flow(0), call.in(1).kind())));
    known.put("Dropout", PointwiseNodes::dropout);
    known.put("Swish", PointwiseNodes::swish);
  }

  /** A node over two values of which at least one is a tensor. */
  static Flow binary(Call call, String op, Value left, Value right) {
    return Broadcast.emit(call, op, List.of(left, right), left.kind(), Attributes.none());
  }

  /** A tensor by a number. */
  static Flow scaled(Call call, Flow flow, double factor) {
    return factor == 1
        ? flow
        : binary(call, "Mul", flow, Literal.floats(new float[] {(float) factor}));
  }

  private static void unary(Call call, String op, Kind kind, String... attributes) {
    Flow in = call.flow(0);
    call.give(
        call.emit(op, List.of(in.tensor()), call.attributes(attributes), kind, in.dims(), in));
  }

  private static void divide(Call call) {
    Value left = call.in(0);
    Flow quotient = binary(call, "Div", left, call.in(1));
    call.give(
        left.kind() == Kind.FLOAT ? quotient : as(call, quotient.of(Kind.FLOAT), left.kind()));
  }

  private static void mod(Call call) {
    Value left = call.in(0);
    call.give(
        Broadcast.emit(
            call, "Mod", List.of(left, call.in(1)), left.kind(), call.attributes("fmod")));
  }

  private static void compare(Call call) {
    call.give(
        Broadcast.emit(
            call, call.op(), List.of(call.in(0), call.in(1)), Kind.TRUTH, Attributes.none()));
  }

  private static void variadic(Call call) {
    String op = call.op().equals("Max") || call.op().equals("Min") ? call.op() : "Add";
    List<Value> rest = new ArrayList<>(call.all());
    Value total = rest.remove(0);
    for (Value value : rest) {
      if (total instanceof Literal a && value instanceof Literal b) {
        throw call.fault("expected a tensor among " + a + " and " + b + ", found none");
      }
      total = binary(call, op, total, value);
    }
    if (call.op().equals("Mean") && total instanceof Flow sum) {
      total = scaled(call, sum, 1.0 / call.inputs());
    }
    call.give(total);
  }

  private static void prelu(Call call) {
    Flow in = call.flow(0);
    call.give(
        Broadcast.emit(
            call, "PRelu", List.of(in, call.in(1)), Kind.FLOAT, Attributes.none(), true));
  }

  private static void clip(Call call) {
    Flow in = call.flow(0);
    boolean bounded = false;
    Attributes bounds = Attributes.none();
    Value out = in;
    for (String bound : List.of("min", "max")) {
      int input = bound.equals("min") ? 1 : 2;
      if (call.given(bound)) {
        bounds = bounds.with(bound, (double) (float) call.number(bound, 0));
        bounded = true;
      } else if (call.has(input) && call.in(input) instanceof Literal value && value.size() == 1) {
        bounds = bounds.with(bound, value.get(0));
        bounded = true;
      } else if (call.has(input)) {
        out = binary(call, bound.equals("min") ? "Max" : "Min", out, call.in(input));
      }
    }
    if (bounded) {
      Flow from = (Flow) out;
      out = call.emit("Clip", List.of(from.tensor()), bounds, from.kind(), from.dims(), from);
    }
    call.give(out);
  }

  private static void cast(Call call) {
    call.give(as(call, call.flow(0), Tensors.kind(call.whole("to", 0), call)));
  }

  private static Flow as(Call call, Flow flow, Kind kind) {
    boolean same =
        kind == flow.kind()
            || kind == Kind.FLOAT
            || (kind == Kind.WHOLE && flow.kind() == Kind.TRUTH);
    if (same) {
      return flow.of(kind);
    }
    return call.emit(
        "Cast",
        List.of(flow.tensor()),
        Attributes.none().with("to", kind == Kind.WHOLE ? "int" : "bool"),
        kind,
        flow.dims(),
        flow);
  }

  private static void dropout(Call call) {
    if (call.has(2) && call.in(2) instanceof Literal training && training.get(0) != 0) {
      throw call.fault(
          "expected a model for inference, found training_mode 1: export it in eval mode");
    }
    call.give(call.flow(0));
  }

  private static void swish(Call call) {
    Flow in = call.flow(0);
    Flow inner = scaled(call, in, call.number("alpha", 1));
    Flow gate =
        call.emit("Sigmoid", List.of(inner.tensor()), Attributes.none(), Kind.FLOAT, in.dims(), in);
    call.give(binary(call, "Mul", in, gate));
  }
}
