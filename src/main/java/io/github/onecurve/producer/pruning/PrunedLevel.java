package io.github.onecurve.producer.pruning;

import io.github.onecurve.stats.Interval;

/**
 * What the network does on the diagnosis rows with a share of its weights pruned.
 *
 * @param level the share of the weights that is set to zero, in [0, 1]
 * @param right how many rows are then decided as their true class; unweighted
 * @param rows how many there are
 * @param interval the 95% Wilson interval of the accuracy
 * @param cost the cost a decision in mistakes, weighted by strata, the price of running included
 * @param savedPer1000 mistake-equivalents saved per 1,000 decisions against today
 * @param savedInterval its 95% interval
 * @param sizeRatio nonzero multiply-adds over today's, in [0, 1]
 */
public record PrunedLevel(
    double level,
    int right,
    int rows,
    Interval interval,
    double cost,
    double savedPer1000,
    Interval savedInterval,
    double sizeRatio) {
  /** The share of the rows decided as their true class, in [0, 1]. */
  public double accuracy() {
    return (double) right / rows;
  }
}
