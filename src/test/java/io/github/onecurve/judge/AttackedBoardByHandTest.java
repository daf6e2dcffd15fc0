package io.github.onecurve.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.Said;
import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.remedy.Deployment;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Decision;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Strata;
import io.github.onecurve.stats.PairedDifference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices under attack, worst costs chosen by hand, held against the definition's formulas. */
class AttackedBoardByHandTest {
  private static final int N = 600;
  private static final int SEEDS = 3;
  private static final double LAMBDA = 0.01;
  private static final double P95 = 0.025;
  private static final Deployment NONE = Deployment.of(Said.says(1));
  private static final double[] WEIGHTS = {0.4, 0.6};

  /** Today's system, a retrained one that is judged and a house row that refuses everything. */
  private static final class Hand {
    final Stakes stakes;
    final LabelledRows rows;
    final int[] stratum = new int[N];
    final int[] labels;
    final int[] today = new int[N];
    final int[][] after = new int[SEEDS][N];
    final long[] worstToday = new long[N];
    final long[][] worstAfter = new long[SEEDS][N];
    final CostTable costs;
    final PricedSystem shipped;
    final PricedSystem system;
    final PricedSystem hold;
    final Pricing pricing;

    Hand(long seed, double rho, double afterRight, double afterBroken) {
      Random random = new Random(seed);
      labels = random.ints(N, 0, 3).toArray();
      List<String> sites = new ArrayList<>();
      for (int row = 0; row < N; row++) {
        stratum[row] = row % 4 == 0 ? 0 : 1;
        sites.add(row % 4 == 0 ? "x" : "y");
      }
      rows = Said.rows(0, labels).with(Attribute.categorical("site", List.of("x", "y"), sites));
      stakes =
          Stakes.standard()
              .critical("a", "b", 4)
              .runningPrice(LAMBDA)
              .attack(Threat.linf(0.1), rho)
              .strata(
                  List.of(
                      new Stakes.Stratum(Slice.where("site", "x"), WEIGHTS[0]),
                      new Stakes.Stratum(Slice.where("site", "y"), WEIGHTS[1])));
      costs = CostTable.of(stakes, Said.CLASSES);
      decide(random, today, worstToday, 0.75, 0.5);
      for (int s = 0; s < SEEDS; s++) {
        after[s] = today.clone();
        worstAfter[s] = worstToday.clone();
        int[] other = new int[N];
        long[] worstOther = new long[N];
        decide(random, other, worstOther, afterRight, afterBroken);
        for (int row = 0; row < N; row++) {
          if (random.nextInt(3) > 0) {
            after[s][row] = other[row];
            worstAfter[s][row] = worstOther[row];
          }
        }
      }
      StatusQuo quo = StatusQuo.of(today, worstToday);
      shipped = PricedSystem.ofToday(NONE, quo, true);
      List<Changes> changes = new ArrayList<>();
      for (int s = 0; s < SEEDS; s++) {
        changes.add(Changes.of(quo, after[s], worstAfter[s]));
      }
      system = new PricedSystem(NONE, quo, changes, new double[] {0.5, 0.7, 0.6}, true);
      int[] refused = IntStream.range(0, N).map(row -> Decision.ABSTAIN).toArray();
      long[] refusedWorst = IntStream.range(0, N).mapToLong(row -> 3000).toArray();
      hold =
          new PricedSystem(
              NONE, quo, List.of(Changes.of(quo, refused, refusedWorst)), new double[] {0}, true);
      Lineup lineup = new Lineup(shipped);
      lineup.add(hold, List.of());
      lineup.add(system, List.of(hold));
      Strata strata = Strata.of(stakes, rows.rows(), "judge");
      pricing =
          new Pricing(Said.CLASSES, stakes, Tally.of(new Bill(labels, strata, costs, quo), lineup));
    }

    private void decide(Random random, int[] decisions, long[] worst, double right, double broken) {
      for (int row = 0; row < N; row++) {
        decisions[row] =
            random.nextDouble() < right ? labels[row] : (labels[row] + 1 + random.nextInt(2)) % 3;
        int found = random.nextDouble() < broken ? (labels[row] + 1) % 3 : decisions[row];
        worst[row] =
            Math.max(costs.cost(labels[row], decisions[row]), costs.cost(labels[row], found));
      }
    }

    double[] losses(double share, int[] decisions, long[] worst) {
      double[] losses = new double[N];
      for (int row = 0; row < N; row++) {
        losses[row] =
            ((1 - share) * costs.cost(labels[row], decisions[row]) + share * worst[row]) / 1e4;
      }
      return losses;
    }

    double[] before(double share) {
      return losses(share, today, worstToday);
    }

    /** N straight from the rows at any share of hostile traffic. */
    double saved(double share) {
      double running = LAMBDA * (1 - 0.6);
      double[] before = before(share);
      int[] sizes = new int[2];
      IntStream.of(stratum).forEach(k -> sizes[k]++);
      double sum = 0;
      for (int s = 0; s < SEEDS; s++) {
        double[] then = losses(share, after[s], worstAfter[s]);
        for (int row = 0; row < N; row++) {
          sum += WEIGHTS[stratum[row]] / sizes[stratum[row]] * (before[row] - then[row]) / SEEDS;
        }
      }
      return sum + running;
    }

