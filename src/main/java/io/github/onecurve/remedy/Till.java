package io.github.onecurve.remedy;

import io.github.onecurve.data.Slice;
import java.util.Optional;

/** Where a workshop gets labels from, and where they are charged. */
@FunctionalInterface
public interface Till {
  /** The labels that were bought before: charged already, and there to train on. */
  default Optional<WeightedRows> bought() {
    return Optional.empty();
  }

  /**
   * At most {@code labels} labelled rows of a slice; empty where the slice holds none.
   *
   * @throws NotExecutableException if there is no pool or the budget is spent
   */
  Optional<WeightedRows> buy(Slice slice, int labels);

  /** A till of a subject that has no pool. */
  static Till none() {
    return (slice, labels) -> {
      throw new NotExecutableException(
          "buying labels needs a pool that is not closed: give one with Subject.with(LabelPool)");
    };
  }
}
