package io.github.onecurve.network;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The family of operations that are functions of one number. */
final class Activations {
  private Activations() {}

  static void addTo(Map<String, Function<Resolver, Operation>> known) {
    known.put("Identity", node -> elementwise(node, Activation.identity()));
    known.put("Relu", node -> elementwise(node, Activation.relu()));
    known.put(
        "LeakyRelu", node -> elementwise(node, Activation.leakyRelu(node.number("alpha", 0.01))));
    known.put("Elu", node -> elementwise(node, Activation.elu(node.number("alpha", 1))));
    known.put("Tanh", node -> elementwise(node, Activation.tanh()));
    known.put("Sigmoid", node -> elementwise(node, Activation.sigmoid()));
    known.put("Gelu", node -> elementwise(node, Activation.gelu()));
    known.put("Silu", node -> elementwise(node, Activation.silu()));
    known.put("Softplus", node -> elementwise(node, Activation.softplus()));
  }

  /** The names of those that serve between the layers of a net. */
  static List<String> names() {
    return List.of(
        "Elu", "Gelu", "Identity", "LeakyRelu", "Relu", "Sigmoid", "Silu", "Softplus", "Tanh");
  }

  private static Operation elementwise(Resolver node, Activation function) {
    node.requireInputs(1, 1);
    int in = node.tensor(0);
    node.makes(node.rowShape(0));
    return new Elementwise(in, node.out(), function);
  }
}
