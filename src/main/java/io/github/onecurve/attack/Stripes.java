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
  public int[] draw(double share, SplittableRandom random) {
    int side = side(share);
    int[] move = new int[3 + grid.channels()];
    move[0] = side;
    move[1] = random.nextInt(grid.placesDown(side));
    move[2] = random.nextInt(grid.placesAcross(side));
    for (int c = 0; c < grid.channels(); c++) {
      move[3 + c] = random.nextBoolean() ? 1 : -1;
    }
    return move;
  }

  @Override
  public int side(double share) {
    return grid.side(share);
  }

  @Override
  public double moves(int side) {
    return Math.scalb((double) grid.placesDown(side) * grid.placesAcross(side), grid.channels());
  }

  @Override
  public float[] next(float[] clean, float[] best, int[] move) {
    int width = move[0];
    int height = grid.isLine() ? 1 : width;
    double[] change = ball.change(clean, best);
    for (int c = 0; c < grid.channels(); c++) {
      for (int y = move[1]; y < move[1] + height; y++) {
        for (int x = move[2]; x < move[2] + width; x++) {
          change[grid.index(c, y, x)] = move[3 + c] * ball.radius();
        }
      }
    }
    return ball.apply(clean, change);
  }
}
