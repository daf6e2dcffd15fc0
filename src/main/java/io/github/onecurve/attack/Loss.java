package io.github.onecurve.attack;

/** What a gradient attack raises: a number that grows as a model doubts a row's label. */
public enum Loss {
  /** The cross-entropy, by way of the log odds against the label, which round less. */
  CROSS_ENTROPY("ce") {
    @Override
    double value(float[] logits, int label) {
      return CrossEntropy.logOdds(logits, label);
    }

    @Override
    float[] gradient(float[] logits, int label) {
      return CrossEntropy.gradient(logits, label);
    }
  },

  /**
   * The difference of logits ratio (Croce and Hein 2020, section 4), {@code −(z_y − max_{i≠y} z_i)
   * / (z_π1 − z_π3 + 1e-12)} with z_π1 ≥ z_π2 ≥ z_π3 the largest logits: scaling the logits leaves
   * it as it is. With two classes it is the margin {@code −(z_y − z_i)}.
   */
  DLR("dlr") {
    @Override
    double value(float[] logits, int label) {
      double lead = (double) logits[label] - logits[otherThan(logits, label)];
      return logits.length < LEAST ? -lead : -lead / (spread(logits) + TINY);
    }

    /** Scaled by the denominator, which leaves its direction as it is. */
    @Override
    float[] gradient(float[] logits, int label) {
      float[] gradient = new float[logits.length];
      for (float z : logits) {
        if (!Float.isFinite(z)) {
          return gradient;
        }
      }
      int other = otherThan(logits, label);
      gradient[label] -= 1;
      gradient[other] += 1;
      if (logits.length >= LEAST) {
        int[] order = firstThree(logits);
        double lead = (double) logits[label] - logits[other];
        float share = (float) (lead / (spread(logits) + TINY));
        gradient[order[0]] += share;
        gradient[order[2]] -= share;
      }
      return gradient;
    }
  };

  private static final int LEAST = 3;
  private static final double TINY = 1e-12;

  private final String symbol;

  Loss(String symbol) {
    this.symbol = symbol;
  }

  /** The loss; NaN where it cannot be told. */
  abstract double value(float[] logits, int label);

  /** The direction of its gradient at the logits; zeros where a logit is not finite. */
  abstract float[] gradient(float[] logits, int label);

  @Override
  public String toString() {
    return symbol;
  }

  /** How far a label's logit lies above the largest other. */
  static double margin(float[] logits, int label) {
    return (double) logits[label] - logits[otherThan(logits, label)];
  }

  private static int otherThan(float[] logits, int label) {
    int best = label == 0 && logits.length > 1 ? 1 : 0;
    for (int c = best + 1; c < logits.length; c++) {
      best = c != label && logits[c] > logits[best] ? c : best;
    }
    return best;
  }

  /** z_π1 − z_π3; NaN where a logit is. */
  private static double spread(float[] logits) {
    for (float z : logits) {
      if (Float.isNaN(z)) {
        return Double.NaN;
      }
    }
    int[] order = firstThree(logits);
    return (double) logits[order[0]] - logits[order[2]];
  }

  /** The classes of the three largest logits, the lowest of equal ones first. */
  private static int[] firstThree(float[] logits) {
    int[] order = {-1, -1, -1};
    for (int c = 0; c < logits.length; c++) {
      int place = LEAST;
      while (place > 0 && (order[place - 1] < 0 || logits[c] > logits[order[place - 1]])) {
        place--;
      }
      for (int later = LEAST - 1; later > place; later--) {
        order[later] = order[later - 1];
      }
      if (place < LEAST) {
        order[place] = c;
      }
    }
    return order;
  }
}
