package io.github.onecurve.surgery;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Network;
import java.util.LinkedHashMap;
import java.util.Map;

/** Edits of a network's parameters being gathered. */
final class Edits {
  private final Network network;
  private final Map<String, float[]> edited = new LinkedHashMap<>();

  Edits(Network network) {
    this.network = network;
  }

  Network network() {
    return network;
  }

  /** A parameter's values, to be written to. */
  float[] of(String parameter) {
    return edited.computeIfAbsent(parameter, name -> network.parameter(name).values());
  }

  /** The network with all edits. */
  Network done() {
    Map<String, Tensor> values = new LinkedHashMap<>();
    edited.forEach(
        (name, value) -> values.put(name, Tensor.of(value, network.parameter(name).shape())));
    return network.with(values);
  }
}
