package io.github.onecurve.producer.circuit;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.model.Logits;
import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Strata;
import java.util.Optional;
import java.util.stream.IntStream;

/** A class that is taken for another. */
record Confusion(int actual, int predicted) {
  /**
   * The confusion of largest total cost on some rows, strata weighed as declared; ties to the
   * lowest true class, then to the lowest predicted one. Empty where no confusion costs anything.
   */
  static Optional<Confusion> costliest(
      LabelledRows rows, Logits logits, CostTable costs, Strata strata) {
    Optional<Confusion> costliest = Optional.empty();
    double most = 0;
    for (int actual = 0; actual < rows.classes(); actual++) {
      for (int predicted = 0; predicted < rows.classes(); predicted++) {
        Confusion confusion = new Confusion(actual, predicted);
        double cost = actual == predicted ? 0 : confusion.cost(rows, logits, costs, strata);
        if (cost > most) {
          most = cost;
          costliest = Optional.of(confusion);
        }
      }
    }
    return costliest;
  }

  /** The rows that are so confused. */
  int[] cases(LabelledRows rows, Logits logits) {
    return IntStream.range(0, rows.size())
        .filter(row -> rows.label(row) == actual && logits.isNumber(row))
        .filter(row -> logits.argmax(row) == predicted)
        .toArray();
  }

  private double cost(LabelledRows rows, Logits logits, CostTable costs, Strata strata) {
    long[] counts = new long[strata.count()];
    for (int row : cases(rows, logits)) {
      counts[strata.of(row)]++;
    }
    double cost = 0;
    for (int k = 0; k < counts.length; k++) {
      if (counts[k] > 0) {
        double share = strata.weight(k) / strata.size(k);
        cost += share * (counts[k] * costs.cost(actual, predicted));
      }
    }
    return cost;
  }
}
