package io.github.onecurve.model;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model that is a function of plain rows. */
record RowFunction(UnaryOperator<float[][]> function, boolean probabilities) implements Model {
  RowFunction {
    Objects.requireNonNull(function, "expected a function of rows, found null");
  }

  @Override
  public INDArray logits(INDArray inputs) {
    int n = (int) inputs.size(0);
    float[][] rows = rows(inputs, n);
    float[][] answers = function.apply(rows);
    if (answers == null || answers.length != n) {
      throw new IllegalStateException(
          "expected the model to answer "
              + n
              + " rows with as many, found "
              + (answers == null ? "null" : answers.length));
    }
    return Nd4j.createFromArray(logits(answers));
  }

  /** The inputs as plain rows, copied at once: a view for each row would cost more than a model. */
  private static float[][] rows(INDArray inputs, int n) {
    float[] flat = RowMajor.of(inputs);
    int width = flat.length / n;
    float[][] rows = new float[n][];
    for (int row = 0; row < n; row++) {
      rows[row] = Arrays.copyOfRange(flat, row * width, (row + 1) * width);
    }
    return rows;
  }

  /** The answers as logits, copied: the function may keep what it gave. */
  private float[][] logits(float[][] answers) {
    float[][] logits = new float[answers.length][];
    for (int row = 0; row < answers.length; row++) {
      if (answers[row] == null || answers[row].length != answers[0].length) {
        throw new IllegalStateException(
            "expected an answer of one width for every row, found "
                + (answers[row] == null ? "null" : answers[row].length + " numbers")
                + " in row "
                + row);
      }
      logits[row] = probabilities ? logarithms(answers[row]) : answers[row].clone();
    }
    return logits;
  }

  /** One probability alone is that of the second of two classes: its log-odds are the logit z. */
  private static float[] logarithms(float[] answer) {
    float[] logits = new float[answer.length];
    for (int c = 0; c < answer.length; c++) {
      double logarithm = logarithm(answer[c]);
      logits[c] = (float) (answer.length == 1 ? logarithm - logarithm(1.0 - answer[c]) : logarithm);
    }
    return logits;
  }

  private static double logarithm(double probability) {
    if (probability < 0 || probability > 1) {
      throw new IllegalStateException(
          "expected probabilities in [0, 1], found "
              + (float) probability
              + ": use Model.ofRows for a function that gives logits");
    }
    return Math.log(Math.max(probability, Float.MIN_NORMAL));
  }
}
