package io.github.onecurve.surgery;

import io.github.onecurve.network.Network;
import io.github.onecurve.network.Site;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sets units of hidden tensors to constants for good, by editing weights.
 *
 * <p>The constants are followed through what works unit by unit or channel by channel (activations,
 * batch normalisation, pooling, depthwise convolution, reshaping) to the products and convolutions
 * that read them: these read weight 0 and find what the constants come to in their biases instead.
 * What feeds the units alone becomes 0 too, so that the network gets cheaper. Where something
 * cannot be edited so, such as a residual sum, the layer that makes the units is edited to make the
 * constants, if it serves nothing else.
 */
public final class Ablation {
  private Ablation() {}

  /**
   * The network with units of one tensor ablated.
   *
   * @param units the constant of each unit, by its flat index in a row of the tensor
   * @throws IllegalArgumentException as {@link #of(Network, Map)}
   */
  public static Network of(Network network, String tensor, Map<Integer, Float> units) {
    Map<Site, Float> values = new LinkedHashMap<>();
    units.forEach((unit, value) -> values.put(Site.unit(tensor, unit), value));
    return of(network, values);
  }

  /**
   * The network with whole channels of one tensor ablated; neurons where rows have one axis.
   *
   * @param constants the constant of each channel, by its index on axis 1 of the tensor
   * @throws IllegalArgumentException as {@link #of(Network, Map)}
   */
  public static Network channels(Network network, String tensor, Map<Integer, Float> constants) {
    return of(network, tensor, units(network, tensor, constants));
  }

  /**
   * The network with units ablated.
   *
   * @param values the constant of each unit, by site
   * @throws IllegalArgumentException if a site is a whole tensor, is not in the network, or is read
   *     by a node that cannot be edited to read the constant, naming both; or if a constant is not
   *     finite
   */
  public static Network of(Network network, Map<Site, Float> values) {
    Map<String, Map<Integer, Float>> byTensor = new TreeMap<>();
    values.forEach(
        (site, value) -> {
          requireUnit(network, site, value);
          byTensor
              .computeIfAbsent(site.tensor(), key -> new TreeMap<>())
              .put(site.unit().getAsInt(), value);
        });
    Network ablated = network;
    for (Map.Entry<String, Map<Integer, Float>> tensor : byTensor.entrySet()) {
      ablated = cut(ablated, tensor.getKey(), tensor.getValue());
    }
    return ablated;
  }

  /**
   * As {@link #channels}, by edits of what reads them alone, so that nothing reads them any more.
   */
  static Network unread(Network network, String tensor, Map<Integer, Float> constants) {
    Map<Integer, Float> units = units(network, tensor, constants);
    units.forEach((unit, value) -> requireUnit(network, Site.unit(tensor, unit), value));
    Edits edits = new Edits(network);
    new Readers(edits, tensor, constants(network, tensor, units))
        .edit()
        .ifPresent(
            refusal -> {
              throw new IllegalArgumentException(refusal);
            });
    return edits.done();
  }

  private static Map<Integer, Float> units(
      Network network, String tensor, Map<Integer, Float> constants) {
    int[] shape = network.rowShape(tensor);
    int stretch = network.width(tensor) / shape[0];
    Map<Integer, Float> units = new TreeMap<>();
    constants.forEach(
        (channel, value) -> {
          if (channel < 0 || channel >= shape[0]) {
            throw new IllegalArgumentException(
                String.format(
                    "expected a channel of \"%s\" in [0, %d), found %d",
                    tensor, shape[0], channel));
          }
          for (int i = 0; i < stretch; i++) {
            units.put(channel * stretch + i, value);
          }
        });
    return units;
  }

  private static void requireUnit(Network network, Site site, float value) {
    if (site.unit().isEmpty()) {
      throw new IllegalArgumentException(
          "expected single units to ablate, found the whole tensor " + site);
    }
    network.site(site.tensor(), site.unit().getAsInt());
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(
          "expected a finite constant for " + site + ", found " + value);
    }
  }

  private static Network cut(Network network, String tensor, Map<Integer, Float> units) {
    if (network.output().equals(tensor)) {
      throw new IllegalArgumentException(
          "expected a hidden tensor, found the output \"" + tensor + "\": nothing reads it");
    }
    float[] constants = constants(network, tensor, units);
    Edits edits = new Edits(network);
    Optional<String> refusal = new Readers(edits, tensor, constants).edit();
    if (refusal.isEmpty()) {
      Feeder.of(network, tensor).ifPresent(feeder -> feeder.silence(edits, constants));
      return edits.done();
    }
    Edits atSource = new Edits(network);
    if (Feeder.of(network, tensor).filter(f -> f.hold(atSource, constants)).isPresent()) {
      return atSource.done();
    }
    throw new IllegalArgumentException(refusal.get());
  }

  /** By unit of the tensor; NaN where one is free. */
  private static float[] constants(Network network, String tensor, Map<Integer, Float> units) {
    float[] constants = new float[network.width(tensor)];
    Arrays.fill(constants, Float.NaN);
    units.forEach((unit, value) -> constants[unit] = value);
    return constants;
  }
}
