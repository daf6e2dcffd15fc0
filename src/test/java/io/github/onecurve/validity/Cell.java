package io.github.onecurve.validity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One setting of a simulation.
 *
 * @param rows n, over all strata
 * @param wrong the share of rows on which today's system is wrong; half of them dear where there is
 *     a dear cost
 * @param flips dear flips that are expected on the judge's rows; as many cheap ones besides
 * @param net which way they go
 * @param strata 1, or more with weights and sizes that run against each other
 * @param where which strata flip
 * @param dearest the dear cost; 1 is that of all mistakes
 * @param hostile ρ: 0, 0.05 or 0.3
 * @param seeds S
 * @param noise of the retraining seeds
 */
record Cell(
    int rows,
    double wrong,
    double flips,
    Net net,
    int strata,
    Where where,
    int dearest,
    double hostile,
    int seeds,
    Noise noise) {
  private static final double RUNNING_PRICE = 0.001;
  private static final double VULNERABLE = 0.3;

  /** Which strata flip. */
  enum Where {
    EVERYWHERE,
    WHERE_A_ROW_WEIGHS_MOST,
    WHERE_A_ROW_WEIGHS_LEAST
  }

  static Cell of(int rows, double wrong, double flips, Net net) {
    return new Cell(rows, wrong, flips, net, 1, Where.EVERYWHERE, 1, 0, 1, Noise.NONE);
  }

  Cell withStrata(int count, Where flipping) {
    return new Cell(rows, wrong, flips, net, count, flipping, dearest, hostile, seeds, noise);
  }

  Cell withDearest(int cost) {
    return new Cell(rows, wrong, flips, net, strata, where, cost, hostile, seeds, noise);
  }

  Cell withHostile(double share) {
    return new Cell(rows, wrong, flips, net, strata, where, dearest, share, seeds, noise);
  }

  Cell withSeeds(int count, Noise of) {
    return new Cell(rows, wrong, flips, net, strata, where, dearest, hostile, count, of);
  }

  Cell withWrong(double share) {
    return new Cell(rows, share, flips, net, strata, where, dearest, hostile, seeds, noise);
  }

  /** Whether there are as many rows as are to flip. */
  boolean isPossible() {
    double better = changing() * (net == Net.CANCELLED ? dearest : net.better());
    double wrongOfAKind = (dearest == 1 ? 1 : 0.5) * wrong;
    double worse = changing() * net.worse() * (dearest == 1 ? 1 : 2);
    return better <= 0.9 * wrongOfAKind * flippingRows()
        && worse + attacked() <= 0.9 * (1 - wrong) * (1 - VULNERABLE) * flippingRows()
        && !(net == Net.CANCELLED && dearest == 1)
        && smallestStratum() >= 2;
  }

  /**
   * Dear flips that are expected in the stratum in which a row weighs most, where V_ph is sized.
   */
  double flipsWhereARowWeighsMost() {
    return switch (where) {
      case EVERYWHERE -> flips * size(0) / rows;
      case WHERE_A_ROW_WEIGHS_MOST -> flips;
      case WHERE_A_ROW_WEIGHS_LEAST -> strata == 1 ? flips : 0;
    };
  }

  Population population() {
    List<Stratum> all = new ArrayList<>();
    for (int k = 0; k < strata; k++) {
      all.add(new Stratum(weight(k), size(k), kinds(flipsIn(k))));
    }
    return new Population(
        all,
        seeds,
        noise,
        RUNNING_PRICE,
        dearest,
        List.of(new Population.Pair(Population.TODAY, 0)));
  }

  /** The first stratum has the largest weight and the fewest rows. */
  private double weight(int k) {
    return 2.0 * (strata - k) / (strata * (strata + 1));
  }

  private int size(int k) {
    return k == strata - 1 ? rows - before(k) : before(k + 1) - before(k);
  }

  private int before(int k) {
    return (int) Math.round((double) rows * k * (k + 1) / (strata * (strata + 1)));
  }

  private int smallestStratum() {
    return size(0);
  }

  private boolean isFlipping(int k) {
    return switch (where) {
      case EVERYWHERE -> true;
      case WHERE_A_ROW_WEIGHS_MOST -> k == 0;
      case WHERE_A_ROW_WEIGHS_LEAST -> k == strata - 1;
    };
  }

  private int flippingRows() {
    int sum = 0;
    for (int k = 0; k < strata; k++) {
      sum += isFlipping(k) ? size(k) : 0;
    }
    return sum;
  }

  private double flipsIn(int k) {
    return isFlipping(k) ? changing() / flippingRows() : 0;
  }

  /** Rows that may flip: with seeds each does in half of the trainings. */
  private double changing() {
    return seeds == 1 ? flips : 2 * flips;
  }

  /** Rows on which only what an adversary brings about changes, as many each way. */
  private double attacked() {
    return hostileParts() == 0 ? 0 : 2 * changing();
  }

  private long hostileParts() {
    return Math.round(hostile / Population.UNIT);
  }

  private List<Kind> kinds(double flipping) {
    List<Kind> kinds = new ArrayList<>();
    double cheapBetter = net == Net.CANCELLED ? dearest * flipping : net.better() * flipping;
    double cheapWorse = net == Net.CANCELLED ? 0 : net.worse() * flipping;
    if (dearest == 1) {
      addWrong(kinds, 1, wrong, cheapBetter);
      addRight(kinds, 1, 1 - wrong, cheapWorse, flipping);
    } else {
      addWrong(kinds, dearest, wrong / 2, net.better() * flipping);
      addWrong(kinds, 1, wrong / 2, cheapBetter);
      addRight(kinds, dearest, (1 - wrong) / 2, net.worse() * flipping, flipping);
      addRight(kinds, 1, (1 - wrong) / 2, cheapWorse, 0);
    }
    return kinds;
  }

  /** Wrong rows, of which a share is put right; an adversary brings half of those back. */
  private void addWrong(List<Kind> kinds, long cost, double share, double fixed) {
    long attacked = hostileParts();
    if (attacked == 0) {
      kinds.add(Kind.of(fixed, 20 * cost, 20 * cost));
    } else {
      kinds.add(Kind.of(fixed / 2, 20 * cost, 20 * cost));
      kinds.add(Kind.of(fixed / 2, 20 * cost, (20 - attacked) * cost));
    }
    kinds.add(Kind.of(share - fixed, 20 * cost));
  }

  /** Right rows, of which a share is broken; some of them an adversary could break before. */
  private void addRight(
      List<Kind> kinds, long cost, double share, double broken, double attackFlips) {
    long attacked = hostileParts();
    if (attacked == 0) {
      kinds.add(Kind.of(broken, 0, -20 * cost));
      return;
    }
    kinds.add(Kind.of(broken / 2, 0, -20 * cost));
    kinds.add(Kind.of(broken / 2, attacked * cost, -(20 - attacked) * cost));
    kinds.add(Kind.of(attackFlips, attacked * cost, attacked * cost));
    kinds.add(Kind.of(attackFlips, 0, -attacked * cost));
    double vulnerable = VULNERABLE * share - broken / 2 - attackFlips;
    kinds.add(Kind.of(Math.max(0, vulnerable), attacked * cost));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "n %d, wrong %s, %s flips %s, strata %d %s, cost %d, rho %s, seeds %d %s",
        rows,
        wrong,
        flips,
        net,
        strata,
        where,
        dearest,
        hostile,
        seeds,
        noise);
  }
}
