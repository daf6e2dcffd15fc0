package io.github.onecurve.network;

/**
 * Exponential, hyperbolic tangent, logistic and normal distribution function in float32, to about
 * 2·10⁻⁷ of {@code max(1, |f|)} and, but far in a tail, of {@code |f|}.
 *
 * <p>The loops are written so that the compiler vectorises them: all arrays of a loop share one
 * index, there is no branch, and a loop is short. Each number is computed alone, by the same float
 * operations in vector and scalar code, so that its bits depend on it alone. Coefficients are our
 * own least-squares fits, reweighted until the largest relative error was least.
 */
final class Elementary {
  private static final int BLOCK = 256;

  /** Adding it to a number below 2²² rounds that to a whole one, held in the lowest bits. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final float LOG2_E = 1.442695f;
  private static final float LN2_HIGH = 0.6933594f;
  private static final float LN2_LOW = -2.1219444e-4f;
  private static final float LEAST = -87.4f;
  private static final float MOST = 88.9f;

  private Elementary() {}

  /**
   * {@code y = eˣ}; 0 below −86.99 and infinite above 88.72. The two places may be the same.
   *
   * <p>{@code eˣ = 2ʲ·eʳ} with |r| ≤ ln 2 / 2, by a polynomial of degree 6.
   */
  static void exp(float[] x, int at, float[] y, int to, int length) {
    int size = Math.min(BLOCK, length);
    float[] reduced = new float[size];
    float[] whole = new float[size];
    for (int from = 0; from < length; from += BLOCK) {
      int count = Math.min(BLOCK, length - from);
      System.arraycopy(x, at + from, reduced, 0, count);
      exp(reduced, whole, count);
      System.arraycopy(reduced, 0, y, to + from, count);
    }
  }

  /** Writes {@code eˣ} over the first numbers of x; spare is of at least as many. */
  static void exp(float[] x, float[] spare, int length) {
    reduce(x, spare, length);
    twiceExp(x, length);
    scale(x, spare, length);
  }

  private static void reduce(float[] x, float[] whole, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = Math.max(LEAST, Math.min(x[i], MOST));
    }
    for (int i = 0; i < length; i++) {
      whole[i] = x[i] * LOG2_E + ROUNDER;
    }
    for (int i = 0; i < length; i++) {
      float j = whole[i] - ROUNDER;
      x[i] = (x[i] - j * LN2_HIGH) - j * LN2_LOW;
    }
  }

  private static void twiceExp(float[] r, int length) {
    for (int i = 0; i < length; i++) {
      float x = r[i];
      float high = 0.3333283f + x * (0.0833327f + x * (0.016750269f + x * 0.0027882238f));
      r[i] = 2f + x * (2f + x * (1f + x * high));
    }
  }

  /** Multiplies by 2 to the power of j − 1, put together from its bits. */
  private static void scale(float[] y, float[] whole, int length) {
    for (int i = 0; i < length; i++) {
      y[i] *= Float.intBitsToFloat((Float.floatToRawIntBits(whole[i]) << 23) + (126 << 23));
    }
  }

  /** {@code y = tanh x}, never beyond ±1. */
  static void tanh(float[] x, float[] y, int from, int to) {
    tanhCore(x, y, 0.5f, from, to);
    for (int i = from; i < to; i++) {
      float t = y[i];
      y[i] = (t + t) / (1 + t * t);
    }
  }

  /** {@code y = 1 / (1 + e⁻ˣ)}. */
  static void sigmoid(float[] x, float[] y, int from, int to) {
    tanhCore(x, y, 0.25f, from, to);
    share(y, from, to);
  }

  /** {@code y = erf x}, never beyond ±1. */
  static void erf(float[] x, float[] y, int from, int to) {
    erfCore(x, y, 1, from, to);
    for (int i = from; i < to; i++) {
      float t = y[i];
      y[i] = (t + t) / (1 + t * t);
    }
  }

  /** {@code y = Φ(x)}, the standard normal distribution function. */
  static void normal(float[] x, float[] y, int from, int to) {
    erfCore(x, y, 0.70710677f, from, to);
    share(y, from, to);
  }

  /** {@code y = ln(1 + y)} for y in [0, 1], by {@code y·P(y) / Q(y)}. */
  static void logOnePlus(float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      float t = y[i];
      float top = 1f + t * (1.0662168f + t * (0.23815656f + t * 0.003417253f));
      y[i] = t * top / (1f + t * (1.5662166f + t * (0.68793446f + t * 0.07528691f)));
    }
  }

  /** From t to {@code (1 + 2t / (1 + t²)) / 2}, written so that nothing cancels where t is −1. */
  private static void share(float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      float t = y[i];
      float u = 1 + t;
      y[i] = (0.5f * u) * u / (1 + t * t);
    }
  }

  /** {@code tanh(factor·x)} as {@code u·P(u²) / Q(u²)}; its error fades where tanh is doubled. */
  private static void tanhCore(float[] x, float[] y, float factor, int from, int to) {
    for (int i = from; i < to; i++) {
      float u = Math.max(-9f, Math.min(factor * x[i], 9f));
      float z = u * u;
      float p = 0.0035104845f + z * (2.0839432e-5f + z * 1.364555e-8f);
      float q = 0.025934584f + z * (3.3093628e-4f + z * 7.9016183e-7f);
      y[i] = u * (1f + z * (0.13393867f + z * p)) / (1f + z * (0.46727195f + z * q));
    }
  }

  /** t with {@code erf(factor·x) = 2t / (1 + t²)} as {@code u·P(u²) / Q(u²)}; likewise. */
  private static void erfCore(float[] x, float[] y, float factor, int from, int to) {
    for (int i = from; i < to; i++) {
      float u = Math.max(-5.5f, Math.min(factor * x[i], 5.5f));
      float z = u * u;
      float p = 0.0089312885f + z * (-1.609914e-4f + z * (6.924291e-5f + z * 4.0678597e-7f));
      float q = 0.03204031f + z * (-5.5106456e-4f + z * (1.9200853e-4f + z * 8.848746e-6f));
      float top = 0.56418955f + z * (0.01178098f + z * p);
      y[i] = u * top / (1f + z * (0.035903644f + z * q));
    }
  }
}
