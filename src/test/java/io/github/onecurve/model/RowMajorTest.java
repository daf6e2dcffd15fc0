package io.github.onecurve.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class RowMajorTest {
  @ParameterizedTest
  @ValueSource(strings = {"FLOAT", "DOUBLE"})
  void axesInAnotherOrderAreReadInTheirNewOrder(DataType type) {
    try (INDArray pictures = counted(type, 2, 3, 4, 5);
        INDArray lines = counted(type, 2, 3, 4);
        INDArray single = counted(type, 2, 1, 4)) {
      assertInOrder(pictures.permute(0, 3, 1, 2));
      assertInOrder(pictures.permute(0, 2, 3, 1));
      assertInOrder(lines.permute(0, 2, 1));
      assertInOrder(lines.permute(1, 0, 2));
      assertInOrder(single.permute(0, 2, 1));
      assertInOrder(single.permute(1, 0, 2));
    }
  }

  @Test
  void columnMajorArraysAndViewsAreReadInOrder() {
    try (INDArray lines = counted(DataType.FLOAT, 4, 3, 5);
        INDArray columnMajor = lines.dup('f')) {
      assertInOrder(columnMajor);
      assertInOrder(lines.get(NDArrayIndex.interval(2, 4)));
      assertInOrder(lines.get(NDArrayIndex.interval(0, 2)));
      assertInOrder(lines.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2)));
    }
  }

  private static INDArray counted(DataType type, long... shape) {
    int size = 1;
    for (long axis : shape) {
      size *= (int) axis;
    }
    float[] numbers = new float[size];
    IntStream.range(0, size).forEach(i -> numbers[i] = i + 1);
    return Nd4j.create(numbers, shape, 'c').castTo(type);
  }

  /** Number by number, each asked for by its indices. */
  private static void assertInOrder(INDArray array) {
    long[] shape = array.shape();
    float[] expected = new float[(int) array.length()];
    for (int flat = 0; flat < expected.length; flat++) {
      long[] indices = new long[shape.length];
      long rest = flat;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        indices[axis] = rest % shape[axis];
        rest /= shape[axis];
      }
      expected[flat] = (float) array.getDouble(indices);
    }
    assertArrayEquals(expected, RowMajor.of(array));
  }
}
