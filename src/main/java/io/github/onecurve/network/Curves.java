package io.github.onecurve.network;

/** Activations made of exponentials and their kin. */
final class Curves {
  private Curves() {}

  /** The hyperbolic tangent. */
  static final class Tanh extends Activation {
    @Override
    void apply(float[] x, float[] y, int from, int to) {
      Elementary.tanh(x, y, from, to);
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      for (int i = 0; i < length; i++) {
        x[i] = 1 - y[i] * y[i];
      }
    }
  }

  /** {@code f(x) = 1 / (1 + e⁻ˣ)}. */
  static final class Sigmoid extends Activation {
    @Override
    void apply(float[] x, float[] y, int from, int to) {
      Elementary.sigmoid(x, y, from, to);
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      for (int i = 0; i < length; i++) {
        x[i] = y[i] * (1 - y[i]);
      }
    }
  }

  /** {@code f(x) = x / (1 + e⁻ˣ)} (Hendrycks and Gimpel 2016). */
  static final class Silu extends Activation {
    /** Beyond it the logistic function is 0 or 1. */
    private static final float FAR = 40;

    @Override
    boolean worksInPlace() {
      return false;
    }

    @Override
    void apply(float[] x, float[] y, int from, int to) {
      Elementary.sigmoid(x, y, from, to);
      for (int i = from; i < to; i++) {
        y[i] *= Math.max(x[i], -FAR);
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      Elementary.sigmoid(x, y, 0, length);
      for (int i = 0; i < length; i++) {
        spare[i] = -x[i];
      }
      Elementary.sigmoid(spare, spare, 0, length);
      for (int i = 0; i < length; i++) {
        x[i] = y[i] + Math.max(-FAR, Math.min(x[i], FAR)) * y[i] * spare[i];
      }
    }
  }

  /** {@code f(x) = x·Φ(x)}, exact (Hendrycks and Gimpel 2016). */
  static final class Gelu extends Activation {
    /** Beyond it Φ is 0 or 1. */
    private static final float FAR = 14;

    private static final float DENSITY = (float) (1 / Math.sqrt(2 * Math.PI));

    @Override
    boolean worksInPlace() {
      return false;
    }

    @Override
    void apply(float[] x, float[] y, int from, int to) {
      Elementary.normal(x, y, from, to);
      for (int i = from; i < to; i++) {
        y[i] *= Math.max(x[i], -FAR);
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      Elementary.normal(x, y, 0, length);
      for (int i = 0; i < length; i++) {
        x[i] = Math.max(-FAR, Math.min(x[i], FAR));
      }
      for (int i = 0; i < length; i++) {
        spare[i] = -0.5f * x[i] * x[i];
      }
      Elementary.exp(spare, 0, spare, 0, length);
      for (int i = 0; i < length; i++) {
        x[i] = y[i] + DENSITY * x[i] * spare[i];
      }
    }
  }

  /** {@code f(x) = x·(1 + tanh u) / 2} with {@code u = √(2/π)·(x + 0.044715·x³)}. */
  static final class GeluByTanh extends Activation {
    /** Beyond it the factor is 0 or 1. */
    private static final float FAR = 14;

    private static final float TWICE = (float) (2 * Math.sqrt(2 / Math.PI));
    private static final float CUBIC = TWICE * 0.044715f;

    @Override
    boolean worksInPlace() {
      return false;
    }

    @Override
    void apply(float[] x, float[] y, int from, int to) {
      inner(x, y, from, to);
      Elementary.sigmoid(y, y, from, to);
      for (int i = from; i < to; i++) {
        y[i] *= Math.max(x[i], -FAR);
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      inner(x, y, 0, length);
      for (int i = 0; i < length; i++) {
        spare[i] = -y[i];
      }
      Elementary.sigmoid(y, y, 0, length);
      Elementary.sigmoid(spare, spare, 0, length);
      for (int i = 0; i < length; i++) {
        float near = Math.max(-FAR, Math.min(x[i], FAR));
        x[i] = y[i] + near * (TWICE + 3 * CUBIC * near * near) * (y[i] * spare[i]);
      }
    }

    private static void inner(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        float near = Math.max(-FAR, Math.min(x[i], FAR));
        y[i] = near * (TWICE + CUBIC * near * near);
      }
    }
  }

