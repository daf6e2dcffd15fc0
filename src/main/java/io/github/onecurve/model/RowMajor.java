package io.github.onecurve.model;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The numbers of an ND4J array as plain floats, copied in one piece: ND4J's own way is slow.
 *
 * <p>Internal: public for the white box, which lies in another room.
 */
public final class RowMajor {
  private RowMajor() {}

  /** A copy of the numbers in row-major order, as float32. */
  public static float[] of(INDArray array) {
    if (array.dataType() != DataType.FLOAT) {
      try (INDArray floats = array.castTo(DataType.FLOAT)) {
        return of(floats);
      }
    }
    if (isRowMajor(array) && !array.isView() && array.offset() == 0) {
      return copy(array);
    }
    try (INDArray ordered = array.dup('c')) {
      return copy(ordered);
    }
  }

  /**
   * By the strides: arrays whose axes were permuted may call their order row-major all the same.
   */
  private static boolean isRowMajor(INDArray array) {
    long[] shape = array.shape();
    long[] strides = array.stride();
    long expected = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      if (shape[axis] != 1 && strides[axis] != expected) {
        return false;
      }
      expected *= shape[axis];
    }
    return true;
  }

  private static float[] copy(INDArray ordered) {
    float[] numbers = new float[Math.toIntExact(ordered.length())];
    new FloatPointer(ordered.data().addressPointer()).position(0).get(numbers);
    return numbers;
  }
}
