package io.github.onecurve.proving;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The parable's MLP 16-16-3 in bare loops: the yardstick of the trainer's results and of its speed.
 *
 * <p>A net is one {@code float[323]}: first layer [unit][input], its biases, second layer
 * [class][unit], its biases. Rows are flat, {@code [n, 16]}.
 */
final class BareNet {
  static final int WIDTH = 16; // of the inputs and of the hidden layer alike
  static final int CLASSES = 3;
  static final int B1 = WIDTH * WIDTH;
  static final int W2 = B1 + WIDTH;
  static final int B2 = W2 + CLASSES * WIDTH;
  static final int SIZE = B2 + CLASSES;
  private static final int BATCH = 128;

  private BareNet() {}

  /** Adam 3e-3 on the mean over each batch of weight · cross-entropy; the last batch is short. */
  static float[] train(float[] x, int[] y, float[] weight, int epochs, SplittableRandom random) {
    float[] net = new float[SIZE];
    float[] grad = new float[SIZE];
    float[] mean = new float[SIZE];
    float[] square = new float[SIZE];
    for (int i = 0; i < B1; i++) net[i] = (float) (Math.sqrt(2.0 / WIDTH) * random.nextGaussian());
    for (int i = W2; i < B2; i++) net[i] = (float) (0.25 * random.nextGaussian());
    float[][] in =
        new float[WIDTH][BATCH]; // rows innermost, so that the compiler sees long vectors
    float[][] hidden = new float[WIDTH][BATCH];
    float[][] back = new float[WIDTH][BATCH];
    float[][] out = new float[CLASSES][BATCH];
    int[] order = IntStream.range(0, y.length).toArray();
    int step = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      shuffle(order, random);
      for (int from = 0; from < order.length; from += BATCH) {
        int n = Math.min(BATCH, order.length - from);
        for (int r = 0; r < n; r++)
          for (int j = 0; j < WIDTH; j++) in[j][r] = x[order[from + r] * WIDTH + j];
        forward(net, 0, B1, in, hidden, n);
        for (float[] h : hidden) for (int r = 0; r < n; r++) h[r] = Math.max(h[r], 0f);
        forward(net, W2, B2, hidden, out, n);
        for (int r = 0; r < n; r++)
          cotangent(out, r, y[order[from + r]], weight[order[from + r]] / n);
        backward(grad, W2, B2, hidden, out, n);
        for (int k = 0; k < WIDTH; k++) {
          Arrays.fill(back[k], 0f);
          for (int c = 0; c < CLASSES; c++) axpy(net[W2 + c * WIDTH + k], out[c], back[k], n);
          for (int r = 0; r < n; r++) back[k][r] = hidden[k][r] > 0 ? back[k][r] : 0f;
        }
        backward(grad, 0, B1, in, back, n);
        adam(net, grad, mean, square, ++step);
      }
    }
    return net;
  }

  /** Hidden activations after the ReLU, {@code [n, 16]} flat. */
  static float[] hidden(float[] net, float[] x) {
    float[] h = dense(net, 0, B1, WIDTH, x);
    for (int i = 0; i < h.length; i++) h[i] = Math.max(h[i], 0f);
    return h;
  }

  /** Logits {@code [n, 3]} flat. */
  static float[] logits(float[] net, float[] x) {
    return dense(net, W2, B2, CLASSES, hidden(net, x));
  }

  static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }

  private static float[] dense(float[] net, int w, int b, int units, float[] x) {
    float[] out = new float[x.length / WIDTH * units];
    for (int i = 0; i < out.length; i++) {
      float sum = net[b + i % units];
      for (int j = 0; j < WIDTH; j++)
        sum += net[w + i % units * WIDTH + j] * x[i / units * WIDTH + j];
      out[i] = sum;
    }
    return out;
  }

  private static void forward(float[] net, int w, int b, float[][] in, float[][] out, int n) {
    for (int k = 0; k < out.length; k++) {
      Arrays.fill(out[k], net[b + k]);
      for (int j = 0; j < WIDTH; j++) axpy(net[w + k * WIDTH + j], in[j], out[k], n);
    }
  }

  private static void axpy(float a, float[] x, float[] y, int n) {
    for (int r = 0; r < n; r++) y[r] += a * x[r];
  }

  private static void cotangent(float[][] out, int r, int label, float weight) {
    float top = Math.max(out[0][r], Math.max(out[1][r], out[2][r]));
    double sum = 0;
    for (float[] of : out) {
      of[r] = (float) Math.exp(of[r] - top);
      sum += of[r];
    }
    for (int c = 0; c < CLASSES; c++)
      out[c][r] = weight * ((float) (out[c][r] / sum) - (c == label ? 1f : 0f));
  }

  private static void backward(float[] grad, int w, int b, float[][] in, float[][] out, int n) {
    for (int k = 0; k < out.length; k++) {
      float[] o = out[k];
      float sum = 0;
      for (int r = 0; r < n; r++) sum += o[r];
      grad[b + k] = sum;
      for (int j = 0; j < WIDTH; j += 4) { // four sums at a time, so that none waits for itself
        float[] i0 = in[j], i1 = in[j + 1], i2 = in[j + 2], i3 = in[j + 3];
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        for (int r = 0; r < n; r++) {
          s0 += o[r] * i0[r];
          s1 += o[r] * i1[r];
          s2 += o[r] * i2[r];
          s3 += o[r] * i3[r];
        }
        int at = w + k * WIDTH + j;
        grad[at] = s0;
        grad[at + 1] = s1;
        grad[at + 2] = s2;
        grad[at + 3] = s3;
      }
    }
  }

  private static void adam(float[] net, float[] grad, float[] mean, float[] square, int step) {
    float m = (float) (1 / (1 - Math.pow(0.9, step)));
    float v = (float) (1 / (1 - Math.pow(0.999, step)));
    for (int i = 0; i < net.length; i++) {
      mean[i] = 0.9f * mean[i] + 0.1f * grad[i];
      square[i] = 0.999f * square[i] + 0.001f * grad[i] * grad[i];
      net[i] -= 3e-3f * (mean[i] * m) / ((float) Math.sqrt(square[i] * v) + 1e-8f);
    }
  }
}
