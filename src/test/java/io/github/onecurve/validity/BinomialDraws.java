package io.github.onecurve.validity;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.BinomialDistribution;

/** Counts of successes at one probability, by inversion of a table for each number of trials. */
final class BinomialDraws {
  private static final double NEGLIGIBLE = 1e-18;

  private final double probability;
  private final Map<Integer, Table> tables = new HashMap<>();

  BinomialDraws(double probability) {
    this.probability = probability;
  }

  int draw(int trials, SplittableRandom random) {
    if (trials == 0 || probability <= 0) {
      return 0;
    }
    return probability >= 1
        ? trials
        : tables.computeIfAbsent(trials, this::table).at(random.nextDouble());
  }

  private Table table(int trials) {
    BinomialDistribution binomial = new BinomialDistribution(null, trials, probability);
    int mode = Math.min(trials, (int) ((trials + 1) * probability));
    double odds = probability / (1 - probability);
    double top = binomial.probability(mode);
    int first = mode;
    double mass = top;
    while (first > 0 && mass > NEGLIGIBLE) {
      mass *= first / (trials - first + 1.0) / odds;
      first--;
    }
    int last = mode;
    mass = top;
    while (last < trials && mass > NEGLIGIBLE) {
      mass *= (trials - last) / (last + 1.0) * odds;
      last++;
    }
    return new Table(first, cumulative(trials, first, last, mode, top, odds));
  }

  private static double[] cumulative(
      int trials, int first, int last, int mode, double top, double odds) {
    double[] below = new double[last - first + 1];
    below[mode - first] = top;
    for (int k = mode; k > first; k--) {
      below[k - 1 - first] = below[k - first] * k / (trials - k + 1.0) / odds;
    }
    for (int k = mode; k < last; k++) {
      below[k + 1 - first] = below[k - first] * (trials - k) / (k + 1.0) * odds;
    }
    for (int i = 1; i < below.length; i++) {
      below[i] += below[i - 1];
    }
    return below;
  }

  private static final class Table {
    private final int first;
    private final double[] cumulative;

    Table(int first, double[] cumulative) {
      this.first = first;
      this.cumulative = cumulative;
    }

    int at(double uniform) {
      int found = Arrays.binarySearch(cumulative, uniform);
      int index = found >= 0 ? found + 1 : -found - 1;
      return first + Math.min(index, cumulative.length - 1);
    }
  }
}
