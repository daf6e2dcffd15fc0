package io.github.onecurve.insight;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Rows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.remedy.NotExecutableException;
import io.github.onecurve.remedy.Till;
import io.github.onecurve.remedy.WeightedRows;
import java.util.Optional;

/**
 * The till of a forecast: for labels not yet bought, labelled rows of the slice stand in, weighted
 * to the number that would be bought; labels bought already are there as they are.
 *
 * @param pool the pool's rows; empty where there is none
 * @param rows the labelled rows that stand in
 * @param held what the producer has bought already
 */
record StandIn(Optional<Rows> pool, LabelledRows rows, Optional<LabelledRows> held)
    implements Till {
  @Override
  public Optional<WeightedRows> bought() {
    return held.map(WeightedRows::of);
  }

  @Override
  public Optional<WeightedRows> buy(Slice slice, int labels) {
    Rows all =
        pool.orElseThrow(
            () ->
                new NotExecutableException(
                    "buying labels needs a pool: give one with Subject.with(LabelPool)"));
    int gone = held.map(some -> slice.rows(some.rows()).size()).orElse(0);
    int left = Math.max(0, Math.min(labels, slice.rows(all).size() - gone));
    RowSet chosen = slice.rows(rows.rows());
    return chosen.isEmpty() || left == 0
        ? Optional.empty()
        : Optional.of(WeightedRows.of(rows.select(chosen)).times((double) left / chosen.size()));
  }
}
