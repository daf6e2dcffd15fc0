package io.github.onecurve.network;

import org.bytedeco.javacpp.FloatPointer;

/**
 * A matrix in native memory, copied there once. JavaCPP frees it when nothing refers to the panel
 * any more.
 */
final class Panel {
  private final FloatPointer pointer;

  private Panel(FloatPointer pointer) {
    this.pointer = pointer;
  }

  static Panel of(float[] matrix) {
    Backend.ready();
    return new Panel(new FloatPointer(matrix));
  }

  FloatPointer pointer() {
    return pointer;
  }
}
