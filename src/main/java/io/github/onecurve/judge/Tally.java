package io.github.onecurve.judge;

import io.github.onecurve.insight.Workers;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stats.ExactSums;
import io.github.onecurve.stats.StratumDifference;
import io.github.onecurve.stats.StratumLoss;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;

/**
 * The exact sums over judge rows from which every number of a board comes; shards of the rows merge
 * to the same bits in any order.
 *
 * <p>Per stratum: the rows; the clean and attacked cost of today's system with their products; for
 * each other system what it saves at each seed and the products of that with itself and with
 * today's cost; for each pair only the cross products of what its two systems save over today's,
 * since (D_h − D_c)² = D_h² + D_c² − 2 D_h D_c. Those are 0 wherever either changes nothing, so
 * that a pair costs nothing there. Prices of running, the share of hostile traffic and the weights
 * of strata are applied to the sums.
 */
final class Tally {
  private static final double UNITS = Math.round(1 / Stakes.UNIT);

  private final Bill bill;
  private final Lineup lineup;
  private final Layout layout;
  private final ExactSums today;
  private final List<ExactSums> systems;
  private final List<List<ExactSums>> pairs;

  Tally(
      Bill bill,
      Lineup lineup,
      Layout layout,
      RunningSums today,
      List<RunningSums> systems,
      List<List<RunningSums>> pairs) {
    this.bill = bill;
    this.lineup = lineup;
    this.layout = layout;
    this.today = today.exact();
    this.systems = systems.stream().map(RunningSums::exact).toList();
    this.pairs = pairs.stream().map(p -> p.stream().map(RunningSums::exact).toList()).toList();
  }

  /** All rows, counted on the calling thread. */
  static Tally of(Bill bill, Lineup lineup) {
    return new Counting(bill, lineup).rows(0, bill.rows());
  }

  /**
   * All rows, counted on all workers; where the caller is interrupted, it counts them itself, which
   * is a matter of seconds, and its flag is set again.
   */
  static Tally of(Bill bill, Lineup lineup, Workers workers) {
    List<Callable<Tally>> work = new ArrayList<>();
    for (int from = 0; from < bill.rows(); from += SparseNumbers.BLOCK) {
      int first = from;
      int behind = Math.min(bill.rows() - from, SparseNumbers.BLOCK) + from;
      work.add(() -> new Counting(bill, lineup).rows(first, behind));
    }
    try {
      List<Tally> shards = workers.all(work);
      Tally all = shards.get(0);
      shards.subList(1, shards.size()).forEach(all::add);
      return all;
    } catch (InterruptedException e) {
      Tally all = of(bill, lineup);
      Thread.currentThread().interrupt();
      return all;
    }
  }

  /** Adds another shard of the rows of the same systems. */
  void add(Tally shard) {
    today.add(shard.today);
    for (int x = 0; x < systems.size(); x++) {
      systems.get(x).add(shard.systems.get(x));
      for (int i = 0; i < pairs.get(x).size(); i++) {
        pairs.get(x).get(i).add(shard.pairs.get(x).get(i));
      }
    }
  }

  Bill bill() {
    return bill;
  }

  Lineup lineup() {
    return lineup;
  }

  /** Whether attacked costs are counted. */
  boolean isAttacked() {
    return layout.parts() == 2;
  }

  /** What flips between today's system and another. */
  Flips flips(PricedSystem system) {
    return new Flips(
        flips(system, Layout.FIXED), flips(system, Layout.BROKE), flips(system, Layout.ABSTAINED));
  }

  /**
   * The mean over rows and seeds of a part of what a system saves over today's, strata weighted, in
   * cost.
   *
   * @param part 0 for clean costs, 1 for attacked ones
   */
  double saved(PricedSystem system, int part) {
    int seeds = system.seeds();
    ExactSums sums = systems.get(lineup.place(system));
    double mean = 0;
    for (int k = 0; k < strata(); k++) {
      BigInteger total = BigInteger.ZERO;
      for (int s = 0; s < seeds; s++) {
        total = total.add(sums.value(k * layout.ofSystem(seeds) + layout.saved(part, s, seeds)));
      }
      mean += weight(k) * total.doubleValue() / rows(k) / seeds / UNITS;
    }
    return mean;
  }

  /** The mean cost of today's system under attack, strata weighted, in cost. */
  double attackedToday() {
    double mean = 0;
    for (int k = 0; k < strata(); k++) {
      double sum = today.value(k * layout.ofToday() + layout.todaysCost(1)).doubleValue();
      mean += weight(k) * sum / rows(k) / UNITS;
    }
    return mean;
  }

  /** What today's system loses over one that loses nothing. */
  List<StratumDifference> lossToday(Mix mix) {
    List<StratumDifference> strata = new ArrayList<>();
    for (int k = 0; k < strata(); k++) {
      StratumLoss loss = lossToday(mix, k);
      strata.add(
          new StratumDifference(
              loss, List.of(loss.sum()), loss.squares(), loss.squares(), loss.squares()));
    }
    return strata;
  }

