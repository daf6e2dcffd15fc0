package io.github.onecurve.attack;

import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The rows that a threat allows around a clean one of a given width: the threat, ready to use. */
final class Ball {
  private static final double ROUNDING = 1e-6;
  private static final Box ANY = new Box(-Float.MAX_VALUE, Float.MAX_VALUE);

  private final Threat threat;
  private final int width;
  private final int[] free;
  private final double[] scale;
  private final Box box;

  private Ball(Threat threat, int width, int[] free) {
    this.threat = threat;
    this.width = width;
    this.free = free;
    this.scale = new double[width];
    Arrays.setAll(scale, i -> threat.scale().isPresent() ? threat.scale().get().get(i) : 1.0);
    this.box = threat.box().orElse(ANY);
  }

  static Ball of(Threat threat, int width) {
    threat
        .scale()
        .filter(units -> units.size() != width)
        .ifPresent(
            units -> {
              throw new IllegalArgumentException(
                  String.format(
                      "the threat's scale has %d numbers, the rows have %d inputs: give one for"
                          + " each input",
                      units.size(), width));
            });
    int frozen = threat.frozen().size();
    if (frozen > 0 && threat.frozen().get(frozen - 1) >= width) {
      throw new IllegalArgumentException(
          String.format(
              "frozen inputs must be in [0, %d), the width of the rows, found %d",
              width, threat.frozen().get(frozen - 1)));
    }
    Set<Integer> fixed = Set.copyOf(threat.frozen());
    int[] free = IntStream.range(0, width).filter(i -> !fixed.contains(i)).toArray();
    if (free.length == 0) {
      throw new IllegalArgumentException(
          "all " + width + " inputs are frozen: a threat must leave at least one to change");
    }
    return new Ball(threat, width, free);
  }

  double radius() {
    return threat.radius();
  }

  double distance(float[] from, float[] to) {
    requireWidth(from);
    requireWidth(to);
    double[] change = new double[width];
    for (int i = 0; i < width; i++) {
      change[i] = ((double) to[i] - from[i]) / scale[i];
    }
    return threat.norm().length(change);
  }

  boolean allows(float[] clean, float[] candidate) {
    requireWidth(clean);
    requireWidth(candidate);
    for (int i : threat.frozen()) {
      if (candidate[i] != clean[i]) {
        return false;
      }
    }
    double[] change = new double[free.length];
    for (int k = 0; k < free.length; k++) {
      int i = free[k];
      if (candidate[i] != clean[i] && !box.contains(candidate[i])) {
        return false;
      }
      double step = Math.abs((double) candidate[i] - clean[i]) - Math.ulp(candidate[i]);
      change[k] = Math.max(0, step) / scale[i];
    }
    return threat.norm().length(change) <= threat.radius() * (1 + ROUNDING);
  }

  float[] project(float[] clean, float[] candidate) {
    requireWidth(clean);
    requireWidth(candidate);
    requireInside("the clean row", clean);
    double[] change = new double[free.length];
    for (int k = 0; k < free.length; k++) {
      int i = free[k];
      if (Float.isNaN(candidate[i])) {
        throw new IllegalArgumentException(
            "expected numbers to project into " + threat + ", found NaN at input " + i);
      }
      change[k] = ((double) ANY.nearest(candidate[i]) - clean[i]) / scale[i];
    }
    return moved(clean, change);
  }

  /** A row drawn uniformly from the ball, then moved into the box. */
  float[] draw(float[] clean, SplittableRandom random) {
    double[] change = new double[free.length];
    threat.norm().draw(change, random);
    for (int k = 0; k < change.length; k++) {
      change[k] *= threat.radius();
    }
    return moved(clean, change);
  }

  /** Whether no input that may change has a finite slope other than 0. */
  boolean isFlat(float[] gradient) {
    for (int i : free) {
      if (gradient[i] != 0 && Float.isFinite(gradient[i])) {
        return false;
      }
    }
    return true;
  }

  /** The row after a step of steepest ascent of a length in units of the scale. */
  float[] ascend(float[] clean, float[] at, float[] gradient, double length) {
    double[] change = new double[free.length];
    for (int k = 0; k < free.length; k++) {
      float slope = gradient[free[k]];
      change[k] = Float.isFinite(slope) ? slope * scale[free[k]] : 0;
    }
    if (threat.norm() == Norm.L1) {
      dropWithoutRoom(change, at);
    }
    threat.norm().steepest(change);
    return moved(clean, at, change, length);
  }

