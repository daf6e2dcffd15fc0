package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Attributes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Lowers products of matrices. */
final class ProductNodes {
  private ProductNodes() {}

  static void addTo(Map<String, Consumer<Call>> known) {
    known.put("Gemm", ProductNodes::gemm);
    known.put("MatMul", call -> call.give(matMul(call, call.in(0), call.in(1))));
    known.put("Einsum", call -> call.give(Einsum.lowered(call)));
  }

  private static void gemm(Call call) {
    Value left = call.in(0);
    Value right = call.in(1);
    if (left.rank() != 2 || right.rank() != 2) {
      throw call.fault("expected two matrices, found " + left + " and " + right);
    }
    boolean turned = call.whole("transA", 0) != 0;
    if (turned) {
      left = ShapeNodes.transposed(call, left, 1, 0);
    }
    boolean bias = !call.has(2) || (call.in(2) instanceof Literal c && line(c));
    if (left instanceof Flow flow && flow.batchFirst() && right instanceof Literal matrix && bias) {
      call.give(dense(call, flow, matrix));
      return;
    }
    if (call.whole("transB", 0) != 0) {
      right = ShapeNodes.transposed(call, right, 1, 0);
    }
    Flow product = PointwiseNodes.scaled(call, matMul(call, left, right), call.number("alpha", 1));
    if (call.has(2)) {
      double beta = call.number("beta", 1);
      Value shift = call.in(2);
      if (shift instanceof Flow flow) {
        shift = PointwiseNodes.scaled(call, flow, beta);
      } else if (beta != 1) {
        shift = Folding.scaled(call, (Literal) shift, beta);
      }
      product = PointwiseNodes.binary(call, "Add", product, shift);
    }
    call.give(product);
  }

  /** Whether a constant is one number, or one line of them. */
  private static boolean line(Literal bias) {
    return bias.rank() == 0 || bias.size() == bias.dims()[bias.rank() - 1];
  }

  private static Flow dense(Call call, Flow in, Literal matrix) {
    Lowering lowering = call.lowering();
    boolean turned = call.whole("transB", 0) != 0;
    int[] shape = matrix.dims();
    if (shape[turned ? 1 : 0] != in.dims()[1]) {
      throw unfit(call, in, matrix);
    }
    List<String> inputs =
        call.has(2)
            ? List.of(
                in.tensor(), lowering.name(matrix, true), lowering.name(call.literal(2), true))
            : List.of(in.tensor(), lowering.name(matrix, true));
    return call.emit(
        "Gemm",
        inputs,
        call.attributes("transB", "alpha", "beta"),
        Kind.FLOAT,
        new int[] {1, shape[turned ? 0 : 1]},
        in);
  }

  /** The product of two values of which at least one is a tensor. */
  static Flow matMul(Call call, Value left, Value right) {
    if (left instanceof Literal && right instanceof Literal) {
      throw call.fault("expected a factor that depends on the input, found two constants");
    }
    if (left.rank() == 0 || right.rank() == 0) {
      throw call.fault("expected matrices, found " + left + " and " + right);
    }
    if (right.rank() == 1) {
      Flow product = matMul(call, left, ShapeNodes.unsqueezed(call, right, 1));
      return ShapeNodes.squeezed(call, product, product.rank() - 1);
    }
    if (left.rank() == 1) {
      Flow product = matMul(call, ShapeNodes.unsqueezed(call, left, 0), right);
      return ShapeNodes.squeezed(call, product, product.rank() - 2);
    }
    Value a = summed(call, left, left.rank() - 1);
    Value b = summed(call, right, right.rank() - 2);
    if (a.dims()[a.rank() - 1] != b.dims()[b.rank() - 2]) {
      throw unfit(call, left, right);
    }
    if (a instanceof Flow x && b instanceof Flow y) {
      return both(call, x, y);
    }
    return a instanceof Flow x
        ? byMatrix(call, x, (Literal) b)
        : ofMatrix(call, (Literal) a, (Flow) b);
  }

  /** A value whose axis is summed over, which must not be the batch's. */
  private static Value summed(Call call, Value value, int axis) {
    return value instanceof Flow flow
        ? call.lowering().clear(call, flow, axis, "sums over")
        : value;
  }

  private static Flow byMatrix(Call call, Flow x, Literal matrix) {
    Lowering lowering = call.lowering();
    int[] dims = dims(call, x, matrix);
    if (matrix.rank() == 2) {
      return call.emit(
          "MatMul",
          List.of(x.tensor(), lowering.name(matrix, true)),
          Attributes.none(),
          Kind.FLOAT,
          dims,
          x);
    }
    return withAllAxes(call, x, matrix, true);
  }

