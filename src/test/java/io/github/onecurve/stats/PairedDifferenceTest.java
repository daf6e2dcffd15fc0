package io.github.onecurve.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairedDifferenceTest {
  private static final double Z2 = 1.959963984540054 * 1.959963984540054;

  /** d = 1 1 0 0: N = 1/2, s² = 1/3, V₀ = 1/12, V_ph = z²/2 · (1/4)². */
  @Test
  void oneStratumWithoutSeedsByHand() {
    PairedDifference n = difference(0, ofRows(1, new int[] {1, 1, 1, 0}, 1, 1, 0, 0));
    double v = 1 / 12.0 + Z2 / 2 / 16;
    double nu = v * v / (1 / 144.0 / 3);
    assertEquals(0.5, n.value());
    assertEquals(1 / 12.0, n.variance(), 1e-16);
    assertEquals(1 / 16.0, n.unseenFlip(), 1e-16);
    assertEquals(v, n.totalVariance(0.025), 1e-15);
    assertEquals(nu, n.degreesOfFreedom(0.025), 1e-12);
    double half = student(0.025, nu) * Math.sqrt(v);
    assertEquals(0.5 - half, n.interval(0.95).low(), 1e-9);
    assertEquals(0.5 + half, n.interval(0.95).high(), 1e-9);
    assertEquals((student(0.025, nu) + 0.84) * Math.sqrt(v), n.detectable(0.025), 1e-9);
    assertEquals(Math.sqrt(1 / 12.0), n.standardError(), 1e-16);
    assertEquals(0.75, n.baseline().loss());
    assertEquals(1 / 16.0, n.baseline().variance(), 1e-16);
    // cov(today, d) = (2 − 3 · 2/4)/3 = 1/6, over 4 rows
    assertEquals(1 / 24.0, n.covariance(), 1e-16);
    assertEquals(2 / 3.0, n.share(), 1e-15);
  }

  /** w = .75, .25; d = 1 0 and 1 1 0 0 −1: terms .5625·.5/2 and .0625·.7/5. */
  @Test
  void twoStrataWithoutSeedsByHand() {
    PairedDifference n =
        difference(
            0.25,
            ofRows(0.75, new int[] {1, 0}, 1, 0),
            ofRows(0.25, new int[] {1, 1, 1, 0, 0}, 1, 1, 0, 0, -1));
    assertEquals(0.75 * 0.5 + 0.25 * 0.2 + 0.25, n.value(), 1e-16);
    assertEquals(0.140625 + 0.00875, n.variance(), 1e-16);
    assertEquals(0.140625, n.unseenFlip(), 1e-16);
    assertEquals(0.140625 * 0.140625 + 0.00875 * 0.00875 / 4, n.squaredTerms(), 1e-16);
    assertEquals(0.75 * 0.5 + 0.25 * 0.6, n.baseline().meanCost(), 1e-16);
  }

  @Test
  void theUnseenFlipCountsOnceBelowLevelsWhereItsFactorWouldShrinkIt() {
    PairedDifference n = difference(0, ofRows(1, new int[] {1, 1, 1, 0}, 1, 1, 0, 0));
    assertEquals(1 / 12.0 + 1 / 16.0, n.totalVariance(0.4), 1e-15);
    double z = StandardNormal.upperQuantile(1e-6);
    assertEquals(1 / 12.0 + z * z / 2 / 16, n.totalVariance(1e-6), 1e-14);
  }

  @Test
  void theUnseenFlipGrowsWithTheSquareOfTheLargestCostGap() {
    List<StratumDifference> strata =
        PairedLosses.sums(List.of(ofRows(1, new int[] {1, 1, 1, 0}, 1, 1, 0, 0)));
    assertEquals(25 / 16.0, PairedDifference.of(strata, List.of(0.0), 0, 5).unseenFlip(), 1e-15);
    assertEquals(0, PairedDifference.of(strata, List.of(0.0), 0, 0).unseenFlip());
  }

  /** Nothing flips: only the unseen flip and the normal quantile are left. */
  @Test
  void noDifferenceAnywhereTakesTheNormalQuantile() {
    PairedDifference n = difference(0.001, ofRows(1, new int[] {1, 0, 0, 0}, 0, 0, 0, 0));
    assertEquals(Double.POSITIVE_INFINITY, n.degreesOfFreedom(0.025));
    double half = Math.sqrt(Z2) * Math.sqrt(Z2 / 2 / 16);
    assertEquals(0.001 - half, n.lowerBound(0.025), 1e-15);
    assertEquals(0.001 + half, n.upperBound(0.025), 1e-15);
  }

  @Test
  void shippingAsItIsIsExactlyZero() {
    PairedDifference zero = PairedDifference.exactlyZero(new Baseline(0.1, 0, 1));
    assertEquals(Interval.of(0, 0), zero.interval(0.95));
    assertEquals(Interval.of(0, 0), zero.shareInterval(0.95));
    assertEquals(0, zero.detectable(0.01));
    assertEquals(0, zero.share());
  }

  /** Rows and seeds that add up: MS = 0, d̄ = 1 5, N_s = 2 4. */
  @Test
  void additiveRowsAndSeedsAddTheirVariances() {
    PairedDifference n = crossed(new int[][] {{0, 2}, {4, 6}});
    assertEquals(3, n.value());
    assertEquals(4 + 1, n.variance(), 1e-15);
    assertEquals(25 / 17.0, n.degreesOfFreedom(0.025), 1e-14);
  }

  /** Only interaction: v₁ = v₂ = 0, v₃ = 1, so that V₀ = max(−1, 0, 0). */
  @Test
  void pureInteractionLeavesNothingAndTakesTheNormalQuantile() {
    PairedDifference n = crossed(new int[][] {{1, -1}, {-1, 1}});
    assertEquals(0, n.variance());
    assertEquals(1, n.squaredTerms(), 1e-15);
    assertEquals(Double.POSITIVE_INFINITY, n.degreesOfFreedom(0.025));
  }

  /** v₁ = 1/4, v₂ = 0, v₃ = 1. */
  @Test
  void theVarianceIsNeverBelowThatOfTheRows() {
    PairedDifference n = crossed(new int[][] {{2, 0}, {1, 3}});
    assertEquals(0.25, n.variance(), 1e-15);
    assertEquals(1 / 17.0, n.degreesOfFreedom(0.025), 1e-15);
  }

  /** v₁ = 0, v₂ = 1/4, v₃ = 1. */
  @Test
  void theVarianceIsNeverBelowThatOfTheSeeds() {
    PairedDifference n = crossed(new int[][] {{2, 1}, {0, 3}});
    assertEquals(0.25, n.variance(), 1e-15);
    assertEquals(1 / 17.0, n.degreesOfFreedom(0.025), 1e-15);
    assertTrue(n.interval(0.95).high() > 1e20);
  }

  @Test
  void pricesOfSizeVaryWithTheSeedThatMadeThem() {
    List<StratumDifference> strata =
        PairedLosses.sums(
            List.of(PairedLosses.ofCosts(1, new int[] {5, 9}, new int[][] {{0, 2}, {4, 6}})));
    PairedDifference n = PairedDifference.of(strata, List.of(0.5, -0.5), 0.25, 1);
    assertEquals(3, n.value());
    // N_s = 2.5, 3.5: v₂ = 1/4
    assertEquals(4.25, n.variance(), 1e-15);
    assertEquals(7.25, n.baseline().loss());
  }

  @Test
  void seedsThatAgreeToTheBitAddNoVariance() {
    int[][] same = new int[7][5];
    Arrays.fill(same[0], 1);
    List<StratumDifference> strata =
        PairedLosses.sums(List.of(PairedLosses.ofCosts(1, new int[7], same)));
    PairedDifference n =
        PairedDifference.of(strata, Collections.nCopies(5, 0.001 * (1 - 0.1234567)), 0.001, 1);
    assertEquals(1 / 49.0, n.variance(), 1e-16);
    assertEquals(1 / 49.0 / 49 / 6, n.squaredTerms(), 1e-18);
    assertEquals(1 / 7.0 + 0.001 * (1 - 0.1234567), n.value(), 1e-16);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void agreesWithAnalysisOfVarianceOnTheWholeMatrix(int seeds) {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      List<PairedLosses> strata = PairedLosses.random(random, 1 + seed % 3, seeds);
      List<Double> prices = random.doubles(seeds).boxed().toList();
      PairedDifference n = PairedDifference.of(PairedLosses.sums(strata), prices, 0.5, 2);
      WholeMatrix expected = new WholeMatrix(strata, prices);
      double p = 0.01 + 0.4 * random.nextDouble();
      assertEquals(expected.value(), n.value(), 1e-12);
      assertEquals(expected.shownVariance(), n.variance(), 1e-11 * n.variance());
      assertEquals(expected.totalVariance(p, 2), n.totalVariance(p), 1e-11 * n.totalVariance(p));
      double nu = expected.degreesOfFreedom(p, 2);
      assertEquals(nu, n.degreesOfFreedom(p), 1e-9 * nu);
      assertEquals(expected.covariance(), n.covariance(), 1e-12);
      assertEquals(expected.todaysMean() + 0.5, n.baseline().loss(), 1e-12);
      assertEquals(expected.todaysVariance(), n.baseline().variance(), 1e-12);
      double half = student(p, nu) * Math.sqrt(expected.totalVariance(p, 2));
      assertEquals(n.value() - half, n.lowerBound(p), 1e-8 * half);
      assertEquals(n.value() + half, n.upperBound(p), 1e-8 * half);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void isTheSameToTheBitHoweverTheRowsAreOrderedAndSharded(long seed) {
    Random random = new Random(seed);
    PairedLosses losses = PairedLosses.random(random, 1, 4).get(0);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < losses.rows(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    PairedLossAccumulator[] shards = new PairedLossAccumulator[3];
    Arrays.setAll(shards, s -> new PairedLossAccumulator(losses.weight(), PairedLosses.UNITS, 4));
    for (int i : order) {
      shards[random.nextInt(3)].add(losses.today()[i], losses.differences()[i]);
    }
    shards[1].add(shards[2]);
    shards[1].add(shards[0]);
    assertEquals(losses.sums(), shards[1].sums());
  }

  /** A mean far above its spread would lose all digits if centred in floating point. */
  @Test
  void doesNotCancelWhereTheMeanIsFarAboveTheSpread() {
    PairedLossAccumulator rows = new PairedLossAccumulator(1, 100_000_000, 1);
    long large = 3_000_000_000_000_000L;
    for (int i = 0; i < 1000; i++) {
      rows.add(large + i % 2, large + i % 2);
    }
    PairedDifference n = PairedDifference.of(List.of(rows.sums()), List.of(0.0), 0, 1);
    assertEquals(250 / 999.0 / 1000 * 1e-16, n.variance(), 1e-35);
  }

  @Test
  void scalingEveryPriceScalesTheDifferenceAndLeavesTheShare() {
    List<PairedLosses> strata = PairedLosses.random(new Random(5), 2, 3);
    List<PairedLosses> sevenfold =
        strata.stream()
            .map(
                k ->
                    new PairedLosses(
                        k.weight(),
                        Arrays.stream(k.today()).map(v -> 7 * v).toArray(),
                        Arrays.stream(k.differences())
                            .map(row -> Arrays.stream(row).map(v -> 7 * v).toArray())
                            .toArray(long[][]::new)))
            .toList();
    PairedDifference n =
        PairedDifference.of(PairedLosses.sums(strata), List.of(0.1, 0.2, 0.4), 0.5, 1);
    PairedDifference scaled =
        PairedDifference.of(PairedLosses.sums(sevenfold), List.of(0.7, 1.4, 2.8), 3.5, 7);
    assertEquals(7 * n.lowerBound(0.01), scaled.lowerBound(0.01), 1e-12);
    assertEquals(n.share(), scaled.share(), 1e-14);
    assertEquals(n.shareLowerBound(0.01), scaled.shareLowerBound(0.01), 1e-12);
    assertEquals(n.shareUpperBound(0.01), scaled.shareUpperBound(0.01), 1e-12);
  }

  @Test
  void shareIntervalIsFiellersWithTheQuantileOfTheDifference() {
    for (int seed = 0; seed < 50; seed++) {
      List<PairedLosses> strata = PairedLosses.random(new Random(seed), 2, 1 + 2 * (seed % 2));
      PairedDifference n =
          PairedDifference.of(
              PairedLosses.sums(strata), Collections.nCopies(1 + 2 * (seed % 2), 0.1), 0.5, 1);
      double t = student(0.025, n.degreesOfFreedom(0.025));
      double d = n.baseline().loss();
      Interval interval = n.shareInterval(0.95);
      assertEquals(d * d <= t * t * n.baseline().variance(), interval.isUnbounded());
      assertEquals(interval.low(), n.shareLowerBound(0.025), 1e-12);
      assertEquals(interval.high(), n.shareUpperBound(0.025), 1e-12);
      if (!interval.isUnbounded()) {
        for (double end : new double[] {interval.low(), interval.high()}) {
          double variance =
              n.totalVariance(0.025)
                  - 2 * end * n.covariance()
                  + end * end * n.baseline().variance();
          double distance = Math.abs(n.value() - end * d);
          assertEquals(t * Math.sqrt(variance), distance, 1e-7 * distance);
        }
      }
    }
  }

  @Test
  void aShareOfNoLossIsRefused() {
    PairedDifference n = difference(0, ofRows(1, new int[] {0, 0}, 1, 0));
    Exception refused = assertThrows(IllegalStateException.class, n::share);
    assertEquals(
        "expected a loss of today's system other than 0, found 0;"
            + " ask baseline().supportsShares() first",
        refused.getMessage());
    assertTrue(n.shareInterval(0.95).isUnbounded());
  }

  @Test
  void sharesNeedTwentyMistakes() {
    for (int mistakes = 0; mistakes <= 40; mistakes++) {
      PairedLossAccumulator rows = new PairedLossAccumulator(1, 10_000, 1);
      for (int i = 0; i < 2000; i++) {
        rows.add(i < mistakes ? 10_000 : 0, 0);
      }
      Baseline baseline = Baseline.of(List.of(rows.sums().today()), 0.5);
      assertEquals(mistakes >= 20, baseline.supportsShares(), mistakes + " mistakes");
    }
  }

  @Test
  void refusesTooFewRowsAndWeightsThatDoNotSumToOne() {
    Refusal.of(
        () -> ofRows(1, new int[] {1}, 1).sums(),
        "expected at least 2 rows in a stratum, found 1;"
            + " a variance needs two: give more rows or merge strata");
    Refusal.of(
        () -> ofRows(1.5, new int[] {1, 1}, 1, 1).sums(),
        "expected a stratum weight above 0 and at most 1, found 1.5;"
            + " weights are shares of the traffic and sum to 1");
    Refusal.of(
        () -> difference(0, ofRows(0.5, new int[] {1, 1}, 1, 1)),
        "expected stratum weights that sum to 1 within 1e-9, found 0.5; pass every stratum once");
  }

  @Test
  void refusesSeedsThatDoNotMatch() {
    List<StratumDifference> one = PairedLosses.sums(List.of(ofRows(1, new int[2], 1, 0)));
    Refusal.of(
        () -> PairedDifference.of(one, List.of(0.0, 0.0), 0, 1),
        "expected one price difference for each of 1 seeds, found 2;"
            + " repeat a system without seeds over the seeds of the other");
    Refusal.of(
        () -> PairedDifference.of(List.of(), List.of(0.0), 0, 1),
        "expected at least 1 stratum, found none; without strata there is one of weight 1");
  }

  @Test
  void refusesNumbersThatAreNone() {
    List<StratumDifference> one = PairedLosses.sums(List.of(ofRows(1, new int[2], 1, 0)));
    Refusal.of(
        () -> PairedDifference.of(one, List.of(Double.NaN), 0, 1),
        "expected a finite price difference, found NaN; look at where it was computed");
    Refusal.of(
        () -> PairedDifference.of(one, List.of(0.0), -1, 1),
        "expected a running price of 0 or more, found -1.0; look at where it was computed");
    Refusal.of(
        () -> PairedDifference.of(one, List.of(0.0), 0, -1),
        "expected a largest cost gap of 0 or more, found -1.0; look at where it was computed");
    Refusal.of(
        () -> new PairedDifference(0, 0, 0, 0, 0, 0, new Baseline(0, 0, 0)),
        "expected at least 1 seed, found 0; a system without seeds has one");
  }

  @Test
  void refusesLevelsOutOfRange() {
    PairedDifference n = difference(0, ofRows(1, new int[2], 1, 0));
    Refusal.of(
        () -> n.lowerBound(0.5),
        "expected a one-sided level p between 0 and 0.5 (exclusive), found 0.5;"
            + " pass the error probability, 0.025 for the lower end of a 95% interval");
    Refusal.of(
        () -> n.interval(1),
        "expected a confidence level between 0 and 1 (exclusive), found 1.0; write 0.95 for 95%");
  }

  private static PairedLosses ofRows(double weight, int[] today, int... differences) {
    int[][] rows = Arrays.stream(differences).mapToObj(d -> new int[] {d}).toArray(int[][]::new);
    return PairedLosses.ofCosts(weight, today, rows);
  }

  private static PairedDifference difference(double price, PairedLosses... strata) {
    return PairedDifference.of(PairedLosses.sums(List.of(strata)), List.of(price), 0, 1);
  }

  private static PairedDifference crossed(int[][] differences) {
    PairedLosses losses = PairedLosses.ofCosts(1, new int[differences.length], differences);
    return PairedDifference.of(
        List.of(losses.sums()), Collections.nCopies(losses.seeds(), 0.0), 0, 1);
  }

  private static double student(double tail, double nu) {
    return -new TDistribution(null, nu, 1e-13).inverseCumulativeProbability(tail);
  }
}
