package io.github.onecurve.network;

import java.util.Arrays;

/** Activations that are straight lines with a kink. */
final class Rectifiers {
  private Rectifiers() {}

  /** {@code f(x) = x}. */
  static final class Identity extends Activation {
    @Override
    void apply(float[] x, float[] y, int from, int to) {
      if (x != y) {
        System.arraycopy(x, from, y, from, to - from);
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      Arrays.fill(x, 0, length, 1);
    }

    @Override
    void pullBack(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
      Spans.addTo(dy, dx, from, to);
    }
  }

  /** {@code f(x) = max(0, x)}; slope 0 at 0. */
  static final class Relu extends Activation {
    @Override
    void apply(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = Math.max(x[i], 0f);
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      for (int i = 0; i < length; i++) {
        x[i] = step(x[i]);
      }
    }

    @Override
    void pullBack(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
      for (int i = from; i < to; i++) {
        dx[i] += dy[i] * step(y[i]);
      }
    }
  }

  /** {@code f(x) = x above 0, else α·x}; slope α at 0. */
  static final class LeakyRelu extends Activation {
    private final float alpha;

    LeakyRelu(double alpha) {
      this.alpha = (float) alpha;
    }

    @Override
    void apply(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = Math.max(x[i], 0f) + alpha * Math.min(x[i], 0f);
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      for (int i = 0; i < length; i++) {
        x[i] = alpha + (1 - alpha) * step(x[i]);
      }
    }
  }

  /** {@code f(x) = x above α, else 0}. */
  static final class ThresholdedRelu extends Activation {
    private final float alpha;

    ThresholdedRelu(double alpha) {
      this.alpha = (float) alpha;
    }

    @Override
    void apply(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = x[i] * step(x[i] - alpha);
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      for (int i = 0; i < length; i++) {
        x[i] = step(x[i] - alpha);
      }
    }
  }

  /** {@code f(x) = min(max(x, least), most)}; slope 1 at both ends. */
  static final class Clip extends Activation {
    private final float least;
    private final float most;

    Clip(double least, double most) {
      this.least = (float) least;
      this.most = (float) most;
    }

    @Override
    void apply(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = Math.min(Math.max(x[i], least), most);
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      for (int i = 0; i < length; i++) {
        x[i] = x[i] >= least && x[i] <= most ? 1 : 0;
      }
    }
  }

  /** {@code f(x) = min(max(α·x + β, 0), 1)}; slope 0 at both ends. */
  static final class HardSigmoid extends Activation {
    private final float alpha;
    private final float beta;

    HardSigmoid(double alpha, double beta) {
      this.alpha = (float) alpha;
      this.beta = (float) beta;
    }

    @Override
    void apply(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = Math.min(Math.max(alpha * x[i] + beta, 0f), 1f);
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      for (int i = 0; i < length; i++) {
        x[i] = alpha * step(y[i]) * step(1 - y[i]);
      }
    }
  }

  /** {@code f(x) = x·min(max(x / 6 + ½, 0), 1)} (Howard et al. 2019). */
  static final class HardSwish extends Activation {
    private static final float SIXTH = (float) (1.0 / 6);

    @Override
    void apply(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = x[i] * Math.min(Math.max(SIXTH * x[i] + 0.5f, 0f), 1f);
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      for (int i = 0; i < length; i++) {
        float gate = Math.min(Math.max(SIXTH * x[i] + 0.5f, 0f), 1f);
        x[i] = gate + SIXTH * x[i] * step(gate) * step(1 - gate);
      }
    }
  }

  /** {@code f(x) = |x|}; slope 0 at 0. */
  static final class Abs extends Activation {
    @Override
    void apply(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = Math.abs(x[i]);
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      for (int i = 0; i < length; i++) {
        x[i] = step(x[i]) - step(-x[i]);
      }
    }
  }

  /** {@code f(x) = −x}. */
  static final class Neg extends Activation {
    @Override
    void apply(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = -x[i];
      }
    }

    @Override
    void slope(float[] x, float[] y, float[] spare, int length) {
      Arrays.fill(x, 0, length, -1);
    }
  }
}
