package io.github.onecurve.surgery;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Node;
import java.util.List;
import java.util.Optional;

/**
 * A layer as surgery sees it: {@code α·x·W + β·c}, be it one Gemm, a MatMul and an Add, or a
 * convolution.
 *
 * @param in the tensor x
 * @param weight the parameter W, {@code [out, in, …]} if transposed, else {@code [in, out]}
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
  /** The layer that begins with a node; empty if the node begins none. */
  static Optional<Layer> of(Network network, Node node) {
    List<String> inputs = node.inputs();
    if (inputs.size() < 2
        || !network.parameters().containsKey(inputs.get(1))
        || Weights.names(network).contains(inputs.get(0))) {
      return Optional.empty();
    }
    Optional<String> third =
        inputs.size() > 2 && !inputs.get(2).isEmpty()
            ? Optional.of(inputs.get(2))
            : Optional.empty();
    return switch (node.op()) {
      case "Gemm" ->
          Optional.of(
              new Layer(
                  node,
                  inputs.get(0),
                  inputs.get(1),
                  node.attributes().number("transB", 0) != 0,
                  third,
                  (float) node.attributes().number("alpha", 1),
                  (float) node.attributes().number("beta", 1)));
      case "MatMul" ->
          network.parameter(inputs.get(1)).rank() != 2
              ? Optional.empty()
              : Optional.of(
                  new Layer(
                      node,
                      inputs.get(0),
                      inputs.get(1),
                      false,
                      biasAfter(network, node.output(), inputs.get(1)),
                      1,
                      1));
      case "Conv" ->
          node.attributes().number("group", 1) != 1
              ? Optional.empty()
              : Optional.of(new Layer(node, inputs.get(0), inputs.get(1), true, third, 1, 1));
      default -> Optional.empty();
    };
  }

  boolean isConv() {
    return node.op().equals("Conv");
  }

  /** The node without its bias. */
  Node bare() {
    return new Node(node.name(), node.op(), List.of(in, weight), node.output(), node.attributes());
  }

  /** The axis of a row of {@link #in} that the weights' sums run over. */
  Axis inputs(Network network) {
    int[] shape = network.rowShape(in);
    return Axis.of(shape, isConv() ? 0 : shape.length - 1);
  }

  /** The axis of a row of what the layer makes that tells its outputs apart. */
  Axis outputs(Network network) {
    int[] shape = network.rowShape(node.output());
    return Axis.of(shape, isConv() ? 0 : shape.length - 1);
  }

  /** The axis of the weights that the sums run over. */
  Axis weightInputs(Network network) {
    return Axis.of(network.parameter(weight).shape(), transposed ? 1 : 0);
  }

  /** The axis of the weights that tells the outputs apart. */
  Axis weightOutputs(Network network) {
    return Axis.of(network.parameter(weight).shape(), transposed ? 0 : 1);
  }

  /** The bias, if it has one value for each output and serves this layer alone. */
  Optional<String> ownBias(Network network) {
    int outputs = weightOutputs(network).length();
    return bias.filter(name -> network.parameters().containsKey(name))
        .filter(name -> network.parameter(name).size() == outputs)
        .filter(name -> lastAxis(network.parameter(name)) == outputs)
        .filter(name -> network.consumersOf(name).size() == 1)
        .filter(name -> beta != 0);
  }

  /** The bias that an Add puts on the outputs of a product that nothing else reads. */
  private static Optional<String> biasAfter(Network network, String product, String weight) {
    List<Node> readers = network.consumersOf(product);
    int outputs = network.parameter(weight).axis(1);
    return readers.size() == 1 && readers.get(0).op().equals("Add")
        ? readers.get(0).inputs().stream()
            .filter(network.parameters()::containsKey)
            .filter(name -> lastAxis(network.parameter(name)) == outputs)
            .findFirst()
        : Optional.empty();
  }

  /** The length of the last axis; 0 of a single number without axes. */
  private static int lastAxis(Tensor parameter) {
    return parameter.rank() == 0 ? 0 : parameter.axis(parameter.rank() - 1);
  }
}
