package io.github.onecurve.validity;

import io.github.onecurve.stats.PairedDifference;
import io.github.onecurve.stats.StratumDifference;
import io.github.onecurve.stats.StratumLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Traffic whose truth is known, and the boards that are drawn from it: exact sums for each pair of
 * systems that is asked for, all on the same rows.
 */
public final class Population {
  /** The smallest cost, of which all are multiples: fine enough for ρ of 0, 0.05 and 0.3. */
  public static final double UNIT = 0.05;

  /** The system that all are compared with. */
  public static final int TODAY = -1;

  private final List<Stratum> strata;
  private final int seeds;
  private final Noise noise;
  private final double runningPrice;
  private final double largestCostGap;
  private final List<Pair> pairs;

  /** Two systems: what is saved by {@code system} over {@code reference}. */
  public record Pair(int reference, int system) {}

  /**
   * Traffic.
   *
   * @param seeds S; with 1 nothing is retrained and all rows change that may
   * @param runningPrice λ; all systems are of one size
   * @param largestCostGap Δ
   */
  public Population(
      List<Stratum> strata,
      int seeds,
      Noise noise,
      double runningPrice,
      double largestCostGap,
      List<Pair> pairs) {
    this.strata = List.copyOf(strata);
    this.seeds = seeds;
    this.noise = noise;
    this.runningPrice = runningPrice;
    this.largestCostGap = largestCostGap;
    this.pairs = List.copyOf(pairs);
  }

  /** N of a pair in truth: the mean over traffic and over retraining seeds. */
  public double truth(Pair pair) {
    double change = 0;
    for (Stratum stratum : strata) {
      change +=
          stratum.weight()
              * stratum.mean(kind -> kind.gain(pair.system()) - kind.gain(pair.reference()));
    }
    return change * UNIT * (seeds == 1 ? 1 : 0.5);
  }

  /** R₀ in truth. */
  public double lossToday() {
    double loss = 0;
    for (Stratum stratum : strata) {
      loss += stratum.weight() * stratum.mean(Kind::loss);
    }
    return loss * UNIT + runningPrice;
  }

  List<Pair> pairs() {
    return pairs;
  }

  /** One board: the difference of each pair, in their order. */
  public List<PairedDifference> draw(SplittableRandom random) {
    double[][] effects = effects(random);
    List<List<StratumDifference>> sums = new ArrayList<>();
    for (int p = 0; p < pairs.size(); p++) {
      sums.add(new ArrayList<>());
    }
    for (Stratum stratum : strata) {
      int[] counts = stratum.draw(random);
      StratumLoss today = PairSums.today(stratum, counts);
      PairSums[] perPair = new PairSums[pairs.size()];
      Arrays.setAll(perPair, p -> new PairSums(seeds));
      for (int j = 0; j < counts.length; j++) {
        add(stratum.kinds().get(j), counts[j], effects, perPair, random);
      }
      for (int p = 0; p < perPair.length; p++) {
        sums.get(p).add(perPair[p].sums(today));
      }
    }
    List<Double> prices = Collections.nCopies(seeds, 0.0);
    return sums.stream()
        .map(pair -> PairedDifference.of(pair, prices, runningPrice, largestCostGap))
        .toList();
  }

  /** What each seed does to each system, {@code [systems][seeds]}. */
  private double[][] effects(SplittableRandom random) {
    int systems = 1 + pairs.stream().mapToInt(Pair::system).max().orElseThrow();
    double[][] effects = new double[systems][seeds];
    for (double[] system : effects) {
      Arrays.setAll(system, s -> noise.draw(random));
    }
    return effects;
  }

  private void add(
      Kind kind, int count, double[][] effects, PairSums[] sums, SplittableRandom random) {
    if (count == 0 || !kind.changes()) {
      return;
    }
    if (seeds > 1) {
      for (int row = 0; row < count; row++) {
        addRow(kind, effects, sums, random);
      }
      return;
    }
    for (int p = 0; p < sums.length; p++) {
      Pair pair = pairs.get(p);
      long difference = kind.gain(pair.system()) - kind.gain(pair.reference());
      if (difference != 0) {
        sums[p].add(count, kind.loss(), difference);
      }
    }
  }

  /** A row and a seed draw one number for all systems, as they share initialisation and order. */
  private void addRow(Kind kind, double[][] effects, PairSums[] sums, SplittableRandom random) {
    double[] luck = new double[seeds];
    Arrays.setAll(luck, s -> random.nextDouble());
    long[] differences = new long[seeds];
    for (int p = 0; p < sums.length; p++) {
      Pair pair = pairs.get(p);
      for (int s = 0; s < seeds; s++) {
        differences[s] =
            gain(kind, pair.system(), effects, s, luck[s])
                - gain(kind, pair.reference(), effects, s, luck[s]);
      }
      sums[p].add(kind.loss(), differences);
    }
  }

  private static long gain(Kind kind, int system, double[][] effects, int s, double luck) {
    long gain = kind.gain(system);
    if (gain == 0) {
      return 0;
    }
    double u = effects[system][s];
    return 2 * luck < (gain > 0 ? 1 + u : 1 - u) ? gain : 0;
  }
}
