package io.github.onecurve.producer.circuit;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Node;
import java.util.List;
import java.util.Optional;

/**
 * The last layer of a network: its logits as an affine map of the units of one hidden tensor.
 *
 * @param hidden the name of that tensor
 * @param matrix the weights, {@code [out, in]} if transposed, else {@code [in, out]}
 * @param alpha what the weights are multiplied by
 */
record Readout(String hidden, Tensor matrix, boolean transposed, float alpha) {
  /**
   * The readout of a network.
   *
   * @throws IllegalStateException if its logits are no affine map of hidden units
   */
  static Readout of(Network network) {
    Node last = makerOf(network, network.output());
    if (last.op().equals("Add")) {
      List<String> summed =
          last.inputs().stream().filter(name -> !network.parameters().containsKey(name)).toList();
      if (summed.size() != 1) {
        throw refusal(network, "the sum of the tensors " + summed);
      }
      last = makerOf(network, summed.get(0));
    }
    if (!last.op().equals("Gemm") && !last.op().equals("MatMul")) {
      throw refusal(network, "a " + last.op());
    }
    String hidden = last.inputs().get(0);
    if (hidden.equals(network.input())) {
      throw refusal(network, "a layer that reads the input \"" + hidden + "\", no hidden unit,");
    }
    return new Readout(
        hidden,
        network.parameter(last.inputs().get(1)),
        last.attributes().number("transB", 0) != 0,
        (float) last.attributes().number("alpha", 1));
  }

  /** The number of units. */
  int width() {
    return matrix.axis(transposed ? 1 : 0);
  }

  /** What a unit adds, per activation, to the logit of a class; a lone output is class 1's. */
  float weight(int c, int unit) {
    int outputs = matrix.axis(transposed ? 0 : 1);
    if (outputs == 1) {
      return c == 0 ? 0 : alpha * matrix.get(unit);
    }
    return alpha * matrix.get(transposed ? c * width() + unit : unit * outputs + c);
  }

  private static Node makerOf(Network network, String tensor) {
    Optional<Node> maker = network.producerOf(tensor);
    return maker.orElseThrow(() -> refusal(network, "its input"));
  }

  private static IllegalStateException refusal(Network network, String found) {
    return new IllegalStateException(
        "not applicable: expected a network whose logits \""
            + network.output()
            + "\" are made from hidden units by a Gemm or MatMul with a bias, found "
            + found
            + " there: give the network up to such a layer, without a softmax behind it");
  }
}
