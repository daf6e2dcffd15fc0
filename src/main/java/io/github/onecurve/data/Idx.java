package io.github.onecurve.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads rows from IDX files, the format of MNIST and its many relatives, also compressed with gzip:
 *
 * <pre>{@code
 * LabelledRows digits =
 *     Idx.read(Path.of("t10k-images-idx3-ubyte.gz"), Path.of("t10k-labels-idx1-ubyte.gz"), 1, 28, 28);
 * }</pre>
 *
 * <p>Inputs that are unsigned bytes become float32 in [0, 1], each divided by 255; inputs of other
 * types stay as they are, rounded to float32. Every method throws {@link IOException} where the
 * file cannot be read, of the kind {@link FileFormatException} where it is not as it should be:
 * memory is bounded by what the file can hold, whatever its header claims.
 *
 * <p>Source: the description of the format at the end of <a
 * href="http://yann.lecun.com/exdb/mnist/">the MNIST page</a> (LeCun, Cortes, Burges).
 */
public final class Idx {
  static final String KIND = "an IDX file";

  private static final int HEAD = 4;

  private Idx() {}

  /**
   * Rows with their labels; the classes are named {@code "0"}, {@code "1"}, … up to the largest
   * label.
   *
   * @param rowShape the shape of one row of inputs, such as {@code 784} or {@code 1, 28, 28}; none
   *     for that of the file
   */
  public static LabelledRows read(Path inputs, Path labels, int... rowShape) throws IOException {
    return read(inputs, labels, List.of(), rowShape);
  }

  /**
   * Rows with their labels.
   *
   * @param classNames in the order of the labels
   * @param rowShape the shape of one row of inputs; none for that of the file
   */
  public static LabelledRows read(
      Path inputs, Path labels, List<String> classNames, int... rowShape) throws IOException {
    return table(inputs, true).labelled(table(labels, false), classNames, rowShape);
  }

  /**
   * Rows without labels.
   *
   * @param rowShape the shape of one row of inputs; none for that of the file
   */
  public static Rows readUnlabelled(Path inputs, int... rowShape) throws IOException {
    return table(inputs, true).rows(rowShape);
  }

  /** The numbers of a file as they stand there: bytes are not scaled. */
  public static Tensor tensor(Path path) throws IOException {
    return table(path, false).tensor();
  }

  private static NumberTable table(Path path, boolean scaled) throws IOException {
    try (NumberFile file = NumberFile.open(path, KIND)) {
      return table(file, scaled);
    }
  }

  static NumberTable table(NumberFile file, boolean scaled) throws IOException {
    ByteBuffer head = file.header(HEAD, ByteOrder.BIG_ENDIAN);
    NumberType type = type(file, head.getInt(0));
    int[] shape = new int[head.get(HEAD - 1) & 0xff];
    ByteBuffer axes = file.header(Integer.BYTES * shape.length, ByteOrder.BIG_ENDIAN);
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = axes.getInt();
      if (shape[axis] < 0) {
        throw file.fault(
            String.format(
                "axis %d has %d entries, more than an array holds",
                axis, Integer.toUnsignedLong(shape[axis])));
      }
    }
    float[] numbers = file.numbers(type, shape, ByteOrder.BIG_ENDIAN);
    for (int i = 0; scaled && type == NumberType.UINT8 && i < numbers.length; i++) {
      numbers[i] /= 255;
    }
    return new NumberTable(file.name(), shape, numbers);
  }

  private static NumberType type(NumberFile file, int head) throws FileFormatException {
    NumberType type =
        switch (head >>> 8) {
          case 0x08 -> NumberType.UINT8;
          case 0x09 -> NumberType.INT8;
          case 0x0b -> NumberType.INT16;
          case 0x0c -> NumberType.INT32;
          case 0x0d -> NumberType.FLOAT32;
          case 0x0e -> NumberType.FLOAT64;
          default ->
              throw file.fault(
                  String.format(
                      "expected an IDX file, which begins with 0x0000 and a type in 0x08 to 0x0e,"
                          + " found 0x%08x",
                      head));
        };
    if ((head & 0xff) == 0) {
      throw file.fault("expected at least one axis, found none");
    }
    return type;
  }
}
