package io.github.onecurve.attack;

import java.util.SplittableRandom;

/**
 * Under L2 and L1 (Andriushchenko et al. 2020, algorithm 3; Croce and Hein 2021, section 4): a grid
 * of patches at the start, then what one window has of the radius moves into another, channel by
 * channel, as a patch on what is there.
 */
record Patches(Ball ball, Grid grid) implements Proposals {
  private static final int TILES = 5;
  private static final int LEAST_SIDE = 3;
  private static final int ACROSS = 5;
  private static final int SIGNS = 6;

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
        double[] patch = patch(window, isAcross(window.height, random));
        for (int c = 0; c < grid.channels(); c++) {
          add(change, window, c, patch, random.nextBoolean() ? 1 : -1);
        }
      }
    }
    return full(clean, change);
  }

  @Override
  public int[] draw(double share, SplittableRandom random) {
    int side = side(share);
    int[] move = new int[SIGNS + grid.channels()];
    move[0] = side;
    for (int window = 0; window < 2; window++) {
      move[1 + 2 * window] = random.nextInt(grid.placesDown(side));
      move[2 + 2 * window] = random.nextInt(grid.placesAcross(side));
    }
    move[ACROSS] = isAcross(grid.isLine() ? 1 : side, random) ? 1 : 0;
    for (int c = 0; c < grid.channels(); c++) {
      move[SIGNS + c] = random.nextBoolean() ? 1 : -1;
    }
    return move;
  }

  /**
   * At least 3 and odd, so that what a window holds can be shared anew: with windows of one place
   * all that it has would move at once. In a line under L1 that is wanted, where one place is best.
   */
  @Override
  public int side(double share) {
    if (grid.isLine() && ball.norm() == Norm.L1) {
      return grid.side(share);
    }
    int most = grid.isLine() ? grid.width() : Math.min(grid.height(), grid.width());
    return Math.min(Math.max(grid.side(share), LEAST_SIDE) | 1, most);
  }

  @Override
  public double moves(int side) {
    double places = (double) grid.placesDown(side) * grid.placesAcross(side);
    boolean turns = !grid.isLine() && side > 1;
    return Math.scalb(places * places * (turns ? 2 : 1), grid.channels());
  }

  @Override
  public float[] next(float[] clean, float[] best, int[] move) {
    int height = grid.isLine() ? 1 : move[0];
    Window into = new Window(move[1], move[2], height, move[0]);
    Window from = new Window(move[3], move[4], height, move[0]);
    double[] change = ball.change(clean, best);
    double unused = ball.norm().left(ball.radius(), ball.norm().length(change));
    double piece = unused / ball.norm().pieces(grid.channels());
    double[] patch = patch(into, move[ACROSS] == 1);
    for (int c = 0; c < grid.channels(); c++) {
      double[] kept = read(change, into, c);
      double had = clear(change, into, c);
      double taken = ball.norm().together(had, clear(change, from, c));
      double budget = ball.norm().together(piece, taken);
      double[] sum = new double[patch.length];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = move[SIGNS + c] * patch[i] + (had == 0 ? 0 : kept[i] / had);
      }
      double length = ball.norm().length(sum);
      add(change, into, c, sum, length == 0 ? 0 : budget / length);
    }
    return full(clean, change);
  }

  /** Changed by as much as the radius allows, where anything is changed. */
  private float[] full(float[] clean, double[] change) {
    double length = ball.norm().length(change);
    for (int i = 0; i < change.length && length > 0; i++) {
      change[i] *= ball.radius() / length;
    }
    return ball.apply(clean, change);
  }

  /** Whether a patch lies across, by chance; in one line it cannot. */
  private static boolean isAcross(int height, SplittableRandom random) {
    return height > 1 && random.nextBoolean();
  }

  /** Two pyramids side by side, one up and one down, of length 1. */
  private double[] patch(Window window, boolean across) {
    int h = window.height;
    int w = window.width;
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
