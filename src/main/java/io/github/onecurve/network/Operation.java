package io.github.onecurve.network;

/** A node made ready to run: which buffers it reads and writes, and its arithmetic. */
interface Operation {
  /** Makes the output of the first {@code n} rows. */
  void forward(Frame frame, Weight[] weights, int n);

  /** Adds to the gradients of the inputs, and of the parameters where wanted. */
  void backward(Frame frame, Weight[] weights, int n);

  /** The parameter that the batch is multiplied by, or −1. */
  default int matrix() {
    return -1;
  }

  /** How often each entry of {@link #matrix()} is multiplied for one row. */
  default long uses() {
    return 1;
  }

  /** The multiply-adds for one row of products in which no parameter takes part. */
  default long products() {
    return 0;
  }

  /** The parameters that are added, by number. */
  default int[] biasParameters() {
    return new int[0];
  }

  /**
   * A tensor that the forward pass may write its result over, number for number, as each is read
   * before it is written; −1 where there is none.
   */
  default int overwrites() {
    return -1;
  }

  /** Whether gradients flow to a tensor that is read; not to what is an index or a condition. */
  default boolean passes(int tensor) {
    return true;
  }
}
