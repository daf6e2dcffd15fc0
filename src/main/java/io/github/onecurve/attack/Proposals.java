package io.github.onecurve.attack;

import java.util.SplittableRandom;

/** The inputs that the square attack tries on one row. */
interface Proposals {
  /** Where it starts. */
  float[] first(float[] clean, SplittableRandom random);

  /** Draws a move: all that chance has to say about it, the side of its windows first. */
  int[] draw(double share, SplittableRandom random);

  /**
   * What it tries next.
   *
   * @param best the best inputs so far
   * @param move as drawn
   */
  float[] next(float[] clean, float[] best, int[] move);

  /** The side of the windows where a share of the places changes at once. */
  int side(double share);

  /** How many different moves there are with windows of a side. */
  double moves(int side);

  /** The way that a norm asks for. */
  static Proposals of(Ball ball, Grid grid) {
    return ball.norm() == Norm.LINF ? new Stripes(ball, grid) : new Patches(ball, grid);
  }
}
