package io.github.onecurve.surgery;

import io.github.onecurve.network.Attributes;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkBuilder;
import io.github.onecurve.network.Node;
import java.util.List;

/** One node of a network run by itself on one row. */
final class OneNode {
  private OneNode() {}

  /**
   * What a node that reads one tensor makes of a row.
   *
   * @param in the tensor
   * @param row its values
   * @return the values of the row that the node makes
   */
  static float[] run(Network network, Node node, String in, float[] row) {
    NetworkBuilder builder = Network.builder(in, network.rowShape(in));
    for (String name : List.copyOf(new java.util.LinkedHashSet<>(node.inputs()))) {
      if (!name.equals(in) && !name.isEmpty()) {
        builder.parameter(name, Weights.of(network, name));
      }
    }
    builder.node(node);
    if (network.rowShape(node.output()).length != 1) {
      String flat = node.output() + " in a line";
      builder.node(new Node(flat, "Flatten", List.of(node.output()), flat, Attributes.none()));
    }
    return builder.build().logits(row, 1);
  }
}
