package io.github.onecurve.attack;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How the size of a perturbation is measured. All methods speak of perturbations in units of the
 * threat's scale, one number for each input that may change.
 */
public enum Norm {
  /** The largest change of any one input. */
  LINF("L∞") {
    @Override
    double length(double[] change) {
      double largest = 0;
      for (double one : change) {
        largest = Math.max(largest, Math.abs(one));
      }
      return largest;
    }

    @Override
    void steepest(double[] slope) {
      for (int i = 0; i < slope.length; i++) {
        slope[i] = Math.signum(slope[i]);
      }
    }

    @Override
    void project(double[] change, double[] low, double[] high, double radius) {
      for (int i = 0; i < change.length; i++) {
        change[i] = clip(clip(change[i], -radius, radius), low[i], high[i]);
      }
    }

    @Override
    void draw(double[] into, SplittableRandom random) {
      for (int i = 0; i < into.length; i++) {
        into[i] = 2 * random.nextDouble() - 1;
      }
    }

    @Override
    void start(double[] into, double radius, SplittableRandom random) {
      draw(into, random);
      double largest = length(into);
      for (int i = 0; i < into.length; i++) {
        into[i] = largest == 0 ? 0 : into[i] * (radius / largest);
      }
    }

    @Override
    double left(double radius, double used) {
      return radius;
    }

    @Override
    double together(double a, double b) {
      return Math.max(a, b);
    }

    @Override
    double pieces(int count) {
      return 1;
    }
  },

