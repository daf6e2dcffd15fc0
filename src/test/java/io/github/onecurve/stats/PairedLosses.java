package io.github.onecurve.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Rows x seeds of one stratum in whole units of 1e-4, from which tests sum. */
final class PairedLosses {
  static final long UNITS = 10_000;
  private final double weight;
  private final long[] today;
  private final long[][] differences;

  PairedLosses(double weight, long[] today, long[][] differences) {
    this.weight = weight;
    this.today = today;
    this.differences = differences;
  }

  double weight() {
    return weight;
  }

  long[] today() {
    return today;
  }

  long[][] differences() {
    return differences;
  }

  /** Costs of whole units per cost: {@code today[i]}, {@code differences[i][s]}. */
  static PairedLosses ofCosts(double weight, int[] today, int[][] differences) {
    return new PairedLosses(
        weight,
        Arrays.stream(today).mapToLong(cost -> cost * UNITS).toArray(),
        Arrays.stream(differences)
            .map(row -> Arrays.stream(row).mapToLong(cost -> cost * UNITS).toArray())
            .toArray(long[][]::new));
  }

  static List<PairedLosses> random(Random random, int strata, int seeds) {
    double[] weights = random.doubles(strata, 0.1, 1).toArray();
    double sum = Arrays.stream(weights).sum();
    List<PairedLosses> losses = new ArrayList<>();
    for (double weight : weights) {
      int n = 2 + random.nextInt(30);
      double rowSpread = random.nextDouble() * 3;
      double seedSpread = random.nextDouble();
      double[] seedEffect = random.doubles(seeds).toArray();
      long[] today = new long[n];
      long[][] differences = new long[n][seeds];
      for (int i = 0; i < n; i++) {
        double rowEffect = random.nextGaussian() * rowSpread;
        today[i] = Math.round(UNITS * (5 + rowEffect + random.nextGaussian() * 0.3));
        for (int s = 0; s < seeds; s++) {
          double d = rowEffect + seedSpread * seedEffect[s] + random.nextGaussian();
          differences[i][s] = Math.round(UNITS * d);
        }
      }
      losses.add(new PairedLosses(weight / sum, today, differences));
    }
    return losses;
  }

  int rows() {
    return today.length;
  }

  int seeds() {
    return differences[0].length;
  }

  double loss(int i) {
    return (double) today[i] / UNITS;
  }

  double difference(int i, int s) {
    return (double) differences[i][s] / UNITS;
  }

  StratumDifference sums() {
    PairedLossAccumulator accumulator = new PairedLossAccumulator(weight, UNITS, seeds());
    for (int i = 0; i < rows(); i++) {
      accumulator.add(today[i], differences[i]);
    }
    return accumulator.sums();
  }

  static List<StratumDifference> sums(List<PairedLosses> strata) {
    return strata.stream().map(PairedLosses::sums).toList();
  }
}
