package io.github.onecurve.surgery;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Node;
import io.github.onecurve.network.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sets units of hidden tensors to constants for good, by editing weights.
 *
 * <p>What reads a unit reads weight 0 and finds the constant in its bias instead; what feeds the
 * unit alone becomes 0 too, so that the network gets cheaper. Works for any activation.
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
   * The network with units ablated.
   *
   * @param values the constant of each unit, by site
   * @throws IllegalArgumentException if a site is a whole tensor, is not in the network, or is read
   *     by anything but a Gemm or MatMul that has a bias, naming both; or if a constant is not
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
    Edits edits = new Edits(network);
    byTensor.forEach((tensor, units) -> cut(edits, network, tensor, units));
    return edits.done();
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

  private static void cut(Edits edits, Network network, String tensor, Map<Integer, Float> units) {
    List<Node> readers = network.consumersOf(tensor);
    if (readers.isEmpty()) {
      throw new IllegalArgumentException(
          "expected a hidden tensor, found the output \"" + tensor + "\": nothing reads it");
    }
    for (Node reader : readers) {
      Layer layer =
          Layer.of(network, reader)
              .filter(found -> found.in().equals(tensor))
              .orElseThrow(
                  () -> refusal(tensor, reader, "only Gemm and MatMul by a parameter are edited"));
      units.forEach((unit, value) -> redirect(edits, layer, Site.unit(tensor, unit), value));
    }
    Optional<Layer> feeder = Layer.feeding(network, tensor);
    feeder.ifPresent(layer -> units.keySet().forEach(unit -> silence(edits, layer, unit)));
  }

  /** Takes a unit out of a layer's inputs; the layer's bias takes its constant. */
  private static void redirect(Edits edits, Layer layer, Site site, float value) {
    requireOwn(edits.network(), layer, layer.weight(), site);
    float[] matrix = edits.of(layer.weight());
    Tensor shape = edits.network().parameter(layer.weight());
    int outputs = shape.axis(layer.transposed() ? 0 : 1);
    int inputs = shape.axis(layer.transposed() ? 1 : 0);
    int unit = site.unit().getAsInt();
    if (value != 0) {
      String name =
          layer
              .bias()
              .filter(bias -> edits.network().parameter(bias).size() == outputs)
              .filter(bias -> layer.beta() != 0)
              .orElseThrow(
                  () ->
                      refusal(
                          site.toString(),
                          layer.node(),
                          "it has no bias of its own to take the constant "
                              + value
                              + "; ablate to 0 or give the layer a bias"));
      requireOwn(edits.network(), layer, name, site);
      float[] bias = edits.of(name);
      for (int o = 0; o < outputs; o++) {
        double w = matrix[layer.transposed() ? o * inputs + unit : unit * outputs + o];
        bias[o] = (float) (bias[o] + layer.alpha() * w * value / layer.beta());
      }
    }
    for (int o = 0; o < outputs; o++) {
      matrix[layer.transposed() ? o * inputs + unit : unit * outputs + o] = 0;
    }
  }

  /** Takes away what feeds a unit; its readers no longer look. */
  private static void silence(Edits edits, Layer layer, int unit) {
    float[] matrix = edits.of(layer.weight());
    Tensor shape = edits.network().parameter(layer.weight());
    int outputs = shape.axis(layer.transposed() ? 0 : 1);
    int inputs = shape.axis(layer.transposed() ? 1 : 0);
    for (int i = 0; i < inputs; i++) {
      matrix[layer.transposed() ? unit * inputs + i : i * outputs + unit] = 0;
    }
  }

  private static void requireOwn(Network network, Layer layer, String parameter, Site site) {
    if (network.consumersOf(parameter).size() > 1) {
      throw refusal(
          site.toString(), layer.node(), "its parameter \"" + parameter + "\" serves other nodes");
    }
  }

  private static IllegalArgumentException refusal(String site, Node reader, String why) {
    return new IllegalArgumentException(
        "cannot ablate " + site + ": it is read by " + reader + " (" + reader.op() + "), " + why);
  }
}
