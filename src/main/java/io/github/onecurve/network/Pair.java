package io.github.onecurve.network;

/**
 * A function of two numbers and its slopes, over spans; a step of 0 means that one number serves
 * the whole span.
 */
interface Pair {
  /** Writes {@code f(a, b)} to y. */
  void apply(float[] a, int ai, int as, float[] b, int bi, int bs, float[] y, int yi, int length);

  /** Writes {@code f(a, b)} to y, all at the same places; y may be a or b. */
  default void apply(float[] a, float[] b, float[] y, int from, int to) {
    apply(a, from, 1, b, from, 1, y, from, to - from);
  }

  /** Writes {@code f(a, b)} to y for one b, at the same places; y may be a. */
  default void apply(float[] a, float b, float[] y, int from, int to) {
    apply(a, from, 1, new float[] {b}, 0, 0, y, from, to - from);
  }

  /** Adds {@code ∂f/∂a · dy} to da at the same places, if that does not hang on a and b. */
  default boolean pullLeft(float[] dy, float[] da, int from, int to) {
    return false;
  }

  /** Adds {@code ∂f/∂b · dy} to db at the same places, if that does not hang on a and b. */
  default boolean pullRight(float[] dy, float[] db, int from, int to) {
    return false;
  }

  /** Adds {@code ∂f/∂a · dy} to da, which is laid out as a is. */
  void pullLeft(
      float[] a,
      int ai,
      int as,
      float[] b,
      int bi,
      int bs,
      float[] dy,
      int yi,
      int length,
      float[] da);

  /** Adds {@code ∂f/∂b · dy} to db, which is laid out as b is. */
  void pullRight(
      float[] a,
      int ai,
      int as,
      float[] b,
      int bi,
      int bs,
      float[] dy,
      int yi,
      int length,
      float[] db);

  /** Whether the slopes are 0 everywhere because the result only says whether something holds. */
  default boolean tells() {
    return false;
  }

  /** A function of two numbers. */
  @FunctionalInterface
  interface Surface {
    double at(double a, double b);
  }

  /** A function and its slopes, computed in float64 number by number and rounded last. */
  static Pair of(Surface function, Surface left, Surface right) {
    return new ByNumber(function, left, right);
  }

  /** A comparison: 1 where it holds, else 0; slope 0. */
  static Pair telling(Surface function) {
    return new ByNumber(function, (a, b) -> 0, (a, b) -> 0) {
      @Override
      public boolean tells() {
        return true;
      }
    };
  }

  /** Number by number. */
  class ByNumber implements Pair {
    private final Surface function;
    private final Surface left;
    private final Surface right;

    ByNumber(Surface function, Surface left, Surface right) {
      this.function = function;
      this.left = left;
      this.right = right;
    }

    @Override
    public void apply(
        float[] a, int ai, int as, float[] b, int bi, int bs, float[] y, int yi, int length) {
      for (int i = 0; i < length; i++) {
        y[yi + i] = (float) function.at(a[ai + i * as], b[bi + i * bs]);
      }
    }

    @Override
    public void pullLeft(
        float[] a,
        int ai,
        int as,
        float[] b,
        int bi,
        int bs,
        float[] dy,
        int yi,
        int length,
        float[] da) {
      for (int i = 0; i < length; i++) {
        if (dy[yi + i] != 0) {
          da[ai + i * as] += (float) (left.at(a[ai + i * as], b[bi + i * bs]) * dy[yi + i]);
        }
      }
    }

    @Override
    public void pullRight(
        float[] a,
        int ai,
        int as,
        float[] b,
        int bi,
        int bs,
        float[] dy,
        int yi,
        int length,
        float[] db) {
      for (int i = 0; i < length; i++) {
        if (dy[yi + i] != 0) {
          db[bi + i * bs] += (float) (right.at(a[ai + i * as], b[bi + i * bs]) * dy[yi + i]);
        }
      }
    }
  }
}