  /**
   * The loss of a reference less that of a system, over the larger number of their seeds.
   *
   * @throws IllegalStateException if the two were not to be compared
   */
  List<StratumDifference> difference(PricedSystem reference, PricedSystem system, Mix mix) {
    int seeds = Math.max(reference.seeds(), system.seeds());
    Own mine = new Own(system, seeds, mix);
    List<StratumDifference> strata = new ArrayList<>();
    if (reference == lineup.today()) {
      for (int k = 0; k < strata(); k++) {
        strata.add(mine.over(lossToday(mix, k), k));
      }
      return strata;
    }
    Own other = new Own(reference, seeds, mix);
    Cross cross = new Cross(system, reference, seeds, mix);
    for (int k = 0; k < strata(); k++) {
      List<BigInteger> saved = new ArrayList<>();
      for (int s = 0; s < seeds; s++) {
        saved.add(mine.saved(k, s).subtract(other.saved(k, s)));
      }
      strata.add(
          new StratumDifference(
              lossToday(mix, k),
              saved,
              cross.squared(mine.squaredTotals(k), other.squaredTotals(k), cross.totals(k)),
              cross.squared(mine.squares(k), other.squares(k), cross.seedBySeed(k)),
              mine.timesLoss(k).subtract(other.timesLoss(k))));
    }
    return strata;
  }

  /** What one system saves over today's, repeated over the seeds where it has none. */
  private final class Own {
    private final ExactSums sums;
    private final int own;
    private final int seeds;
    private final BigInteger repeats;
    private final Mix mix;

    Own(PricedSystem system, int seeds, Mix mix) {
      this.sums = systems.get(lineup.place(system));
      this.own = system.seeds();
      this.seeds = seeds;
      this.repeats = BigInteger.valueOf(seeds / own);
      this.mix = mix;
    }

    StratumDifference over(StratumLoss loss, int k) {
      List<BigInteger> saved = new ArrayList<>();
      for (int s = 0; s < seeds; s++) {
        saved.add(saved(k, s));
      }
      return new StratumDifference(loss, saved, squaredTotals(k), squares(k), timesLoss(k));
    }

    BigInteger saved(int k, int seed) {
      int base = k * layout.ofSystem(own);
      int s = own == 1 ? 0 : seed;
      return mixed(mix, part -> sums.value(base + layout.saved(part, s, own)));
    }

    BigInteger squaredTotals(int k) {
      return products(k, layout.squaredTotals(own)).multiply(repeats).multiply(repeats);
    }

    BigInteger squares(int k) {
      return products(k, layout.squares(own)).multiply(repeats);
    }

    BigInteger timesLoss(int k) {
      return products(k, layout.timesLoss(own)).multiply(repeats);
    }

    private BigInteger products(int k, int at) {
      return Tally.this.products(mix, sums, k * layout.ofSystem(own) + at);
    }
  }

  /** The cross products of two systems, one of them repeated where it has no seeds. */
  private final class Cross {
    private final ExactSums sums;
    private final boolean paired;
    private final BigInteger repeats;
    private final Mix mix;

    Cross(PricedSystem system, PricedSystem reference, int seeds, Mix mix) {
      int place = lineup.place(system);
      int i = lineup.references(place).indexOf(lineup.place(reference));
      if (i < 0) {
        throw new IllegalStateException(
            "expected a system that is to be compared with this one, found another: add it to the"
                + " lineup");
      }
      this.sums = pairs.get(place).get(i);
      this.paired = system.seeds() > 1 && reference.seeds() > 1;
      this.repeats = BigInteger.valueOf(paired ? 1 : seeds);
      this.mix = mix;
    }

    BigInteger totals(int k) {
      return products(k, 0).multiply(repeats);
    }

    BigInteger seedBySeed(int k) {
      return products(k, paired ? layout.pairedSeeds() : 0);
    }

    /** (a − b)² summed, from a², b² and ab. */
    BigInteger squared(BigInteger a, BigInteger b, BigInteger product) {
      return a.add(b).subtract(product.shiftLeft(1));
    }

    private BigInteger products(int k, int at) {
      return Tally.this.products(mix, sums, k * layout.ofPair() + at);
    }
  }

  private StratumLoss lossToday(Mix mix, int k) {
    int base = k * layout.ofToday();
    return new StratumLoss(
        rows(k),
        weight(k),
        mix.unitsPerCost(),
        mixed(mix, part -> today.value(base + layout.todaysCost(part))),
        products(mix, today, base + layout.todaysSquares()));
  }

  private BigInteger mixed(Mix mix, IntFunction<BigInteger> part) {
    return mix.sum(part.apply(0), isAttacked() ? part.apply(1) : BigInteger.ZERO);
  }

  private BigInteger products(Mix mix, ExactSums sums, int at) {
    return isAttacked()
        ? mix.products(sums.value(at), sums.value(at + 1), sums.value(at + 2))
        : sums.value(at);
  }

  private double flips(PricedSystem system, int kind) {
    ExactSums sums = systems.get(lineup.place(system));
    double share = 0;
    for (int k = 0; k < strata(); k++) {
      long count = sums.value(k * layout.ofSystem(system.seeds()) + kind).longValueExact();
      share += weight(k) * count / rows(k) / system.seeds();
    }
    return share;
  }

  private int strata() {
    return bill.strata().count();
  }

  private double weight(int k) {
    return bill.strata().weight(k);
  }

  private long rows(int k) {
    return today.value(k * layout.ofToday() + Layout.ROWS).longValueExact();
  }
}
