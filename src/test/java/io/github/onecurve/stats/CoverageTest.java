package io.github.onecurve.stats;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoverageTest {
  @Test
  void coversTheTruthWhereOneRowInAHundredFlips() {
    assertTrue(flips(1, 2000, 0.008, 0.002, 1, 1000).share(0.95) >= 0.92);
  }

  @Test
  void coversTheTruthWhereTwoFlipsAreExpected() {
    assertTrue(flips(1, 2000, 0.001, 0, 1, 1000).share(0.95) >= 0.95);
  }

  @Test
  void coversTheTruthOfARetrainingWithFiveSeeds() {
    assertTrue(retraining(5, 200, 0.03, 600) >= 0.92);
  }

  @Tag("quality")
  @ParameterizedTest
  @CsvSource({
    "1, 2000, 0.0005, 0, 1",
    "1, 2000, 0.001, 0, 1",
    "1, 2000, 0.0015, 0.0005, 1",
    "1, 2000, 0.01, 0.01, 1",
    "1, 20000, 0.0001, 0, 1",
    "3, 1000, 0.001, 0, 1",
    "10, 500, 0.001, 0.0005, 1",
    "10, 2000, 0.005, 0.002, 1",
    "1, 2000, 0.001, 0.0005, 100",
    "3, 1000, 0.002, 0.001, 20"
  })
  void coversAtLeastItsLevelInEveryCell(
      int strata, int rows, double fixed, double broke, int cost) {
    Coverage coverage = flips(strata, rows, fixed, broke, cost, 20_000);
    assertTrue(coverage.share(0.95) >= 0.947, coverage.toString());
    assertTrue(coverage.share(0.99) >= 0.987, coverage.toString());
    assertTrue(coverage.share(0.9995) >= 0.9985, coverage.toString());
  }

  @Tag("quality")
  @ParameterizedTest
  @CsvSource({"3, 200, 0", "3, 200, 0.03", "5, 200, 0.03", "5, 1000, 0.1", "10, 50, 0.1"})
  void coversTheTruthOfRetrainings(int seeds, int rows, double seedSpread) {
    double share = retraining(seeds, rows, seedSpread, 10_000);
    assertTrue(share >= 0.94, seeds + " seeds: " + share);
  }

  /** Shares of intervals at three levels that contain the truth. */
  private record Coverage(double at95, double at99, double at9995) {
    double share(double level) {
      return level == 0.95 ? at95 : level == 0.99 ? at99 : at9995;
    }
  }

  /** Equal strata in which rows are fixed or broken at random; half of the flips cost more. */
  private static Coverage flips(
      int strata, int rows, double fixed, double broke, int cost, int rounds) {
    Well19937c random = new Well19937c(7);
    BinomialDistribution flipped = new BinomialDistribution(random, rows, fixed + broke);
    double[] levels = {0.95, 0.99, 0.9995};
    double[] covered = new double[3];
    double truth = (fixed - broke) * (1 + cost) / 2;
    for (int round = 0; round < rounds; round++) {
      List<StratumDifference> sums = new ArrayList<>();
      for (int k = 0; k < strata; k++) {
        PairedLossAccumulator stratum = new PairedLossAccumulator(1.0 / strata, 1, 1);
        int flips = flipped.sample();
        for (int i = 0; i < rows; i++) {
          stratum.add(1, i < flips ? flip(random, fixed / (fixed + broke), cost) : 0);
        }
        sums.add(stratum.sums());
      }
      PairedDifference n = PairedDifference.of(sums, List.of(0.0), 0, cost);
      for (int l = 0; l < levels.length; l++) {
        covered[l] += n.interval(levels[l]).contains(truth) ? 1.0 / rounds : 0;
      }
    }
    return new Coverage(covered[0], covered[1], covered[2]);
  }

  private static long flip(Well19937c random, double better, int cost) {
    long price = random.nextBoolean() ? cost : 1;
    return random.nextDouble() < better ? price : -price;
  }

  /** Normal rows, seeds and interaction about a difference of 0.2; share of 95% intervals. */
  private static double retraining(int seeds, int rows, double seedSpread, int rounds) {
    Random random = new Random(11);
    int covered = 0;
    for (int round = 0; round < rounds; round++) {
      double[] seedEffect = new double[seeds];
      for (int s = 0; s < seeds; s++) {
        seedEffect[s] = 0.2 + seedSpread * random.nextGaussian();
      }
      PairedLossAccumulator sums = new PairedLossAccumulator(1, 10_000, seeds);
      for (int i = 0; i < rows; i++) {
        double rowEffect = 0.3 * random.nextGaussian();
        long[] d = new long[seeds];
        for (int s = 0; s < seeds; s++) {
          double value = rowEffect + seedEffect[s] + 0.3 * random.nextGaussian();
          d[s] = Math.round(10_000 * value);
        }
        sums.add(10_000, d);
      }
      PairedDifference n =
          PairedDifference.of(List.of(sums.sums()), Collections.nCopies(seeds, 0.0), 0, 1);
      covered += n.interval(0.95).contains(0.2) ? 1 : 0;
    }
    return (double) covered / rounds;
  }
}
