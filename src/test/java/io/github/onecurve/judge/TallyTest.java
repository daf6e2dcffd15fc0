package io.github.onecurve.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.Said;
import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.Rows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Workers;
import io.github.onecurve.model.Model;
import io.github.onecurve.remedy.Deployment;
import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Decision;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Strata;
import io.github.onecurve.stats.PairedLossAccumulator;
import io.github.onecurve.stats.StratumDifference;
import io.github.onecurve.stats.StratumLoss;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sums of a board against the whole matrix of rows and seeds, to the bit. */
class TallyTest {
  private static final Deployment NONE = Deployment.of(Model.ofRows(rows -> new float[0][0]));

  /** A random world: today's system, three references and three that must beat them. */
  private static final class World {
    final int n;
    final boolean attacked;
    final long shareUnits;
    final int[] labels;
    final int[] stratum;
    final int[] today;
    final long[] worst;
    final int[][][] decisions;
    final long[][][] worsts;
    final CostTable costs;
    final Strata strata;

    World(long seed, int n, boolean attacked, double dearest) {
      Random random = new Random(seed);
      this.n = n;
      this.attacked = attacked;
      this.shareUnits = attacked ? 1 + random.nextInt(10_000) : 0;
      labels = random.ints(n, 0, 3).toArray();
      stratum = random.ints(n, 0, 3).toArray();
      for (int k = 0; k < 6; k++) {
        stratum[k] = k % 3;
      }
      Stakes stakes =
          Stakes.standard()
              .critical("a", "b", dearest)
              .strata(
                  List.of(
                      new Stakes.Stratum(Slice.where("k", "0"), 0.2),
                      new Stakes.Stratum(Slice.where("k", "1"), 0.3),
                      new Stakes.Stratum(Slice.where("k", "2"), 0.5)));
      costs = CostTable.of(stakes, Said.CLASSES);
      Rows rows =
          Rows.of(new float[n][1])
              .with(
                  Attribute.categorical(
                      "k", Arrays.stream(stratum).mapToObj(String::valueOf).toList()));
      strata = Strata.of(stakes, rows, "judge");
      today = random.ints(n, 0, 3).toArray();
      worst = attacked ? worst(random, today) : new long[0];
      // Two references with seeds and one without; candidates with, without, and a constant one.
      int[] seeds = {3, 1, 3, 3, 1, 1};
      decisions = new int[seeds.length][][];
      worsts = new long[seeds.length][][];
      for (int x = 0; x < seeds.length; x++) {
        decisions[x] = new int[seeds[x]][];
        worsts[x] = new long[seeds[x]][];
        double changed = x == 5 ? 1 : random.nextDouble() * 0.3;
        for (int s = 0; s < seeds[x]; s++) {
          decisions[x][s] = today.clone();
          for (int row = 0; row < n; row++) {
            if (random.nextDouble() < changed) {
              decisions[x][s][row] = x == 5 ? Decision.ABSTAIN : random.nextInt(5) - 2;
            }
          }
          worsts[x][s] = attacked ? worst(random, decisions[x][s]) : new long[0];
        }
      }
    }

    private long[] worst(Random random, int[] decided) {
      long[] all = new long[n];
      for (int row = 0; row < n; row++) {
        int found = random.nextInt(4) > 0 ? decided[row] : random.nextInt(3);
        all[row] = Math.max(costs.cost(labels[row], decided[row]), costs.cost(labels[row], found));
      }
      return all;
    }

    /** The same rows in another order. */
    World(World world, List<Integer> order) {
      n = world.n;
      attacked = world.attacked;
      shareUnits = world.shareUnits;
      costs = world.costs;
      labels = order.stream().mapToInt(i -> world.labels[i]).toArray();
      stratum = order.stream().mapToInt(i -> world.stratum[i]).toArray();
      today = order.stream().mapToInt(i -> world.today[i]).toArray();
      worst = reordered(world.worst, order);
      decisions = new int[world.decisions.length][][];
      worsts = new long[world.decisions.length][][];
      for (int x = 0; x < decisions.length; x++) {
        int[][] old = world.decisions[x];
        decisions[x] =
            Arrays.stream(old)
                .map(one -> order.stream().mapToInt(i -> one[i]).toArray())
                .toArray(int[][]::new);
        worsts[x] =
            Arrays.stream(world.worsts[x]).map(one -> reordered(one, order)).toArray(long[][]::new);
      }
      Rows rows =
          Rows.of(new float[n][1])
              .with(
                  Attribute.categorical(
                      "k", Arrays.stream(stratum).mapToObj(String::valueOf).toList()));
      List<Stakes.Stratum> mix = new ArrayList<>();
      for (int k = 0; k < 3; k++) {
        mix.add(new Stakes.Stratum(Slice.where("k", String.valueOf(k)), world.strata.weight(k)));
      }
      strata = Strata.of(Stakes.standard().strata(mix), rows, "judge");
    }

