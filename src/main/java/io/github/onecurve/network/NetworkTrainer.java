package io.github.onecurve.network;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Trains networks on softmax cross-entropy (logistic loss where there is one logit), from scratch
 * or on from what was read from a file.
 *
 * <p>The loss of a batch is the mean over its rows of weight times loss; rows of weight 0 take no
 * part. Constants and running statistics are never learnt. Same rows, weights and seed give the
 * same network to the bit. Immutable: each setting returns a new trainer.
 */
public final class NetworkTrainer implements Trainer {
  private final Optional<Network> pattern;
  private final int[] hidden;
  private final TrainingSettings settings;

  private NetworkTrainer(Optional<Network> pattern, int[] hidden, TrainingSettings settings) {
    this.pattern = pattern;
    this.hidden = hidden;
    this.settings = settings;
  }

  /**
   * Trains dense nets: He-normal hidden layers (He et al. 2015), a last layer of standard deviation
   * ¼, biases 0, Relu, Adam at learning rate 0.003, 40 epochs, batches of 128, no weight decay.
   *
   * @param hidden the widths of the hidden layers; none for a linear model
   */
  public static NetworkTrainer mlp(int... hidden) {
    if (Arrays.stream(hidden).anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException(
          "hidden layers must have at least 1 unit, found " + Arrays.toString(hidden));
    }
    return new NetworkTrainer(Optional.empty(), hidden.clone(), new TrainingSettings())
        .lastLayerSd(0.25);
  }

  /**
   * Trains networks of the same graph and shapes as a given one; defaults as {@link #mlp} but for
   * the last layer. First weights: matrices and kernels He-normal by their fan-in, scales 1, biases
   * 0, slopes of PRelu ¼, embeddings and other tables (positions, class tokens) normal of standard
   * deviation 0.02, running means 0 and variances 1; parameters of other nodes start as the given
   * network has them.
   */
  public static NetworkTrainer like(Network network) {
    return new NetworkTrainer(Optional.of(network), new int[0], new TrainingSettings());
  }

  /** This trainer with other hidden layers; for dense nets only. */
  public NetworkTrainer layers(int... widths) {
    return new NetworkTrainer(Optional.empty(), mlp(widths).hidden, settings);
  }

  /** This trainer with another activation, by its ONNX name, for dense nets. */
  public NetworkTrainer activation(String op) {
    if (!Activations.names().contains(op)) {
      throw new IllegalArgumentException(
          "expected one of the activations " + Activations.names() + ", found \"" + op + "\"");
    }
    return set(changed -> changed.activation = op);
  }

  /** This trainer with another way to turn gradients into steps; Adam unless set. */
  public NetworkTrainer optimizer(Optimizer optimizer) {
    return set(changed -> changed.optimizer = optimizer);
  }

  /** This trainer with another learning rate, positive. */
  public NetworkTrainer learningRate(double rate) {
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("learning rate must be positive, found " + rate);
    }
    return set(changed -> changed.learningRate = rate);
  }

  /** This trainer with another number of passes over the rows, at least 0. */
  public NetworkTrainer epochs(int epochs) {
    if (epochs < 0) {
      throw new IllegalArgumentException("epochs must not be negative, found " + epochs);
    }
    return set(changed -> changed.epochs = epochs);
  }

  /** This trainer with another number of rows a step, at least 1. */
  public NetworkTrainer batch(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("a batch must have at least 1 row, found " + rows);
    }
    return set(changed -> changed.batch = rows);
  }

  /**
   * This trainer with weight decay of the matrices and kernels, no biases or scales; what it means
   * is said by the {@link Optimizer}.
   */
  public NetworkTrainer weightDecay(double decay) {
    if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weight decay must not be negative, found " + decay);
    }
    return set(changed -> changed.weightDecay = decay);
  }

  /** This trainer with another standard deviation of the last matrix's first weights. */
  public NetworkTrainer lastLayerSd(double sd) {
    if (!(sd >= 0 && sd < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("standard deviation must not be negative, found " + sd);
    }
    return set(changed -> changed.lastLayerSd = OptionalDouble.of(sd));
  }

  /**
   * This trainer with batch normalisation live (each batch by its own statistics, the running ones
   * following by the node's momentum) or frozen (by the running ones, which stay). Unless set it is
   * live where a training starts from scratch and frozen where it goes on from a network.
   */
  public NetworkTrainer liveBatchNorm(boolean live) {
    return set(changed -> changed.liveBatchNorm = Optional.of(live));
  }

  /** This trainer with only those parameters learnt whose names are chosen; others stay. */
  public NetworkTrainer learningOnly(Predicate<String> parameters) {
    return set(changed -> changed.learnt = (network, name) -> parameters.test(name));
  }

  /**
   * This trainer with only the last layer learnt: the parameters of the last node that multiplies
   * by a matrix and of all nodes after it.
   */
  public NetworkTrainer learningLastLayer() {
    return set(changed -> changed.learnt = (network, name) -> lastLayer(network).contains(name));
  }

  @Override
  public Network train(LabelledRows rows, RowWeights weights, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Network shape = pattern.orElseGet(() -> blank(rows.rows().width(), rows.classes()));
    Network start = new FirstWeights(shape, settings.lastLayerSd, random.split()).drawn();
    boolean live = settings.liveBatchNorm.orElse(true);
    return Training.run(start, settings, live, rows, weights, random);
  }

  /**
   * Trains on from a network with these settings, moments at 0; empty if the model is no network.
   */
  @Override
  public Optional<Model> continueFrom(
      Model start, LabelledRows rows, RowWeights weights, long seed) {
    if (start instanceof Network network) {
      SplittableRandom random = new SplittableRandom(seed);
      boolean live = settings.liveBatchNorm.orElse(false);
      return Optional.of(Training.run(network, settings, live, rows, weights, random));
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
        "%s on %s, learning rate %s, %d epochs, batches of %d",
        settings.optimizer,
        pattern.map(Network::toString).orElse("hidden layers " + Arrays.toString(hidden)),
        settings.learningRate,
        settings.epochs,
        settings.batch);
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

  private static List<String> lastLayer(Network network) {
    List<Operation> operations = network.plan().operations();
    int last = operations.size() - 1;
    while (last > 0 && operations.get(last).matrix() < 0) {
      last--;
    }
    return network.nodes().subList(last, operations.size()).stream()
        .flatMap(node -> node.inputs().stream())
        .toList();
  }

  private NetworkTrainer set(Consumer<TrainingSettings> change) {
    TrainingSettings changed = settings.copy();
    change.accept(changed);
    return new NetworkTrainer(pattern, hidden, changed);
  }
}
