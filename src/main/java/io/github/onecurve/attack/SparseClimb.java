package io.github.onecurve.attack;

/**
 * Auto-PGD for L1 (Croce and Hein 2021, "Mind the box", section 3 and algorithm 1): each step moves
 * the inputs of steepest slope alike. Every 4 of 100 steps their number becomes two thirds of those
 * that the best place so far has changed; where that fell by more than 5% the steps are long again
 * and go on from the best place, else they shorten, to a tenth of the radius at least.
 */
final class SparseClimb extends Climb {
  private static final double FIRST_SHARE = 0.2;
  private static final double FEWER = 1.5;
  private static final double SHORTER = 1.5;
  private static final double SHORTEST = 0.1;
  private static final double FELL = 0.95;

  private final int period;
  private double length;
  private double most;
  private double changedAtCheck;
  private int steps = -1;

  SparseClimb(Ball ball, float[] clean, float[] start, int allSteps) {
    super(ball, clean, start);
    this.period = Math.max(allSteps * 4 / 100, 1);
    this.length = ball.radius();
    this.most = FIRST_SHARE * ball.free();
    this.changedAtCheck = ball.free();
  }

  /**
   * Takes the number of inputs to move from where it starts, as where a wider climb ended there.
   */
  SparseClimb asSparseAsStart() {
    changedAtCheck = ball.changed(clean, at);
    most = changedAtCheck / FEWER;
    return this;
  }

  @Override
  void step() {
    at = ball.ascendSparsely(clean, at, gradient, length, (int) Math.max(1, most));
  }

  @Override
  void arrived(double loss, double bestLoss) {
    steps++;
    if (steps == 0 || steps % period != 0) {
      return;
    }
    double changed = ball.changed(clean, best);
    boolean sparser = changed < FELL * changedAtCheck;
    most = changed / FEWER;
    changedAtCheck = changed;
    if (sparser) {
      length = ball.radius();
      goBackToBest();
    } else {
      length = Math.max(length / SHORTER, SHORTEST * ball.radius());
    }
  }
}
