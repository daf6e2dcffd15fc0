package io.github.onecurve.stakes;

import java.util.Arrays;
import java.util.List;

/**
 * The stakes as a table over the classes of a model: the cost of each decision for each true class,
 * in units of {@link Stakes#UNIT}.
 */
public final class CostTable {
  private final long[][] costs;
  private final long abstain;

  private CostTable(long[][] costs, long abstain) {
    this.costs = costs;
    this.abstain = abstain;
  }

  /**
   * The table of some stakes over some classes.
   *
   * @throws IllegalArgumentException if a critical confusion names no class
   */
  public static CostTable of(Stakes stakes, List<String> classNames) {
    int classes = classNames.size();
    long wrong = Price.units("wrong", stakes.wrong());
    long[][] costs = new long[classes][classes];
    for (int y = 0; y < classes; y++) {
      Arrays.fill(costs[y], wrong);
      costs[y][y] = 0;
    }
    for (Stakes.Critical c : stakes.critical()) {
      int actual = index(classNames, c.actual());
      costs[actual][index(classNames, c.predicted())] = Price.units("cost", c.cost());
    }
    return new CostTable(costs, Price.units("abstain", stakes.abstain()));
  }

  /** The number of classes. */
  public int classes() {
    return costs.length;
  }

  /** The cost, in units, of a decision where {@code actual} is the true class. */
  public long cost(int actual, int decision) {
    if (decision >= 0) {
      return costs[actual][decision];
    }
    return decision == Decision.ABSTAIN ? abstain : dearest(actual);
  }

  /** The largest cost, in units, of any decision where {@code actual} is the true class. */
  public long dearest(int actual) {
    return Math.max(abstain, Arrays.stream(costs[actual]).max().orElseThrow());
  }

  /** The largest difference, in units, between two decisions where {@code actual} is true. */
  public long spread(int actual) {
    return dearest(actual) - Math.min(abstain, Arrays.stream(costs[actual]).min().orElseThrow());
  }

  /**
   * Chow's rule: the decision of least expected cost, refusing included; ties to the lowest class,
   * classes before refusing.
   *
   * @param probabilities of each class, {@code [classes]}
   */
  public int cheapest(double[] probabilities) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int decision = 0; decision < classes(); decision++) {
      double expected = expected(probabilities, decision);
      if (expected < least) {
        least = expected;
        best = decision;
      }
    }
    return expected(probabilities, Decision.ABSTAIN) < least ? Decision.ABSTAIN : best;
  }

  private double expected(double[] probabilities, int decision) {
    double sum = 0;
    for (int y = 0; y < classes(); y++) {
      sum += probabilities[y] * cost(y, decision);
    }
    return sum;
  }

  private static int index(List<String> classNames, String name) {
    int index = classNames.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "critical confusions must name classes of the model, one of "
              + classNames
              + ", found \""
              + name
              + "\"");
    }
    return index;
  }
}
