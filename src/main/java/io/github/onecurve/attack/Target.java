package io.github.onecurve.attack;

import io.github.onecurve.data.Rows;

/**
 * What a black-box attack makes as small as it can, row by row: any score that can be told from
 * inputs, a system's final decision for instance.
 *
 * <p>Internal: public for the judge's adversary, which lies in another room.
 */
public interface Target {
  /**
   * Scores inputs; a row's score must hang on its own inputs alone.
   *
   * @param rows which of the rows attacked, {@code [k]}
   * @param inputs {@code [k, …]}, with the attributes of the clean rows; all within the threat
   * @param score into which each score goes, {@code [k]}
   * @param tie into which goes what decides between equal scores, {@code [k]}, smaller being
   *     better; NaN is worst
   */
  void score(int[] rows, Rows inputs, double[] score, double[] tie) throws InterruptedException;

  /** Whether a row is to be attacked no further. */
  boolean isDone(int row);

  /**
   * Whether equal inputs are scored alike whenever they are scored, so that nothing need be tried
   * twice on a row.
   */
  default boolean isSteady() {
    return false;
  }
}
