package io.github.onecurve.bridge.onnx;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Erf;

/** Arithmetic on constants: floats to float32 after each step, whole numbers as rest + perRow·n. */
final class FoldedArithmetic {

  private FoldedArithmetic() {}

  static void addTo(Map<String, Consumer<Call>> known) {
    Map<String, DoubleUnaryOperator> functions =
        Map.ofEntries(
            Map.entry("Neg", x -> -x),
            Map.entry("Abs", Math::abs),
            Map.entry("Sqrt", Math::sqrt),
            Map.entry("Exp", Math::exp),
            Map.entry("Log", Math::log),
            Map.entry("Erf", Erf::erf),
            Map.entry("Sin", Math::sin),
            Map.entry("Cos", Math::cos),
            Map.entry("Tanh", Math::tanh),
            Map.entry("Sigmoid", x -> 1 / (1 + Math.exp(-x))),
            Map.entry("Softplus", x -> Math.log1p(Math.exp(x))),
            Map.entry("Relu", x -> Math.max(x, 0)),
            Map.entry("Reciprocal", x -> 1 / x),
            Map.entry("Sign", Math::signum),
            Map.entry("Floor", Math::floor),
            Map.entry("Ceil", Math::ceil),
            Map.entry("Round", Math::rint));
    functions.forEach((op, f) -> known.put(op, call -> call.give(mapped(call, f))));
    known.put("Not", call -> call.give(mapped(call, x -> x == 0 ? 1 : 0).as(Kind.TRUTH)));
    arithmetic(known, "Add", Double::sum, Growing::plus);
    arithmetic(known, "Sub", (a, b) -> a - b, (a, b) -> a.plus(b.times(Growing.of(-1))));
    arithmetic(known, "Mul", (a, b) -> a * b, Growing::times);
    arithmetic(known, "Div", (a, b) -> a / b, Growing::by);
    arithmetic(known, "Mod", FoldedArithmetic::mod, Growing::mod);
    arithmetic(known, "Pow", Math::pow, Growing::power);
    arithmetic(known, "Min", Math::min, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    arithmetic(known, "Max", Math::max, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    arithmetic(known, "Sum", Double::sum, Growing::plus);
    compared(known, "Equal", order -> order == 0);
    compared(known, "Greater", order -> order > 0);
    compared(known, "GreaterOrEqual", order -> order >= 0);
    compared(known, "Less", order -> order < 0);
    compared(known, "LessOrEqual", order -> order <= 0);
    logical(known, "And", (a, b) -> a * b);
    logical(known, "Or", (a, b) -> Math.max(a, b));
    logical(known, "Xor", (a, b) -> a == b ? 0 : 1);
    known.put("Clip", FoldedArithmetic::clip);
    reduced(known, "ReduceProd", 1, (a, b) -> a * b);
    reduced(known, "ReduceSum", 0, Double::sum);
    reduced(known, "ReduceMax", Double.NEGATIVE_INFINITY, Math::max);
    reduced(known, "ReduceMin", Double.POSITIVE_INFINITY, Math::min);
    reduced(known, "ReduceMean", 0, Double::sum);
  }

  private interface Grown {
    Growing of(Growing left, Growing right);
  }

  private static double mod(double a, double b) {
    return a - b * Math.floor(a / b);
  }

  private static Literal mapped(Call call, DoubleUnaryOperator f) {
    Literal in = call.literal(0);
    Folding.spend(call, in.dims());
    if (in.kind() != Kind.FLOAT) {
      if (in.varies()) {
        throw call.fault(
            "expected numbers that are the same for every batch, found some that grow");
      }
      long[] values =
          IntStream.range(0, in.size()).mapToLong(i -> (long) f.applyAsDouble(in.get(i))).toArray();
      return Literal.wholes(values, in.dims());
    }
    float[] values = new float[in.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) f.applyAsDouble(in.get(i));
    }
    return Literal.floats(values, in.dims()).learnt(in.isLearnt());
  }

  private static void arithmetic(
      Map<String, Consumer<Call>> known, String op, DoubleBinaryOperator floats, Grown wholes) {
    known.put(
        op,
        call -> {
          Literal total = call.literal(0);
          for (int i = 1; i < call.inputs(); i++) {
            total = both(call, total, call.literal(i), floats, wholes);
          }
          call.give(total);
        });
  }

  private static Literal both(
      Call call, Literal a, Literal b, DoubleBinaryOperator floats, Grown wholes) {
    int[] dims = Shape.joint(a.dims(), b.dims());
    int size = Folding.spend(call, dims);
    int[] left = Shape.broadcast(a.dims(), dims);
    int[] right = Shape.broadcast(b.dims(), dims);
    if (a.kind() == Kind.FLOAT) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) floats.applyAsDouble(a.get(left[i]), b.get(right[i]));
      }
      return Literal.floats(values, dims).learnt(a.isLearnt() || b.isLearnt());
    }
    long[] rest = new long[size];
    long[] perRow = new long[size];
    for (int i = 0; i < size; i++) {
      Growing value =
          wholes.of(new Growing(a.rest(left[i]), a.perRow(left[i])), growing(b, right[i]));
      rest[i] = value.rest();
      perRow[i] = value.perRow();
    }
    return Literal.wholes(rest, perRow, dims);
  }

  private static Growing growing(Literal literal, int index) {
    return literal.kind() == Kind.FLOAT
        ? Growing.of((long) literal.get(index))
        : new Growing(literal.rest(index), literal.perRow(index));
  }

  private interface Order {
    boolean holds(int order);
  }

  private static void compared(Map<String, Consumer<Call>> known, String op, Order order) {
    known.put(
        op,
        call -> {
          Literal a = call.literal(0);
          Literal b = call.literal(1);
          int[] dims = Shape.joint(a.dims(), b.dims());
          long[] values = new long[Folding.spend(call, dims)];
          int[] left = Shape.broadcast(a.dims(), dims);
          int[] right = Shape.broadcast(b.dims(), dims);
          boolean floats = a.kind() == Kind.FLOAT || b.kind() == Kind.FLOAT;
          for (int i = 0; i < values.length; i++) {
            int found =
                floats
                    ? Double.compare(a.get(left[i]) + 0.0, b.get(right[i]) + 0.0)
                    : growing(a, left[i]).compareTo(growing(b, right[i]));
            values[i] = order.holds(found) ? 1 : 0;
          }
          call.give(Literal.truths(values, dims));
        });
  }

  private static void logical(
      Map<String, Consumer<Call>> known, String op, DoubleBinaryOperator f) {
    known.put(
        op,
        call -> {
          Literal a = call.literal(0).as(Kind.TRUTH);
          Literal b = call.literal(1).as(Kind.TRUTH);
          int[] dims = Shape.joint(a.dims(), b.dims());
          long[] values = new long[Folding.spend(call, dims)];
          int[] left = Shape.broadcast(a.dims(), dims);
          int[] right = Shape.broadcast(b.dims(), dims);
          for (int i = 0; i < values.length; i++) {
            values[i] = (long) f.applyAsDouble(a.get(left[i]), b.get(right[i]));
          }
          call.give(Literal.truths(values, dims));
        });
  }

  private static void clip(Call call) {
    double min = call.has(1) ? call.literal(1).get(0) : call.number("min", -Float.MAX_VALUE);
    double max = call.has(2) ? call.literal(2).get(0) : call.number("max", Float.MAX_VALUE);
    call.give(mapped(call, x -> Math.min(max, Math.max(min, x))));
  }

  private static void reduced(
      Map<String, Consumer<Call>> known, String op, double start, DoubleBinaryOperator f) {
    known.put(
        op,
        call -> {
          Literal in = call.literal(0);
          if (in.varies()) {
            call.give(product(call, in));
            return;
          }
          int[] given = call.wholes("axes", 1).orElse(new int[0]);
          if (given.length == 0 && call.whole("noop_with_empty_axes", 0) != 0) {
            call.give(in);
            return;
          }
          int[] axes =
              given.length == 0
                  ? IntStream.range(0, in.rank()).toArray()
                  : call.axes(given, in.rank());
          call.give(reduced(call, in, axes, op.equals("ReduceMean"), start, f));
        });
  }

  private static Literal reduced(
      Call call, Literal in, int[] axes, boolean mean, double start, DoubleBinaryOperator f) {
    Folding.spend(call, in.dims());
    int[] kept = in.dims().clone();
    int count = 1;
    for (int axis : axes) {
      count *= kept[axis];
      kept[axis] = 1;
    }
    double[] values = new double[Folding.spend(call, kept)];
    Arrays.fill(values, start);
    int[] strides = Shape.strides(kept);
    for (int axis : axes) {
      strides[axis] = 0;
    }
    int[] places = Shape.places(in.dims(), 0, strides);
    for (int i = 0; i < places.length; i++) {
      values[places[i]] = f.applyAsDouble(values[places[i]], in.get(i));
    }
    int parts = mean ? count : 1;
    int[] dims = kept;
    for (int i = axes.length - 1; i >= 0 && call.whole("keepdims", 1) == 0; i--) {
      dims = Shape.without(dims, axes[i]);
    }
    if (in.kind() != Kind.FLOAT) {
      return Literal.wholes(Arrays.stream(values).mapToLong(v -> (long) v / parts).toArray(), dims);
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) (values[i] / parts);
    }
    return Literal.floats(floats, dims).learnt(in.isLearnt());
  }

  /** The number of places of a shape that grows with the batch. */
  private static Literal product(Call call, Literal shape) {
    if (!call.op().equals("ReduceProd") || shape.rank() != 1) {
      throw call.fault("expected numbers that are the same for every batch, found some that grow");
    }
    Growing product = Growing.of(1);
    for (int i = 0; i < shape.size(); i++) {
      product = product.times(growing(shape, i));
    }
    int[] dims = call.whole("keepdims", 1) == 0 ? new int[0] : new int[] {1};
    return Literal.wholes(new long[] {product.rest()}, new long[] {product.perRow()}, dims);
  }
}
