package io.github.onecurve.network;

import io.github.onecurve.data.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/** The family of operations that multiply matrices: Gemm and MatMul. */
final class Products {
  private Products() {}

  static void addTo(Map<String, Function<Resolver, Operation>> known) {
    known.put("Gemm", Products::gemm);
    known.put("MatMul", Products::matMul);
  }

  private static Operation gemm(Resolver node) {
    node.requireInputs(2, 3);
    if (node.number("transA", 0) != 0) {
      throw node.fault("expected transA 0, found 1, which would mix the rows of a batch");
    }
    return affine(
        node,
        node.number("transB", 0) != 0,
        (float) node.number("alpha", 1),
        (float) node.number("beta", 1));
  }

  private static Operation matMul(Resolver node) {
    node.requireInputs(2, 2);
    if (!node.isTensor(1)) {
      int rank = node.parameter(1).rank();
      if (rank == 2 || rank == 1) {
        return lines(node);
      }
    }
    return new Matrices(node).product();
  }

  private static Operation affine(Resolver node, boolean transposed, float alpha, float beta) {
    int in = node.tensor(0);
    Tensor matrix = node.parameter(1);
    if (matrix.rank() != 2) {
      throw node.fault("expected a matrix as \"" + node.name(1) + "\", found " + matrix);
    }
    int inputs = matrix.axis(transposed ? 1 : 0);
    int outputs = matrix.axis(transposed ? 0 : 1);
    int[] row = node.rowShape(0);
    if (row.length != 1 || row[0] != inputs) {
      throw mismatch(node, "[" + inputs + "]");
    }
    int bias = -1;
    int biases = 0;
    if (node.has(2)) {
      bias = node.parameterNumber(2);
      biases = Arithmetic.biases(node, 2, outputs);
    }
    node.makes(outputs);
    return new Affine(
        in,
        node.out(),
        node.parameterNumber(1),
        bias,
        transposed,
        1,
        inputs,
        outputs,
        biases,
        alpha,
        beta);
  }

  /** Every line of the last axis times one matrix, or times one vector. */
  private static Operation lines(Resolver node) {
    int in = node.tensor(0);
    Tensor matrix = node.parameter(1);
    boolean vector = matrix.rank() == 1;
    int inputs = matrix.axis(0);
    int outputs = vector ? 1 : matrix.axis(1);
    int[] row = node.rowShape(0);
    if (row.length == 0 || row[row.length - 1] != inputs) {
      throw mismatch(node, "[…, " + inputs + "]");
    }
    int[] made = Arrays.copyOf(row, vector ? row.length - 1 : row.length);
    if (!vector) {
      made[row.length - 1] = outputs;
    }
    node.makes(made);
    int lines = Plan.width(row) / inputs;
    return new Affine(
        in, node.out(), node.parameterNumber(1), -1, false, lines, inputs, outputs, 0, 1, 1);
  }

  private static IllegalArgumentException mismatch(Resolver node, String expected) {
    return node.fault(
        String.format(
            "expected rows of \"%s\" of shape %s to meet \"%s\" of shape %s, found %s",
            node.name(0),
            expected,
            node.name(1),
            Arrays.toString(node.parameter(1).shape()),
            Arrays.toString(node.rowShape(0))));
  }

  /** The shapes of a MatMul of matrices that rows have of their own. */
  private static final class Matrices {
    private final Resolver node;
    private final int[] left;
    private final int[] right;

    /** Shapes count the axis of the batch, which is given as 1. */
    Matrices(Resolver node) {
      this.node = node;
      this.left = shape(0);
      this.right = shape(1);
    }

    private int[] shape(int side) {
      if (!node.isTensor(side)) {
        return node.parameter(side).shape();
      }
      int[] row = node.rowShape(side);
      int[] shape = new int[row.length + 1];
      shape[0] = 1;
      System.arraycopy(row, 0, shape, 1, row.length);
      return shape;
    }

    MatrixProduct product() {
      boolean vector = left.length == 1;
      int[] a = vector ? new int[] {1, left[0]} : left;
      int rank = Math.max(a.length, right.length);
      requireRows(rank, a.length);
      int p = a[a.length - 2];
      int k = a[a.length - 1];
      int q = right[right.length - 1];
      if (right[right.length - 2] != k) {
        throw shapes("the last axis of the first to be the last but one of the second");
      }
      int[] leading = new int[rank - 2];
      for (int axis = 0; axis < leading.length; axis++) {
        int x = axis(a, rank, axis);
        int y = axis(right, rank, axis);
        if (x != y && x != 1 && y != 1) {
          throw shapes("leading axes that are equal or 1");
        }
        leading[axis] = Math.max(x, y);
      }
      makes(leading, p, q, vector);
      return new MatrixProduct(
          side(0, a, leading, p * k), side(1, right, leading, k * q), node.out(), p, k, q);
    }

    /** A tensor's axis of the batch must be the result's first, and no one else's. */
    private void requireRows(int rank, int leftRank) {
      if (rank < 3
          || (node.isTensor(0) && leftRank != rank)
          || (node.isTensor(1) && right.length != rank)
          || (!node.isTensor(0) && leftRank == rank && left[0] != 1)
          || (!node.isTensor(1) && right.length == rank && right[0] != 1)) {
        throw shapes(
            "tensors of one rank of at least 3, and parameters of a lower rank or with 1 on axis 0:"
                + " others would mix the rows of a batch");
      }
    }

    private void makes(int[] leading, int p, int q, boolean vector) {
      int[] row = new int[leading.length + (vector ? 0 : 1)];
      System.arraycopy(leading, 1, row, 0, leading.length - 1);
      if (!vector) {
        row[row.length - 2] = p;
      }
      row[row.length - 1] = q;
      node.makes(row);
    }

    private MatrixProduct.Side side(int input, int[] shape, int[] leading, int matrix) {
      int[] starts = new int[Plan.width(leading)];
      for (int i = 0; i < starts.length; i++) {
        int rest = i;
        int step = matrix;
        for (int axis = leading.length - 1; axis >= 0; axis--) {
          int size = axis(shape, leading.length + 2, axis);
          starts[i] += size == 1 ? 0 : (rest % leading[axis]) * step;
          rest /= leading[axis];
          step *= size;
        }
      }
      return new MatrixProduct.Side(
          node.isTensor(input) ? node.tensor(input) : -1,
          node.isTensor(input) ? -1 : node.parameterNumber(input),
          Plan.width(shape),
          starts);
    }

    /** An axis of a shape that is thought to begin with as many 1 as it lacks. */
    private static int axis(int[] shape, int rank, int axis) {
      int own = axis - (rank - shape.length);
      return own < 0 ? 1 : shape[own];
    }

    private IllegalArgumentException shapes(String expected) {
      return node.fault(
          String.format(
              "expected %s, found \"%s\" %s and \"%s\" %s",
              expected, node.name(0), text(0, left), node.name(1), text(1, right)));
    }

    private String text(int side, int[] shape) {
      String all = Arrays.toString(shape);
      return node.isTensor(side) ? all.replaceFirst("\\[1", "[n") : all;
    }
  }
}
