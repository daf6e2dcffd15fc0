package io.github.onecurve.producer.circuit;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.producer.circuit.CircuitHypothesis.Unit;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * All units of the last hidden tensor, the one that carries most of a confusion first.
 *
 * @param confusion what they are held responsible for
 * @param rows the rows that it was found on
 * @param cases those of them that are so confused
 * @param units the units; ties to the lowest index
 */
record Suspects(Confusion confusion, LabelledRows rows, List<Integer> cases, List<Unit> units) {
  /**
   * Scores each unit k by Σ (h_k − mean_k)(w_predicted,k − w_actual,k) over the cases: its direct
   * part in the difference of the two logits, centred at the means.
   */
  static Suspects of(
      Confusion confusion, LabelledRows rows, Readings readings, Readout readout, float[] means) {
    int[] cases = confusion.cases(rows, readings.logits());
    List<Unit> units =
        IntStream.range(0, means.length)
            .mapToObj(
                k -> {
                  double slope =
                      (double) readout.weight(confusion.predicted(), k)
                          - readout.weight(confusion.actual(), k);
                  double score = 0;
                  for (int row : cases) {
                    score += ((double) readings.hidden(row, k) - means[k]) * slope;
                  }
                  return new Unit(k, score, means[k]);
                })
            .sorted(Comparator.comparingDouble(unit -> -unit.score()))
            .toList();
    return new Suspects(confusion, rows, IntStream.of(cases).boxed().toList(), units);
  }

  /** The first k units. */
  List<Unit> first(int k) {
    return units.subList(0, k);
  }

  /** The share of the centred logit difference that the first k carry, where it is above 0. */
  OptionalDouble shareCarried(int k) {
    double all = sum(units);
    return all > 0 ? OptionalDouble.of(sum(first(k)) / all) : OptionalDouble.empty();
  }

  private static double sum(List<Unit> units) {
    return units.stream().mapToDouble(Unit::score).sum();
  }
}
