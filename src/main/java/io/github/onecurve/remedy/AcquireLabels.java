package io.github.onecurve.remedy;

import io.github.onecurve.data.Slice;
import java.util.Optional;

/**
 * Buys labels of the first rows of a slice in the pool and adds them.
 *
 * @param slice where to buy
 * @param labels how many, at least 1; fewer where the slice holds fewer
 */
public record AcquireLabels(Slice slice, int labels) implements Change {
  /** Checks the number. */
  public AcquireLabels {
    if (labels < 1) {
      throw new IllegalArgumentException("expected at least 1 label to buy, found " + labels);
    }
  }

  @Override
  public Optional<WeightedRows> apply(Optional<WeightedRows> rows, Workshop tools) {
    Optional<WeightedRows> bought = tools.buy(slice, labels);
    return bought.isEmpty() ? rows : Change.append(rows, bought.get());
  }

  @Override
  public String toString() {
    return "buy " + labels + " labels" + (slice.isAll() ? "" : " where " + slice);
  }
}
