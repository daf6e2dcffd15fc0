package io.github.onecurve.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The numbers of a whole file with their shape, on their way to rows, labels or a tensor. */
final class NumberTable {
  private static final int MOST_NUMBERED_CLASSES = 1 << 16;

  private final String file;
  private final int[] shape;
  private final float[] numbers;

  /** Owns what it is given. */
  NumberTable(String file, int[] shape, float[] numbers) {
    this.file = file;
    this.shape = shape;
    this.numbers = numbers;
  }

  /** The numbers as they are; owned by the tensor from now on. */
  Tensor tensor() {
    return Tensor.owning(numbers, shape);
  }

  /**
   * A row for each entry of the first axis; the numbers are owned by the rows from now on.
   *
   * @param rowShape the shape of one row; none for that of the file
   */
  Rows rows(int... rowShape) throws FileFormatException {
    if (shape.length == 0 || numbers.length == 0) {
      throw new FileFormatException(
          file + ": expected an array with at least one row, found " + Arrays.toString(shape));
    }
    int[] own = shape.length == 1 ? new int[] {1} : Arrays.copyOfRange(shape, 1, shape.length);
    int[] asked = rowShape.length == 0 ? own : rowShape.clone();
    long width = 1;
    for (int axis : asked) {
      width = axis < 1 || width > numbers.length ? -1 : width * axis;
    }
    if (width != numbers.length / shape[0]) {
      throw new IllegalArgumentException(
          String.format(
              "%s has rows of %d numbers, shape %s, and cannot give rows of shape %s",
              file, numbers.length / shape[0], Arrays.toString(own), Arrays.toString(asked)));
    }
    return Rows.owning(numbers, shape[0], asked);
  }

  /**
   * Rows with the labels that another file holds.
   *
   * @param classNames none for "0", "1", … up to the largest label
   * @param rowShape the shape of one row; none for that of the file
   */
  LabelledRows labelled(NumberTable labels, List<String> classNames, int... rowShape)
      throws FileFormatException {
    Rows rows = rows(rowShape);
    int[] whole = labels.labels();
    if (whole.length != rows.size()) {
      throw new FileFormatException(
          String.format(
              "expected a label for each of the %d rows of %s, found %d in %s: do the files belong"
                  + " together?",
              rows.size(), file, whole.length, labels.file));
    }
    int most = Arrays.stream(whole).max().getAsInt();
    List<String> names = classNames.isEmpty() ? labels.numbered(most) : List.copyOf(classNames);
    if (most >= names.size()) {
      throw new FileFormatException(
          String.format(
              "%s: labels must be in [0, %d), one of %s, found %d",
              labels.file, names.size(), names, most));
    }
    return LabelledRows.of(rows, whole, names);
  }

  private int[] labels() throws FileFormatException {
    boolean flat = shape.length == 1 || (shape.length == 2 && shape[1] == 1);
    if (!flat || numbers.length == 0) {
      throw new FileFormatException(
          file + ": expected labels of shape [n] with n ≥ 1, found " + Arrays.toString(shape));
    }
    int[] labels = new int[numbers.length];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = (int) numbers[row];
      if (labels[row] != numbers[row] || labels[row] < 0) {
        throw new FileFormatException(
            String.format(
                "%s: expected whole numbers from 0 as labels, found %s in row %d",
                file, numbers[row], row));
      }
    }
    return labels;
  }

  private List<String> numbered(int most) throws FileFormatException {
    if (most >= MOST_NUMBERED_CLASSES) {
      throw new FileFormatException(
          String.format(
              "%s: expected labels below %d, found %d: give the names of the classes if it is"
                  + " right",
              file, MOST_NUMBERED_CLASSES, most));
    }
    return IntStream.rangeClosed(0, Math.max(most, 1)).mapToObj(String::valueOf).toList();
  }
}
