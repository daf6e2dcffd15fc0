package io.github.onecurve.network;

/** A node made ready to run: which buffers it reads and writes, and its arithmetic. */
interface Operation {
  /** Makes the output of the first {@code n} rows. */
  void forward(Frame frame, Weight[] weights, int n);

  /** Adds to the gradients of the inputs, and of the parameters where wanted. */
  void backward(Frame frame, Weight[] weights, int n);

  /** The parameter whose entries are this node's multiply-adds per row, or −1. */
  default int matrix() {
    return -1;
  }

  /** The parameters that are added, by number. */
  default int[] biasParameters() {
    return new int[0];
  }
}
