package io.github.onecurve.attack;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowSet;

/**
 * What an attack made of some rows.
 *
 * @param rows the rows with the inputs found, in the order attacked; labels and attributes are
 *     those of the clean rows
 * @param succeeded the rows that the model does not decide as their label at the inputs found;
 *     those it gets wrong untouched are among them, with their clean inputs
 * @param zeroGradient the rows on which the attack came to a standstill because no input had a
 *     slope: that they stand says little
 */
public record Adversarial(LabelledRows rows, RowSet succeeded, RowSet zeroGradient) {
  public Adversarial {
    if (succeeded.universe() != rows.size() || zeroGradient.universe() != rows.size()) {
      throw new IllegalArgumentException(
          String.format(
              "expected row sets over the %d rows attacked, found one over %d and one over %d",
              rows.size(), succeeded.universe(), zeroGradient.universe()));
    }
  }

  /** The share of the rows that still stand, in [0, 1]. */
  public double robustAccuracy() {
    return 1 - (double) succeeded.size() / rows.size();
  }
}
