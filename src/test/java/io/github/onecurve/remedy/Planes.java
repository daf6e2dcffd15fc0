package io.github.onecurve.remedy;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.model.Differentiable;
import io.github.onecurve.model.Model;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Logits W·x of eight inputs, in plain loops, with or without slopes, counting what it is asked.
 */
final class Planes implements Differentiable {
  static final int WIDTH = 8;
  static final List<String> CLASSES = List.of("a", "b", "c");

  final AtomicLong rowsAsked = new AtomicLong();
  private final float[][] weights;
  private final UnaryOperator<float[]> seen;

  private Planes(UnaryOperator<float[]> seen, float[]... weights) {
    this.seen = seen;
    this.weights = weights;
  }

  /** Class 0 scores nothing, class c the sum of its inputs times a weight. */
  static Planes of(float[]... weights) {
    return new Planes(x -> x, weights);
  }

  /** Three classes drawn at random. */
  static Planes drawn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] weights = new float[3][WIDTH];
    for (float[] line : weights) {
      for (int i = 0; i < WIDTH; i++) {
        line[i] = (float) random.nextGaussian();
      }
    }
    return of(weights);
  }

  /** Rows drawn at random, labelled as the planes decide. */
  LabelledRows rows(long seed, int n) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] inputs = new float[n][WIDTH];
    int[] labels = new int[n];
    for (int row = 0; row < n; row++) {
      for (int i = 0; i < WIDTH; i++) {
        inputs[row][i] = (float) random.nextGaussian();
      }
      float[] z = logits(inputs[row]);
      for (int c = 1; c < z.length; c++) {
        labels[row] = z[c] > z[labels[row]] ? c : labels[row];
      }
    }
    return LabelledRows.of(inputs, labels, CLASSES.subList(0, weights.length));
  }

  /** The same answers to inputs rounded to whole steps, and no slope anywhere. */
  Planes rounding(float step) {
    return new Planes(
        x -> {
          float[] rounded = new float[x.length];
          for (int i = 0; i < x.length; i++) {
            rounded[i] = step * Math.round(x[i] / step);
          }
          return rounded;
        },
        weights);
  }

  /** The same decisions by logits so far apart that the cross-entropy is flat. */
  Planes times(float factor) {
    float[][] larger = new float[weights.length][WIDTH];
    for (int c = 0; c < weights.length; c++) {
      for (int i = 0; i < WIDTH; i++) {
        larger[c][i] = factor * weights[c][i];
      }
    }
    return of(larger);
  }

  /** The same answers without slopes to ask for. */
  Model opaque() {
    return Model.ofRows(rows -> Arrays.stream(rows).map(this::logits).toArray(float[][]::new));
  }

  float[] logits(float[] row) {
    float[] x = seen.apply(row);
    float[] z = new float[weights.length];
    for (int c = 0; c < z.length; c++) {
      for (int i = 0; i < x.length; i++) {
        z[c] += weights[c][i] * x[i];
      }
    }
    return z;
  }

  @Override
  public INDArray logits(INDArray inputs) {
    int n = (int) inputs.size(0);
    rowsAsked.addAndGet(n);
    float[] x = inputs.data().asFloat();
    float[] all = new float[n * weights.length];
    for (int row = 0; row < n; row++) {
      float[] z = logits(Arrays.copyOfRange(x, row * WIDTH, (row + 1) * WIDTH));
      System.arraycopy(z, 0, all, row * z.length, z.length);
    }
    return Nd4j.create(all, new long[] {n, weights.length}, 'c');
  }

  @Override
  public INDArray inputGradient(INDArray inputs, UnaryOperator<INDArray> gradientAtLogits) {
    int n = (int) inputs.size(0);
    float[] back;
    try (INDArray logits = logits(inputs);
        INDArray slopes = gradientAtLogits.apply(logits)) {
      back = slopes.data().asFloat();
    }
    float[] gradient = new float[n * WIDTH];
    boolean rounds = seen.apply(new float[] {0.26f})[0] != 0.26f;
    for (int row = 0; row < n && !rounds; row++) {
      for (int c = 0; c < weights.length; c++) {
        for (int i = 0; i < WIDTH; i++) {
          gradient[row * WIDTH + i] += back[row * weights.length + c] * weights[c][i];
        }
      }
    }
    return Nd4j.create(gradient, inputs.shape(), 'c');
  }
}
