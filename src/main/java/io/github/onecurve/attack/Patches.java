package io.github.onecurve.attack;

import java.util.SplittableRandom;

/**
 * Under L2 and L1 (Andriushchenko et al. 2020, algorithm 3; Croce and Hein 2021, section 4): a grid
 * of patches at the start, then what one window has of the radius moves into another, as a patch on
 * what is there.
 */
record Patches(Ball ball, Grid grid) implements Proposals {
  private static final int TILES = 5;
  private static final int LEAST_SIDE = 3;

  /** A rectangle of places. */
  private record Window(int top, int left, int height, int width) {}

  @Override
  public float[] first(float[] clean, SplittableRandom random) {
    double[] change = new double[clean.length];
    int side =
        Math.max(1, (grid.isLine() ? grid.width() : Math.min(grid.height(), grid.width())) / TILES);
    int height = grid.isLine() ? 1 : side;
    for (int top = 0; top + height <= grid.height(); top += height) {
      for (int left = 0; left + side <= grid.width(); left += side) {
        Window window = new Window(top, left, height, side);
        double[] patch = patch(window, random);
        for (int c = 0; c < grid.channels(); c++) {
          add(change, window, c, patch, random.nextBoolean() ? 1 : -1);
        }
      }
    }
    double length = ball.norm().length(change);
    for (int i = 0; i < change.length; i++) {
      change[i] *= ball.radius() / length;
    }
    return ball.apply(clean, change);
  }

  @Override
  public float[] next(float[] clean, float[] best, double share, SplittableRandom random) {
    Window into = window(share, random);
    Window from = window(share, random);
    double[] change = ball.change(clean, best);
    double unused = ball.norm().left(ball.radius(), ball.norm().length(change));
    double taken = 0;
    double[][] kept = new double[grid.channels()][];
    for (int c = 0; c < grid.channels(); c++) {
      kept[c] = read(change, into, c);
      taken = ball.norm().together(taken, clear(change, into, c));
    }
    for (int c = 0; c < grid.channels(); c++) {
      taken = ball.norm().together(taken, clear(change, from, c));
    }
    double budget = ball.norm().together(unused, taken) / ball.norm().pieces(grid.channels());
    double[] patch = patch(into, random);
    for (int c = 0; c < grid.channels(); c++) {
      double sign = random.nextBoolean() ? 1 : -1;
      double had = ball.norm().length(kept[c]);
      double[] sum = new double[patch.length];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = sign * patch[i] + (had == 0 ? 0 : kept[c][i] / had);
      }
      double length = ball.norm().length(sum);
      add(change, into, c, sum, length == 0 ? 0 : budget / length);
    }
    return ball.apply(clean, change);
  }

  private Window window(double share, SplittableRandom random) {
    int side = grid.side(share);
    if (!grid.isLine()) {
      int most = Math.min(grid.height(), grid.width());
      side = Math.min(Math.max(side, LEAST_SIDE) | 1, most);
    }
    int height = grid.isLine() ? 1 : side;
    int top = random.nextInt(grid.height() - height + 1);
    return new Window(top, random.nextInt(grid.width() - side + 1), height, side);
  }

  /** Two pyramids side by side, one up and one down, of length 1; across or along by chance. */
  private double[] patch(Window window, SplittableRandom random) {
    int h = window.height;
    int w = window.width;
    boolean across = h > 1 && random.nextBoolean();
    double[] patch = new double[h * w];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        patch[y * w + x] = across ? pyramids(y, x, h, w) : pyramids(x, y, w, h);
      }
    }
    double length = ball.norm().length(patch);
    for (int i = 0; i < patch.length; i++) {
      patch[i] /= length;
    }
    return patch;
  }

  /** The height of a pyramid at a place: each half of the long axis has one. */
  private static double pyramids(int along, int beside, int length, int breadth) {
    int half = length / 2;
    boolean second = along >= half;
    int start = second ? half : 0;
    int size = second ? length - half : half;
    double height = pyramid(along - start, beside, size, breadth);
    return second ? -height : height;
  }

  /** Σ over the squares around the middle that hold the place, of 1/(their number)². */
  private static double pyramid(int y, int x, int height, int width) {
    int off = Math.max(Math.abs(y - height / 2), Math.abs(x - width / 2));
    double sum = 0;
    for (int ring = off; ring < Math.max(height / 2 + 1, width / 2 + 1); ring++) {
      sum += 1.0 / ((ring + 1.0) * (ring + 1.0));
    }
    return sum;
  }

  private double[] read(double[] change, Window window, int channel) {
    double[] values = new double[window.height * window.width];
    for (int y = 0; y < window.height; y++) {
      for (int x = 0; x < window.width; x++) {
        values[y * window.width + x] = change[grid.index(channel, window.top + y, window.left + x)];
      }
    }
    return values;
  }

  /** Takes a channel's change in a window away and says how large it was. */
  private double clear(double[] change, Window window, int channel) {
    double length = ball.norm().length(read(change, window, channel));
    for (int y = 0; y < window.height; y++) {
      for (int x = 0; x < window.width; x++) {
        change[grid.index(channel, window.top + y, window.left + x)] = 0;
      }
    }
    return length;
  }

  private void add(double[] change, Window window, int channel, double[] patch, double factor) {
    for (int y = 0; y < window.height; y++) {
      for (int x = 0; x < window.width; x++) {
        change[grid.index(channel, window.top + y, window.left + x)] +=
            factor * patch[y * window.width + x];
      }
    }
  }
}
