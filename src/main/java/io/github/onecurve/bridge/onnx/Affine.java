package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Node;
import java.util.Optional;

/**
 * A tensor as slope · another + shift, over as many nodes as do nothing else.
 *
 * @param tensor the other
 */
record Affine(String tensor, double slope, double shift) {
  static Affine of(String tensor, Dataflow flow) {
    Affine affine = new Affine(tensor, 1, 0);
    Optional<Affine> next = affine.step(flow);
    for (int depth = 0; depth < 8 && next.isPresent(); depth++) {
      affine = next.get();
      next = affine.step(flow);
    }
    return affine;
  }

  private Optional<Affine> step(Dataflow flow) {
    Node node = flow.inner(tensor);
    if (node == null || node.inputs().size() != 2) {
      return Optional.empty();
    }
    Optional<Double> left = flow.scalar(node.inputs().get(0));
    Optional<Double> right = flow.scalar(node.inputs().get(1));
    if (left.isPresent() == right.isPresent()) {
      return Optional.empty();
    }
    String rest = node.inputs().get(left.isPresent() ? 1 : 0);
    double number = left.isPresent() ? left.get() : right.get();
    return switch (node.op()) {
      case "Add" -> Optional.of(new Affine(rest, slope, shift + slope * number));
      case "Mul" -> Optional.of(new Affine(rest, slope * number, shift));
      case "Sub" ->
          Optional.of(
              left.isPresent()
                  ? new Affine(rest, -slope, shift + slope * number)
                  : new Affine(rest, slope, shift - slope * number));
      case "Div" ->
          left.isPresent()
              ? Optional.empty()
              : Optional.of(new Affine(rest, slope / number, shift));
      default -> Optional.empty();
    };
  }
}
