package io.github.onecurve.surgery;

import io.github.onecurve.network.Network;
import io.github.onecurve.network.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What makes a tensor, from the layer whose weights serve its units alone, through nodes that work
 * unit by unit and are read by nothing else.
 */
final class Feeder {
  private static final Set<String> KEEPS_ZERO =
      Set.of("Tanh", "Gelu", "Silu", "Elu", "Selu", "Celu", "HardSwish", "Mish", "Softsign", "Erf");

  private final Network network;
  private final Layer layer;

  /** The nodes between the layer and the tensor, the last first. */
  private final List<Node> between;

  private Feeder(Network network, Layer layer, List<Node> between) {
    this.network = network;
    this.layer = layer;
    this.between = between;
  }

  /** The feeder of a tensor; empty where there is none such. */
  static Optional<Feeder> of(Network network, String tensor) {
    List<Node> between = new ArrayList<>();
    String at = tensor;
    while (!at.equals(network.input())) {
      Node maker = network.producerOf(at).orElseThrow();
      Optional<Layer> layer = Layer.of(network, maker);
      if (layer.isPresent()) {
        return layer
            .filter(found -> network.consumersOf(found.weight()).size() == 1)
            .map(found -> new Feeder(network, found, between));
      }
      List<String> tensors =
          maker.inputs().stream().filter(name -> !Weights.names(network).contains(name)).toList();
      if (!Rules.isUnitByUnit(maker.op())
          || tensors.size() != 1
          || network.width(tensors.get(0)) != network.width(at)
          || network.consumersOf(tensors.get(0)).size() != 1) {
        return Optional.empty();
      }
      between.add(maker);
      at = tensors.get(0);
    }
    return Optional.empty();
  }

  /** Takes away what feeds constant units; their readers no longer look. */
  void silence(Edits edits, float[] constants) {
    Axis outputs = layer.outputs(network);
    Axis rows = layer.weightOutputs(network);
    float[] weights = edits.of(layer.weight());
    for (int o = 0; o < outputs.length(); o++) {
      if (outputs.count(constants, o, Double::isNaN) == 0) {
        set(weights, rows, o, 0);
      }
    }
  }

  /** Makes units constant; false where that cannot be. */
  boolean hold(Edits edits, float[] constants) {
    Axis outputs = layer.outputs(network);
    for (int o = 0; o < outputs.length(); o++) {
      int free = outputs.count(constants, o, Double::isNaN);
      float value = constants[outputs.index(o, 0)];
      boolean one = outputs.count(constants, o, found -> found == value) == outputs.places();
      if (free < outputs.places() && !(one && hold(edits, o, value))) {
        return false;
      }
    }
    return true;
  }

  private boolean hold(Edits edits, int unit, float constant) {
    float value = constant;
    for (Node node : between) {
      if (node.op().equals("BatchNormalization")) {
        return hold(edits, node, unit, value);
      }
      boolean bias =
          node.op().equals("Add") && layer.bias().filter(node.inputs()::contains).isPresent();
      boolean same =
          node.op().equals("Identity")
              || (node.op().equals("Relu") && value >= 0)
              || (KEEPS_ZERO.contains(node.op()) && value == 0);
      if (!bias && !same) {
        return false;
      }
    }
    Optional<String> bias = layer.ownBias(network);
    if (bias.isPresent()) {
      edits.of(bias.get())[unit] = (float) (value / layer.beta());
    } else if (value != 0 || layer.bias().isPresent()) {
      return false;
    }
    set(edits.of(layer.weight()), layer.weightOutputs(network), unit, 0);
    return true;
  }

  private boolean hold(Edits edits, Node norm, int channel, float value) {
    String scale = norm.inputs().get(1);
    String bias = norm.inputs().get(2);
    boolean own =
        network.parameters().keySet().containsAll(List.of(scale, bias))
            && network.consumersOf(scale).size() == 1
            && network.consumersOf(bias).size() == 1;
    if (own) {
      edits.of(scale)[channel] = 0;
      edits.of(bias)[channel] = value;
    }
    return own;
  }

  private static void set(float[] weights, Axis axis, int at, float value) {
    for (int place = 0; place < axis.places(); place++) {
      weights[axis.index(at, place)] = value;
    }
  }
}
