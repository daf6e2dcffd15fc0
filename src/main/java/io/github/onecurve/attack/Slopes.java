package io.github.onecurve.attack;

import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Differentiable;
import io.github.onecurve.model.Logits;
import io.github.onecurve.model.RowMajor;
import io.github.onecurve.network.Network;
import java.util.Arrays;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The slope of each row's loss in its inputs, and the logits met on the way. */
final class Slopes {
  private final Differentiable model;
  private final int classes;
  private final Loss loss;

  Slopes(Differentiable model, int classes, Loss loss) {
    this.model = model;
    this.classes = classes;
    this.loss = loss;
  }

  /**
   * Asks the model; one that is not safe for many threads is asked by one at a time.
   *
   * @param heard hears the logits, once
   * @return {@code [n · width]}
   */
  float[] at(Rows rows, int[] labels, Consumer<Logits> heard) {
    if (model.isThreadSafe()) {
      return ask(rows, labels, heard);
    }
    synchronized (model) {
      return ask(rows, labels, heard);
    }
  }

  private float[] ask(Rows rows, int[] labels, Consumer<Logits> heard) {
    if (model instanceof Network network) {
      return network.inputGradient(
          rows.inputs(), rows.size(), logits -> slopes(logits, labels, heard));
    }
    int[] rowShape = rows.rowShape();
    long[] shape = new long[rowShape.length + 1];
    shape[0] = rows.size();
    for (int axis = 0; axis < rowShape.length; axis++) {
      shape[axis + 1] = rowShape[axis];
    }
    try (INDArray inputs = Nd4j.create(rows.inputs(), shape, 'c');
        INDArray gradient = model.inputGradient(inputs, logits -> slopes(logits, labels, heard))) {
      if (gradient == null || gradient.length() != inputs.length()) {
        throw new IllegalStateException(
            String.format(
                "expected the model's input gradient to have the shape of its inputs %s, found %s",
                Arrays.toString(shape),
                gradient == null ? "null" : Arrays.toString(gradient.shape())));
      }
      return RowMajor.of(gradient);
    }
  }

  private INDArray slopes(INDArray logits, int[] labels, Consumer<Logits> heard) {
    int columns = columns(logits.length(), labels.length);
    if (logits.length() != (long) labels.length * columns) {
      throw new IllegalStateException(
          String.format(
              "expected the model to answer with logits [%d, %d], found %s",
              labels.length, classes, Arrays.toString(logits.shape())));
    }
    return Nd4j.create(slopes(RowMajor.of(logits), labels, heard), logits.shape(), 'c');
  }

  /** One column stands for two. */
  private int columns(long numbers, int rows) {
    return classes == 2 && numbers == rows ? 1 : classes;
  }

  private float[] slopes(float[] flat, int[] labels, Consumer<Logits> heard) {
    int columns = columns(flat.length, labels.length);
    float[] wide = new float[labels.length * classes];
    float[] slopes = new float[flat.length];
    for (int i = 0; i < labels.length; i++) {
      float[] own = new float[classes];
      System.arraycopy(flat, i * columns, own, classes - columns, columns);
      System.arraycopy(own, 0, wide, i * classes, classes);
      float[] slope = loss.gradient(own, labels[i]);
      System.arraycopy(slope, classes - columns, slopes, i * columns, columns);
    }
    heard.accept(Logits.of(wide, classes));
    return slopes;
  }
}