  /** The Euclidean length of the change. */
  L2("L2") {
    @Override
    double length(double[] change) {
      double largest = LINF.length(change);
      if (largest == 0) {
        return 0;
      }
      double sum = 0;
      for (double one : change) {
        sum += (one / largest) * (one / largest);
      }
      return largest * Math.sqrt(sum);
    }

    @Override
    void steepest(double[] slope) {
      scaleTo(1, slope);
    }

    /**
     * The nearest point has the form {@code clip(t · change)}: inputs at the box stay there, the
     * others share what is left of the radius. A larger t puts more of them at the box, so the set
     * only grows and the loop ends.
     */
    @Override
    void project(double[] change, double[] low, double[] high, double radius) {
      double[] wanted = change.clone();
      double t = 1;
      clipInto(change, wanted, t, low, high);
      if (length(change) <= radius) {
        return;
      }
      t = 0;
      for (double next = radius / length(wanted); next > t; ) {
        t = next;
        double left = radius * radius;
        double free = 0;
        for (int i = 0; i < wanted.length; i++) {
          double moved = clip(t * wanted[i], low[i], high[i]);
          if (moved == t * wanted[i]) {
            free += wanted[i] * wanted[i];
          } else {
            left -= moved * moved;
          }
        }
        next = free == 0 ? t : Math.sqrt(Math.max(0, left) / free);
      }
      clipInto(change, wanted, t, low, high);
    }

    @Override
    void draw(double[] into, SplittableRandom random) {
      for (int i = 0; i < into.length; i++) {
        into[i] = random.nextGaussian();
      }
      scaleTo(Math.pow(random.nextDouble(), 1.0 / into.length), into);
    }

    @Override
    void start(double[] into, double radius, SplittableRandom random) {
      for (int i = 0; i < into.length; i++) {
        into[i] = random.nextGaussian();
      }
      scaleTo(radius, into);
    }

    @Override
    double left(double radius, double used) {
      return Math.sqrt(Math.max(0, radius * radius - used * used));
    }

    @Override
    double together(double a, double b) {
      return Math.hypot(a, b);
    }

    @Override
    double pieces(int count) {
      return Math.sqrt(count);
    }

    private void scaleTo(double length, double[] vector) {
      double largest = LINF.length(vector);
      if (largest == 0) {
        return;
      }
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= largest;
      }
      double factor = length / length(vector);
      for (int i = 0; i < vector.length; i++) {
        vector[i] *= factor;
      }
    }
  },

  /** The sum of the changes of all inputs. */
  L1("L1") {
    @Override
    double length(double[] change) {
      double sum = 0;
      for (double one : change) {
        sum += Math.abs(one);
      }
      return sum;
    }

    @Override
    double left(double radius, double used) {
      return Math.max(0, radius - used);
    }

    @Override
    double together(double a, double b) {
      return a + b;
    }

    @Override
    double pieces(int count) {
      return count;
    }

    /** All of it goes where the slope is largest, to the first of several. */
    @Override
    void steepest(double[] slope) {
      int steepest = 0;
      for (int i = 1; i < slope.length; i++) {
        steepest = Math.abs(slope[i]) > Math.abs(slope[steepest]) ? i : steepest;
      }
      double sign = Math.signum(slope[steepest]);
      Arrays.fill(slope, 0);
      slope[steepest] = sign;
    }

    /**
     * The nearest point has the form {@code sign(change) · min(max(|change| − λ, 0), room)}, room
     * being what the box leaves in that direction; λ is 0 where that is short enough.
     */
    @Override
    void project(double[] change, double[] low, double[] high, double radius) {
      double[] room = new double[change.length];
      for (int i = 0; i < change.length; i++) {
        room[i] = change[i] > 0 ? high[i] : -low[i];
      }
      boolean fits = shrunkSum(change, room, 0) <= radius;
      double lambda = fits ? 0 : shrinkage(change, room, radius);
      for (int i = 0; i < change.length; i++) {
        change[i] = Math.signum(change[i]) * shrunk(change[i], room[i], lambda);
      }
    }

    /**
     * The λ of a given length, which falls in straight pieces as λ grows: each step solves the
     * piece at hand, and halves the bracket where that leads out of it.
     */
    private double shrinkage(double[] change, double[] room, double radius) {
      double below = 0;
      double above = LINF.length(change);
      for (double lambda = 0; ; ) {
        double next = solvedPiece(change, room, radius, lambda);
        if (next == lambda) {
          return lambda;
        }
        if (!(next > below && next < above)) {
          next = below + (above - below) / 2;
        }
        if (next <= below || next >= above) {
          return above;
        }
        lambda = next;
        if (shrunkSum(change, room, lambda) > radius) {
          below = lambda;
        } else {
          above = lambda;
        }
      }
    }

    /** The λ of the given length, were the same inputs free and stopped there as at this one. */
    private double solvedPiece(double[] change, double[] room, double radius, double lambda) {
      double free = 0;
      double total = 0;
      for (int i = 0; i < change.length; i++) {
        double rest = Math.abs(change[i]) - lambda;
        if (rest >= room[i]) {
          total += room[i];
        } else if (rest > 0) {
          total += Math.abs(change[i]);
          free++;
        }
      }
      return (total - radius) / free;
    }

    private double shrunkSum(double[] change, double[] room, double lambda) {
      double sum = 0;
      for (int i = 0; i < change.length; i++) {
        sum += shrunk(change[i], room[i], lambda);
      }
      return sum;
    }

    private double shrunk(double change, double room, double lambda) {
      return Math.min(Math.max(Math.abs(change) - lambda, 0), room);
    }

    /** Exponential lengths share the radius evenly with one that is thrown away. */
    @Override
    void draw(double[] into, SplittableRandom random) {
      double sum = -Math.log1p(-random.nextDouble());
      for (int i = 0; i < into.length; i++) {
        double length = -Math.log1p(-random.nextDouble());
        sum += length;
        into[i] = random.nextBoolean() ? length : -length;
      }
      for (int i = 0; i < into.length; i++) {
        into[i] /= sum;
      }
    }

    /** Normal numbers, of which the projection leaves the few largest. */
    @Override
    void start(double[] into, double radius, SplittableRandom random) {
      for (int i = 0; i < into.length; i++) {
        into[i] = random.nextGaussian();
      }
    }
  };

  private final String symbol;

  Norm(String symbol) {
    this.symbol = symbol;
  }

  /** The size of a change. */
  abstract double length(double[] change);

  /** Turns a slope into the change of length 1 that gains most by it; zeros stay zeros. */
  abstract void steepest(double[] slope);

  /**
   * Moves a change to the nearest one of at most {@code radius} that keeps {@code low ≤ change ≤
   * high}, where {@code low ≤ 0 ≤ high}.
   */
  abstract void project(double[] change, double[] low, double[] high, double radius);

  /** Draws a change uniformly from the ball of radius 1. */
  abstract void draw(double[] into, SplittableRandom random);

  /** Draws where APGD starts; what is too long is projected. */
  abstract void start(double[] into, double radius, SplittableRandom random);

  /** What a change of a size leaves of a radius to a change of other inputs. */
  abstract double left(double radius, double used);

  /** The size of two changes of different inputs together. */
  abstract double together(double a, double b);

  /** By how much one of so many equal changes of different inputs is smaller than all together. */
  abstract double pieces(int count);

  @Override
  public String toString() {
    return symbol;
  }

  private static void clipInto(
      double[] into, double[] wanted, double t, double[] low, double[] high) {
    for (int i = 0; i < into.length; i++) {
      into[i] = clip(t * wanted[i], low[i], high[i]);
    }
  }

  private static double clip(double value, double low, double high) {
    return Math.min(high, Math.max(low, value));
  }
}
