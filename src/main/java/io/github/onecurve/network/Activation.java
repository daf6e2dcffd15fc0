package io.github.onecurve.network;

/**
 * A function of one number and its slope.
 *
 * <p>Arrays of a loop share one index and there is no branch wherever that can be, so that the
 * compiler vectorises it.
 */
abstract class Activation {
  private static final int BLOCK = 1024;

  /** So large that any number above 0, times it twice, is above 1. */
  private static final float HUGE = 0x1p127f;

  /** Writes {@code f(x)} to y in {@code [from, to)}. */
  abstract void apply(float[] x, float[] y, int from, int to);

  /** Writes {@code f'(x)} over x, given y; y and spare may be written over. */
  abstract void slope(float[] x, float[] y, float[] spare, int length);

  /** Adds {@code f'(x)·dy} to dx in {@code [from, to)}. */
  void pullBack(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    int size = Math.min(BLOCK, to - from);
    float[] slope = new float[size];
    float[] other = new float[size];
    float[] spare = new float[size];
    for (int begin = from; begin < to; begin += size) {
      int count = Math.min(size, to - begin);
      System.arraycopy(x, begin, slope, 0, count);
      System.arraycopy(y, begin, other, 0, count);
      slope(slope, other, spare, count);
      System.arraycopy(dy, begin, other, 0, count);
      System.arraycopy(dx, begin, spare, 0, count);
      for (int i = 0; i < count; i++) {
        spare[i] += slope[i] * other[i];
      }
      System.arraycopy(spare, 0, dx, begin, count);
    }
  }

  /** Whether y may be x itself, as each number of x is read before that of y is written. */
  boolean worksInPlace() {
    return true;
  }

  /**
   * Whether the slope is 0 everywhere because the result is an index or says if something holds.
   */
  boolean tells() {
    return false;
  }

  /** 1 where x is above 0, else 0, without a branch. */
  static float step(float x) {
    return Math.min(Math.max(x, 0f) * HUGE * HUGE, 1f);
  }

  /** A function of a double. */
  @FunctionalInterface
  interface Curve {
    double at(double x);
  }

  /** A function and its slope, computed in float64 number by number and rounded last. */
  static Activation of(Curve function, Curve slope) {
    return new ByNumber(function, slope);
  }

  /** A function of steps: its slope is 0 everywhere. */
  static Activation steps(Curve function) {
    return new ByNumber(function, x -> 0);
  }

  /** What is an index or says whether something holds: no gradient flows through it. */
  static Activation telling(Curve function) {
    return new ByNumber(function, x -> 0) {
      @Override
      boolean tells() {
        return true;
      }
    };
  }

  /** Number by number, and where no slope is asked for, none is worked out. */
  private static class ByNumber extends Activation {
    private final Curve function;
    private final Curve slope;

    ByNumber(Curve function, Curve slope) {
      this.function = function;
      this.slope = slope;
    }

    @Override
    void apply(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = (float) function.at(x[i]);
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      for (int i = 0; i < length; i++) {
        x[i] = (float) slope.at(x[i]);
      }
    }

    @Override
    void pullBack(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
      for (int i = from; i < to; i++) {
        if (dy[i] != 0) {
          dx[i] += (float) (slope.at(x[i]) * dy[i]);
        }
      }
    }
  }
}
