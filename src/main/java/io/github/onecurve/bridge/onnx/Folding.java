package io.github.onecurve.bridge.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Computes ahead what does not depend on the rows: shapes, masks, scales, turned weights. Weights
 * that are only turned keep their way back to the file.
 */
final class Folding {
  private static final Map<String, Consumer<Call>> KNOWN = known();

  private Folding() {}

  private static Map<String, Consumer<Call>> known() {
    Map<String, Consumer<Call>> known = new TreeMap<>();
    known.put("Constant", Folding::constant);
    known.put("ConstantOfShape", Folding::constantOfShape);
    known.put("Range", Folding::range);
    known.put("EyeLike", Folding::eye);
    known.put("Shape", Folding::shape);
    known.put("Size", call -> call.give(Literal.wholes(new long[] {call.literal(0).size()})));
    known.put("Identity", call -> call.give(call.literal(0)));
    known.put("Dropout", call -> call.give(call.literal(0)));
    known.put("Cast", Folding::cast);
    known.put("CastLike", Folding::castLike);
    known.put("Reshape", Folding::reshape);
    known.put("Flatten", Folding::flatten);
    known.put("Squeeze", Folding::squeeze);
    known.put("Unsqueeze", Folding::unsqueeze);
    known.put("Transpose", Folding::transpose);
    known.put("Gather", Folding::gather);
    known.put("Slice", Folding::slice);
    known.put("Split", Folding::split);
    known.put("Concat", Folding::concat);
    known.put("Expand", Folding::expand);
    known.put("Tile", Folding::tile);
    known.put("Trilu", Folding::trilu);
    known.put("Where", Folding::where);
    known.put("MatMul", Folding::matMul);
    FoldedArithmetic.addTo(known);
    return known;
  }

  static Optional<Consumer<Call>> of(String op) {
    return Optional.ofNullable(KNOWN.get(op));
  }

