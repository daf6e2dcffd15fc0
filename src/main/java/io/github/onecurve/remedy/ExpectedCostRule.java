package io.github.onecurve.remedy;

import io.github.onecurve.stakes.CostTable;

/**
 * Decides for the least expected cost under the stakes, refusing included, with the softmax taken
 * as the probabilities (Chow, "On optimum recognition error and reject tradeoff", 1970).
 */
public record ExpectedCostRule() implements Remedy {
  @Override
  public Deployment carryOut(Deployment current, Workshop tools) {
    CostTable costs = tools.costs();
    return current.with(
        new Guard(
            toString(), (rows, logits, row, decision) -> costs.cheapest(logits.softmax(row))));
  }

  @Override
  public String toString() {
    return "decide for the least expected cost";
  }
}
