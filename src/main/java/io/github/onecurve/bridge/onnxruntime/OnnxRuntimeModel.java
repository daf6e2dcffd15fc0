package io.github.onecurve.bridge.onnxruntime;

import io.github.onecurve.model.Model;
import io.github.onecurve.model.RowMajor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Any ONNX file as a black box, whatever operations it holds: ONNX Runtime computes the logits.
 *
 * <p>Any number of threads may call it at once. It holds native memory until it is closed; closing
 * waits for calls that are under way.
 */
public final class OnnxRuntimeModel implements Model, AutoCloseable {
  private static final String LIBRARY = "ai.onnxruntime.OrtEnvironment";
  private static final float SLACK = 1e-5f;

  private final Session session;
  private final OnnxRuntimeOptions options;
  private final String name;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private OnnxRuntimeModel(Session session, OnnxRuntimeOptions options, String name) {
    this.session = session;
    this.options = options;
    this.name = name;
  }

  /**
   * Opens a file whose logits are its only output, or its first float output {@code [n, classes]}.
   *
   * @throws IOException as {@link #open(Path, OnnxRuntimeOptions)} says
   * @throws IllegalStateException as said there
   */
  public static OnnxRuntimeModel open(Path file) throws IOException {
    return open(file, OnnxRuntimeOptions.standard());
  }

  /**
   * Opens a file.
   *
   * @throws IOException if there is no such file, ONNX Runtime cannot open it, or its input and
   *     output are not what a model needs; the message says what to do
   * @throws IllegalStateException if ONNX Runtime is not on the class path or has no natives for
   *     this machine
   */
  public static OnnxRuntimeModel open(Path file, OnnxRuntimeOptions options) throws IOException {
    Objects.requireNonNull(options, "expected options, found null: leave them out for standard");
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          String.format(
              "expected an ONNX file at %s, found %s: give the path of the file",
              file, Files.isDirectory(file) ? "a folder" : "none"));
    }
    requireLibrary();
    return new OnnxRuntimeModel(Session.open(file, options), options, file.toString());
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }

  /**
   * The logits of a batch.
   *
   * @param inputs {@code [n, …]} as the file's input says, or {@code [n, width]} with the rows
   *     flattened; float32, and cast to what the file asks for: float64, float16, int32 or int64
   * @return {@code [n, classes]}, or {@code [n, 1]} where the file has one output number a row; an
   *     output of more axes is flattened row by row
   * @throws IllegalArgumentException if the shape differs, an input is NaN and {@link
   *     OnnxRuntimeOptions#nanIsMissing()} was not asked for, or the file asks for whole numbers
   *     and finds others
   * @throws IllegalStateException if this model is closed, or ONNX Runtime fails
   */
  @Override
  public INDArray logits(INDArray inputs) {
    long[] shape = session.input().batch(inputs.shape());
    if (inputs.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "inputs must be float32, found "
              + inputs.dataType()
              + ": cast them with castTo(DataType.FLOAT)");
    }
    float[] rows = RowMajor.of(inputs);
    requireNumbers(rows, shape);
    int n = Math.toIntExact(shape[0]);
    float[] answers = run(rows, shape);
    if (!options.isProbabilities()) {
      return Nd4j.create(answers, new long[] {n, answers.length / n}, 'c');
    }
    return Model.ofProbabilities(same -> probabilities(answers, n)).logits(inputs);
  }

  /** Frees the native memory; calls after it are refused. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public String toString() {
    return String.format(
        "ONNX Runtime model %s: %s → \"%s\"%s",
        name,
        session.input(),
        session.output(),
        options.isProbabilities() ? ", probabilities taken as logits" : "");
  }

  private float[] run(float[] rows, long[] shape) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            "expected an open model, found that " + name + " is closed: open the file again");
      }
      return session.run(rows, shape);
    } finally {
      lock.readLock().unlock();
    }
  }

  private void requireNumbers(float[] rows, long[] shape) {
    int width = rows.length / Math.toIntExact(shape[0]);
    for (int i = 0; i < rows.length && !options.isNanMissing(); i++) {
      if (Float.isNaN(rows[i])) {
        throw new IllegalArgumentException(
            String.format(
                "inputs must be numbers, found NaN in row %d, input %d: fill or drop missing"
                    + " values, or ask for nanIsMissing() where the model knows them",
                i / width, i % width));
      }
    }
  }

  /** Sums of many votes end a little above 1. */
  private float[][] probabilities(float[] answers, int n) {
    int classes = answers.length / n;
    float[][] rows = new float[n][];
    for (int row = 0; row < n; row++) {
      rows[row] = Arrays.copyOfRange(answers, row * classes, (row + 1) * classes);
      for (int c = 0; c < classes; c++) {
        float p = rows[row][c];
        if (!(p >= -SLACK && p <= 1 + SLACK)) {
          throw new IllegalStateException(
              String.format(
                  "expected probabilities in [0, 1] as output \"%s\", found %s in row %d: leave"
                      + " probabilities() out if they are logits",
                  session.output(), p, row));
        }
        rows[row][c] = Math.max(0, Math.min(1, p));
      }
    }
    return rows;
  }

  /** Looks for the class before any native code is loaded. */
  private static void requireLibrary() {
    try {
      Class.forName(LIBRARY, false, OnnxRuntimeModel.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "expected ONNX Runtime on the class path, found none: add the dependency"
              + " com.microsoft.onnxruntime:onnxruntime:1.20.0, in a pom <dependency>"
              + "<groupId>com.microsoft.onnxruntime</groupId><artifactId>onnxruntime</artifactId>"
              + "<version>1.20.0</version></dependency>",
          e);
    }
  }
}
