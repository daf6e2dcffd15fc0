package io.github.onecurve.network;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Trainer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Trains networks by Adam (Kingma and Ba 2015) on softmax cross-entropy; weight decay is decoupled
 * (Loshchilov and Hutter 2019).
 *
 * <p>The loss of a batch is the mean over its rows of weight times loss; rows of weight 0 take no
 * part. Same rows, weights and seed give the same network to the bit. Immutable: each setting
 * returns a new trainer.
 */
public final class AdamTrainer implements Trainer {
  private final Optional<Network> pattern;
  private final int[] hidden;
  private final Settings settings;

  /** What steers a training. */
  record Settings(
      String activation,
      double learningRate,
      int epochs,
      int batch,
      double weightDecay,
      OptionalDouble lastLayerSd) {}

  private AdamTrainer(Optional<Network> pattern, int[] hidden, Settings settings) {
    this.pattern = pattern;
    this.hidden = hidden;
    this.settings = settings;
  }

  /**
   * Trains dense nets: He-normal hidden layers (He et al. 2015), a last layer of standard deviation
   * ¼, biases 0, Relu, learning rate 0.003, 40 epochs, batches of 128, no weight decay.
   *
   * @param hidden the widths of the hidden layers; none for a linear model
   */
  public static AdamTrainer mlp(int... hidden) {
    if (Arrays.stream(hidden).anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException(
          "hidden layers must have at least 1 unit, found " + Arrays.toString(hidden));
    }
    return new AdamTrainer(
        Optional.empty(),
        hidden.clone(),
        new Settings("Relu", 3e-3, 40, 128, 0, OptionalDouble.of(0.25)));
  }

  /**
   * Trains networks of the same graph and shapes as a given one, every matrix He-normal, biases 0;
   * other defaults as {@link #mlp}.
   */
  public static AdamTrainer like(Network network) {
    return new AdamTrainer(
        Optional.of(network),
        new int[0],
        new Settings("Relu", 3e-3, 40, 128, 0, OptionalDouble.empty()));
  }

  /** This trainer with other hidden layers; for dense nets only. */
  public AdamTrainer layers(int... widths) {
    AdamTrainer fresh = mlp(widths);
    return new AdamTrainer(Optional.empty(), fresh.hidden, settings);
  }

  /** This trainer with another activation, by its ONNX name, for dense nets. */
  public AdamTrainer activation(String op) {
    if (!Activations.names().contains(op)) {
      throw new IllegalArgumentException(
          "expected one of the activations " + Activations.names() + ", found \"" + op + "\"");
    }
    return set(
        new Settings(
            op,
            settings.learningRate,
            settings.epochs,
            settings.batch,
            settings.weightDecay,
            settings.lastLayerSd));
  }

