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
    return affine(node, false, 1, 1);
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
      throw node.fault(
          String.format(
              "expected rows of \"%s\" of shape [%d] to meet \"%s\" of shape %s, found %s",
              node.name(0),
              inputs,
              node.name(1),
              Arrays.toString(matrix.shape()),
              Arrays.toString(row)));
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
        inputs,
        outputs,
        biases,
        alpha,
        beta);
  }
}
