package io.github.onecurve.network;

/**
 * Layer, instance and group normalization (Ba et al. 2016; Ulyanov et al. 2016; Wu and He 2018):
 * each segment of a row has its mean subtracted and is divided by its standard deviation, then is
 * scaled and shifted by parameters: {@code y = (x − mean) / √(variance + ε) · scale + bias}.
 *
 * <p>A segment holds {@code channels} stretches of values that share a scale and a bias.
 *
 * @param in operand x
 * @param out tensor y
 * @param scale parameter
 * @param bias parameter, or of number −1 where there is none
 * @param segments how many there are in a row
 * @param channels how many stretches there are in a segment
 * @param stretch how many values a stretch has
 * @param shared whether all segments have the same scales and biases
 * @param epsilon ε
 */
record Standardization(
    Operand in,
    int out,
    Operand scale,
    Operand bias,
    int segments,
    int channels,
    int stretch,
    boolean shared,
    double epsilon)
    implements Operation {
  @Override
  public int[] biasParameters() {
    return hasBias() ? new int[] {bias.parameter()} : new int[0];
  }

  @Override
  public int overwrites() {
    return in.tensor();
  }

  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] x = frame.values[in.tensor()];
    float[] y = frame.values[out];
    float[] a = scale.values(frame, weights);
    float[] b = hasBias() ? bias.values(frame, weights) : new float[a.length];
    int length = channels * stretch;
    float[] normal = frame.scratch(0, length);
    for (int segment = 0; segment < n * segments; segment++) {
      int at = segment * length;
      float mean = mean(x, at, length);
      float factor = factor(x, at, length, mean);
      int channel = channel(segment);
      if (shared) {
        System.arraycopy(x, at, normal, 0, length);
        for (int i = 0; i < length; i++) {
          normal[i] = (normal[i] - mean) * factor * a[i] + b[i];
        }
        System.arraycopy(normal, 0, y, at, length);
      } else {
        for (int c = 0; c < channels; c++) {
          int from = at + c * stretch;
          float slope = factor * a[channel + c];
          float level = b[channel + c];
          for (int i = from; i < from + stretch; i++) {
            y[i] = (x[i] - mean) * slope + level;
          }
        }
      }
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    float[] x = frame.values[in.tensor()];
    float[] dy = frame.gradients[out];
    float[] a = scale.values(frame, weights);
    float[] dx = in.gradient(frame);
    float[] da = scale.gradient(frame);
    float[] db = hasBias() ? bias.gradient(frame) : null;
    int length = channels * stretch;
    float[] normal = new float[length];
    float[] slope = new float[length];
    for (int segment = 0; segment < n * segments; segment++) {
      int at = segment * length;
      float mean = mean(x, at, length);
      float factor = factor(x, at, length, mean);
      int channel = channel(segment);
      for (int i = 0; i < length; i++) {
        normal[i] = (x[at + i] - mean) * factor;
      }
      learn(normal, dy, at, channel, da, db);
      if (dx != null) {
        weigh(dy, at, a, channel, slope);
        float average = Spans.sum(slope, 0, length) / length;
        float along = Spans.dot(slope, 0, normal, 0, length) / length;
        for (int i = 0; i < length; i++) {
          dx[at + i] += factor * (slope[i] - average - normal[i] * along);
        }
      }
    }
  }

  private void learn(float[] normal, float[] dy, int at, int channel, float[] da, float[] db) {
    if (stretch == 1) {
      for (int i = 0; da != null && i < channels; i++) {
        da[channel + i] += dy[at + i] * normal[i];
      }
      if (db != null) {
        Loops.add(1, dy, at, db, channel, channels);
      }
      return;
    }
    for (int c = 0; c < channels; c++) {
      if (da != null) {
        da[channel + c] += Spans.dot(normal, c * stretch, dy, at + c * stretch, stretch);
      }
      if (db != null) {
        db[channel + c] += Spans.sum(dy, at + c * stretch, stretch);
      }
    }
  }

  private void weigh(float[] dy, int at, float[] a, int channel, float[] slope) {
    if (stretch == 1) {
      for (int i = 0; i < channels; i++) {
        slope[i] = dy[at + i] * a[channel + i];
      }
    } else {
      for (int c = 0; c < channels; c++) {
        int from = c * stretch;
        for (int i = 0; i < stretch; i++) {
          slope[from + i] = dy[at + from + i] * a[channel + c];
        }
      }
    }
  }

  private int channel(int segment) {
    return shared ? 0 : segment % segments * channels;
  }

  private boolean hasBias() {
    return bias.parameter() >= 0;
  }

  private static float mean(float[] x, int at, int length) {
    return Spans.sum(x, at, length) / length;
  }

  private float factor(float[] x, int at, int length, float mean) {
    return (float) (1 / Math.sqrt(Spans.squares(x, at, length, mean) / length + epsilon));
  }
}
