package io.github.onecurve.network;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One training of a network: its weights as they change and what the optimizer remembers. */
final class Training {
  private final Network start;
  private final Plan plan;
  private final TrainingSettings settings;
  private final Weight[] weights;
  private final List<LearntParameter> learnt;
  private final Map<String, LearntWeight> followed = new LinkedHashMap<>();
  private final int first;
  private final Frame frame;
  private final float[] inputs;
  private final int[] labels;
  private final double[] rowWeights;
  private final int classes;
  private int step;

  private Training(
      Network start,
      TrainingSettings settings,
      boolean live,
      LabelledRows rows,
      RowWeights weights) {
    requireFit(start, rows);
    this.start = start;
    this.plan = start.plan();
    this.settings = settings;
    this.inputs = rows.rows().inputs();
    this.labels = rows.labels();
    this.rowWeights = weights.requireSize(rows.size()).toArray();
    this.classes = start.classes();
    this.learnt = LearntParameter.of(start, settings);
    this.weights = start.weights();
    learnt.forEach(parameter -> this.weights[parameter.number()] = parameter.weight());
    this.first = firstReader();
    this.frame =
        new Frame(
            IntStream.range(0, plan.output() + 1).map(plan::width).toArray(),
            plan.parameters().size(),
            Math.min(settings.batch, rows.size()));
    frame.prepareGradients(0);
    learnt.forEach(parameter -> parameter.follow(frame));
    if (live) {
      frame.live = true;
      LearntParameter.statistics(start).forEach(this::follow);
    }
  }

  /**
   * Trains a network on from its weights as they are.
   *
   * @param live whether batch normalisation is
   */
  static Network run(
      Network start,
      TrainingSettings settings,
      boolean live,
      LabelledRows rows,
      RowWeights weights,
      SplittableRandom random) {
    Training training = new Training(start, settings, live, rows, weights);
    try {
      return training.run(random);
    } finally {
      training.free();
    }
  }

  private Network run(SplittableRandom random) {
    int[] order = IntStream.range(0, labels.length).filter(row -> rowWeights[row] > 0).toArray();
    if (order.length == 0) {
      throw new IllegalArgumentException("expected a row of weight above 0, found none");
    }
    for (int epoch = 0; epoch < settings.epochs; epoch++) {
      shuffle(order, random);
      for (int from = 0; from < order.length; from += frame.rows()) {
        step(order, from, Math.min(frame.rows(), order.length - from));
      }
      requireFinite(epoch);
    }
    Map<String, Tensor> values = new LinkedHashMap<>();
    learnt.forEach(parameter -> values.put(parameter.name(), parameter.weight().toTensor()));
    followed.forEach((name, statistic) -> values.put(name, statistic.toTensor()));
    return start.with(values);
  }

  private void step(int[] order, int from, int n) {
    int width = plan.width(0);
    for (int i = 0; i < n; i++) {
      System.arraycopy(inputs, order[from + i] * width, frame.values[0], i * width, width);
    }
    plan.forward(frame, weights, n, 0);
    lossGradient(order, from, n);
    learnt.forEach(LearntParameter::forgetGradient);
    plan.backward(frame, weights, n, first);
    step++;
    learnt.forEach(parameter -> parameter.move(settings, step));
  }

  /** Gives back the native memory, rather than leave it to the collector. */
  private void free() {
    frame.free();
    learnt.forEach(parameter -> parameter.weight().free());
    followed.values().forEach(LearntWeight::free);
  }

  /** Has a running statistic follow the batches. */
  private void follow(String statistic) {
    LearntWeight weight = new LearntWeight(start.parameter(statistic), false);
    weights[plan.parameter(statistic)] = weight;
    followed.put(statistic, weight);
  }

  /** The number of the first node that reads what is learnt. */
  private int firstReader() {
    Set<String> names = learnt.stream().map(LearntParameter::name).collect(Collectors.toSet());
    List<Node> nodes = start.nodes();
    return IntStream.range(0, nodes.size())
        .filter(node -> nodes.get(node).inputs().stream().anyMatch(names::contains))
        .findFirst()
        .orElseThrow();
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

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = order[i];
      order[i] = order[j];
      order[j] = row;
    }
  }

  private void requireFinite(int epoch) {
    for (LearntParameter parameter : learnt) {
      for (float value : parameter.weight().learnt) {
        if (!Float.isFinite(value)) {
          throw new IllegalStateException(
              "training diverged in epoch "
                  + (epoch + 1)
                  + ", a weight is "
                  + value
                  + ": scale the inputs or lower the learning rate "
                  + settings.learningRate);
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
