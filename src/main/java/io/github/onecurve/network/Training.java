package io.github.onecurve.network;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** One training of a network: its weights as they change and Adam's moments. */
final class Training {
  private static final double DECAY_OF_MEAN = 0.9;
  private static final double DECAY_OF_SQUARE = 0.999;
  private static final float TINY = 1e-8f;

  private final Network start;
  private final Plan plan;
  private final AdamTrainer.Settings settings;
  private final LearntWeight[] weights;
  private final float[][] means;
  private final float[][] squares;
  private final boolean[] decays;
  private final Frame frame;
  private final float[] inputs;
  private final int[] labels;
  private final double[] rowWeights;
  private final int classes;
  private int step;

  private Training(
      Network start, AdamTrainer.Settings settings, LabelledRows rows, RowWeights weights) {
    this.start = start;
    this.plan = start.plan();
    this.settings = settings;
    this.inputs = rows.rows().inputs();
    this.labels = rows.labels();
    this.rowWeights = weights.requireSize(rows.size()).toArray();
    this.classes = start.classes();
    requireFit(start, rows);
    int parameters = plan.parameters().size();
    this.weights = new LearntWeight[parameters];
    this.decays = new boolean[parameters];
    boolean[] byTurned = new boolean[parameters];
    for (Operation operation : plan.operations()) {
      if (operation instanceof Affine affine) {
        byTurned[affine.weight()] = affine.transposed();
        decays[affine.weight()] = true;
      }
    }
    this.frame =
        new Frame(
            IntStream.range(0, plan.output() + 1).map(plan::width).toArray(),
            parameters,
            Math.min(settings.batch(), rows.size()));
    frame.prepareGradients(0);
    this.means = new float[parameters][];
    this.squares = new float[parameters][];
    for (int p = 0; p < parameters; p++) {
      Tensor tensor = start.parameter(plan.parameters().get(p));
      this.weights[p] = new LearntWeight(tensor, byTurned[p]);
      frame.turned[p] = this.weights[p].byTurned();
      frame.parameterGradients[p] = new float[tensor.size()];
      means[p] = new float[tensor.size()];
      squares[p] = new float[tensor.size()];
    }
  }

  /** Trains a network on from its weights as they are. */
  static Network run(
      Network start,
      AdamTrainer.Settings settings,
      LabelledRows rows,
      RowWeights weights,
      SplittableRandom random) {
    return new Training(start, settings, rows, weights).run(random);
  }

  private Network run(SplittableRandom random) {
    int[] order = IntStream.range(0, labels.length).filter(row -> rowWeights[row] > 0).toArray();
    if (order.length == 0) {
      throw new IllegalArgumentException("expected a row of weight above 0, found none");
    }
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      shuffle(order, random);
      for (int from = 0; from < order.length; from += frame.rows()) {
        step(order, from, Math.min(frame.rows(), order.length - from));
      }
      requireFinite(epoch);
    }
    Map<String, Tensor> learnt = new LinkedHashMap<>();
    for (int p = 0; p < weights.length; p++) {
      learnt.put(plan.parameters().get(p), weights[p].toTensor());
    }
    return start.with(learnt);
  }

  private void step(int[] order, int from, int n) {
    int width = plan.width(0);
    for (int i = 0; i < n; i++) {
      System.arraycopy(inputs, order[from + i] * width, frame.values[0], i * width, width);
    }
    plan.forward(frame, weights, n, 0);
    lossGradient(order, from, n);
    for (float[] gradient : frame.parameterGradients) {
      Arrays.fill(gradient, 0);
    }
    plan.backward(frame, weights, n, 0);
    step++;
    for (int p = 0; p < weights.length; p++) {
      update(p);
    }
  }

  /** Of the batch's mean of weight times cross-entropy, at the logits. */
  private void lossGradient(int[] order, int from, int n) {
    float[] logits = frame.values[plan.output()];
    float[] gradient = frame.gradients[plan.output()];
    for (int i = 0; i < n; i++) {
      int row = order[from + i];
      float scale = (float) (rowWeights[row] / n);
      if (classes == 1) {
        double probability = 1 / (1 + Math.exp(-logits[i]));
        gradient[i] = (float) (scale * (probability - labels[row]));
      } else {
        softmax(logits, gradient, i * classes, scale);
        gradient[i * classes + labels[row]] -= scale;
      }
    }
  }

  private void softmax(float[] logits, float[] into, int at, float scale) {
    float most = logits[at];
    for (int c = 1; c < classes; c++) {
      most = Math.max(most, logits[at + c]);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      double e = Math.exp(logits[at + c] - most);
      into[at + c] = (float) e;
      sum += e;
    }
    float factor = (float) (scale / sum);
    for (int c = 0; c < classes; c++) {
      into[at + c] *= factor;
    }
  }

  private void update(int p) {
    float rate = (float) (settings.learningRate() / (1 - Math.pow(DECAY_OF_MEAN, step)));
    float squareScale = (float) (1 / (1 - Math.pow(DECAY_OF_SQUARE, step)));
    float keep = (float) (1 - (decays[p] ? settings.learningRate() * settings.weightDecay() : 0));
    adam(
        weights[p].learnt,
        frame.parameterGradients[p],
        means[p],
        squares[p],
        rate,
        squareScale,
        keep);
    weights[p].changed();
  }

  private static void adam(
      float[] w, float[] g, float[] mean, float[] square, float rate, float scale, float keep) {
    float a = (float) DECAY_OF_MEAN;
    float b = (float) DECAY_OF_SQUARE;
    for (int i = 0; i < w.length; i++) {
      float m = a * mean[i] + (1 - a) * g[i];
      float s = b * square[i] + (1 - b) * (g[i] * g[i]);
      mean[i] = m;
      square[i] = s;
      w[i] = keep * w[i] - rate * m / ((float) Math.sqrt(scale * s) + TINY);
    }
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = order[i];
      order[i] = order[j];
      order[j] = row;
    }
  }

  private void requireFinite(int epoch) {
    for (LearntWeight weight : weights) {
      for (float value : weight.learnt) {
        if (!Float.isFinite(value)) {
          throw new IllegalStateException(
              "training diverged in epoch "
                  + (epoch + 1)
                  + ", a weight is "
                  + value
                  + ": scale the inputs or lower the learning rate "
                  + settings.learningRate());
        }
      }
    }
  }

  private static void requireFit(Network network, LabelledRows rows) {
    boolean binary = network.classes() == 1 && rows.classes() == 2;
    if (network.width() != rows.rows().width()
        || !(binary || network.classes() == rows.classes())) {
      throw new IllegalArgumentException(
          String.format(
              "expected rows of %d inputs and %d classes for %s, found %d and %d",
              network.width(), network.classes(), network, rows.rows().width(), rows.classes()));
    }
  }
}
