package io.github.onecurve.judge;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Decision;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Strata;
import io.github.onecurve.stats.Baseline;
import io.github.onecurve.stats.Interval;
import io.github.onecurve.stats.Lift;
import io.github.onecurve.stats.PairedDifference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Prices systems on the judge rows: differences between any two, and all that is measured of one.
 */
final class Pricing {
  private static final double LEVEL = 0.95;

  private final LabelledRows rows;
  private final Stakes stakes;
  private final CostTable costs;
  private final Strata strata;
  private final PricedSystem today;
  private final Confusion confusionToday;
  private final Baseline baseline;
  private final double spread;
  private final int[] labels;

  /** Today's costs over all rows, for each number of seeds that a pair has. */
  private final Map<Integer, PairTally> rowsOfSeeds = new HashMap<>();

  Pricing(LabelledRows rows, Stakes stakes, PricedSystem today) {
    this.rows = rows;
    this.labels = rows.labels();
    this.stakes = stakes;
    this.costs = CostTable.of(stakes, rows.classNames());
    this.strata = Strata.of(stakes, rows.rows(), "judge");
    this.today = today;
    this.confusionToday = confusion(today);
    this.spread =
        IntStream.of(labels).distinct().mapToLong(costs::spread).max().orElseThrow() * Stakes.UNIT;
    this.baseline = difference(today, today).baseline();
  }

  /** R₀ per 1,000 decisions with its interval. */
  Amount lossPer1000() {
    PairTally all = new PairTally(strata, 1);
    for (int row = 0; row < labels.length; row++) {
      long cost = costs.cost(labels[row], today.decision(row, 0));
      all.addRow(strata.of(row), cost);
      all.addSaved(strata.of(row), cost, new long[] {cost});
    }
    PairedDifference overNothing =
        all.difference(List.of(stakes.runningPrice()), stakes.runningPrice(), spread);
    return per1000(overNothing);
  }

  List<DecisionShare> decisionsToday() {
    return confusionToday.shares();
  }

  /** R_reference − R_system, with all that its intervals need; exactly 0 for one with itself. */
  PairedDifference saved(PricedSystem reference, PricedSystem system) {
    return reference == system
        ? PairedDifference.exactlyZero(baseline)
        : difference(reference, system);
  }

  /**
   * All that is measured of a system.
   *
   * @param saved over today's system
   * @param overHouse what is saved over each eligible house system, by its title; none for a house
   *     row itself
   */
  Measured measure(
      PricedSystem system, PairedDifference saved, Map<String, PairedDifference> overHouse) {
    Confusion confusion = confusion(system);
    Flips flips = Flips.of(labels, strata, today, system);
    boolean shown = saved.baseline().supportsShares();
    return new Measured(
        shown
            ? Optional.of(Amount.of(saved.share(), saved.shareInterval(LEVEL)))
            : Optional.empty(),
        shown ? OptionalDouble.of(shareOfDecisions(saved, system)) : OptionalDouble.empty(),
        per1000(saved),
        bySeed(system),
        1000 * saved.standardError(),
        shown && !overHouse.isEmpty() ? Optional.of(lift(overHouse)) : Optional.empty(),
        closest(overHouse),
        1000 * flips.fixed(),
        1000 * flips.broke(),
        1000 * flips.abstained(),
        system.meanSizeRatio(),
        system.isCounted(),
        breakEvens(saved.value(), system, confusion),
        confusion.shares(),
        OptionalDouble.empty());
  }

  /** The largest parts of a system's loss, the running price among them. */
  List<Remaining.Part> losses(List<DecisionShare> decisions, double sizeRatio) {
    List<Remaining.Part> parts = new ArrayList<>();
    for (DecisionShare d : decisions) {
      int actual = rows.classNames().indexOf(d.actual());
      long cost = costs.cost(actual, decision(d.decision()));
      if (cost > 0) {
        parts.add(
            new Remaining.Part(
                d.actual() + " → " + d.decision(), 1000 * d.share() * cost * Stakes.UNIT));
      }
    }
    parts.add(new Remaining.Part("running", 1000 * stakes.runningPrice() * sizeRatio));
    parts.sort((a, b) -> Double.compare(b.lossPer1000(), a.lossPer1000()));
    return parts;
  }

  private static Amount per1000(PairedDifference saved) {
    Interval interval = saved.interval(LEVEL);
    return new Amount(1000 * saved.value(), 1000 * interval.low(), 1000 * interval.high());
  }

  /** The house row that saves most, over which least is saved. */
  private static Optional<String> closest(Map<String, PairedDifference> overHouse) {
    return overHouse.entrySet().stream()
        .min(Comparator.comparingDouble(house -> house.getValue().value()))
        .map(Map.Entry::getKey);
  }

