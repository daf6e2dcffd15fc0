package io.github.onecurve.network;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A parameter in training: as it changes, its gradient, and what the optimizer remembers of it. */
final class LearntParameter {
  private static final int LONG = 8;

  private final int number;
  private final String name;
  private final LearntWeight weight;
  private final boolean decays;
  private final float[] gradient;
  private final float[][] memory;

  private LearntParameter(Network network, int number, Optimizer optimizer, boolean decays) {
    this.number = number;
    this.name = network.plan().parameters().get(number);
    this.weight = new LearntWeight(network.parameter(name), isByTurned(network, number));
    this.decays = decays;
    this.gradient = new float[weight.learnt.length];
    this.memory = optimizer.memory(gradient.length);
  }

  /**
   * Those that a training is to learn: neither constants nor running statistics, as the settings
   * choose.
   *
   * @throws IllegalArgumentException if there are none
   */
  static List<LearntParameter> of(Network network, TrainingSettings settings) {
    List<String> all = network.plan().parameters();
    Set<String> kept =
        Stream.concat(network.constants().keySet().stream(), statistics(network).stream())
            .collect(Collectors.toSet());
    Set<String> matrices = Set.copyOf(network.matrices());
    List<LearntParameter> learnt =
        IntStream.range(0, all.size())
            .filter(p -> !kept.contains(all.get(p)) && settings.learnt.test(network, all.get(p)))
            .mapToObj(
                p ->
                    new LearntParameter(
                        network, p, settings.optimizer, matrices.contains(all.get(p))))
            .toList();
    if (learnt.isEmpty()) {
      throw new IllegalArgumentException(
          "expected at least one parameter to learn out of "
              + all.stream().filter(parameter -> !kept.contains(parameter)).toList()
              + ", found none chosen");
    }
    return learnt;
  }

  /** The running means and variances of a network's batch normalisations. */
  static List<String> statistics(Network network) {
    return network.nodes().stream()
        .filter(node -> node.op().equals("BatchNormalization"))
        .flatMap(node -> node.inputs().subList(3, 5).stream())
        .filter(network.parameters()::containsKey)
        .distinct()
        .toList();
  }

  int number() {
    return number;
  }

  String name() {
    return name;
  }

  LearntWeight weight() {
    return weight;
  }

  /** Has a frame add up the gradient of this parameter here. */
  void follow(Frame frame) {
    frame.turned[number] = weight.byTurned();
    frame.parameterGradients[number] = gradient;
  }

  void forgetGradient() {
    Arrays.fill(gradient, 0);
  }

  /** Moves the parameter by the gradient that was added up. */
  void move(TrainingSettings settings, int step) {
    settings.optimizer.step(
        weight.learnt,
        gradient,
        memory,
        settings.learningRate,
        decays ? settings.weightDecay : 0,
        step);
    weight.changed();
  }

  /**
   * Turned where all that read it are products with the turned matrix, by plain loops whose lines
   * are not too short; the bits are the same in either form.
   */
  private static boolean isByTurned(Network network, int number) {
    List<Operation> operations = network.plan().operations();
    String name = network.plan().parameters().get(number);
    return IntStream.range(0, operations.size())
        .filter(node -> network.nodes().get(node).inputs().contains(name))
        .allMatch(
            node ->
                operations.get(node) instanceof Affine affine
                    && affine.weight() == number
                    && affine.transposed()
                    && !affine.isWide()
                    && affine.outputs() >= LONG);
  }
}
