package io.github.onecurve.attack;

import java.util.SplittableRandom;

/**
 * Under L∞ (Andriushchenko et al. 2020, algorithm 2): vertical stripes at the start, then windows
 * that are set to the edge of the ball, one sign a channel.
 */
record Stripes(Ball ball, Grid grid) implements Proposals {
  @Override
  public float[] first(float[] clean, SplittableRandom random) {
    double[] change = new double[clean.length];
    for (int c = 0; c < grid.channels(); c++) {
      for (int x = 0; x < grid.width(); x++) {
        double sign = random.nextBoolean() ? 1 : -1;
        for (int y = 0; y < grid.height(); y++) {
          change[grid.index(c, y, x)] = sign * ball.radius();
        }
      }
    }
    return ball.apply(clean, change);
  }

  @Override
  public float[] next(float[] clean, float[] best, double share, SplittableRandom random) {
    int width = grid.side(share);
    int height = grid.isLine() ? 1 : width;
    int top = random.nextInt(grid.height() - height + 1);
    int left = random.nextInt(grid.width() - width + 1);
    double[] change = ball.change(clean, best);
    for (int c = 0; c < grid.channels(); c++) {
      double sign = random.nextBoolean() ? 1 : -1;
      for (int y = top; y < top + height; y++) {
        for (int x = left; x < left + width; x++) {
          change[grid.index(c, y, x)] = sign * ball.radius();
        }
      }
    }
    return ball.apply(clean, change);
  }
}
