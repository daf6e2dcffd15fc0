package io.github.onecurve.network;

import java.util.List;

/**
 * One operation in a network: what it does, the tensors that it reads and the tensor that it makes.
 *
 * @param name of the node, for messages; may be empty
 * @param op the operation by its ONNX name, such as {@code Gemm} or {@code Relu}
 * @param inputs names of tensors or parameters, in the order of ONNX
 * @param output name of the tensor it makes
 * @param attributes numbers that tune the operation
 */
public record Node(
    String name, String op, List<String> inputs, String output, Attributes attributes) {
  /** Copies the list of inputs. */
  public Node {
    inputs = List.copyOf(inputs);
    if (op.isBlank() || output.isBlank()) {
      throw new IllegalArgumentException(
          "a node needs an operation and an output, found op \""
              + op
              + "\" and output \""
              + output
              + "\"");
    }
  }

  @Override
  public String toString() {
    return name.isEmpty() ? op + " node making \"" + output + "\"" : op + " node \"" + name + "\"";
  }
}
