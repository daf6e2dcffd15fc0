package io.github.onecurve.bridge.dl4j;

import io.github.onecurve.network.Network;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns nets of Deeplearning4j into networks that can be looked into, and carries what was edited
 * there back:
 *
 * <pre>{@code
 * Network network = Dl4j.toNetwork(net);
 * MultiLayerNetwork repaired = Dl4j.withParametersOf(edited, net);
 * }</pre>
 *
 * <p>Known are nets of dense, convolutional (2-D), batch normalisation, pooling, global pooling,
 * activation, dropout, zero padding, output and loss layers, and graphs that add, subtract,
 * multiply, take the largest of, merge, scale or shift what such layers make: residual nets among
 * them. Anything else names itself, and {@link Dl4jModel} serves it as a black box.
 *
 * <p>A network's parameters have DL4J's names ({@code 0_W}, {@code stem_b}) and its shapes, but for
 * vectors, which have one axis here, and for {@code log10stdev} of batch normalisation, which is
 * {@code var} here. Tensors are named after the layers that make them; {@code name.z} is what goes
 * into a layer's activation. The softmax or sigmoid at the end is left out: the output are logits.
 */
public final class Dl4j {
  private Dl4j() {}

  /**
   * The network of a stack of layers.
   *
   * @param rowShape the shape of one row of the inputs, {@code channels, height, width} for images;
   *     may be left out where the first layer says it
   * @throws IllegalArgumentException if a layer is not known, or the shape is needed or does not
   *     fit
   */
  public static Network toNetwork(MultiLayerNetwork net, int... rowShape) {
    return new Translation(LogitGraph.of(net)).network(rowShape);
  }

  /**
   * The network of a graph with one input and one output.
   *
   * @param rowShape as {@link #toNetwork(MultiLayerNetwork, int...)}
   * @throws IllegalArgumentException as there
   */
  public static Network toNetwork(ComputationGraph net, int... rowShape) {
    return new Translation(LogitGraph.of(net)).network(rowShape);
  }

  /**
   * A copy of a net with the parameters of a network that was made from it and edited.
   *
   * @throws IllegalArgumentException if the network has other parameters or shapes than the net
   */
  public static MultiLayerNetwork withParametersOf(Network network, MultiLayerNetwork original) {
    MultiLayerNetwork copy = original.clone();
    set(network, copy.paramTable());
    return copy;
  }

  /**
   * A copy of a net with the parameters of a network that was made from it and edited.
   *
   * @throws IllegalArgumentException if the network has other parameters or shapes than the net
   */
  public static ComputationGraph withParametersOf(Network network, ComputationGraph original) {
    ComputationGraph copy = original.clone();
    set(network, copy.paramTable());
    return copy;
  }

  private static void set(Network network, Map<String, INDArray> views) {
    ParameterNames.requireAll(network.parameters().keySet(), views.keySet());
    network.parameters().forEach((name, value) -> ParameterNames.set(name, value, views));
  }
}
