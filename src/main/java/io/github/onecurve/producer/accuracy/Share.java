package io.github.onecurve.producer.accuracy;

import io.github.onecurve.stats.Interval;
import io.github.onecurve.stats.Proportions;

/**
 * A share of rows that were counted, with its 95% Wilson interval; unweighted.
 *
 * @param right how many rows were decided as their true class, 0 to {@code rows}
 * @param rows how many there are, at least 1
 * @param interval the 95% Wilson interval of the share, inside [0, 1]
 */
public record Share(int right, int rows, Interval interval) {
  private static final double LEVEL = 0.95;

  static Share of(int right, int rows) {
    return new Share(right, rows, Proportions.wilson(right, rows, LEVEL));
  }

  /** The share itself, in [0, 1]. */
  public double value() {
    return (double) right / rows;
  }
}
