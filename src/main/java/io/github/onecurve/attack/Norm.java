package io.github.onecurve.attack;

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
