package io.github.onecurve.network;

/**
 * Batch normalization (Ioffe and Szegedy 2015) per channel: {@code y = (x − mean) / √(variance + ε)
 * · scale + bias}, by the running mean and variance, which no gradient reaches.
 *
 * <p>In a live frame, as in training, mean and variance are those of the batch, gradients flow
 * through them, and running statistics of weights that change follow: {@code running = momentum ·
 * running + (1 − momentum) · batch}, where the variance is the unbiased one. A channel with a
 * single number in the batch has no variance; there the running statistics are used as they are.
 *
 * @param in operand x, rows {@code [channels, …]}
 * @param out tensor y
 * @param scale parameter {@code [channels]}
 * @param bias parameter {@code [channels]}
 * @param mean parameter {@code [channels]}
 * @param variance parameter {@code [channels]}
 * @param channels how many there are
 * @param epsilon ε
 * @param momentum the share of the running statistics that is kept
 */
record BatchNormalization(
    Operand in,
    int out,
    Operand scale,
    Operand bias,
    int mean,
    int variance,
    int channels,
    double epsilon,
    double momentum)
    implements Operation {
  @Override
  public int[] biasParameters() {
    return new int[] {bias.parameter()};
  }

  @Override
  public int overwrites() {
    return in.tensor();
  }

  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] x = frame.values[in.tensor()];
    float[] y = frame.values[out];
    float[] gamma = scale.values(frame, weights);
    float[] beta = bias.values(frame, weights);
    double[] means = means(frame, weights, n);
    double[] variances = variances(frame, weights, n, means);
    float[] a = new float[channels];
    float[] b = new float[channels];
    for (int c = 0; c < channels; c++) {
      double factor = gamma[c] / Math.sqrt(variances[c] + epsilon);
      a[c] = (float) factor;
      b[c] = (float) (beta[c] - means[c] * factor);
    }
    int stretch = in.size() / channels;
    for (int row = 0; row < n; row++) {
      int at = row * in.size();
      if (stretch == 1) {
        for (int c = 0; c < channels; c++) {
          y[at + c] = x[at + c] * a[c] + b[c];
        }
      } else {
        for (int c = 0; c < channels; c++) {
          Spans.scale(x, at + c * stretch, a[c], b[c], y, at + c * stretch, stretch);
        }
      }
    }
    if (isLive(frame, n)) {
      follow(weights, n * stretch, means, variances);
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    float[] gamma = scale.values(frame, weights);
    float[] dx = in.gradient(frame);
    float[] da = scale.gradient(frame);
    float[] db = bias.gradient(frame);
    if (dx == null && da == null && db == null) {
      return;
    }
    double[] means = means(frame, weights, n);
    double[] variances = variances(frame, weights, n, means);
    int stretch = in.size() / channels;
    boolean live = isLive(frame, n);
    float[] x = frame.values[in.tensor()];
    float[] dy = frame.gradients[out];
    for (int c = 0; c < channels; c++) {
      double factor = 1 / Math.sqrt(variances[c] + epsilon);
      double sum = 0;
      double dot = 0;
      boolean needed = live || da != null || db != null;
      for (int row = 0; needed && row < n; row++) {
        int at = row * in.size() + c * stretch;
        sum += Spans.sum(dy, at, stretch);
        dot += dotCentered(x, dy, at, stretch, (float) means[c]);
      }
      if (da != null) {
        da[c] += (float) (dot * factor);
      }
      if (db != null) {
        db[c] += (float) sum;
      }
      if (dx != null) {
        double count = (double) n * stretch;
        float a = (float) (gamma[c] * factor);
        float tilt = live ? (float) (-a * factor * factor * dot / count) : 0;
        float level = live ? (float) (-a * sum / count) : 0;
        for (int row = 0; row < n; row++) {
          int at = row * in.size() + c * stretch;
          pull(x, dy, dx, at, stretch, a, tilt, (float) means[c], level);
        }
      }
    }
    scale.settle(frame, da);
    bias.settle(frame, db);
  }

  private void pull(
      float[] x,
      float[] dy,
      float[] dx,
      int at,
      int length,
      float a,
      float tilt,
      float center,
      float level) {
    if (tilt == 0 && level == 0) {
      Loops.add(a, dy, at, dx, at, length);
      return;
    }
    for (int i = at; i < at + length; i++) {
      dx[i] += a * dy[i] + tilt * (x[i] - center) + level;
    }
  }

  private static float dotCentered(float[] x, float[] dy, int at, int length, float center) {
    float sum = 0;
    for (int i = at; i < at + length; i++) {
      sum += (x[i] - center) * dy[i];
    }
    return sum;
  }

  /** One number alone has no spread: the running statistics hold, and stay. */
  private boolean isLive(Frame frame, int n) {
    return frame.live && (long) n * (in.size() / channels) > 1;
  }

  private double[] means(Frame frame, Weight[] weights, int n) {
    if (!isLive(frame, n)) {
      return toDoubles(weights[mean].straight());
    }
    float[] x = frame.values[in.tensor()];
    int stretch = in.size() / channels;
    double[] means = new double[channels];
    for (int row = 0; row < n; row++) {
      for (int c = 0; c < channels; c++) {
        means[c] += Spans.sum(x, row * in.size() + c * stretch, stretch);
      }
    }
    for (int c = 0; c < channels; c++) {
      means[c] /= (double) n * stretch;
    }
    return means;
  }

  private double[] variances(Frame frame, Weight[] weights, int n, double[] means) {
    if (!isLive(frame, n)) {
      return toDoubles(weights[variance].straight());
    }
    float[] x = frame.values[in.tensor()];
    int stretch = in.size() / channels;
    double[] variances = new double[channels];
    for (int row = 0; row < n; row++) {
      for (int c = 0; c < channels; c++) {
        int at = row * in.size() + c * stretch;
        variances[c] += Spans.squares(x, at, stretch, (float) means[c]);
      }
    }
    for (int c = 0; c < channels; c++) {
      variances[c] /= (double) n * stretch;
    }
    return variances;
  }

  private void follow(Weight[] weights, int count, double[] means, double[] variances) {
    if (weights[mean] instanceof FixedWeight || weights[variance] instanceof FixedWeight) {
      return;
    }
    double unbiased = count / (count - 1.0);
    float[] running = weights[mean].straight();
    float[] spread = weights[variance].straight();
    for (int c = 0; c < channels; c++) {
      running[c] = (float) (momentum * running[c] + (1 - momentum) * means[c]);
      spread[c] = (float) (momentum * spread[c] + (1 - momentum) * variances[c] * unbiased);
    }
  }

  private static double[] toDoubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