  /**
   * The row after a step of a length that is shared evenly by the inputs of steepest slope that the
   * box lets go on (Croce and Hein 2021, "Mind the box", section 3.2).
   *
   * @param most the number of inputs to move, at least 1
   */
  float[] ascendSparsely(float[] clean, float[] at, float[] gradient, double length, int most) {
    double[] change = new double[free.length];
    for (int k = 0; k < free.length; k++) {
      float slope = gradient[free[k]];
      change[k] = Float.isFinite(slope) ? slope * scale[free[k]] : 0;
    }
    dropWithoutRoom(change, at);
    double[] sizes = new double[free.length];
    Arrays.setAll(sizes, k -> Math.abs(change[k]));
    Arrays.sort(sizes);
    double least = sizes[Math.max(0, sizes.length - most)];
    double moving = 0;
    for (int k = 0; k < free.length; k++) {
      change[k] = Math.abs(change[k]) >= least ? Math.signum(change[k]) : 0;
      moving += Math.abs(change[k]);
    }
    return moved(clean, at, change, moving == 0 ? 0 : length / moving);
  }

  /** Where APGD starts: a drawn place, on the sphere where the norm has it so. */
  float[] start(float[] clean, SplittableRandom random) {
    double[] change = new double[free.length];
    threat.norm().start(change, threat.radius(), random);
    return moved(clean, change);
  }

  /** The row that goes on from {@code at} by a share towards one place, else as it came. */
  float[] blend(float[] clean, float[] at, float[] towards, float[] before, double share) {
    double[] change = new double[free.length];
    for (int k = 0; k < free.length; k++) {
      int i = free[k];
      double step =
          share * ((double) towards[i] - at[i]) + (1 - share) * ((double) at[i] - before[i]);
      change[k] = ((double) at[i] - clean[i] + step) / scale[i];
    }
    return moved(clean, change);
  }

  /** The change from a clean row, {@code [width]}, in units of the scale. */
  double[] change(float[] clean, float[] at) {
    double[] change = new double[width];
    Arrays.setAll(change, i -> ((double) at[i] - clean[i]) / scale[i]);
    return change;
  }

  /** The allowed row nearest to a clean one that is changed, {@code [width]}, in units. */
  float[] apply(float[] clean, double[] wanted) {
    double[] change = new double[free.length];
    Arrays.setAll(change, k -> wanted[free[k]]);
    return moved(clean, change);
  }

  /** The number of inputs that may change. */
  int free() {
    return free.length;
  }

  Norm norm() {
    return threat.norm();
  }

  /** How many inputs differ. */
  int changed(float[] clean, float[] at) {
    int changed = 0;
    for (int i : free) {
      changed += at[i] == clean[i] ? 0 : 1;
    }
    return changed;
  }

  private void dropWithoutRoom(double[] slope, float[] at) {
    for (int k = 0; k < free.length; k++) {
      float here = at[free[k]];
      boolean stops = slope[k] > 0 ? here >= box.high() : here <= box.low();
      slope[k] = stops ? 0 : slope[k];
    }
  }

  private float[] moved(float[] clean, float[] at, double[] direction, double length) {
    double[] change = new double[free.length];
    for (int k = 0; k < free.length; k++) {
      int i = free[k];
      change[k] = length * direction[k] + ((double) at[i] - clean[i]) / scale[i];
    }
    return moved(clean, change);
  }

  /** Checks that a clean row lies inside the box. */
  void requireInside(String row, float[] clean) {
    for (int i : free) {
      if (!box.contains(clean[i])) {
        throw new IllegalArgumentException(
            String.format(
                "clean inputs must lie in the threat's box %s, found %s in %s at input %d: widen"
                    + " the box or freeze the input",
                box, clean[i], row, i));
      }
    }
  }

  @Override
  public String toString() {
    return threat.toString();
  }

  private float[] moved(float[] clean, double[] change) {
    double[] low = new double[free.length];
    double[] high = new double[free.length];
    for (int k = 0; k < free.length; k++) {
      int i = free[k];
      low[k] = ((double) box.low() - clean[i]) / scale[i];
      high[k] = ((double) box.high() - clean[i]) / scale[i];
    }
    threat.norm().project(change, low, high, threat.radius());
    float[] row = clean.clone();
    for (int k = 0; k < free.length; k++) {
      int i = free[k];
      row[i] = box.nearest((float) (clean[i] + change[k] * scale[i]));
    }
    return row;
  }

  private void requireWidth(float[] row) {
    if (row.length != width) {
      throw new IllegalArgumentException(
          "expected rows of " + width + " inputs, found one of " + row.length);
    }
  }
}
