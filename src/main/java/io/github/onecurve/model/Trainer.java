package io.github.onecurve.model;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import java.util.Optional;

/** Makes a model out of labelled rows, with its own defaults. */
@FunctionalInterface
public interface Trainer {
  /**
   * Trains from scratch; same rows, weights and seed, same model to the bit.
   *
   * @param weights one a row; 1 is an ordinary row
   * @param seed of the initialisation and of the order of the rows
   */
  Model train(LabelledRows rows, RowWeights weights, long seed);

  /** Trains on from a model, where this trainer can; empty where it cannot. */
  default Optional<Model> continueFrom(
      Model start, LabelledRows rows, RowWeights weights, long seed) {
    return Optional.empty();
  }

  /** Whether many threads may train with this trainer at once; if not, one at a time does. */
  default boolean isThreadSafe() {
    return false;
  }
}
