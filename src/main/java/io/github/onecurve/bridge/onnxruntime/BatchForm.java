package io.github.onecurve.bridge.onnxruntime;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** What shape a file's input has, some axes of it open. */
final class BatchForm {
  private final String name;
  private final long[] shape;

  /**
   * @param shape of the whole batch, −1 for an axis that the caller chooses
   */
  BatchForm(String name, long... shape) {
    this.name = name;
    this.shape = shape.clone();
  }

  String name() {
    return name;
  }

  /** The only number of rows that the file takes; empty if any. */
  OptionalInt fixedRows() {
    return shape[0] > 0 ? OptionalInt.of(Math.toIntExact(shape[0])) : OptionalInt.empty();
  }

  /**
   * The shape in which a batch is given to the file.
   *
   * @param found {@code [n, …]} as the file says, or {@code [n, width]}
   * @throws IllegalArgumentException if the batch does not fit
   */
  long[] batch(long[] found) {
    if (found.length > 0 && found[0] >= 1) {
      if (fits(found)) {
        return found.clone();
      }
      long[] unfolded = unfolded(found);
      if (unfolded.length > 0) {
        return unfolded;
      }
    }
    throw new IllegalArgumentException(
        String.format("inputs must be %s with n ≥ 1, found %s", axes("n"), Arrays.toString(found)));
  }

  private boolean fits(long[] found) {
    boolean fits = found.length == shape.length;
    for (int axis = 1; fits && axis < shape.length; axis++) {
      fits = shape[axis] < 0 || shape[axis] == found[axis];
    }
    return fits;
  }

  /** Rows that were flattened, in their own shape; empty if they do not fill it. */
  private long[] unfolded(long[] found) {
    long width = Arrays.stream(found).skip(1).reduce(1, (a, b) -> a * b);
    long known = Arrays.stream(shape).skip(1).filter(axis -> axis > 0).reduce(1, (a, b) -> a * b);
    long open = Arrays.stream(shape).skip(1).filter(axis -> axis < 0).count();
    boolean flat = found.length == 2 || shape.length == 1;
    if (!flat || open > 1 || width % known != 0 || (open == 0 && width != known)) {
      return new long[0];
    }
    long[] unfolded = shape.clone();
    unfolded[0] = found[0];
    for (int axis = 1; axis < shape.length; axis++) {
      unfolded[axis] = shape[axis] < 0 ? width / known : shape[axis];
    }
    return unfolded;
  }

  private String axes(String rows) {
    return Arrays.stream(shape)
        .skip(1)
        .mapToObj(axis -> axis < 0 ? "any" : Long.toString(axis))
        .collect(Collectors.joining(", ", "[" + rows + (shape.length > 1 ? ", " : ""), "]"));
  }

  @Override
  public String toString() {
    return "\"" + name + "\" " + axes(shape[0] < 0 ? "n" : Long.toString(shape[0]));
  }
}