  private static Amount lift(Map<String, PairedDifference> overHouse) {
    Lift lift = Lift.over(List.copyOf(overHouse.values()), LEVEL);
    return Amount.of(lift.estimate(), lift.interval());
  }

  private double shareOfDecisions(PairedDifference saved, PricedSystem system) {
    double running = stakes.runningPrice() * (1 - system.meanSizeRatio());
    return (saved.value() - running) / (saved.baseline().loss() - stakes.runningPrice());
  }

  private List<Double> bySeed(PricedSystem system) {
    return tally(today, system).bySeed(runningSaved(today, system)).stream()
        .map(n -> 1000 * n)
        .toList();
  }

  private List<BreakEven> breakEvens(double saved, PricedSystem system, Confusion confusion) {
    List<BreakEven> all = new ArrayList<>();
    double saving = 1 - system.meanSizeRatio();
    all.add(new BreakEven("runningPrice", root(stakes.runningPrice(), saved, saving)));
    for (Stakes.Critical pair : pairs()) {
      int actual = rows.classIndex(pair.actual());
      int predicted = rows.classIndex(pair.predicted());
      double fewer = confusionToday.shareBeyond(confusion, actual, predicted);
      all.add(
          new BreakEven(
              pair.actual() + " → " + pair.predicted(),
              root(costs.cost(actual, predicted) * Stakes.UNIT, saved, fewer)));
    }
    return all;
  }

  /** Where value + (price − now) · slope is 0, if at a price of 0 or more. */
  private static OptionalDouble root(double now, double value, double slope) {
    double price = now - value / slope;
    return slope != 0 && price >= 0 && Double.isFinite(price)
        ? OptionalDouble.of(price)
        : OptionalDouble.empty();
  }

  /** The declared pairs, else today's costliest confusion. */
  private List<Stakes.Critical> pairs() {
    if (!stakes.critical().isEmpty()) {
      return stakes.critical();
    }
    Stakes.Critical costliest = null;
    double most = 0;
    for (int y = 0; y < rows.classes(); y++) {
      for (int d = 0; d < rows.classes(); d++) {
        double cost = confusionToday.share(y, d) * costs.cost(y, d) * Stakes.UNIT;
        if (cost > most) {
          most = cost;
          costliest =
              new Stakes.Critical(
                  rows.classNames().get(y),
                  rows.classNames().get(d),
                  costs.cost(y, d) * Stakes.UNIT);
        }
      }
    }
    return costliest == null ? List.of() : List.of(costliest);
  }

  private int decision(String name) {
    return switch (name) {
      case DecisionShare.ABSTAIN -> Decision.ABSTAIN;
      case DecisionShare.NOT_A_NUMBER -> Decision.NOT_A_NUMBER;
      default -> rows.classNames().indexOf(name);
    };
  }

  private Confusion confusion(PricedSystem system) {
    Confusion confusion = new Confusion(rows.classNames(), strata, system.seeds());
    for (int s = 0; s < system.seeds(); s++) {
      for (int row = 0; row < labels.length; row++) {
        confusion.add(strata.of(row), labels[row], system.decision(row, s));
      }
    }
    return confusion;
  }

  private PairedDifference difference(PricedSystem reference, PricedSystem system) {
    return tally(reference, system)
        .difference(runningSaved(reference, system), stakes.runningPrice(), spread);
  }

  private List<Double> runningSaved(PricedSystem reference, PricedSystem system) {
    List<Double> saved = new ArrayList<>();
    for (int s = 0; s < Math.max(reference.seeds(), system.seeds()); s++) {
      saved.add(stakes.runningPrice() * (reference.sizeRatio(s) - system.sizeRatio(s)));
    }
    return saved;
  }

  /** The sums of a pair: only rows on which a decision differs are looked at closely. */
  private PairTally tally(PricedSystem reference, PricedSystem system) {
    int seeds = Math.max(reference.seeds(), system.seeds());
    PairTally tally = new PairTally(strata, seeds);
    tally.add(rowsOfSeeds.computeIfAbsent(seeds, this::countRows));
    long[] saved = new long[seeds];
    for (int row = 0; row < labels.length; row++) {
      boolean differs = false;
      for (int s = 0; s < seeds; s++) {
        differs |= reference.decision(row, s) != system.decision(row, s);
      }
      if (differs) {
        for (int s = 0; s < seeds; s++) {
          saved[s] =
              costs.cost(labels[row], reference.decision(row, s))
                  - costs.cost(labels[row], system.decision(row, s));
        }
        tally.addSaved(strata.of(row), costs.cost(labels[row], today.decision(row, 0)), saved);
      }
    }
    return tally;
  }

  private PairTally countRows(int seeds) {
    PairTally counted = new PairTally(strata, seeds);
    for (int row = 0; row < labels.length; row++) {
      counted.addRow(strata.of(row), costs.cost(labels[row], today.decision(row, 0)));
    }
    return counted;
  }
}
