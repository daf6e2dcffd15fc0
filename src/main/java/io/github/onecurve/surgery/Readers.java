package io.github.onecurve.surgery;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Node;
import io.github.onecurve.network.Site;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * All that reads constants of a tensor, edited to read nothing there and to have in its bias what
 * the constants come to.
 */
final class Readers {
  private static final Set<String> MOVES = Set.of("Flatten", "Reshape", "Transpose", "Slice");
  private static final Set<String> BY_CHANNEL =
      Set.of(
          "MaxPool",
          "AveragePool",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "InstanceNormalization",
          "Conv");
  private static final double SAME = 1e-6;

  private final Edits edits;
  private final Network network;
  private final String tensor;

  /** By tensor, each unit's constant; NaN where a unit is free. */
  private final Map<String, float[]> known = new HashMap<>();

  Readers(Edits edits, String tensor, float[] constants) {
    this.edits = edits;
    this.network = edits.network();
    this.tensor = tensor;
    known.put(tensor, constants);
  }

  /** Edits all readers; what cannot be edited is said. */
  Optional<String> edit() {
    for (Node node : network.nodes()) {
      List<String> constant = node.inputs().stream().filter(known::containsKey).distinct().toList();
      if (!constant.isEmpty()) {
        Optional<String> fault =
            constant.size() > 1 || node.inputs().stream().filter(constant::contains).count() > 1
                ? Optional.of("which reads more than one constant")
                : edit(node, constant.get(0));
        if (fault.isPresent()) {
          return fault.map(why -> refusal(node, why));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> edit(Node node, String in) {
    Optional<Layer> layer = Layer.of(network, node).filter(found -> found.in().equals(in));
    float[] constants = known.get(in);
    if (layer.isPresent() && network.rowShape(in).length == 1) {
      for (int unit = 0; unit < constants.length; unit++) {
        if (!Float.isNaN(constants[unit])) {
          Optional<String> fault = redirect(layer.get(), Site.unit(in, unit), constants[unit]);
          if (fault.isPresent()) {
            return fault;
          }
        }
      }
      return Optional.empty();
    }
    if (layer.isPresent()) {
      return weigh(layer.get(), constants);
    }
    return follow(node, in, constants);
  }

  /** Takes a unit out of a layer's inputs; the layer's bias takes its constant. */
  private Optional<String> redirect(Layer layer, Site site, float value) {
    Optional<String> shared = shared(layer.weight());
    if (shared.isPresent()) {
      return shared;
    }
    float[] matrix = edits.of(layer.weight());
    Tensor shape = network.parameter(layer.weight());
    int outputs = shape.axis(layer.transposed() ? 0 : 1);
    int inputs = shape.axis(layer.transposed() ? 1 : 0);
    int unit = site.unit().getAsInt();
    if (value != 0) {
      Optional<String> name = layer.ownBias(network);
      if (name.isEmpty()) {
        return Optional.of(noBias(value));
      }
      float[] bias = edits.of(name.get());
      for (int o = 0; o < outputs; o++) {
        double w = matrix[layer.transposed() ? o * inputs + unit : unit * outputs + o];
        bias[o] = (float) (bias[o] + layer.alpha() * w * value / layer.beta());
      }
    }
    for (int o = 0; o < outputs; o++) {
      matrix[layer.transposed() ? o * inputs + unit : unit * outputs + o] = 0;
    }
    return Optional.empty();
  }

  /** As above where the layer's weights are used at many places: line by line, window by window. */
  private Optional<String> weigh(Layer layer, float[] constants) {
    Optional<String> shared = shared(layer.weight());
    if (shared.isPresent()) {
      return shared;
    }
    Axis inputs = layer.inputs(network);
    boolean[] whole = new boolean[inputs.length()];
    for (int i = 0; i < whole.length; i++) {
      int free = inputs.count(constants, i, Double::isNaN);
      whole[i] = free == 0;
      if (free > 0 && free < inputs.places()) {
        return Optional.of("whose weights serve other places of channel " + i + " too");
      }
    }
    float[] contribution = OneNode.run(network, layer.bare(), layer.in(), filled(constants));
    Axis outputs = layer.outputs(network);
    double[] each = new double[outputs.length()];
    double most = 0;
    for (float value : contribution) {
      most = Math.max(most, Math.abs(value));
    }
    for (int o = 0; o < each.length; o++) {
      each[o] = outputs.at(contribution, o, 0);
      for (int place = 1; place < outputs.places(); place++) {
        if (Math.abs(outputs.at(contribution, o, place) - each[o]) > SAME * (1 + most)) {
          return Optional.of(
              "which pads: the constant counts less at the border; ablate to 0, or ablate what this"
                  + " node reads");
        }
      }
    }
    if (most > 0) {
      Optional<String> fault = settle(layer, each);
      if (fault.isPresent()) {
        return fault;
      }
    }
    float[] weights = edits.of(layer.weight());
    Axis read = layer.weightInputs(network);
    for (int i = 0; i < whole.length; i++) {
      for (int place = 0; whole[i] && place < read.places(); place++) {
        weights[read.index(i, place)] = 0;
      }
    }
    return Optional.empty();
  }

  /** Puts what constants come to into the bias, or into the batch normalisation that follows. */
  private Optional<String> settle(Layer layer, double[] each) {
    Optional<String> bias = layer.ownBias(network);
    if (bias.isPresent()) {
      float[] values = edits.of(bias.get());
      for (int o = 0; o < each.length; o++) {
        values[o] = (float) (values[o] + each[o] / layer.beta());
      }
      return Optional.empty();
    }
    List<Node> readers = network.consumersOf(layer.node().output());
    if (readers.size() == 1 && readers.get(0).op().equals("BatchNormalization")) {
      String mean = readers.get(0).inputs().get(3);
      if (network.consumersOf(mean).size() == 1) {
        float[] means = edits.of(mean);
        for (int o = 0; o < each.length; o++) {
          means[o] = (float) (means[o] - each[o]);
        }
        return Optional.empty();
      }
    }
    return Optional.of(noBias(Float.NaN));
  }

  /** Follows constants through a node to what it makes of them. */
  private Optional<String> follow(Node node, String in, float[] constants) {
    List<String> others =
        node.inputs().stream().filter(name -> !name.equals(in) && !name.isEmpty()).toList();
    boolean alone = Weights.names(network).containsAll(others);
    String out = node.output();
    if (network.output().equals(out)) {
      return Optional.of("which makes the logits");
    }
    boolean sameUnits = Arrays.equals(network.rowShape(in), network.rowShape(out));
    if (alone && sameUnits && Rules.isUnitByUnit(node.op())) {
      float[] values = OneNode.run(network, node, in, filled(constants));
      known.put(out, known(i -> Float.isNaN(constants[i]), values));
    } else if (!alone && sameUnits && node.op().equals("Mul") && areZero(constants)) {
      known.put(out, constants);
    } else if (alone && MOVES.contains(node.op())) {
      float[] from = OneNode.run(network, node, in, places(constants.length));
      float[] moved = new float[from.length];
      for (int i = 0; i < from.length; i++) {
        moved[i] = constants[(int) from[i]];
      }
      known.put(out, moved);
    } else if (alone && isByChannel(node, in)) {
      return byChannel(node, in, constants);
    } else {
      return Optional.of("which cannot be edited to read a constant");
    }
    return Optional.empty();
  }

  private Optional<String> byChannel(Node node, String in, float[] constants) {
    Axis channels = Axis.of(network.rowShape(in), 0);
    Axis made = Axis.of(network.rowShape(node.output()), 0);
    int each = made.length() / channels.length();
    boolean[] free = new boolean[made.length()];
    for (int c = 0; c < made.length(); c++) {
      int count = channels.count(constants, c / each, Double::isNaN);
      free[c] = count > 0;
      if (count > 0 && count < channels.places()) {
        return Optional.of("which mixes the places of channel " + c / each);
      }
    }
    float[] values = OneNode.run(network, node, in, filled(constants));
    known.put(node.output(), known(i -> free[i / made.places()], values));
    return Optional.empty();
  }

  /** Of convolutions only those whose every output channel reads one input channel. */
  private boolean isByChannel(Node node, String in) {
    return BY_CHANNEL.contains(node.op())
        && (!node.op().equals("Conv")
            || node.attributes().number("group", 1) == network.rowShape(in)[0]);
  }

  private Optional<String> shared(String parameter) {
    return network.consumersOf(parameter).size() > 1
        ? Optional.of("whose parameter \"" + parameter + "\" serves other nodes")
        : Optional.empty();
  }

  private static String noBias(double value) {
    return "which has no bias of its own to take the constant"
        + (Double.isNaN(value) ? "" : " " + (float) value)
        + "; ablate to 0 or give the layer a bias";
  }

  private String refusal(Node reader, String why) {
    return String.format(
        "cannot ablate units of \"%s\": they are read by %s (%s), %s",
        tensor, reader, reader.op(), why);
  }

  private static boolean areZero(float[] constants) {
    boolean zero = true;
    for (float constant : constants) {
      zero &= Float.isNaN(constant) || constant == 0;
    }
    return zero;
  }

  /** The constants, and 0 where a unit is free. */
  private static float[] filled(float[] constants) {
    float[] filled = constants.clone();
    for (int i = 0; i < filled.length; i++) {
      filled[i] = Float.isNaN(filled[i]) ? 0 : filled[i];
    }
    return filled;
  }

  /** The values, and NaN where a unit is free. */
  private static float[] known(IntPredicate free, float[] values) {
    float[] known = values.clone();
    for (int i = 0; i < known.length; i++) {
      known[i] = free.test(i) ? Float.NaN : known[i];
    }
    return known;
  }

  private static float[] places(int length) {
    float[] places = new float[length];
    for (int i = 0; i < length; i++) {
      places[i] = i;
    }
    return places;
  }
}
