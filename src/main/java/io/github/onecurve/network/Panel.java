package io.github.onecurve.network;

import org.bytedeco.javacpp.FloatPointer;

/** A matrix in native memory. JavaCPP frees it when nothing refers to the panel any more. */
final class Panel {
  private final FloatPointer pointer;

  private Panel(FloatPointer pointer) {
    this.pointer = pointer;
  }

  static Panel of(float[] matrix) {
    Backend.ready();
    return new Panel(new FloatPointer(matrix));
  }

  /** Copies a matrix of the same size over it. */
  void set(float[] matrix) {
    pointer.put(matrix, 0, matrix.length);
  }

  /** Gives the memory back; nothing can be asked afterwards. */
  void free() {
    pointer.deallocate();
  }

  FloatPointer pointer() {
    return pointer;
  }

  /** The matrix from a place on. */
  FloatPointer at(int place) {
    return place == 0 ? pointer : pointer.getPointer(place);
  }
}
