package io.github.onecurve.producer.circuit;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import io.github.onecurve.network.Network;
import io.github.onecurve.producer.circuit.CircuitHypothesis.Unit;
import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Decision;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Strata;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts the first k suspects out of a network, for every k, and counts what that repairs and costs.
 *
 * <p>Each k is carried out and asked about the rows. In tensors of more than 64 units only those k
 * are that look best by the logits: with the first k units held at their means these are the old
 * ones plus Σ (mean − h) w.
 */
final class Cuts {
  private static final int MOST_CARRIED_OUT = 65;
  private static final double SAME = 1e-12;

  private final Network network;
  private final Readout readout;
  private final CostTable costs;
  private final Stakes stakes;

  Cuts(Network network, Readout readout, CostTable costs, Stakes stakes) {
    this.network = network;
    this.readout = readout;
    this.costs = costs;
    this.stakes = stakes;
  }

  /** The fewest units that make nine in ten of the cases their true class; all where none do. */
  int fewest(Suspects suspects) {
    int width = suspects.units().size();
    int first = 1;
    if (width >= MOST_CARRIED_OUT) {
      int[] expected = repairedByLogits(suspects);
      first =
          IntStream.range(1, width)
              .filter(k -> enough(suspects, expected[k]))
              .findFirst()
              .orElse(width);
    }
    Trials trials = new Trials(network, readout, suspects, cases(suspects));
    return IntStream.range(first, width)
        .filter(k -> enough(suspects, trials.right(k)))
        .findFirst()
        .orElse(width);
  }

  /** The number of units of least cost on all rows, ties to the fewest. */
  int cheapest(Suspects suspects) {
    Strata strata = Strata.ofPart(stakes, suspects.rows().rows(), "diagnosis");
    Trials trials = new Trials(network, readout, suspects, suspects.rows());
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int k : worthCarryingOut(suspects, strata)) {
      double cost = cost(trials, strata, k);
      if (cost < least - SAME) {
        least = cost;
        best = k;
      }
    }
    return best;
  }

  /** The cases that are decided as their true class without the first k units. */
  int repaired(Suspects suspects, int k) {
    return new Trials(network, readout, suspects, cases(suspects)).right(k);
  }

  /** The rows that are decided as their true class without the first k units. */
  int right(Suspects suspects, int k) {
    return new Trials(network, readout, suspects, suspects.rows()).right(k);
  }

  private static LabelledRows cases(Suspects suspects) {
    return suspects.rows().select(suspects.cases().stream().mapToInt(row -> row).toArray());
  }

  private static boolean enough(Suspects suspects, int repaired) {
    return 10L * repaired >= 9L * suspects.cases().size();
  }

  private double cost(Trials trials, Strata strata, int k) {
    LabelledRows rows = trials.rows();
    int[] decisions = trials.decisions(k);
    long[] sums = new long[strata.count()];
    for (int row = 0; row < decisions.length; row++) {
      sums[strata.of(row)] += costs.cost(rows.label(row), decisions[row]);
    }
    double size = network.nonzeroMultiplyAdds();
    double ratio = size > 0 ? trials.cut(k).nonzeroMultiplyAdds() / size : 1;
    return weigh(sums, strata) + stakes.runningPrice() * ratio;
  }

  private static double weigh(long[] sums, Strata strata) {
    double cost = 0;
    for (int s = 0; s < sums.length; s++) {
      if (sums[s] > 0) {
        cost += strata.weight(s) * (sums[s] * Stakes.UNIT) / strata.size(s);
      }
    }
    return cost;
  }

  private int[] worthCarryingOut(Suspects suspects, Strata strata) {
    int width = suspects.units().size();
    if (width < MOST_CARRIED_OUT) {
      return IntStream.rangeClosed(0, width).toArray();
    }
    long[][] sums = new long[width + 1][strata.count()];
    LabelledRows rows = suspects.rows();
    walk(
        suspects,
        rows,
        (row, k, decision) -> sums[k][strata.of(row)] += costs.cost(rows.label(row), decision));
    return IntStream.rangeClosed(0, width)
        .boxed()
        .sorted(Comparator.comparingDouble(k -> weigh(sums[k], strata)))
        .limit(MOST_CARRIED_OUT)
        .sorted()
        .mapToInt(k -> k)
        .toArray();
  }

  private int[] repairedByLogits(Suspects suspects) {
    LabelledRows cases = cases(suspects);
    int[] repaired = new int[suspects.units().size() + 1];
    walk(
        suspects, cases, (row, k, decision) -> repaired[k] += decision == cases.label(row) ? 1 : 0);
    return repaired;
  }

  /** Hears what is decided about a row without the first k units. */
  private interface Hearer {
    void decided(int row, int k, int decision);
  }

  private void walk(Suspects suspects, LabelledRows rows, Hearer hearer) {
    Rows inputs = rows.rows();
    Readings readings = Readings.of(network, readout.hidden(), inputs, rows.classes());
    List<Unit> units = suspects.units();
    for (int row = 0; row < rows.size(); row++) {
      float[] today = readings.logits().row(row);
      double[] logits = new double[today.length];
      for (int c = 0; c < logits.length; c++) {
        logits[c] = today[c];
      }
      hearer.decided(row, 0, decision(logits));
      for (int k = 1; k <= units.size(); k++) {
        Unit unit = units.get(k - 1);
        double shift = (double) unit.mean() - readings.hidden(row, unit.index());
        for (int c = 0; c < logits.length; c++) {
          logits[c] += shift * readout.weight(c, unit.index());
        }
        hearer.decided(row, k, decision(logits));
      }
    }
  }

  private static int decision(double[] logits) {
    int best = 0;
    for (int c = 0; c < logits.length; c++) {
      if (Double.isNaN(logits[c])) {
        return Decision.NOT_A_NUMBER;
      }
      best = logits[c] > logits[best] ? c : best;
    }
    return best;
  }
}