    private static long[] reordered(long[] numbers, List<Integer> order) {
      return numbers.length == 0 ? numbers : order.stream().mapToLong(i -> numbers[i]).toArray();
    }

    StatusQuo quo() {
      return StatusQuo.of(today, worst);
    }

    Bill bill(StatusQuo quo) {
      return new Bill(labels, strata, costs, quo);
    }

    List<PricedSystem> systems(StatusQuo quo) {
      List<PricedSystem> systems = new ArrayList<>();
      systems.add(PricedSystem.ofToday(NONE, quo, false));
      for (int x = 0; x < decisions.length; x++) {
        List<Changes> changes = new ArrayList<>();
        for (int s = 0; s < decisions[x].length; s++) {
          changes.add(Changes.of(quo, decisions[x][s], worsts[x][s]));
        }
        systems.add(new PricedSystem(NONE, quo, changes, new double[decisions[x].length], false));
      }
      return systems;
    }

    Mix mix() {
      return attacked ? new Mix(2, shareUnits) : Mix.clean();
    }

    /** The loss of a system at a row and seed, in units of the mix; system 0 is today's. */
    long loss(int system, int row, int seed) {
      int[][] own = system == 0 ? new int[][] {today} : decisions[system - 1];
      long clean = costs.cost(labels[row], own[own.length == 1 ? 0 : seed][row]);
      if (!attacked) {
        return clean;
      }
      long[][] dear = system == 0 ? new long[][] {worst} : worsts[system - 1];
      long most = dear[dear.length == 1 ? 0 : seed][row];
      return Math.addExact(
          Math.multiplyExact(10_000 - shareUnits, clean), Math.multiplyExact(shareUnits, most));
    }

    /** The sums of a pair, one row and seed after another. */
    List<StratumDifference> wholeMatrix(int reference, int system, int seeds) {
      List<StratumDifference> all = new ArrayList<>();
      for (int k = 0; k < 3; k++) {
        int own = k;
        int[] rows = IntStream.range(0, n).filter(row -> stratum[row] == own).toArray();
        BigInteger[] perSeed = new BigInteger[seeds];
        Arrays.fill(perSeed, BigInteger.ZERO);
        BigInteger totals = BigInteger.ZERO;
        BigInteger squares = BigInteger.ZERO;
        BigInteger timesLoss = BigInteger.ZERO;
        BigInteger loss = BigInteger.ZERO;
        BigInteger lossSquares = BigInteger.ZERO;
        for (int row : rows) {
          BigInteger before = BigInteger.valueOf(loss(0, row, 0));
          BigInteger total = BigInteger.ZERO;
          for (int s = 0; s < seeds; s++) {
            BigInteger d = BigInteger.valueOf(loss(reference, row, s) - loss(system, row, s));
            perSeed[s] = perSeed[s].add(d);
            squares = squares.add(d.multiply(d));
            total = total.add(d);
          }
          totals = totals.add(total.multiply(total));
          timesLoss = timesLoss.add(before.multiply(total));
          loss = loss.add(before);
          lossSquares = lossSquares.add(before.multiply(before));
        }
        all.add(
            new StratumDifference(
                new StratumLoss(
                    rows.length, strata.weight(k), mix().unitsPerCost(), loss, lossSquares),
                List.of(perSeed),
                totals,
                squares,
                timesLoss));
      }
      return all;
    }
  }

