package io.github.onecurve.bridge.onnx;

/** What a name in a model's graph stands for while the model is read. */
sealed interface Value permits Literal, Flow {
  Kind kind();

  /** The length of each axis as it is for a batch of one row; not to be written to. */
  int[] dims();

  default int rank() {
    return dims().length;
  }
}
