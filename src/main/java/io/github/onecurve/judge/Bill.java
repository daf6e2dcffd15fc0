package io.github.onecurve.judge;

import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Strata;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What each decision about each judge row costs, and what today's system costs there. */
final class Bill {
  private final int[] labels;
  private final Strata strata;
  private final CostTable costs;
  private final StatusQuo today;

  Bill(int[] labels, Strata strata, CostTable costs, StatusQuo today) {
    this.labels = labels;
    this.strata = strata;
    this.costs = costs;
    this.today = today;
  }

  int rows() {
    return labels.length;
  }

  Strata strata() {
    return strata;
  }

  CostTable costs() {
    return costs;
  }

  StatusQuo today() {
    return today;
  }

  int label(int row) {
    return labels[row];
  }

  /** The cost of a decision about a row, in units. */
  long cost(int row, int decision) {
    return costs.cost(labels[row], decision);
  }

  /** The largest cost of any decision about any row, in units. */
  long dearest() {
    return actualClasses().mapToLong(costs::dearest).max().orElseThrow();
  }

  /** The largest difference between two decisions about one row, in cost. */
  double spread() {
    return actualClasses().mapToLong(costs::spread).max().orElseThrow() * Stakes.UNIT;
  }

  private IntStream actualClasses() {
    return Arrays.stream(labels).distinct();
  }
}