  private static Lineup lineup(List<PricedSystem> systems) {
    Lineup lineup = new Lineup(systems.get(0));
    List<PricedSystem> references = systems.subList(1, 4);
    lineup.add(systems.get(2), List.of());
    for (PricedSystem candidate : systems.subList(4, 7)) {
      lineup.add(candidate, references);
    }
    // A reference that must itself beat the others.
    lineup.add(systems.get(1), references);
    return lineup;
  }

  private static void assertWhole(World world, Tally tally, List<PricedSystem> systems) {
    for (int x = 0; x < systems.size(); x++) {
      assertEquals(
          world.wholeMatrix(0, x, systems.get(x).seeds()),
          tally.difference(systems.get(0), systems.get(x), world.mix()),
          "system " + x);
    }
    for (int x : new int[] {1, 4, 5, 6}) {
      for (int h = 1; h < 4; h++) {
        if (x != h) {
          int seeds = Math.max(systems.get(h).seeds(), systems.get(x).seeds());
          assertEquals(
              world.wholeMatrix(h, x, seeds),
              tally.difference(systems.get(h), systems.get(x), world.mix()),
              "systems " + h + " and " + x);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void everySumIsThatOfTheWholeMatrixToTheBit(long seed) {
    World world = new World(seed, 50 + (int) seed * 400, seed % 2 == 0, 1 + seed);
    StatusQuo quo = world.quo();
    List<PricedSystem> systems = world.systems(quo);
    assertWhole(world, Tally.of(world.bill(quo), lineup(systems)), systems);
  }

  /** Squares of such costs do not fit 64 bits, their mixes with a share do just. */
  @ParameterizedTest
  @CsvSource({"1, 900, false", "2, 1e5, false", "3, 9e8, false", "4, 1e6, true", "5, 1e7, true"})
  void dearCostsNeverOverflow(long seed, double dearest, boolean attacked) {
    World world = new World(seed, 9000, attacked, dearest);
    StatusQuo quo = world.quo();
    List<PricedSystem> systems = world.systems(quo);
    assertWhole(world, Tally.of(world.bill(quo), lineup(systems)), systems);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyShardsInAnyOrderGiveTheSameBits(long seed) {
    Random random = new Random(seed);
    World world = new World(seed, 7000, seed % 2 == 0, 3);
    List<Integer> order = new ArrayList<>(IntStream.range(0, world.n).boxed().toList());
    Collections.shuffle(order, random);
    World turned = new World(world, order);
    StatusQuo quo = turned.quo();
    List<PricedSystem> systems = turned.systems(quo);
    Lineup lineup = lineup(systems);
    List<Integer> cuts = new ArrayList<>(List.of(0, world.n));
    for (int i = 0; i < 6; i++) {
      cuts.add(random.nextInt(world.n));
    }
    Collections.sort(cuts);
    List<Tally> shards = new ArrayList<>();
    for (int i = 1; i < cuts.size(); i++) {
      shards.add(new Counting(turned.bill(quo), lineup).rows(cuts.get(i - 1), cuts.get(i)));
    }
    Collections.shuffle(shards, random);
    Tally all = shards.get(0);
    shards.subList(1, shards.size()).forEach(all::add);
    assertWhole(world, all, systems);
  }

  @Test
  void manyWorkersGiveTheSameBits() throws InterruptedException {
    World world = new World(3, 2 * SparseNumbers.BLOCK + 4321, true, 3);
    StatusQuo quo = world.quo();
    List<PricedSystem> systems = world.systems(quo);
    try (Workers two = Workers.of(2)) {
      Tally many = Tally.of(world.bill(quo), lineup(systems), two);
      Tally one = Tally.of(world.bill(quo), lineup(systems));
      for (PricedSystem system : systems) {
        assertEquals(
            one.difference(systems.get(0), system, world.mix()),
            many.difference(systems.get(0), system, world.mix()));
        assertEquals(one.flips(system), many.flips(system));
      }
      assertEquals(
          one.difference(systems.get(2), systems.get(4), world.mix()),
          many.difference(systems.get(2), systems.get(4), world.mix()));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void flipsAndMeansAreThoseOfTheRows(long seed) {
    World world = new World(seed, 2000, true, 4);
    StatusQuo quo = world.quo();
    List<PricedSystem> systems = world.systems(quo);
    Tally tally = Tally.of(world.bill(quo), lineup(systems));
    double attackedToday = 0;
    for (int row = 0; row < world.n; row++) {
      attackedToday += share(world, row) * world.worst[row] / 1e4;
    }
    assertEquals(attackedToday, tally.attackedToday(), 1e-12);
    for (int x = 1; x < systems.size(); x++) {
      double[] flips = new double[3];
      double[] saved = new double[2];
      int seeds = systems.get(x).seeds();
      for (int s = 0; s < seeds; s++) {
        for (int row = 0; row < world.n; row++) {
          int before = world.today[row];
          int after = world.decisions[x - 1][s][row];
          int y = world.labels[row];
          double share = share(world, row) / seeds;
          flips[0] += before != y && after == y ? share : 0;
          flips[1] += before == y && after != y && after != Decision.ABSTAIN ? share : 0;
          flips[2] += before != after && after == Decision.ABSTAIN ? share : 0;
          saved[0] += share * (world.costs.cost(y, before) - world.costs.cost(y, after)) / 1e4;
          saved[1] += share * (world.worst[row] - world.worsts[x - 1][s][row]) / 1e4;
        }
      }
      assertEquals(flips[0], tally.flips(systems.get(x)).fixed(), 1e-12);
      assertEquals(flips[1], tally.flips(systems.get(x)).broke(), 1e-12);
      assertEquals(flips[2], tally.flips(systems.get(x)).abstained(), 1e-12);
      assertEquals(saved[0], tally.saved(systems.get(x), 0), 1e-12);
      assertEquals(saved[1], tally.saved(systems.get(x), 1), 1e-12);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void confusionsCountedFromWhatChangesAreThoseOfAllDecisions(long seed) {
    World world = new World(seed, 3000, false, 2);
    StatusQuo quo = world.quo();
    List<PricedSystem> systems = world.systems(quo);
    Confusion today = Confusion.ofToday(Said.CLASSES, world.bill(quo));
    for (int x = 1; x < systems.size(); x++) {
      Confusion all = new Confusion(Said.CLASSES, world.strata, systems.get(x).seeds());
      for (int[] decided : world.decisions[x - 1]) {
        for (int row = 0; row < world.n; row++) {
          all.add(world.stratum[row], world.labels[row], decided[row]);
        }
      }
      assertEquals(all.shares(), today.changedBy(systems.get(x), world.bill(quo)).shares());
    }
  }

  @Test
  void agreesWithSumsTakenRowByRow() {
    World world = new World(5, 1000, false, 2);
    StatusQuo quo = world.quo();
    List<PricedSystem> systems = world.systems(quo);
    Tally tally = Tally.of(world.bill(quo), lineup(systems));
    List<StratumDifference> expected = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      PairedLossAccumulator rows = new PairedLossAccumulator(world.strata.weight(k), 10_000, 3);
      for (int row = 0; row < world.n; row++) {
        if (world.stratum[row] == k) {
          long[] d = new long[3];
          for (int s = 0; s < 3; s++) {
            d[s] = world.loss(1, row, s) - world.loss(5, row, s);
          }
          rows.add(world.loss(0, row, 0), d);
        }
      }
      expected.add(rows.sums());
    }
    assertEquals(expected, tally.difference(systems.get(1), systems.get(5), Mix.clean()));
  }

  @Test
  void refusesPairsThatWereNotToBeCompared() {
    World world = new World(1, 100, false, 1);
    StatusQuo quo = world.quo();
    List<PricedSystem> systems = world.systems(quo);
    Tally tally = Tally.of(world.bill(quo), lineup(systems));
    String refused =
        assertThrows(
                IllegalStateException.class,
                () -> tally.difference(systems.get(4), systems.get(5), Mix.clean()))
            .getMessage();
    assertTrue(refused.startsWith("expected a system that is to be compared"), refused);
    PricedSystem stranger = PricedSystem.ofToday(NONE, quo, false);
    assertThrows(IllegalStateException.class, () -> tally.flips(stranger));
  }

  private static double share(World world, int row) {
    int k = world.stratum[row];
    return world.strata.weight(k) / world.strata.size(k);
  }
}
