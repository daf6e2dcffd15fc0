package io.github.onecurve.attack;

import java.util.SplittableRandom;

/** The inputs that the square attack tries on one row. */
interface Proposals {
  /** Where it starts. */
  float[] first(float[] clean, SplittableRandom random);

  /**
   * What it tries next.
   *
   * @param best the best inputs so far
   * @param share of the places that change at once
   */
  float[] next(float[] clean, float[] best, double share, SplittableRandom random);

  /** The way that a norm asks for. */
  static Proposals of(Ball ball, Grid grid) {
    return ball.norm() == Norm.LINF ? new Stripes(ball, grid) : new Patches(ball, grid);
  }
}
