package io.github.onecurve.remedy;

import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Logits;

/** A rule that stands behind the model and may change its decision or refuse to answer. */
record Guard(String name, Rule rule) {
  /** What a guard does. */
  @FunctionalInterface
  interface Rule {
    /**
     * The decision about a row.
     *
     * @param decision what was decided before this guard: the index of a class
     */
    int decide(Rows rows, Logits logits, int row, int decision);
  }

  @Override
  public String toString() {
    return name;
  }
}
