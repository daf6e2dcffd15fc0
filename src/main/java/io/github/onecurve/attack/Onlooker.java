package io.github.onecurve.attack;

import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Logits;

/**
 * Who sees every input that a gradient attack tries, and says when a row needs no more.
 *
 * <p>Internal: public for the judge's adversary, which lies in another room.
 */
public interface Onlooker {
  /**
   * Some rows with the inputs now tried.
   *
   * @param rows which of the rows attacked, {@code [k]}
   * @param inputs {@code [k, …]}, with the attributes of the clean rows; all within the threat
   * @param logits what the model attacked answered, {@code [k, classes]}
   */
  void see(int[] rows, Rows inputs, Logits logits);

  /** Whether a row is to be attacked no further. */
  boolean isDone(int row);

  /** Hears that a row's attack came to a standstill because no input had a slope. */
  default void standsStill(int row) {}
}
