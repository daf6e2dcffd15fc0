package io.github.onecurve.model;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A batch on its way into somebody else's library: checked, and copied, since libraries keep, close
 * or change what they are given.
 *
 * <p>Internal: public for bridges, which lie in other rooms.
 */
public final class BatchCopy {
  private BatchCopy() {}

  /**
   * A row-major copy of a batch.
   *
   * @param inputs {@code [n, …]}, float32
   * @param rowShape the shape that a row must have; rows may also come flat. None where the library
   *     does not say
   * @throws IllegalArgumentException if the type or shape differs, or an input is NaN
   */
  public static INDArray of(INDArray inputs, long... rowShape) {
    long[] shape = inputs.shape();
    if (inputs.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "inputs must be float32, found "
              + inputs.dataType()
              + ": cast them with castTo(DataType.FLOAT)");
    }
    if (shape.length < 2 || shape[0] < 1 || !fits(shape, rowShape)) {
      throw new IllegalArgumentException(
          String.format(
              "inputs must be [n, %s] with n ≥ 1, found %s",
              rowShape.length == 0 ? "…" : Arrays.toString(rowShape).replaceAll("[\\[\\]]", ""),
              Arrays.toString(shape)));
    }
    float[] rows = RowMajor.of(inputs);
    int width = rows.length / Math.toIntExact(shape[0]);
    for (int i = 0; i < rows.length; i++) {
      if (Float.isNaN(rows[i])) {
        throw new IllegalArgumentException(
            String.format(
                "inputs must be numbers, found NaN in row %d, input %d: fill or drop missing values",
                i / width, i % width));
      }
    }
    long[] copied = shape.clone();
    if (rowShape.length > 0) {
      copied = new long[rowShape.length + 1];
      copied[0] = shape[0];
      System.arraycopy(rowShape, 0, copied, 1, rowShape.length);
    }
    return Nd4j.create(rows, copied, 'c');
  }

  private static boolean fits(long[] shape, long[] rowShape) {
    boolean flat =
        shape.length == 2 && shape[1] == Arrays.stream(rowShape).reduce(1, (a, b) -> a * b);
    return rowShape.length == 0
        || flat
        || Arrays.equals(Arrays.copyOfRange(shape, 1, shape.length), rowShape);
  }
}
