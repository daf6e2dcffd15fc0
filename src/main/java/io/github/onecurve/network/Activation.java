package io.github.onecurve.network;

import org.apache.commons.math3.special.Erf;

/** A function of one number and its slope. */
interface Activation {
  /** Writes {@code f(x)} to y. */
  void apply(float[] x, float[] y, int length);

  /** Adds {@code f'(x)·dy} to dx. */
  void pullBack(float[] x, float[] y, float[] dy, float[] dx, int length);

  /** A function of a double. */
  @FunctionalInterface
  interface Curve {
    double at(double x);
  }

  /** {@code f(x) = x}. */
  static Activation identity() {
    return new Activation() {
      @Override
      public void apply(float[] x, float[] y, int length) {
        if (x != y) {
          System.arraycopy(x, 0, y, 0, length);
        }
      }

      @Override
      public void pullBack(float[] x, float[] y, float[] dy, float[] dx, int length) {
        Loops.add(1, dy, 0, dx, 0, length);
      }
    };
  }

  /** {@code f(x) = max(0, x)}; slope 0 at 0. */
  static Activation relu() {
    return new Activation() {
      @Override
      public void apply(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i++) {
          y[i] = Math.max(x[i], 0f);
        }
      }

      @Override
      public void pullBack(float[] x, float[] y, float[] dy, float[] dx, int length) {
        for (int i = 0; i < length; i++) {
          dx[i] += y[i] > 0 ? dy[i] : 0f;
        }
      }
    };
  }

  /** {@code f(x) = x for x ≥ 0, else α·x}. */
  static Activation leakyRelu(double alpha) {
    return of(x -> x >= 0 ? x : alpha * x, x -> x > 0 ? 1 : alpha);
  }

  /** {@code f(x) = x for x > 0, else α·(eˣ − 1)}. */
  static Activation elu(double alpha) {
    return of(x -> x > 0 ? x : alpha * Math.expm1(x), x -> x > 0 ? 1 : alpha * Math.exp(x));
  }

  /** The hyperbolic tangent. */
  static Activation tanh() {
    return of(
        Math::tanh,
        x -> {
          double y = Math.tanh(x);
          return 1 - y * y;
        });
  }

  /** {@code f(x) = 1 / (1 + e⁻ˣ)}. */
  static Activation sigmoid() {
    return of(Activation::sigmoid, x -> sigmoid(x) * sigmoid(-x));
  }

  /** {@code f(x) = x·Φ(x)}, exact (Hendrycks and Gimpel 2016). */
  static Activation gelu() {
    return of(
        x -> x * normal(x), x -> normal(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI));
  }

  /** {@code f(x) = x / (1 + e⁻ˣ)}. */
  static Activation silu() {
    return of(x -> x * sigmoid(x), x -> sigmoid(x) * (1 + x * sigmoid(-x)));
  }

  /** {@code f(x) = ln(1 + eˣ)}. */
  static Activation softplus() {
    return of(x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), Activation::sigmoid);
  }

  /** A function and its slope, computed in float64 and rounded last. */
  static Activation of(Curve function, Curve slope) {
    return new Activation() {
      @Override
      public void apply(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i++) {
          y[i] = (float) function.at(x[i]);
        }
      }

      @Override
      public void pullBack(float[] x, float[] y, float[] dy, float[] dx, int length) {
        for (int i = 0; i < length; i++) {
          if (dy[i] != 0) {
            dx[i] += (float) (slope.at(x[i]) * dy[i]);
          }
        }
      }
    };
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double normal(double x) {
    return Erf.erfc(-x / Math.sqrt(2)) / 2;
  }
}
