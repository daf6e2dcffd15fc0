package io.github.onecurve.bridge.dl4j;

import io.github.onecurve.network.Backend;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A net's twin that answers with logits and takes gradients at them: its configuration is a {@link
 * LogitConfiguration}, its parameters are a copy. Not safe for many threads.
 */
final class LogitGraph extends ComputationGraph {
  private static final long serialVersionUID = 1;

  private LogitGraph(ComputationGraphConfiguration configuration) {
    super(configuration);
  }

  static LogitGraph of(MultiLayerNetwork net) {
    return of(LogitConfiguration.of(net.getLayerWiseConfigurations()), net.params());
  }

  static LogitGraph of(ComputationGraph net) {
    return of(LogitConfiguration.of(net.getConfiguration()), net.params());
  }

  private static LogitGraph of(ComputationGraphConfiguration configuration, INDArray parameters) {
    Backend.ready();
    LogitGraph graph = new LogitGraph(configuration);
    graph.init(parameters == null ? null : parameters.dup(), false);
    return graph;
  }

  /** The shape of one row, where the first layer says it. */
  Optional<long[]> rowShape() {
    String input = configuration.getNetworkInputs().get(0);
    for (Map.Entry<String, GraphVertex> entry : configuration.getVertices().entrySet()) {
      boolean first = configuration.getVertexInputs().get(entry.getKey()).contains(input);
      if (first && entry.getValue() instanceof LayerVertex vertex) {
        if (vertex.getPreProcessor() instanceof FeedForwardToCnnPreProcessor images) {
          return Optional.of(
              new long[] {
                images.getNumChannels(), images.getInputHeight(), images.getInputWidth()
              });
        }
        if (vertex.getPreProcessor() == null
            && vertex.getLayerConf().getLayer() instanceof DenseLayer dense) {
          return Optional.of(new long[] {dense.getNIn()});
        }
      }
    }
    return Optional.empty();
  }

  /** What the net answers, {@code [n, classes]} in its own type; not to be kept. */
  INDArray answer(INDArray inputs) {
    return output(false, inputs)[0];
  }

  /** The gradient at the inputs; not to be kept. */
  INDArray slope(INDArray inputs, UnaryOperator<INDArray> gradientAtLogits) {
    String output = LogitConfiguration.output(configuration);
    INDArray answer = feedForward(new INDArray[] {inputs}, false, false).get(output);
    calcBackpropGradients(false, false, gradientAtLogits.apply(answer));
    INDArray slope = getVertex(configuration.getNetworkInputs().get(0)).getEpsilon();
    for (org.deeplearning4j.nn.graph.vertex.GraphVertex vertex : vertices) {
      vertex.clear();
    }
    clear();
    if (slope == null) {
      throw new IllegalStateException(
          "expected a net whose inputs have a slope, found one that looks them up in a table");
    }
    return slope;
  }
}
