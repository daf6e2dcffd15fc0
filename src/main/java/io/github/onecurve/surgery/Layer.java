package io.github.onecurve.surgery;

import io.github.onecurve.network.Network;
import io.github.onecurve.network.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A dense layer as surgery sees it: {@code α·x·W + β·c}, be it one Gemm or a MatMul and an Add.
 *
 * @param in the tensor x
 * @param weight the parameter W, {@code [out, in]} if transposed, else {@code [in, out]}
 * @param bias the parameter c, if there is one
 */
record Layer(
    Node node,
    String in,
    String weight,
    boolean transposed,
    Optional<String> bias,
    double alpha,
    double beta) {
  private static final Set<String> UNIT_BY_UNIT =
      Set.of("Elu", "Gelu", "Identity", "LeakyRelu", "Relu", "Sigmoid", "Silu", "Softplus", "Tanh");

  /** The layer that begins with a node; empty if the node begins none. */
  static Optional<Layer> of(Network network, Node node) {
    List<String> inputs = node.inputs();
    if (node.op().equals("Gemm")) {
      return Optional.of(
          new Layer(
              node,
              inputs.get(0),
              inputs.get(1),
              node.attributes().number("transB", 0) != 0,
              inputs.size() > 2 ? Optional.of(inputs.get(2)) : Optional.empty(),
              (float) node.attributes().number("alpha", 1),
              (float) node.attributes().number("beta", 1)));
    }
    if (node.op().equals("MatMul")) {
      return Optional.of(
          new Layer(
              node, inputs.get(0), inputs.get(1), false, biasAfter(network, node.output()), 1, 1));
    }
    return Optional.empty();
  }

  /**
   * The layer whose rows of weights serve a tensor's units alone, through nodes that work unit by
   * unit and are read by nothing else.
   */
  static Optional<Layer> feeding(Network network, String tensor) {
    Optional<Node> maker = network.producerOf(tensor);
    while (maker.isPresent()) {
      Node node = maker.get();
      Optional<Layer> layer = of(network, node);
      if (layer.isPresent()) {
        return layer.filter(found -> network.consumersOf(found.weight()).size() == 1);
      }
      boolean passes =
          UNIT_BY_UNIT.contains(node.op())
              || (node.op().equals("Add") && addedParameter(network, node).isPresent());
      if (!passes) {
        return Optional.empty();
      }
      String before =
          node.inputs().stream()
              .filter(name -> !network.parameters().containsKey(name))
              .findFirst()
              .orElseThrow();
      if (network.consumersOf(before).size() != 1) {
        return Optional.empty();
      }
      maker = network.producerOf(before);
    }
    return Optional.empty();
  }

  /** The bias that an Add puts on a product that nothing else reads. */
  private static Optional<String> biasAfter(Network network, String product) {
    List<Node> readers = network.consumersOf(product);
    return readers.size() == 1 && readers.get(0).op().equals("Add")
        ? addedParameter(network, readers.get(0))
        : Optional.empty();
  }

  private static Optional<String> addedParameter(Network network, Node add) {
    return add.inputs().stream().filter(network.parameters()::containsKey).findFirst();
  }
}
