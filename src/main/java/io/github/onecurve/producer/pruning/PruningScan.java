package io.github.onecurve.producer.pruning;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.model.Batching;
import io.github.onecurve.model.Logits;
import io.github.onecurve.network.Network;
import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Decision;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Strata;
import io.github.onecurve.stats.PairedDifference;
import io.github.onecurve.stats.PairedLossAccumulator;
import io.github.onecurve.stats.Proportions;
import io.github.onecurve.surgery.Magnitude;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A network at rising levels of pruning: what each decides and costs. */
final class PruningScan {
  private static final double LEVEL = 0.95;
  private static final long UNITS = Math.round(1 / Stakes.UNIT);

  private final Examination exam;
  private final double[] levels;
  private final List<Network> networks;

  private PruningScan(Examination exam, double[] levels, List<Network> networks) {
    this.exam = exam;
    this.levels = levels;
    this.networks = networks;
  }

  /**
   * The network at each level.
   *
   * @param levels rising, the first 0
   */
  static PruningScan of(Examination exam, Magnitude magnitude, double[] levels) {
    List<Network> networks = new ArrayList<>();
    for (double level : levels) {
      networks.add(magnitude.prune(level));
    }
    return new PruningScan(exam, levels, networks);
  }

  /** What the network of a level does on all diagnosis rows. */
  PrunedLevel measured(int index) throws InterruptedException {
    exam.progress(index, levels.length);
    requireGoingOn();
    LabelledRows rows = exam.subject().diagnosis();
    int[] decisions = decisions(index, rows);
    int right = 0;
    for (int row = 0; row < decisions.length; row++) {
      right += decisions[row] == rows.label(row) ? 1 : 0;
    }
    PairedDifference saved = saved(index, decisions);
    return new PrunedLevel(
        levels[index],
        right,
        rows.size(),
        Proportions.wilson(right, rows.size(), LEVEL),
        cost(index, rows, exam.strata(), decisions),
        1000 * saved.value(),
        saved.interval(LEVEL).scale(1000),
        sizeRatio(index));
  }

  /** The level of least cost on some rows; ties to the lowest. */
  double cheapest(LabelledRows rows) {
    Strata strata = Strata.ofPart(exam.stakes(), rows.rows(), "diagnosis");
    double best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int index = 0; index < levels.length; index++) {
      double cost = cost(index, rows, strata, decisions(index, rows));
      if (cost < least) {
        least = cost;
        best = levels[index];
      }
    }
    return best;
  }

  private int[] decisions(int index, LabelledRows rows) {
    Logits logits =
        levels[index] == 0
            ? exam.logits(rows)
            : Logits.of(networks.get(index), rows.rows(), rows.classes(), Batching.free());
    return IntStream.range(0, rows.size())
        .map(row -> logits.isNumber(row) ? logits.argmax(row) : Decision.NOT_A_NUMBER)
        .toArray();
  }

  /**
   * Σ_k w_k · mean_k C[y, decision] + λ · size ratio; the sums of a stratum are whole numbers, so
   * that the order of the rows leaves no trace.
   */
  private double cost(int index, LabelledRows rows, Strata strata, int[] decisions) {
    CostTable costs = exam.costs();
    long[] sums = new long[strata.count()];
    for (int row = 0; row < decisions.length; row++) {
      sums[strata.of(row)] += costs.cost(rows.label(row), decisions[row]);
    }
    double cost = 0;
    for (int k = 0; k < sums.length; k++) {
      cost += sums[k] == 0 ? 0 : strata.weight(k) * sums[k] / strata.size(k);
    }
    return cost * Stakes.UNIT + exam.stakes().runningPrice() * sizeRatio(index);
  }

  private PairedDifference saved(int index, int[] decisions) {
    LabelledRows rows = exam.subject().diagnosis();
    CostTable costs = exam.costs();
    Strata strata = exam.strata();
    int[] today = exam.diagnosisDecisions();
    List<PairedLossAccumulator> sums = new ArrayList<>();
    for (int k = 0; k < strata.count(); k++) {
      sums.add(new PairedLossAccumulator(strata.weight(k), UNITS, 1));
    }
    long spread = 0;
    for (int row = 0; row < decisions.length; row++) {
      int actual = rows.label(row);
      long before = costs.cost(actual, today[row]);
      sums.get(strata.of(row)).add(before, before - costs.cost(actual, decisions[row]));
      spread = Math.max(spread, costs.spread(actual));
    }
    double running = exam.stakes().runningPrice();
    return PairedDifference.of(
        sums.stream().map(PairedLossAccumulator::sums).toList(),
        List.of(running * (1 - sizeRatio(index))),
        running,
        spread * Stakes.UNIT);
  }

  private double sizeRatio(int index) {
    long today = networks.get(0).nonzeroMultiplyAdds();
    return today == 0 ? 1 : (double) networks.get(index).nonzeroMultiplyAdds() / today;
  }

  private static void requireGoingOn() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while pruning");
    }
  }
}