  private static Flow ofMatrix(Call call, Literal matrix, Flow x) {
    if (matrix.rank() == 2 && x.rank() == 2 && x.batch() == 1 && x.pure()) {
      Attributes turned = Attributes.none().with("transB", 1);
      return call.emit(
          "Gemm",
          List.of(x.tensor(), call.lowering().name(matrix, true)),
          turned,
          Kind.FLOAT,
          new int[] {matrix.dims()[0], 1},
          x);
    }
    return withAllAxes(call, x, matrix, false);
  }

  /** A product with many matrices, or of the transposed: every axis made one of the row. */
  private static Flow withAllAxes(Call call, Flow x, Literal matrix, boolean onTheRight) {
    Lowering lowering = call.lowering();
    int[] dims = onTheRight ? dims(call, x, matrix) : dims(call, matrix, x);
    int rank = dims.length;
    int batch = x.batch() < 0 ? Flow.OUTSIDE : x.batch() + rank - x.rank();
    boolean leading = batch >= 0 && batch < rank - 2;
    int[] padded = Shape.padded(x.dims(), rank);
    Literal seen = matrix;
    boolean drops = leading && padded[batch] == 1;
    if (leading && matrix.rank() > rank - batch - 1) {
      int axis = batch - (rank - matrix.rank());
      if (axis >= 0 && matrix.dims()[axis] != 1 && matrix.dims()[axis] != padded[batch]) {
        if (!lowering.single()) {
          throw call.mixes("multiplies by different matrices along", x);
        }
        return withAllAxes(call, lowering.outside(call, x), matrix, onTheRight);
      }
      if (axis >= 0 && drops) {
        seen = matrix.reshaped(Shape.without(matrix.dims(), axis));
      }
    }
    Flow wide =
        drops
            ? lowering.physical(call, x, padded, batch, x.before())
            : lowering.physical(call, x, padded, Flow.OUTSIDE, 1);
    String constant = lowering.name(seen, true);
    List<String> inputs =
        onTheRight ? List.of(wide.tensor(), constant) : List.of(constant, wide.tensor());
    Flow product =
        call.emit(
            "MatMul",
            inputs,
            Attributes.none(),
            Kind.FLOAT,
            dims,
            drops ? batch : Flow.OUTSIDE,
            drops ? x.before() : 1);
    return lowering.physical(call, product, dims, batch, x.before());
  }

  private static Flow both(Call call, Flow x, Flow y) {
    Lowering lowering = call.lowering();
    int[] dims = dims(call, x, y);
    int rank = dims.length;
    int left = x.batch() < 0 ? Flow.OUTSIDE : x.batch() + rank - x.rank();
    int right = y.batch() < 0 ? Flow.OUTSIDE : y.batch() + rank - y.rank();
    boolean together =
        left == right
            && x.before() == y.before()
            && left < rank - 2
            && (left < 0
                || Shape.padded(x.dims(), rank)[left] == Shape.padded(y.dims(), rank)[left]);
    if (!together) {
      if (!lowering.single()) {
        throw call.fault(
            "multiplies "
                + x
                + " and "
                + y
                + ", so that a row's answer would depend on its neighbours; "
                + Lowering.BLACK_BOX);
      }
      return both(call, lowering.outside(call, x), lowering.outside(call, y));
    }
    Flow a = lowering.physical(call, x, Shape.padded(x.dims(), rank), left, x.before());
    Flow b = lowering.physical(call, y, Shape.padded(y.dims(), rank), left, y.before());
    return call.emit(
        "MatMul", List.of(a.tensor(), b.tensor()), Attributes.none(), Kind.FLOAT, dims, a);
  }

  private static int[] dims(Call call, Value left, Value right) {
    int[] a = left.dims();
    int[] b = right.dims();
    try {
      int[] leading = Shape.joint(Arrays.copyOf(a, a.length - 2), Arrays.copyOf(b, b.length - 2));
      int[] dims = Arrays.copyOf(leading, leading.length + 2);
      dims[leading.length] = a[a.length - 2];
      dims[leading.length + 1] = b[b.length - 1];
      return dims;
    } catch (IllegalArgumentException e) {
      throw unfit(call, left, right);
    }
  }

  private static IllegalArgumentException unfit(Call call, Value left, Value right) {
    return call.fault("expected matrices that fit, found " + left + " and " + right);
  }
}
