package io.github.onecurve.validity;

import io.github.onecurve.stats.Interval;
import io.github.onecurve.stats.LevelSharing;
import io.github.onecurve.stats.PairedDifference;
import java.util.List;
import java.util.SplittableRandom;

/** How often the intervals of a cell contain the truth, and how wide they are. */
final class Coverage {
  /** Levels of status tests on a board of 6 producers: ranks 1, 2 and 10. */
  static final List<Double> LEVELS =
      List.of(1, 2, 10).stream().map(new LevelSharing(0.05, 6)::level).toList();

  private static final double LEVEL = 0.95;
  private static final double Z = 1.959963984540054;

  private final Cell cell;
  private final int boards;
  private int covered;
  private int coveredWithoutUnseenFlip;
  private int shareCovered;
  private int shown;
  private int shownCovered;
  private final int[] above = new int[LEVELS.size()];
  private final int[] below = new int[LEVELS.size()];
  private double width;
  private double widthWithoutUnseenFlip;
  private double sum;
  private double squares;
  private final double truth;

  private Coverage(Cell cell, int boards, double truth) {
    this.cell = cell;
    this.boards = boards;
    this.truth = truth;
  }

  /** Draws the boards of a cell. */
  static Coverage of(Cell cell, int boards, long seed) {
    Population population = cell.population();
    double truth = population.truth(population.pairs().get(0));
    Coverage coverage = new Coverage(cell, boards, truth);
    double shareTruth = truth / population.lossToday();
    SplittableRandom random = new SplittableRandom(seed);
    for (int board = 0; board < boards; board++) {
      coverage.add(population.draw(random).get(0), shareTruth);
    }
    return coverage;
  }

  private void add(PairedDifference n, double shareTruth) {
    Interval interval = n.interval(LEVEL);
    covered += interval.contains(truth) ? 1 : 0;
    width += (interval.high() - interval.low()) / boards;
    boolean ofShare = n.shareInterval(LEVEL).contains(shareTruth);
    shareCovered += ofShare ? 1 : 0;
    if (n.baseline().supportsShares()) {
      shown++;
      shownCovered += ofShare ? 1 : 0;
    }
    PairedDifference plain = withoutUnseenFlip(n);
    double half = plain.upperBound((1 - LEVEL) / 2) - n.value();
    coveredWithoutUnseenFlip += Math.abs(n.value() - truth) <= half ? 1 : 0;
    widthWithoutUnseenFlip += 2 * half / boards;
    sum += n.value() - truth;
    squares += (n.value() - truth) * (n.value() - truth);
    for (int l = 0; l < LEVELS.size(); l++) {
      above[l] += n.lowerBound(LEVELS.get(l)) > truth ? 1 : 0;
      below[l] += n.upperBound(LEVELS.get(l)) < truth ? 1 : 0;
    }
  }

  /** The same estimate by plain t. */
  static PairedDifference withoutUnseenFlip(PairedDifference n) {
    return new PairedDifference(
        n.value(), n.variance(), 0, n.squaredTerms(), n.seeds(), n.covariance(), n.baseline());
  }

  Cell cell() {
    return cell;
  }

  int boards() {
    return boards;
  }

  /** Share of the intervals of N that contain it. */
  double ofDifference() {
    return (double) covered / boards;
  }

  /** Share of the intervals of A that contain it, over all boards. */
  double ofShare() {
    return (double) shareCovered / boards;
  }

  /** Share of boards that lose enough today to show A. */
  double shown() {
    return (double) shown / boards;
  }

  /** Share of the intervals of A that contain it, over the boards that show A. */
  double ofShownShare() {
    return (double) shownCovered / shown;
  }

  double withoutUnseenFlip() {
    return (double) coveredWithoutUnseenFlip / boards;
  }

  /** Boards on which the lower bound at a level of {@link #LEVELS} lies above the truth. */
  int falselyAbove(int level) {
    return above[level];
  }

  /** Boards on which the upper bound at a level of {@link #LEVELS} lies below the truth. */
  int falselyBelow(int level) {
    return below[level];
  }

  boolean isNull() {
    return Math.abs(truth) < 1e-12;
  }

  /** Mean width over that of an interval that knows how the estimate varies. */
  double widthToOracle() {
    double mean = sum / boards;
    return width / (2 * Z * Math.sqrt((squares - boards * mean * mean) / (boards - 1)));
  }

  /** Mean width over that by plain t. */
  double widthToPlain() {
    return width / widthWithoutUnseenFlip;
  }
}
