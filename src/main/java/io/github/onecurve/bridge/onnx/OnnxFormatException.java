package io.github.onecurve.bridge.onnx;

import java.io.IOException;

/**
 * Says that a file is no ONNX model, a broken one, or one with something that is not known here.
 */
public final class OnnxFormatException extends IOException {
  private static final long serialVersionUID = 1;

  OnnxFormatException(String message) {
    super(message);
  }

  OnnxFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
