package io.github.onecurve.attack;

/**
 * One row's way up its loss under APGD: where it is, the best place so far, and how long its steps
 * are.
 */
abstract class Climb {
  final Ball ball;
  final float[] clean;
  float[] at;
  float[] gradient = new float[0];
  float[] best;
  private float[] bestGradient = new float[0];
  private double bestLoss = Double.NEGATIVE_INFINITY;

  Climb(Ball ball, float[] clean, float[] start) {
    this.ball = ball;
    this.clean = clean;
    this.at = start;
    this.best = start;
  }

  /** A climb as the norm asks for one, over so many steps. */
  static Climb of(Ball ball, float[] clean, float[] start, int steps) {
    return ball.norm() == Norm.L1
        ? new SparseClimb(ball, clean, start, steps)
        : new MomentumClimb(ball, clean, start, steps);
  }

  /** Moves on by a step. */
  abstract void step();

  /** Hears the loss here and its gradient. */
  final void arrive(double loss, float[] slope) {
    gradient = slope;
    boolean better = loss > bestLoss || bestGradient.length == 0;
    if (better) {
      bestLoss = Double.isNaN(loss) ? Double.NEGATIVE_INFINITY : loss;
      best = at;
      bestGradient = slope;
    }
    arrived(loss, bestLoss);
  }

  /** Hears the loss of the step just made, or of the start, and the best so far. */
  abstract void arrived(double loss, double best);

  final void goBackToBest() {
    at = best;
    gradient = bestGradient;
  }

  /** Whether nothing here has a slope. */
  final boolean isFlat() {
    return ball.isFlat(gradient);
  }
}