  /** This trainer with another learning rate, positive. */
  public AdamTrainer learningRate(double rate) {
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("learning rate must be positive, found " + rate);
    }
    return set(
        new Settings(
            settings.activation,
            rate,
            settings.epochs,
            settings.batch,
            settings.weightDecay,
            settings.lastLayerSd));
  }

  /** This trainer with another number of passes over the rows, at least 0. */
  public AdamTrainer epochs(int epochs) {
    if (epochs < 0) {
      throw new IllegalArgumentException("epochs must not be negative, found " + epochs);
    }
    return set(
        new Settings(
            settings.activation,
            settings.learningRate,
            epochs,
            settings.batch,
            settings.weightDecay,
            settings.lastLayerSd));
  }

  /** This trainer with another number of rows a step, at least 1. */
  public AdamTrainer batch(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("a batch must have at least 1 row, found " + rows);
    }
    return set(
        new Settings(
            settings.activation,
            settings.learningRate,
            settings.epochs,
            rows,
            settings.weightDecay,
            settings.lastLayerSd));
  }

  /**
   * This trainer with decoupled weight decay of the matrices: each step takes away rate·decay·w.
   */
  public AdamTrainer weightDecay(double decay) {
    if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weight decay must not be negative, found " + decay);
    }
    return set(
        new Settings(
            settings.activation,
            settings.learningRate,
            settings.epochs,
            settings.batch,
            decay,
            settings.lastLayerSd));
  }

  /** This trainer with another standard deviation of the last layer's first weights. */
  public AdamTrainer lastLayerSd(double sd) {
    if (!(sd >= 0 && sd < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("standard deviation must not be negative, found " + sd);
    }
    return set(
        new Settings(
            settings.activation,
            settings.learningRate,
            settings.epochs,
            settings.batch,
            settings.weightDecay,
            OptionalDouble.of(sd)));
  }

  @Override
  public Network train(LabelledRows rows, RowWeights weights, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Network start = initial(rows.rows().width(), rows.classes(), random.split());
    return Training.run(start, settings, rows, weights, random);
  }

  /**
   * Trains on from a network with these settings, moments at 0; empty if the model is no network.
   */
  @Override
  public Optional<Model> continueFrom(
      Model start, LabelledRows rows, RowWeights weights, long seed) {
    if (start instanceof Network network) {
      SplittableRandom random = new SplittableRandom(seed);
      return Optional.of(Training.run(network, settings, rows, weights, random));
    }
    return Optional.empty();
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }

  @Override
  public String toString() {
    return String.format(
        "Adam on %s, learning rate %s, %d epochs, batches of %d",
        pattern.map(Network::toString).orElse("hidden layers " + Arrays.toString(hidden)),
        settings.learningRate,
        settings.epochs,
        settings.batch);
  }

  /** A network with fresh weights. */
  private Network initial(int width, int classes, SplittableRandom random) {
    Network shape = pattern.orElseGet(() -> blank(width, classes));
    Map<String, Tensor> fresh = new LinkedHashMap<>();
    int last = -1;
    for (Operation operation : shape.plan().operations()) {
      last = Math.max(last, operation.matrix());
    }
    for (Operation operation : shape.plan().operations()) {
      if (operation instanceof Affine affine) {
        String matrix = shape.plan().parameters().get(affine.weight());
        double sd = Math.sqrt(2.0 / affine.inputs());
        if (affine.weight() == last) {
          sd = settings.lastLayerSd.orElse(sd);
        }
        fresh.put(matrix, normal(shape.parameter(matrix).shape(), sd, random));
      }
      for (int bias : operation.biasParameters()) {
        String name = shape.plan().parameters().get(bias);
        Tensor old = shape.parameter(name);
        fresh.put(name, Tensor.of(new float[old.size()], old.shape()));
      }
    }
    return shape.with(fresh);
  }

  private Network blank(int width, int classes) {
    NetworkBuilder builder = Network.builder("x", width);
    int from = width;
    for (int layer = 1; layer <= hidden.length; layer++) {
      zeros(builder, "fc" + layer, from, hidden[layer - 1]);
      builder.then(settings.activation, "h" + layer);
      from = hidden[layer - 1];
    }
    return zeros(builder, "logits", from, classes).build();
  }

  private static NetworkBuilder zeros(NetworkBuilder builder, String name, int in, int out) {
    return builder.dense(
        name, Tensor.of(new float[in * out], out, in), Tensor.of(new float[out], out));
  }

  /** Normal numbers by Box and Muller with StrictMath, the same on every platform. */
  private static Tensor normal(int[] shape, double sd, SplittableRandom random) {
    float[] values = new float[shape[0] * shape[1]];
    for (int i = 0; i < values.length; i++) {
      double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
      values[i] = (float) (sd * radius * StrictMath.cos(2 * Math.PI * random.nextDouble()));
    }
    return Tensor.of(values, shape);
  }

  private AdamTrainer set(Settings changed) {
    return new AdamTrainer(pattern, hidden, changed);
  }
}
