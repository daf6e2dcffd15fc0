package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Node;
import java.util.Arrays;
import java.util.Optional;

/** A tensor as a polynomial of another, of degree 3 at most; none where it is not one. */
final class Polynomial {
  private static final int TERMS = 4;
  private static final int DEEPEST = 12;
  private static final Polynomial NONE = new Polynomial(new double[0]);

  private final double[] terms;

  private Polynomial(double... terms) {
    this.terms = terms;
  }

  static Polynomial of(String tensor, String x, Dataflow flow) {
    return of(tensor, x, flow, 0);
  }

  /** Whether the coefficients are those, lowest first. */
  boolean is(double... expected) {
    boolean is = terms.length == TERMS;
    for (int i = 0; is && i < TERMS; i++) {
      is = Fusion.close(terms[i], i < expected.length ? expected[i] : 0);
    }
    return is;
  }

  private static Polynomial of(String tensor, String x, Dataflow flow, int depth) {
    Optional<Double> number = flow.scalar(tensor);
    if (tensor.equals(x)) {
      return new Polynomial(0, 1, 0, 0);
    }
    if (number.isPresent()) {
      return new Polynomial(number.get(), 0, 0, 0);
    }
    Node node = flow.inner(tensor);
    if (node == null || node.inputs().size() != 2 || depth > DEEPEST) {
      return NONE;
    }
    Polynomial left = of(node.inputs().get(0), x, flow, depth + 1);
    Polynomial right = of(node.inputs().get(1), x, flow, depth + 1);
    if (left == NONE || right == NONE) {
      return NONE;
    }
    return switch (node.op()) {
      case "Add" -> left.plus(right, 1);
      case "Sub" -> left.plus(right, -1);
      case "Mul" -> left.times(right);
      case "Div" ->
          right.isNumber() ? left.times(new Polynomial(1 / right.terms[0], 0, 0, 0)) : NONE;
      case "Pow" -> right.isNumber() ? left.power(right.terms[0]) : NONE;
      default -> NONE;
    };
  }

  private boolean isNumber() {
    return Arrays.stream(terms).skip(1).allMatch(t -> t == 0);
  }

  private Polynomial plus(Polynomial other, double sign) {
    double[] sum = new double[TERMS];
    Arrays.setAll(sum, i -> terms[i] + sign * other.terms[i]);
    return new Polynomial(sum);
  }

  private Polynomial times(Polynomial other) {
    double[] product = new double[TERMS];
    for (int i = 0; i < TERMS; i++) {
      for (int j = 0; j < TERMS; j++) {
        if (i + j < TERMS) {
          product[i + j] += terms[i] * other.terms[j];
        } else if (terms[i] * other.terms[j] != 0) {
          return NONE;
        }
      }
    }
    return new Polynomial(product);
  }

  private Polynomial power(double exponent) {
    if (exponent != 2 && exponent != 3) {
      return NONE;
    }
    Polynomial square = times(this);
    return exponent == 2 || square == NONE ? square : square.times(this);
  }
}
