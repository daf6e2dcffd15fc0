package io.github.onecurve.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads rows from NumPy array files (formats 1.0 to 3.0), also compressed with gzip: booleans,
 * integers, and floats of 16 to 64 bits, in either order of bytes and of axes. The first axis
 * counts the rows.
 *
 * <p>Numbers stay as they are, rounded to float32; none is scaled. Every method throws {@link
 * IOException} where the file cannot be read, of the kind {@link FileFormatException} where it is
 * not as it should be: memory is bounded by what the file can hold, whatever its header claims. No
 * pickle is ever opened.
 *
 * <p>Source: NumPy's {@code numpy.lib.format}, NEP 1.
 */
public final class Npy {
  static final String KIND = "an NPY file";

  private static final int MAGIC = 0x934e554d;
  private static final int MAGIC_REST = 0x5059;
  private static final int LONGEST_HEADER = 1 << 16;

  private Npy() {}

  /**
   * Rows with their labels; the classes are named {@code "0"}, {@code "1"}, … up to the largest
   * label.
   *
   * @param labels whole numbers, {@code [n]} or {@code [n, 1]}
   * @param rowShape the shape of one row of inputs, such as {@code 784} or {@code 1, 28, 28}; none
   *     for that of the file
   */
  public static LabelledRows read(Path inputs, Path labels, int... rowShape) throws IOException {
    return read(inputs, labels, List.of(), rowShape);
  }

  /**
   * Rows with their labels.
   *
   * @param labels whole numbers, {@code [n]} or {@code [n, 1]}
   * @param classNames in the order of the labels
   * @param rowShape the shape of one row of inputs; none for that of the file
   */
  public static LabelledRows read(
      Path inputs, Path labels, List<String> classNames, int... rowShape) throws IOException {
    return table(inputs).labelled(table(labels), classNames, rowShape);
  }

  /**
   * Rows without labels.
   *
   * @param rowShape the shape of one row of inputs; none for that of the file
   */
  public static Rows readUnlabelled(Path inputs, int... rowShape) throws IOException {
    return table(inputs).rows(rowShape);
  }

  /** The numbers of a file with their shape. */
  public static Tensor tensor(Path path) throws IOException {
    return table(path).tensor();
  }

  private static NumberTable table(Path path) throws IOException {
    try (NumberFile file = NumberFile.open(path, KIND)) {
      return table(file);
    }
  }

  static NumberTable table(NumberFile file) throws IOException {
    NpyHeader header = header(file);
    int[] shape = header.axes();
    float[] numbers = file.numbers(header.type(), shape, header.order());
    return new NumberTable(
        file.name(), shape, header.fortranOrder() ? rowMajor(numbers, shape) : numbers);
  }

  private static NpyHeader header(NumberFile file) throws IOException {
    ByteBuffer head = file.header(8, ByteOrder.BIG_ENDIAN);
    if (head.getInt() != MAGIC || head.getShort() != MAGIC_REST) {
      throw file.fault(
          "expected an NPY file, which begins with \\x93NUMPY, found something else: write it with"
              + " numpy.save");
    }
    int version = head.get();
    int minor = head.get();
    if (version < 1 || version > 3 || minor != 0) {
      throw file.fault(
          String.format("expected NPY format 1.0, 2.0 or 3.0, found %d.%d", version, minor));
    }
    int length =
        version == 1
            ? file.header(2, ByteOrder.LITTLE_ENDIAN).getShort() & 0xffff
            : file.header(4, ByteOrder.LITTLE_ENDIAN).getInt();
    if (length < 0 || length > LONGEST_HEADER) {
      throw file.fault(
          String.format(
              "expected a header of at most %d bytes, found %d",
              LONGEST_HEADER, Integer.toUnsignedLong(length)));
    }
    byte[] text = file.header(length, ByteOrder.LITTLE_ENDIAN).array();
    return NpyHeader.parse(
        file,
        new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
  }

  /** Numbers whose first axis runs fastest, put in the order in which the last one does. */
  private static float[] rowMajor(float[] numbers, int[] shape) {
    float[] ordered = new float[numbers.length];
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    int[] at = new int[shape.length];
    int from = 0;
    for (int to = 0; to < ordered.length; to++) {
      ordered[to] = numbers[from];
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        from += strides[axis];
        if (++at[axis] < shape[axis]) {
          break;
        }
        from -= shape[axis] * strides[axis];
        at[axis] = 0;
      }
    }
    return ordered;
  }
}
