package io.github.onecurve.judge;

import io.github.onecurve.stakes.Decision;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stats.Baseline;
import io.github.onecurve.stats.Interval;
import io.github.onecurve.stats.Lift;
import io.github.onecurve.stats.PairedDifference;
import io.github.onecurve.stats.StratumDifference;
import io.github.onecurve.stats.StratumLoss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Prices systems on the judge rows: differences between any two, and all that is measured of one.
 */
final class Pricing {
  private static final double LEVEL = 0.95;

  private final List<String> classNames;
  private final Stakes stakes;
  private final Tally tally;
  private final Bill bill;
  private final PricedSystem today;
  private final Mix mix;

  /** ρ; 0 where nothing was attacked. */
  private final double hostile;

  private final Confusion confusionToday;
  private final Baseline baseline;
  private final double spread;

  Pricing(List<String> classNames, Stakes stakes, Tally tally) {
    this.classNames = List.copyOf(classNames);
    this.stakes = stakes;
    this.tally = tally;
    this.bill = tally.bill();
    this.today = tally.lineup().today();
    this.mix = tally.isAttacked() ? Mix.of(stakes) : Mix.clean();
    this.hostile = tally.isAttacked() ? stakes.hostileShare() : 0;
    this.confusionToday = Confusion.ofToday(classNames, bill);
    this.spread = bill.spread();
    this.baseline = difference(today, today).baseline();
  }

  /** R₀ per 1,000 decisions with its interval. */
  Amount lossPer1000() {
    return per1000(
        PairedDifference.of(
            tally.lossToday(mix), List.of(stakes.runningPrice()), stakes.runningPrice(), spread));
  }

  /** The part of R₀ that hostile traffic causes, per 1,000 decisions; empty without an attack. */
  OptionalDouble attackedPer1000() {
    return attackedPer1000(today);
  }

  private OptionalDouble attackedPer1000(PricedSystem system) {
    return tally.isAttacked()
        ? OptionalDouble.of(1000 * hostile * (tally.attackedToday() - tally.saved(system, 1)))
        : OptionalDouble.empty();
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
    Confusion confusion = confusionToday.changedBy(system, bill);
    Flips flips = tally.flips(system);
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
        attackedPer1000(system));
  }

  /**
   * The parts of a system's loss, largest first: by decision on traffic that is not hostile, under
   * attack, and running.
   *
   * @param attacked the part that hostile traffic causes; empty without an attack
   */
  List<Remaining.Part> losses(
      List<DecisionShare> decisions, OptionalDouble attacked, double sizeRatio) {
    List<Remaining.Part> parts = new ArrayList<>();
    for (DecisionShare d : decisions) {
      int actual = classNames.indexOf(d.actual());
      long cost = bill.costs().cost(actual, decision(d.decision()));
      if (cost > 0) {
        parts.add(
            new Remaining.Part(
                d.actual() + " → " + d.decision(),
                1000 * d.share() * cost * Stakes.UNIT * (1 - hostile)));
      }
    }
    attacked.ifPresent(loss -> parts.add(new Remaining.Part(Remaining.UNDER_ATTACK, loss)));
    parts.add(new Remaining.Part(Remaining.RUNNING, 1000 * stakes.runningPrice() * sizeRatio));
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
    List<StratumDifference> strata = tally.difference(today, system, mix);
    List<Double> values = new ArrayList<>();
    for (int s = 0; s < system.seeds(); s++) {
      double value = runningSaved(today, system).get(s);
      for (StratumDifference stratum : strata) {
        StratumLoss loss = stratum.today();
        value +=
            loss.weight()
                * stratum.perSeed().get(s).doubleValue()
                / loss.rows()
                / loss.unitsPerCost();
      }
      values.add(1000 * value);
    }
    return values;
  }

  private List<BreakEven> breakEvens(double saved, PricedSystem system, Confusion confusion) {
    List<BreakEven> all = new ArrayList<>();
    double saving = 1 - system.meanSizeRatio();
    double most = Double.MAX_VALUE;
    if (tally.isAttacked()) {
      double more = tally.saved(system, 1) - tally.saved(system, 0);
      all.add(new BreakEven(BreakEven.ATTACK_SHARE, root(hostile, saved, more, 1)));
    }
    all.add(
        new BreakEven(BreakEven.RUNNING_PRICE, root(stakes.runningPrice(), saved, saving, most)));
    for (Stakes.Critical pair : pairs()) {
      int actual = classNames.indexOf(pair.actual());
      int predicted = classNames.indexOf(pair.predicted());
      double fewer = confusionToday.shareBeyond(confusion, actual, predicted) * (1 - hostile);
      all.add(
          new BreakEven(
              pair.actual() + " → " + pair.predicted(),
              root(bill.costs().cost(actual, predicted) * Stakes.UNIT, saved, fewer, most)));
    }
    return all;
  }

  /** Where value + (price − now) · slope is 0, if between 0 and the most that it can be. */
  private static OptionalDouble root(double now, double value, double slope, double most) {
    double price = now - value / slope;
    return slope != 0 && price >= 0 && price <= most
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
    for (int y = 0; y < classNames.size(); y++) {
      for (int d = 0; d < classNames.size(); d++) {
        double cost = confusionToday.share(y, d) * bill.costs().cost(y, d) * Stakes.UNIT;
        if (cost > most) {
          most = cost;
          costliest =
              new Stakes.Critical(
                  classNames.get(y), classNames.get(d), bill.costs().cost(y, d) * Stakes.UNIT);
        }
      }
    }
    return costliest == null ? List.of() : List.of(costliest);
  }

  private int decision(String name) {
    return switch (name) {
      case DecisionShare.ABSTAIN -> Decision.ABSTAIN;
      case DecisionShare.NOT_A_NUMBER -> Decision.NOT_A_NUMBER;
      default -> classNames.indexOf(name);
    };
  }

  private PairedDifference difference(PricedSystem reference, PricedSystem system) {
    return PairedDifference.of(
        tally.difference(reference, system, mix),
        runningSaved(reference, system),
        stakes.runningPrice(),
        spread);
  }

  private List<Double> runningSaved(PricedSystem reference, PricedSystem system) {
    List<Double> saved = new ArrayList<>();
    for (int s = 0; s < Math.max(reference.seeds(), system.seeds()); s++) {
      saved.add(stakes.runningPrice() * (reference.sizeRatio(s) - system.sizeRatio(s)));
    }
    return saved;
  }
}
