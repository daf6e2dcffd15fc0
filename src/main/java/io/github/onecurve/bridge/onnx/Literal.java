package io.github.onecurve.bridge.onnx;

import io.github.onecurve.data.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A value of the graph that is the same for every row: weights, masks, numbers, and shapes.
 *
 * <p>Whole numbers may depend on the batch's size n as {@code rest + perRow·n}; floats are finite:
 * infinities were made ±{@link Float#MAX_VALUE}.
 */
final class Literal implements Value {
  private final Kind kind;
  private final int[] dims;
  private final float[] floats;
  private final long[] rest;
  private final long[] perRow;
  private final Optional<Origin> origin;
  private final String name;
  private final boolean learnt;

  private Literal(
      Kind kind,
      int[] dims,
      float[] floats,
      long[] rest,
      long[] perRow,
      Optional<Origin> origin,
      String name,
      boolean learnt) {
    this.kind = kind;
    this.dims = dims.clone();
    this.floats = floats;
    this.rest = rest;
    this.perRow = perRow;
    this.origin = origin;
    this.name = name;
    this.learnt = learnt;
    int found = kind == Kind.FLOAT ? floats.length : rest.length;
    if (Shape.size(dims) != found) {
      throw new IllegalArgumentException(
          "expected values for shape " + Arrays.toString(dims) + ", found " + found);
    }
  }

  /** Floats that no one learnt; infinities become the largest numbers, NaN is refused. */
  static Literal floats(float[] values, int... dims) {
    float[] finite = values.clone();
    for (int i = 0; i < finite.length; i++) {
      if (Float.isNaN(finite[i])) {
        throw new IllegalArgumentException("expected numbers, found NaN at flat index " + i);
      }
      finite[i] = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, finite[i]));
    }
    return new Literal(Kind.FLOAT, dims, finite, null, null, Optional.empty(), "", false);
  }

  static Literal wholes(long[] values, int... dims) {
    return wholes(values, new long[values.length], dims);
  }

  static Literal wholes(long[] rest, long[] perRow, int... dims) {
    return new Literal(Kind.WHOLE, dims, null, rest, perRow, Optional.empty(), "", false);
  }

  static Literal truths(long[] values, int... dims) {
    return new Literal(
        Kind.TRUTH, dims, null, values, new long[values.length], Optional.empty(), "", false);
  }

  static Literal of(Tensor tensor) {
    return floats(tensor.values(), tensor.shape());
  }

  /** The same values as they stand in a file, learnt if they are floats. */
  Literal standingAs(String tensor) {
    Optional<Origin> place =
        kind == Kind.FLOAT ? Optional.of(new Origin(tensor, List.of())) : Optional.empty();
    return new Literal(kind, dims, floats, rest, perRow, place, tensor, kind == Kind.FLOAT);
  }

  /** The same values under the name of the tensor of the graph that they now are. */
  Literal named(String tensor) {
    return new Literal(kind, dims, floats, rest, perRow, origin, tensor, learnt);
  }

  /** The same values, made of others that were learnt or not. */
  Literal learnt(boolean fromLearnt) {
    return new Literal(kind, dims, floats, rest, perRow, origin, name, fromLearnt);
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public int[] dims() {
    return dims;
  }

  int size() {
    return Shape.size(dims);
  }

  Optional<Origin> origin() {
    return origin;
  }

  String name() {
    return name;
  }

  boolean isLearnt() {
    return learnt;
  }

  /** Whether a value depends on the batch's size. */
  boolean varies() {
    return perRow != null && Arrays.stream(perRow).anyMatch(b -> b != 0);
  }

  /** A number as it is for a batch of one row. */
  double get(int index) {
    return kind == Kind.FLOAT ? floats[index] : rest[index] + perRow[index];
  }

  long rest(int index) {
    return rest[index];
  }

  long perRow(int index) {
    return perRow[index];
  }

  /**
   * The whole numbers, which must not depend on the batch's size.
   *
   * @throws IllegalArgumentException if they do, or are floats
   */
  int[] whole() {
    if (kind == Kind.FLOAT) {
      throw new IllegalArgumentException("expected whole numbers, found floats");
    }
    if (varies()) {
      throw new IllegalArgumentException(
          "expected numbers that are the same for every batch, found some that grow with it");
    }
    return Arrays.stream(rest)
        .mapToInt(v -> (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, v)))
        .toArray();
  }

  /** All values as floats. */
  float[] asFloats() {
    if (kind == Kind.FLOAT) {
      return floats;
    }
    float[] values = new float[rest.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) get(i);
    }
    return values;
  }

  Tensor tensor() {
    return Tensor.of(asFloats(), dims);
  }

  Literal reshaped(int... shape) {
    Optional<Origin> turned =
        Arrays.equals(shape, dims)
            ? origin
            : origin.map(o -> o.then(new Origin.Reshaped(list(dims), list(shape))));
    return new Literal(kind, shape, floats, rest, perRow, turned, name, learnt);
  }

  Literal transposed(int... perm) {
    int[] strides = Shape.permuted(Shape.strides(dims), perm);
    int[] shape = Shape.permuted(dims, perm);
    Literal picked = picked(Shape.places(shape, 0, strides), shape);
    Optional<Origin> turned = origin.map(o -> o.then(new Origin.Transposed(list(perm))));
    return new Literal(
        kind, shape, picked.floats, picked.rest, picked.perRow, turned, name, learnt);
  }

  /** Values at the places given, in another shape; the way back to the file is lost. */
  Literal picked(int[] places, int... shape) {
    if (kind == Kind.FLOAT) {
      float[] picked = new float[places.length];
      for (int i = 0; i < picked.length; i++) {
        picked[i] = floats[places[i]];
      }
      return new Literal(kind, shape, picked, null, null, Optional.empty(), name, learnt);
    }
    long[] a = Arrays.stream(places).mapToLong(i -> rest[i]).toArray();
    long[] b = Arrays.stream(places).mapToLong(i -> perRow[i]).toArray();
    return new Literal(kind, shape, null, a, b, Optional.empty(), name, false);
  }

  /** All values of several of one kind in a line. */
  static Literal joined(List<Literal> parts) {
    Literal first = parts.get(0);
    boolean learnt = parts.stream().anyMatch(part -> part.learnt);
    if (parts.stream().anyMatch(part -> part.kind == Kind.FLOAT)) {
      float[] all = new float[parts.stream().mapToInt(Literal::size).reduce(0, Math::addExact)];
      int at = 0;
      for (Literal part : parts) {
        System.arraycopy(part.asFloats(), 0, all, at, part.size());
        at += part.size();
      }
      int[] line = {all.length};
      return new Literal(Kind.FLOAT, line, all, null, null, Optional.empty(), "", learnt);
    }
    long[] a = parts.stream().flatMapToLong(part -> Arrays.stream(part.rest)).toArray();
    long[] b = parts.stream().flatMapToLong(part -> Arrays.stream(part.perRow)).toArray();
    int[] line = {a.length};
    return new Literal(first.kind, line, null, a, b, Optional.empty(), "", false);
  }

  /** The same values as another kind: floats are cut to whole numbers, or asked whether not 0. */
  Literal as(Kind other) {
    if (other == kind || (other == Kind.WHOLE && kind == Kind.TRUTH)) {
      return new Literal(other, dims, floats, rest, perRow, origin, name, learnt);
    }
    if (other == Kind.FLOAT) {
      if (varies()) {
        throw new IllegalArgumentException(
            "expected numbers that are the same for every batch, found some that grow with it");
      }
      return floats(asFloats(), dims);
    }
    long[] values =
        IntStream.range(0, size())
            .mapToLong(i -> other == Kind.WHOLE ? (long) get(i) : get(i) != 0 ? 1 : 0)
            .toArray();
    return other == Kind.WHOLE ? wholes(values, dims) : truths(values, dims);
  }

  static List<Integer> list(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  @Override
  public String toString() {
    return "constant of shape " + Arrays.toString(dims);
  }
}