  /** A constant by a number. */
  static Literal scaled(Call call, Literal literal, double factor) {
    spend(call, literal.dims());
    float[] values = literal.asFloats().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * factor);
    }
    return Literal.floats(values, literal.dims())
        .learnt(literal.isLearnt())
        .named(literal.name().isEmpty() ? "" : literal.name() + "/scaled by " + factor);
  }

  /** Counts the numbers of a shape before they are made. */
  static int spend(Call call, long... dims) {
    long size = 1;
    for (long length : dims) {
      if (length < 0 || length > Integer.MAX_VALUE) {
        throw call.fault("expected lengths of axes, found " + Arrays.toString(dims));
      }
      size = Math.min(size * length, Long.MAX_VALUE >>> 32);
    }
    call.lowering().spend(size, call);
    return (int) size;
  }

  static int spend(Call call, int[] dims) {
    return spend(call, Arrays.stream(dims).asLongStream().toArray());
  }

  private static void constant(Call call) {
    String name = call.output();
    if (call.tensor("value").isPresent()) {
      Literal value = Tensors.literal(call.tensor("value").get());
      call.give(value.standingAs(name));
    } else if (call.given("value_float")) {
      call.give(Literal.floats(new float[] {(float) call.number("value_float", 0)}));
    } else if (call.given("value_int")) {
      call.give(Literal.wholes(new long[] {call.attribute("value_int").orElseThrow().getI()}));
    } else if (call.given("value_ints")) {
      List<Long> ints = call.attribute("value_ints").orElseThrow().getIntsList();
      call.give(Literal.wholes(ints.stream().mapToLong(Long::longValue).toArray(), ints.size()));
    } else if (call.given("value_floats")) {
      List<Float> floats = call.attribute("value_floats").orElseThrow().getFloatsList();
      float[] values = new float[floats.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = floats.get(i);
      }
      call.give(Literal.floats(values, values.length));
    } else {
      throw call.fault("expected a constant of numbers, found none");
    }
  }

  private static void constantOfShape(Call call) {
    int[] dims = atOne(call, call.literal(0));
    int size = spend(call, dims);
    Literal value =
        call.tensor("value").isPresent()
            ? Tensors.literal(call.tensor("value").get())
            : Literal.floats(new float[] {0});
    if (value.size() != 1) {
      throw call.fault("expected one value, found " + value.size());
    }
    call.give(value.picked(new int[size], dims));
  }

  /** A shape as it is for a batch of one row. */
  private static int[] atOne(Call call, Literal shape) {
    int[] dims = new int[shape.size()];
    for (int i = 0; i < dims.length; i++) {
      double length = shape.get(i);
      if (length < 0 || length > Integer.MAX_VALUE) {
        throw call.fault("expected lengths of axes, found " + length);
      }
      dims[i] = (int) length;
    }
    return dims;
  }

  private static void range(Call call) {
    Literal start = call.literal(0);
    Literal limit = call.literal(1);
    Literal delta = call.literal(2);
    if (start.varies() || limit.varies() || delta.varies()) {
      throw call.fault(
          "counts the rows of the batch, so that a row's answer could depend on its place; "
              + Lowering.BLACK_BOX);
    }
    double step = delta.get(0);
    double count = Math.max(0, Math.ceil((limit.get(0) - start.get(0)) / step));
    if (step == 0 || !(count <= Integer.MAX_VALUE)) {
      throw call.fault("expected a range that ends, found step " + step);
    }
    int size = spend(call, (long) count);
    if (start.kind() == Kind.FLOAT) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) (start.get(0) + i * step);
      }
      call.give(Literal.floats(values, size));
    } else {
      long first = start.rest(0);
      long by = delta.rest(0);
      call.give(
          Literal.wholes(IntStream.range(0, size).mapToLong(i -> first + i * by).toArray(), size));
    }
  }

  private static void eye(Call call) {
    int[] dims = call.literal(0).dims();
    if (dims.length != 2) {
      throw call.fault("expected a matrix, found axes " + Arrays.toString(dims));
    }
    float[] values = new float[spend(call, dims)];
    int k = call.whole("k", 0);
    for (int i = 0; i < values.length; i++) {
      values[i] = i % dims[1] == (long) i / dims[1] + k ? 1 : 0;
    }
    Kind kind = call.given("dtype") ? Tensors.kind(call.whole("dtype", 1), call) : Kind.FLOAT;
    call.give(Literal.floats(values, dims).as(kind));
  }

  private static void shape(Call call) {
    int[] dims = call.literal(0).dims();
    int start = bound(call.whole("start", 0), dims.length);
    int end = Math.max(start, bound(call.whole("end", dims.length), dims.length));
    long[] part = Arrays.stream(Arrays.copyOfRange(dims, start, end)).asLongStream().toArray();
    call.give(Literal.wholes(part, part.length));
  }

  private static int bound(int at, int rank) {
    return Math.max(0, Math.min(rank, at < 0 ? at + rank : at));
  }

  private static void castLike(Call call) {
    spend(call, call.literal(0).dims());
    call.give(call.literal(0).as(call.in(1).kind()));
  }

  private static void cast(Call call) {
    spend(call, call.literal(0).dims());
    call.give(call.literal(0).as(Tensors.kind(call.whole("to", 0), call)));
  }

  private static void reshape(Call call) {
    Literal value = call.literal(0);
    int[] shape = call.literal(1).varies() ? null : call.literal(1).whole();
    if (shape == null) {
      shape = atOne(call, call.literal(1));
    }
    int open = -1;
    long known = 1;
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] == 0 && call.whole("allowzero", 0) == 0 && i < value.rank()) {
        shape[i] = value.dims()[i];
      }
      if (shape[i] == -1 && open < 0) {
        open = i;
      } else if (shape[i] < 0) {
        throw call.fault("expected lengths of axes, found " + Arrays.toString(shape));
      } else {
        known = Math.multiplyExact(known, shape[i]);
      }
    }
    if (open >= 0) {
      shape[open] = known == 0 ? 0 : Math.toIntExact(value.size() / known);
    }
    if (Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact) != value.size()) {
      throw call.fault("expected a shape for " + value + ", found " + Arrays.toString(shape));
    }
    call.give(value.reshaped(shape));
  }

  private static void flatten(Call call) {
    Literal value = call.literal(0);
    int axis = call.whole("axis", 1);
    axis = axis == value.rank() ? axis : call.axis(axis, value.rank());
    int front = Shape.size(Arrays.copyOf(value.dims(), axis));
    int back = Shape.size(Arrays.copyOfRange(value.dims(), axis, value.rank()));
    call.give(value.reshaped(front, back));
  }

  private static void squeeze(Call call) {
    Literal value = call.literal(0);
    int[] dims = value.dims();
    int[] axes =
        call.wholes("axes", 1)
            .map(given -> call.axes(given, dims.length))
            .orElseGet(() -> IntStream.range(0, dims.length).filter(i -> dims[i] == 1).toArray());
    int[] fewer = dims;
    for (int i = axes.length - 1; i >= 0; i--) {
      if (dims[axes[i]] != 1) {
        throw call.fault("expected axis " + axes[i] + " of length 1, found " + dims[axes[i]]);
      }
      fewer = Shape.without(fewer, axes[i]);
    }
    call.give(value.reshaped(fewer));
  }

  private static void unsqueeze(Call call) {
    Literal value = call.literal(0);
    int[] axes = call.wholes("axes", 1).orElseThrow(() -> call.fault("expected axes"));
    int[] dims = value.dims();
    for (int axis : call.axes(axes, dims.length + axes.length)) {
      dims = Shape.with(dims, axis, 1);
    }
    call.give(value.reshaped(dims));
  }

  private static void transpose(Call call) {
    Literal value = call.literal(0);
    int rank = value.rank();
    int[] perm =
        call.wholes("perm")
            .orElseGet(() -> IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
    if (perm.length != rank || !Shape.isPermutation(perm)) {
      throw call.fault("expected an order of axes, found " + Arrays.toString(perm));
    }
    spend(call, value.dims());
    call.give(value.transposed(perm));
  }

  private static void gather(Call call) {
    Literal value = call.literal(0);
    int axis = call.axis(call.whole("axis", 0), value.rank());
    Literal at = call.literal(1);
    int length = value.dims()[axis];
    int[] indices = at.whole();
    int[] dims = Shape.without(value.dims(), axis);
    for (int i = 0; i < at.rank(); i++) {
      dims = Shape.with(dims, axis + i, at.dims()[i]);
    }
    int size = spend(call, dims);
    int inner = Shape.size(Arrays.copyOfRange(value.dims(), axis + 1, value.rank()));
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      int index = indices[i / inner % indices.length];
      index = index < 0 ? index + length : index;
      if (index < 0 || index >= length) {
        throw call.fault("expected places in [0, " + length + "), found " + index);
      }
      places[i] = (i / inner / indices.length * length + index) * inner + i % inner;
    }
    call.give(value.picked(places, dims));
  }

  private static void slice(Call call) {
    Literal value = call.literal(0);
    call.give(sliced(call, value, Spans.of(call, value.dims())));
  }

  private static Literal sliced(Call call, Literal value, Spans spans) {
    int[] dims = value.dims();
    if (Arrays.stream(spans.axes()).allMatch(axis -> spans.isWhole(axis, dims[axis]))) {
      return value;
    }
    int[] shape = dims.clone();
    int[] strides = Shape.strides(dims);
    int start = 0;
    for (int axis : spans.axes()) {
      shape[axis] = spans.length(axis);
      start += spans.start(axis) * strides[axis];
      strides[axis] *= spans.step(axis);
    }
    spend(call, shape);
    return value.picked(Shape.places(shape, start, strides), shape);
  }

  private static void split(Call call) {
    Literal value = call.literal(0);
    int axis = call.axis(call.whole("axis", 0), value.rank());
    int from = 0;
    int[] sizes = SelectionNodes.sizes(call, value.dims()[axis]);
    for (int part = 0; part < sizes.length; part++) {
      call.give(part, sliced(call, value, Spans.one(axis, from, from + sizes[part])));
      from += sizes[part];
    }
  }

  private static void concat(Call call) {
    List<Literal> parts = IntStream.range(0, call.inputs()).mapToObj(call::literal).toList();
    Literal first = parts.get(0);
    int axis = call.axis(call.whole("axis", 0), first.rank());
    int[] dims = first.dims().clone();
    dims[axis] = 0;
    for (Literal part : parts) {
      if (part.rank() != first.rank()
          || !Arrays.equals(Shape.without(part.dims(), axis), Shape.without(dims, axis))) {
        throw call.fault("expected parts that fit, found " + parts);
      }
      dims[axis] = Math.addExact(dims[axis], part.dims()[axis]);
    }
    int[] places = new int[spend(call, dims)];
    int outer = Shape.size(Arrays.copyOf(dims, axis));
    int inner = Shape.size(Arrays.copyOfRange(dims, axis + 1, dims.length));
    int base = 0;
    int shift = 0;
    for (Literal part : parts) {
      int width = part.dims()[axis] * inner;
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < width; i++) {
          places[o * dims[axis] * inner + shift + i] = base + o * width + i;
        }
      }
      base += part.size();
      shift += width;
    }
    call.give(Literal.joined(parts).picked(places, dims));
  }

  private static void expand(Call call) {
    Literal value = call.literal(0);
    int[] to = Shape.joint(value.dims(), atOne(call, call.literal(1)));
    spend(call, to);
    call.give(
        Arrays.equals(to, value.dims())
            ? value
            : value.picked(Shape.broadcast(value.dims(), to), to));
  }

  private static void tile(Call call) {
    Literal value = call.literal(0);
    int[] repeats = atOne(call, call.literal(1));
    int[] dims = value.dims();
    if (repeats.length != dims.length) {
      throw call.fault("expected copies for " + dims.length + " axes, found " + repeats.length);
    }
    long[] wide = new long[2 * dims.length];
    int[] shape = new int[dims.length];
    for (int axis = 0; axis < dims.length; axis++) {
      wide[2 * axis] = repeats[axis];
      wide[2 * axis + 1] = dims[axis];
    }
    spend(call, wide);
    int[] strides = new int[wide.length];
    for (int axis = 0; axis < dims.length; axis++) {
      shape[axis] = repeats[axis] * dims[axis];
      strides[2 * axis + 1] = Shape.strides(dims)[axis];
    }
    int[] lengths = Arrays.stream(wide).mapToInt(Math::toIntExact).toArray();
    call.give(value.picked(Shape.places(lengths, 0, strides), shape));
  }

  private static void trilu(Call call) {
    Literal value = call.literal(0);
    int rank = value.rank();
    if (rank < 2) {
      throw call.fault("expected matrices, found a " + value);
    }
    long k = call.has(1) ? call.literal(1).whole()[0] : 0;
    boolean upper = call.whole("upper", 1) != 0;
    int rows = value.dims()[rank - 2];
    int columns = value.dims()[rank - 1];
    Literal zero =
        value.kind() == Kind.FLOAT
            ? Literal.floats(new float[1], 1)
            : Literal.wholes(new long[1], 1);
    int[] places = new int[spend(call, value.dims())];
    for (int i = 0; i < places.length; i++) {
      long off = (long) i % columns - i / columns % rows;
      places[i] = upper ? (off >= k ? i : places.length) : off <= k ? i : places.length;
    }
    Literal all = Literal.joined(List.of(value.reshaped(value.size()), zero));
    call.give(all.picked(places, value.dims()));
  }

  private static void where(Call call) {
    Literal condition = call.literal(0);
    Literal yes = call.literal(1);
    Literal no = call.literal(2);
    int[] dims = Shape.joint(condition.dims(), Shape.joint(yes.dims(), no.dims()));
    int[] places = new int[spend(call, dims)];
    int[] at = Shape.broadcast(condition.dims(), dims);
    int[] ofYes = Shape.broadcast(yes.dims(), dims);
    int[] ofNo = Shape.broadcast(no.dims(), dims);
    for (int i = 0; i < places.length; i++) {
      places[i] = condition.get(at[i]) != 0 ? ofYes[i] : yes.size() + ofNo[i];
    }
    call.give(
        Literal.joined(List.of(yes.reshaped(yes.size()), no.reshaped(no.size())))
            .picked(places, dims));
  }

  private static void matMul(Call call) {
    Literal a = call.literal(0);
    Literal b = call.literal(1);
    if (a.rank() != 2 || b.rank() != 2 || a.dims()[1] != b.dims()[0]) {
      throw call.fault("expected two constant matrices that fit, found " + a + " and " + b);
    }
    int inner = a.dims()[1];
    int columns = b.dims()[1];
    spend(call, a.dims()[0], columns, inner);
    float[] product = new float[a.dims()[0] * columns];
    for (int i = 0; i < product.length; i++) {
      double sum = 0;
      for (int k = 0; k < inner; k++) {
        sum += a.get(i / columns * inner + k) * b.get(k * columns + i % columns);
      }
      product[i] = (float) sum;
    }
    call.give(Literal.floats(product, a.dims()[0], columns).learnt(a.isLearnt() || b.isLearnt()));
  }
}
