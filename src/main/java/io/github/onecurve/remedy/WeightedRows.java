package io.github.onecurve.remedy;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowKeys;
import io.github.onecurve.data.RowWeights;
import java.util.Arrays;

/** Labelled rows with a weight each: what a model is trained on. */
public record WeightedRows(LabelledRows rows, RowWeights weights) {
  /** Checks that there is one weight a row. */
  public WeightedRows {
    weights.requireSize(rows.size());
  }

  /** Rows of weight 1. */
  public static WeightedRows of(LabelledRows rows) {
    return new WeightedRows(rows, RowWeights.uniform(rows.size()));
  }

  /** These rows, each weighing {@code factor} times as much. */
  public WeightedRows times(double factor) {
    return new WeightedRows(rows, weights.times(RowWeights.constant(rows.size(), factor)));
  }

  /** These rows followed by others. */
  public WeightedRows concat(WeightedRows next) {
    return new WeightedRows(rows.concat(next.rows), weights.concat(next.weights));
  }

  /** These rows in the order of their keys, so that what is learnt from them hangs on no other. */
  WeightedRows ordered(long auditSeed) {
    int[] order = RowKeys.order(rows, auditSeed, 0, "training");
    double[] moved = new double[order.length];
    Arrays.setAll(moved, place -> weights.get(order[place]));
    return new WeightedRows(rows.select(order), RowWeights.of(moved));
  }
}
