package io.github.onecurve.model;

import io.github.onecurve.data.Fingerprint;
import io.github.onecurve.data.Rows;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a model answered to some rows: logits {@code [n, classes]}, immutable; NaN may occur. */
public final class Logits {
  private final int classes;
  private final float[] values;

  private Logits(int classes, float[] values) {
    this.classes = classes;
    this.values = values;
  }

  /**
   * Asks a model about rows, as {@code batching} says; a model that is not safe for many threads is
   * asked by one at a time.
   *
   * @throws IllegalStateException if an answer is not {@code [rows of the block, classes]} (one
   *     column z is widened to {@code [0, z]} where there are two classes)
   */
  public static Logits of(Model model, Rows rows, int classes, Batching batching) {
    if (model.isThreadSafe()) {
      return answers(model, rows, classes, batching);
    }
    synchronized (model) {
      return answers(model, rows, classes, batching);
    }
  }

  /** Asks a model about rows, in large blocks. */
  public static Logits of(Model model, Rows rows, int classes) {
    return of(model, rows, classes, Batching.free());
  }

  private static Logits answers(Model model, Rows rows, int classes, Batching batching) {
    float[] values = new float[rows.size() * classes];
    for (int from = 0; from < rows.size(); from += batching.block()) {
      int to = Math.min(from + batching.block(), rows.size());
      int asked = batching.padded() ? batching.block() : to - from;
      float[] inputs = new float[asked * rows.width()];
      rows.copyInputs(from, to, inputs);
      float[] answer = ask(model, inputs, asked, rows.rowShape(), classes);
      System.arraycopy(answer, 0, values, from * classes, (to - from) * classes);
    }
    return new Logits(classes, values);
  }

  /** Logits given as numbers, {@code [n, classes]} row-major; copied. */
  public static Logits of(float[] values, int classes) {
    return new Logits(classes, values.clone());
  }

  private static float[] ask(Model model, float[] inputs, int n, int[] rowShape, int classes) {
    long[] shape = new long[rowShape.length + 1];
    shape[0] = n;
    for (int axis = 0; axis < rowShape.length; axis++) {
      shape[axis + 1] = rowShape[axis];
    }
    try (INDArray batch = Nd4j.create(inputs, shape, 'c');
        INDArray answer = model.logits(batch)) {
      return toRows(answer, n, classes);
    }
  }

  private static float[] toRows(INDArray answer, int n, int classes) {
    boolean widened = classes == 2 && answer != null && isOneColumn(answer.shape(), n);
    long[] expected = {n, classes};
    if (answer == null || !(widened || Arrays.equals(answer.shape(), expected))) {
      throw new IllegalStateException(
          String.format(
              "expected the model to answer with logits %s, found %s",
              Arrays.toString(expected),
              answer == null ? "null" : Arrays.toString(answer.shape())));
    }
    float[] flat = RowMajor.of(answer);
    if (!widened) {
      return flat;
    }
    float[] both = new float[2 * n];
    for (int row = 0; row < n; row++) {
      both[2 * row + 1] = flat[row];
    }
    return both;
  }

  /** Whether a shape is [n] or [n, 1]. */
  private static boolean isOneColumn(long[] shape, int n) {
    boolean flat = shape.length == 1 || (shape.length == 2 && shape[1] == 1);
    return flat && shape[0] == n;
  }

  /**
   * These logits with those of each row whose inputs equal those of the row before it replaced by
   * that row's: a system maps an input to one decision, and the place among equal rows, which are
   * kept in the order of their labels, must tell it nothing.
   *
   * @param rows that these are the logits of
   */
  public Logits equalRowsAlike(Rows rows) {
    float[] alike = values.clone();
    for (int row = 1; row < rows.size(); row++) {
      if (rows.sameInputs(row - 1, row)) {
        System.arraycopy(alike, (row - 1) * classes, alike, row * classes, classes);
      }
    }
    return new Logits(classes, alike);
  }

  /** The logits of some of the rows, in the order given. */
  public Logits select(int... rows) {
    float[] some = new float[rows.length * classes];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * classes, some, i * classes, classes);
    }
    return new Logits(classes, some);
  }

  /** The number of rows. */
  public int size() {
    return values.length / classes;
  }

  /** The number of classes. */
  public int classes() {
    return classes;
  }

  /** The logit of a class for a row. */
  public float get(int row, int c) {
    return values[row * classes + c];
  }

  /** A copy of a row's logits, {@code [classes]}. */
  public float[] row(int row) {
    return Arrays.copyOfRange(values, row * classes, (row + 1) * classes);
  }

  /** Whether a row's logits are all numbers. */
  public boolean isNumber(int row) {
    for (int c = 0; c < classes; c++) {
      if (Float.isNaN(get(row, c))) {
        return false;
      }
    }
    return true;
  }

  /** The class of a row's largest logit; ties to the lowest. */
  public int argmax(int row) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (get(row, c) > get(row, best)) {
        best = c;
      }
    }
    return best;
  }

  /** A row's softmax, {@code [classes]}, in float64; infinite logits share all probability. */
  public double[] softmax(int row) {
    double largest = get(row, argmax(row));
    double[] probabilities = new double[classes];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      probabilities[c] = get(row, c) == largest ? 1 : Math.exp(get(row, c) - largest);
      sum += probabilities[c];
    }
    for (int c = 0; c < classes; c++) {
      probabilities[c] /= sum;
    }
    return probabilities;
  }

  /** A row's largest softmax probability. */
  public double confidence(int row) {
    return softmax(row)[argmax(row)];
  }

  /** SHA-256 over the logits, 64 hexadecimal digits. */
  public String fingerprint() {
    return Fingerprint.start().add(classes).add(values).hex();
  }
}
