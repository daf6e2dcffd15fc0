package io.github.onecurve.bridge.dl4j;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/**
 * A net's configuration as it is at inference, ending in logits: without the softmax or sigmoid at
 * its end, without loss, dropout, weight noise and freezing, with batch statistics standing still.
 * Its parameters are those of the net, in the same places.
 */
final class LogitConfiguration {
  static final String INPUT = "in";

  private LogitConfiguration() {}

  /** That of a stack of layers, whose vertices are named "0", "1", … as its parameters are. */
  static ComputationGraphConfiguration of(MultiLayerConfiguration stack) {
    MultiLayerConfiguration copy = stack.clone();
    ComputationGraphConfiguration.GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .dataType(copy.getDataType())
            .graphBuilder()
            .addInputs(INPUT)
            .validateOutputLayerConfig(false);
    String last = INPUT;
    for (int i = 0; i < copy.getConfs().size(); i++) {
      String name = String.valueOf(i);
      builder.addLayer(name, copy.getConf(i).getLayer(), copy.getInputPreProcess(i), last);
      last = name;
    }
    return cleaned(builder.setOutputs(last).build());
  }

  /** That of a graph with one input and one output. */
  static ComputationGraphConfiguration of(ComputationGraphConfiguration graph) {
    requireOne("input", graph.getNetworkInputs());
    requireOne("output", graph.getNetworkOutputs());
    return cleaned(graph.clone());
  }

  /** The one output of such a configuration. */
  static String output(ComputationGraphConfiguration graph) {
    return graph.getNetworkOutputs().get(0);
  }

  private static ComputationGraphConfiguration cleaned(ComputationGraphConfiguration graph) {
    graph.setTrainingWorkspaceMode(WorkspaceMode.NONE);
    graph.setInferenceWorkspaceMode(WorkspaceMode.NONE);
    Map<String, GraphVertex> vertices = graph.getVertices();
    vertices.replaceAll((name, vertex) -> thawed(vertex));
    vertices.forEach(
        (name, vertex) -> {
          if (vertex instanceof LayerVertex layer) {
            set(layer, still(layer(layer)));
          }
        });
    String output = output(graph);
    if (vertices.get(output) instanceof LayerVertex last) {
      set(last, withoutLoss(output, layer(last)));
    }
    endInLogits(graph, output);
    return graph;
  }

  /** Looks back over what computes nothing for the last activation, and takes it away. */
  private static void endInLogits(ComputationGraphConfiguration graph, String output) {
    String at = output;
    while (graph.getVertices().get(at) instanceof LayerVertex vertex) {
      Layer layer = layer(vertex);
      IActivation activation = activation(layer);
      if (activation instanceof ActivationSoftmax) {
        activate(layer);
        return;
      }
      if (activation instanceof ActivationSigmoid) {
        requireOneOutput(graph, at);
        activate(layer);
        return;
      }
      boolean computes = !(layer instanceof ActivationLayer || layer instanceof DropoutLayer);
      if (computes || !(activation instanceof ActivationIdentity)) {
        return;
      }
      at = graph.getVertexInputs().get(at).get(0);
    }
  }

  private static void requireOneOutput(ComputationGraphConfiguration graph, String sigmoid) {
    String at = sigmoid;
    while (graph.getVertices().get(at) instanceof LayerVertex vertex) {
      if (layer(vertex) instanceof FeedForwardLayer layer && layer.getNOut() > 0) {
        if (layer.getNOut() == 1) {
          return;
        }
        break;
      }
      at = graph.getVertexInputs().get(at).get(0);
    }
    throw new IllegalArgumentException(
        "expected layer \""
            + sigmoid
            + "\" to end in softmax, or in sigmoid with one output, found sigmoid over several,"
            + " whose classes do not exclude each other: serve the class that matters with"
            + " Model.ofProbabilities");
  }

  private static IActivation activation(Layer layer) {
    if (layer instanceof ActivationLayer only) {
      return only.getActivationFn();
    }
    boolean ignored =
        layer instanceof DropoutLayer
            || layer instanceof BatchNormalization
            || layer instanceof PReLULayer;
    return layer instanceof BaseLayer base && !ignored
        ? base.getActivationFn()
        : new ActivationIdentity();
  }

  private static void activate(Layer layer) {
    if (layer instanceof ActivationLayer only) {
      only.setActivationFn(new ActivationIdentity());
    } else if (layer instanceof BaseLayer base) {
      base.setActivationFn(new ActivationIdentity());
    }
  }

  /** A layer that computes what an output layer does, and takes gradients instead of labels. */
  private static Layer withoutLoss(String name, Layer layer) {
    if (layer.getClass() == OutputLayer.class) {
      OutputLayer output = (OutputLayer) layer;
      DenseLayer dense =
          new DenseLayer.Builder()
              .nIn(output.getNIn())
              .nOut(output.getNOut())
              .hasBias(output.hasBias())
              .activation(output.getActivationFn())
              .weightInit(output.getWeightInitFn())
              .build();
      dense.setLayerName(output.getLayerName());
      return dense;
    }
    if (layer.getClass() == LossLayer.class) {
      ActivationLayer activation = new ActivationLayer(((LossLayer) layer).getActivationFn());
      activation.setLayerName(layer.getLayerName());
      return StillActivation.of(activation);
    }
    if (layer instanceof BaseOutputLayer
        || layer instanceof LossLayer
        || layer instanceof RnnLossLayer
        || layer instanceof CnnLossLayer) {
      throw new IllegalArgumentException(
          "expected a net that ends in an OutputLayer, a LossLayer or a layer without loss, found"
              + " layer \""
              + name
              + "\" of "
              + layer.getClass().getSimpleName()
              + ": serve it with Model.ofRows or Model.ofProbabilities");
    }
    return layer;
  }

  /** The layer without what makes training differ from inference. */
  private static Layer still(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return still(frozen.getLayer());
    }
    if (layer instanceof FrozenLayerWithBackprop frozen) {
      return still(frozen.getUnderlying());
    }
    layer.setIDropout(null);
    if (layer instanceof BaseLayer base) {
      base.setWeightNoise(null);
    }
    if (layer instanceof BaseWrapperLayer wrapper) {
      wrapper.setUnderlying(still(wrapper.getUnderlying()));
    }
    if (layer instanceof ActivationLayer activation) {
      return StillActivation.of(activation);
    }
    if (layer instanceof PReLULayer rectifier) {
      return StillPRelu.of(rectifier);
    }
    return layer instanceof BatchNormalization norm ? StillBatchNormalization.of(norm) : layer;
  }

  private static GraphVertex thawed(GraphVertex vertex) {
    return vertex instanceof FrozenVertex frozen ? thawed(frozen.getUnderlying()) : vertex;
  }

  private static Layer layer(LayerVertex vertex) {
    return vertex.getLayerConf().getLayer();
  }

  private static void set(LayerVertex vertex, Layer layer) {
    vertex.getLayerConf().setLayer(layer);
  }

  private static void requireOne(String what, List<String> names) {
    if (names.size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              "expected a graph with one %s, found %s: serve it with Model.ofRows", what, names));
    }
  }
}
