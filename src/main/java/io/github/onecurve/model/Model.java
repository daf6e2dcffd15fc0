package io.github.onecurve.model;

import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Anything that maps inputs to logits, one row to one row. */
@FunctionalInterface
public interface Model {
  /**
   * The logits of a batch.
   *
   * @param inputs {@code [n, …]}, float32; the caller owns it and it must not be changed
   * @return {@code [n, classes]}, float32, a new array that the caller owns and closes; a binary
   *     model may return one column z, which stands for the logits {@code [0, z]}
   */
  INDArray logits(INDArray inputs);

  /** Writes the logits of a batch into a kept buffer, {@code [n, classes]}. */
  default void logits(INDArray inputs, INDArray into) {
    try (INDArray fresh = logits(inputs)) {
      into.assign(fresh);
    }
  }

  /** Whether many threads may call this model at once; if not, one at a time does. */
  default boolean isThreadSafe() {
    return false;
  }

  /**
   * A model from a function of plain rows.
   *
   * @param logits from {@code [n][width]} to {@code [n][classes]}, or one column as {@link
   *     #logits(INDArray)} says
   */
  static Model ofRows(UnaryOperator<float[][]> logits) {
    return new RowFunction(logits, false);
  }

  /**
   * A model from a function that gives probabilities; their logarithms serve as logits, those of 0
   * as the logarithm of the smallest normal float.
   *
   * @param probabilities from {@code [n][width]} to {@code [n][classes]}, each in [0, 1]; a binary
   *     model may return one column, the probability of the second class
   */
  static Model ofProbabilities(UnaryOperator<float[][]> probabilities) {
    return new RowFunction(probabilities, true);
  }
}
