package io.github.onecurve.network;

import io.github.onecurve.model.RowMajor;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Carries batches between ND4J's arrays and plain ones; the only door to ND4J in this room. */
final class Exchange {
  private Exchange() {}

  /**
   * The rows of a batch, {@code [n, width]} row-major.
   *
   * @throws IllegalArgumentException if the batch is not float32 or its rows not of that shape
   */
  static float[] read(INDArray inputs, String what, int[] rowShape) {
    int width = Plan.width(rowShape);
    if (inputs.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          String.format(
              "%s must be float32, found %s: cast them with castTo(DataType.FLOAT)",
              what, inputs.dataType()));
    }
    long[] shape = inputs.shape();
    if (shape.length < 2 || shape[0] < 1 || !fits(shape, rowShape, width)) {
      throw new IllegalArgumentException(
          String.format(
              "%s must be [n, %s] with n ≥ 1, found %s",
              what, Arrays.toString(rowShape).replaceAll("[\\[\\]]", ""), Arrays.toString(shape)));
    }
    return RowMajor.of(inputs);
  }

  /** A new array of these numbers. */
  static INDArray write(float[] rows, long... shape) {
    Backend.ready();
    return Nd4j.create(rows, shape, 'c');
  }

  private static boolean fits(long[] shape, int[] rowShape, int width) {
    if (shape.length == 2 && shape[1] == width) {
      return true;
    }
    return shape.length == rowShape.length + 1
        && Arrays.equals(
            Arrays.copyOfRange(shape, 1, shape.length),
            Arrays.stream(rowShape).asLongStream().toArray());
  }
}
