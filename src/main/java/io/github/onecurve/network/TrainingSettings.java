package io.github.onecurve.network;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiPredicate;

/** What steers a training; a trainer changes copies only. */
final class TrainingSettings {
  String activation = "Relu";
  Optimizer optimizer = Optimizer.adam();
  double learningRate = 3e-3;
  int epochs = 40;
  int batch = 128;
  double weightDecay;
  OptionalDouble lastLayerSd = OptionalDouble.empty();

  /**
   * Whether batch normalisation uses the batch's statistics; empty for by how a training starts.
   */
  Optional<Boolean> liveBatchNorm = Optional.empty();

  /** Of a network and the name of one of its parameters, whether it is to be learnt. */
  BiPredicate<Network, String> learnt = (network, parameter) -> true;

  TrainingSettings copy() {
    TrainingSettings copy = new TrainingSettings();
    copy.activation = activation;
    copy.optimizer = optimizer;
    copy.learningRate = learningRate;
    copy.epochs = epochs;
    copy.batch = batch;
    copy.weightDecay = weightDecay;
    copy.lastLayerSd = lastLayerSd;
    copy.liveBatchNorm = liveBatchNorm;
    copy.learnt = learnt;
    return copy;
  }
}