    Measured measure() {
      PairedDifference saved = pricing.saved(shipped, system);
      Map<String, PairedDifference> more = new LinkedHashMap<>();
      more.put("ship as it is", saved);
      more.put("hold", pricing.saved(hold, system));
      return pricing.measure(system, saved, more);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0.05", "2, 0.3", "3, 1", "4, 0.0001"})
  void everyNumberIsWhatTheFormulasSay(long seed, double rho) {
    Hand hand = new Hand(seed, rho, 0.9, 0.4);
    double[] before = hand.before(rho);
    double[][] reference = {before, before, before};
    double[][] after = new double[SEEDS][];
    double[] refused = new double[N];
    for (int row = 0; row < N; row++) {
      refused[row] = 0.3;
    }
    for (int s = 0; s < SEEDS; s++) {
      after[s] = hand.losses(rho, hand.after[s], hand.worstAfter[s]);
    }
    // Sizes differ from seed to seed; by hand the difference in running is that of each seed.
    double[][] afterWithSize = new double[SEEDS][];
    for (int s = 0; s < SEEDS; s++) {
      double more = LAMBDA * (new double[] {0.5, 0.7, 0.6}[s] - 0.6);
      afterWithSize[s] = IntStream.range(0, N).mapToDouble(shift(after[s], more)).toArray();
    }
    ByHand saved =
        ByHand.of(reference, afterWithSize, before, hand.stratum, WEIGHTS, LAMBDA * 0.4, LAMBDA, 4);
    ByHand overHold =
        ByHand.of(
            new double[][] {refused, refused, refused},
            afterWithSize,
            before,
            hand.stratum,
            WEIGHTS,
            -LAMBDA * 0.6,
            LAMBDA,
            4);
    Measured m = hand.measure();
    near(1000 * saved.loss(), hand.pricing.lossPer1000().estimate());
    near(1000 * saved.value(), m.savedPer1000().estimate());
    near(1000 * saved.low(P95), m.savedPer1000().low());
    near(1000 * saved.high(P95), m.savedPer1000().high());
    near(1000 * Math.sqrt(saved.variance()), m.standardError());
    Amount a = m.actionability().orElseThrow();
    near(saved.value() / saved.loss(), a.estimate());
    near(saved.fieller(P95)[0], a.low());
    near(saved.fieller(P95)[1], a.high());
    near(
        (saved.value() - LAMBDA * 0.4) / (saved.loss() - LAMBDA),
        m.actionabilityOfDecisions().orElseThrow());
    Amount lift = m.lift().orElseThrow();
    near(Math.min(saved.value(), overHold.value()) / saved.loss(), lift.estimate());
    near(Math.min(saved.fieller(P95)[0], overHold.fieller(P95)[0]), lift.low());
    double u = P95 / 2;
    near(Math.min(saved.fieller(u)[1], overHold.fieller(u)[1]), lift.high());
    PairedDifference raw = hand.pricing.saved(hand.shipped, hand.system);
    near(saved.variance() * 1e6, raw.variance() * 1e6);
    near(saved.total(0.01) * 1e6, raw.totalVariance(0.01) * 1e6);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.05", "2, 0.3", "3, 1"})
  void whatIsLostUnderAttackIsAPartOfItsOwn(long seed, double rho) {
    Hand hand = new Hand(seed, rho, 0.9, 0.4);
    Measured m = hand.measure();
    double underAttack = 0;
    for (int s = 0; s < SEEDS; s++) {
      for (int row = 0; row < N; row++) {
        int k = hand.stratum[row];
        underAttack += WEIGHTS[k] / (k == 0 ? 150 : 450) * hand.worstAfter[s][row] / 1e4 / SEEDS;
      }
    }
    near(1000 * rho * underAttack, m.attackedPer1000().orElseThrow());
    List<Remaining.Part> parts =
        hand.pricing.losses(m.decisions(), m.attackedPer1000(), m.sizeRatio());
    double all = parts.stream().mapToDouble(Remaining.Part::lossPer1000).sum();
    near(hand.pricing.lossPer1000().estimate() - m.savedPer1000().estimate(), all);
    assertTrue(
        parts.contains(
            new Remaining.Part(Remaining.UNDER_ATTACK, m.attackedPer1000().orElseThrow())));
    double ratio = (0.5 + 0.7 + 0.6) / 3;
    assertTrue(parts.contains(new Remaining.Part(Remaining.RUNNING, 1000 * LAMBDA * ratio)));
    for (int i = 1; i < parts.size(); i++) {
      assertTrue(parts.get(i - 1).lossPer1000() >= parts.get(i).lossPer1000());
    }
  }

  /** Better on clean rows, worse under attack: some share of hostile traffic tips the balance. */
  @Test
  void theBreakEvenShareIsWhereTheRowsSaveNothing() {
    Hand hand = new Hand(5, 0.05, 0.95, 0.95);
    BreakEven share = breakEven(hand, BreakEven.ATTACK_SHARE);
    double rho = share.price().orElseThrow();
    assertTrue(rho > 0 && rho < 1);
    assertEquals(0, hand.saved(rho), 1e-12);
    assertTrue(hand.saved(rho - 0.01) > 0 && hand.saved(rho + 0.01) < 0);
    assertEquals(BreakEven.ATTACK_SHARE, hand.measure().breakEvens().get(0).of());
  }

  /** Better on clean rows and a little better under attack: beyond all traffic is nothing. */
  @Test
  void thereIsNoBreakEvenShareOutsideOfAllTraffic() {
    Hand hand = new Hand(6, 0.05, 0.95, 0.55);
    assertTrue(hand.saved(0) > hand.saved(1) && hand.saved(1) > 0);
    assertEquals(OptionalDouble.empty(), breakEven(hand, BreakEven.ATTACK_SHARE).price());
  }

  @ParameterizedTest
  @CsvSource({"8, 0.72, 0.6", "9, 0.6, 0.5"})
  void theOtherBreakEvensHoldWhatIsLostUnderAttackFixed(long seed, double right, double broken) {
    Hand hand = new Hand(seed, 0.2, right, broken);
    double now = hand.saved(0.2);
    near(LAMBDA - now / 0.4, breakEven(hand, BreakEven.RUNNING_PRICE));
    double fewer = 0;
    for (int s = 0; s < SEEDS; s++) {
      for (int row = 0; row < N; row++) {
        int k = hand.stratum[row];
        double weight = WEIGHTS[k] / (k == 0 ? 150 : 450) / SEEDS;
        fewer += hand.labels[row] == 0 && hand.today[row] == 1 ? weight : 0;
        fewer -= hand.labels[row] == 0 && hand.after[s][row] == 1 ? weight : 0;
      }
    }
    near(4 - now / (0.8 * fewer), breakEven(hand, "a → b"));
    assertTrue(
        Stream.of(BreakEven.RUNNING_PRICE, "a → b")
            .anyMatch(of -> breakEven(hand, of).price().isPresent()));
  }

  private static void near(double expected, BreakEven found) {
    assertEquals(expected >= 0 ? expected : Double.NaN, found.price().orElse(Double.NaN), 1e-9);
  }

  @Test
  void theCurveHoldsWhatIsLostUnderAttackFixed() {
    Hand hand = new Hand(8, 0.2, 0.9, 0.5);
    Measured m = hand.measure();
    HouseRow row = new HouseRow("x", new ShipAsIs(), 0, "", Optional.of(m));
    Scoreboard board = board(hand, row);
    // At the board's own stakes it is the board's own A.
    near(
        m.actionability().orElseThrow().estimate(),
        board.actionabilityAt(row, hand.stakes).orElseThrow());
    Stakes dearer = hand.stakes.critical("a", "b", 9);
    CostTable costs = CostTable.of(dearer, Said.CLASSES);
    double before = LAMBDA;
    double after = LAMBDA * 0.6;
    for (int i = 0; i < N; i++) {
      int k = hand.stratum[i];
      double weight = WEIGHTS[k] / (k == 0 ? 150 : 450) / 1e4;
      before +=
          weight * (0.8 * costs.cost(hand.labels[i], hand.today[i]) + 0.2 * hand.worstToday[i]);
      for (int s = 0; s < SEEDS; s++) {
        after +=
            weight
                / SEEDS
                * (0.8 * costs.cost(hand.labels[i], hand.after[s][i])
                    + 0.2 * hand.worstAfter[s][i]);
      }
    }
    near((before - after) / before, board.actionabilityAt(row, dearer).orElseThrow());
    assertFalse(board.actionabilityAt(row, dearer).equals(board.actionabilityAt(row, hand.stakes)));
  }

  private static Scoreboard board(Hand hand, HouseRow row) {
    return new Scoreboard(
        hand.stakes,
        Said.CLASSES,
        1,
        SEEDS,
        new TreeMap<>(),
        new JudgedRows(N, 0, 0, 0, 0),
        Opening.NOT_RECORDED,
        hand.pricing.lossPer1000(),
        hand.pricing.decisionsToday(),
        hand.pricing.attackedPer1000(),
        List.of(),
        List.of(row),
        Optional.empty(),
        List.of(),
        false,
        new Meters(List.of()));
  }

  private static java.util.function.IntToDoubleFunction shift(double[] losses, double more) {
    return row -> losses[row] + more;
  }

  private static BreakEven breakEven(Hand hand, String of) {
    return hand.measure().breakEvens().stream()
        .filter(b -> b.of().equals(of))
        .findFirst()
        .orElseThrow();
  }

  private static void near(double expected, double found) {
    assertEquals(expected, found, 1e-9 * Math.max(1, Math.abs(expected)));
  }
}