  /** {@code f(x) = x·tanh(ln(1 + eˣ))} (Misra 2019), by {@code e·(e + 2) / (e·(e + 2) + 2)}. */
  static final class Mish extends Activation {
    private static final float FAR = 20;

    @Override
    boolean worksInPlace() {
      return false;
    }

    @Override
    void apply(float[] x, float[] y, int from, int to) {
      exponentials(x, y, from, to);
      for (int i = from; i < to; i++) {
        float w = y[i] * (y[i] + 2);
        y[i] = Math.max(x[i], -100f) * (w / (w + 2));
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      exponentials(x, y, 0, length);
      for (int i = 0; i < length; i++) {
        float e = y[i];
        float w = e * (e + 2);
        float near = Math.max(-100f, Math.min(x[i], FAR));
        float d = w + 2;
        x[i] = w / d + near * 4 * (1 + e) / d * (e / d);
      }
    }

    private static void exponentials(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = Math.min(x[i], FAR);
      }
      Elementary.exp(y, from, y, from, to - from);
    }
  }

  /** {@code f(x) = ln(1 + eˣ)}. */
  static final class Softplus extends Activation {
    @Override
    boolean worksInPlace() {
      return false;
    }

    @Override
    void apply(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = -Math.abs(x[i]);
      }
      Elementary.exp(y, from, y, from, to - from);
      Elementary.logOnePlus(y, from, to);
      for (int i = from; i < to; i++) {
        y[i] += Math.max(x[i], 0f);
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      Elementary.sigmoid(x, x, 0, length);
    }
  }

  /**
   * {@code f(x) = γ·x above 0, else γ·α·(e^(x/δ) − 1)}: Elu, Selu and Celu; slope at 0 from below.
   */
  static final class Elu extends Activation {
    private final float alpha;
    private final float gamma;
    private final float delta;

    Elu(double alpha, double gamma, double delta) {
      this.alpha = (float) alpha;
      this.gamma = (float) gamma;
      this.delta = (float) delta;
    }

    @Override
    boolean worksInPlace() {
      return false;
    }

    @Override
    void apply(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = Math.min(x[i], 0f) / delta;
      }
      Elementary.exp(y, from, y, from, to - from);
      for (int i = from; i < to; i++) {
        y[i] = gamma * (Math.max(x[i], 0f) + alpha * (y[i] - 1));
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      for (int i = 0; i < length; i++) {
        spare[i] = Math.min(x[i], 0f) / delta;
      }
      Elementary.exp(spare, 0, spare, 0, length);
      for (int i = 0; i < length; i++) {
        float step = step(x[i]);
        x[i] = gamma * (step + (1 - step) * (alpha / delta) * spare[i]);
      }
    }
  }

  /** {@code f(x) = x / (1 + |x|)}. */
  static final class Softsign extends Activation {
    @Override
    void apply(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = x[i] / (1 + Math.abs(x[i]));
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      for (int i = 0; i < length; i++) {
        float root = 1 / (1 + Math.abs(x[i]));
        x[i] = root * root;
      }
    }
  }

  /** The error function. */
  static final class Erf extends Activation {
    private static final float SLOPE = (float) (2 / Math.sqrt(Math.PI));

    @Override
    void apply(float[] x, float[] y, int from, int to) {
      Elementary.erf(x, y, from, to);
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      for (int i = 0; i < length; i++) {
        x[i] = -x[i] * x[i];
      }
      Elementary.exp(x, 0, x, 0, length);
      for (int i = 0; i < length; i++) {
        x[i] *= SLOPE;
      }
    }
  }

  /** {@code f(x) = eˣ}. */
  static final class Exp extends Activation {
    @Override
    void apply(float[] x, float[] y, int from, int to) {
      Elementary.exp(x, from, y, from, to - from);
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      System.arraycopy(y, 0, x, 0, length);
    }
  }
}
