package io.github.onecurve.model;

import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model that knows the slope of its logits in its inputs. */
public interface Differentiable extends Model {
  /**
   * The gradient of a scalar of the logits with respect to the inputs: one forward pass, one
   * backward pass.
   *
   * @param inputs {@code [n, …]}, float32
   * @param gradientAtLogits from the logits {@code [n, classes]} to the scalar's gradient at them,
   *     of the same shape; called once, between the passes
   * @return the gradient, of the shape of the inputs; the caller owns and closes it
   */
  INDArray inputGradient(INDArray inputs, UnaryOperator<INDArray> gradientAtLogits);
}
