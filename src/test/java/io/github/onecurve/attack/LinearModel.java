package io.github.onecurve.attack;

import io.github.onecurve.model.Differentiable;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Logits W·x in plain loops, so that the strongest perturbation is known in closed form. */
final class LinearModel implements Differentiable {
  private final float[][] weights;

  LinearModel(float[]... weights) {
    this.weights = weights;
  }

  @Override
  public INDArray logits(INDArray inputs) {
    int n = (int) inputs.size(0);
    int width = weights[0].length;
    float[] x = inputs.data().asFloat();
    float[] logits = new float[n * weights.length];
    for (int row = 0; row < n; row++) {
      for (int c = 0; c < weights.length; c++) {
        for (int i = 0; i < width; i++) {
          logits[row * weights.length + c] += weights[c][i] * x[row * width + i];
        }
      }
    }
    return Nd4j.create(logits, new long[] {n, weights.length}, 'c');
  }

  @Override
  public INDArray inputGradient(INDArray inputs, UnaryOperator<INDArray> gradientAtLogits) {
    int n = (int) inputs.size(0);
    int width = weights[0].length;
    float[] back;
    try (INDArray logits = logits(inputs);
        INDArray slopes = gradientAtLogits.apply(logits)) {
      back = slopes.data().asFloat();
    }
    float[] gradient = new float[n * width];
    for (int row = 0; row < n; row++) {
      for (int c = 0; c < weights.length; c++) {
        for (int i = 0; i < width; i++) {
          gradient[row * width + i] += weights[c][i] * back[row * weights.length + c];
        }
      }
    }
    return Nd4j.create(gradient, new long[] {n, width}, 'c');
  }
}
