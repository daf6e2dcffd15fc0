package io.github.onecurve.remedy;

import java.util.Optional;

/** One change to the rows that a model is retrained on; changes apply in the order they stand. */
public sealed interface Change
    permits AcquireLabels, DiagnosisRows, Reweight, AugmentAdversarially {
  /**
   * The rows after this change.
   *
   * @param rows the rows so far; empty where there are no training rows and none were added yet
   */
  Optional<WeightedRows> apply(Optional<WeightedRows> rows, Workshop tools)
      throws InterruptedException;

  /** These rows with more behind them. */
  static Optional<WeightedRows> append(Optional<WeightedRows> rows, WeightedRows more) {
    return Optional.of(rows.map(some -> some.concat(more)).orElse(more));
  }
}
