package io.github.onecurve.bridge.onnx;

/** What the numbers of a value stand for; all are floats once the network runs. */
enum Kind {
  FLOAT,
  WHOLE,
  TRUTH
}
