package io.github.onecurve.bridge.dl4j;

import io.github.onecurve.network.Nets;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Node;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Nets of DL4J for tests. */
final class Dl4jNets {
  private Dl4jNets() {}

  /** A dense network as a stack of layers that ends in softmax, or in sigmoid with one output. */
  static MultiLayerNetwork of(Network network) {
    NeuralNetConfiguration.ListBuilder stack = new NeuralNetConfiguration.Builder().list();
    for (Node node : network.nodes()) {
      if (!node.op().equals("Gemm")) {
        continue;
      }
      int out = network.width(node.output());
      int in = network.parameter(node.inputs().get(1)).axis(1);
      stack.layer(
          node.output().equals(network.output())
              ? output(in, out)
              : new DenseLayer.Builder()
                  .nIn(in)
                  .nOut(out)
                  .activation(activation(network.consumersOf(node.output()).get(0).op()))
                  .build());
    }
    MultiLayerNetwork net = new MultiLayerNetwork(stack.build());
    net.init();
    int layer = 0;
    for (Node node : network.nodes()) {
      if (node.op().equals("Gemm")) {
        net.getParam(layer + "_W").assign(array(network, node.inputs().get(1)).transpose());
        net.getParam(layer + "_b").assign(array(network, node.inputs().get(2)));
        layer++;
      }
    }
    return net;
  }

  static OutputLayer output(int in, int out) {
    return new OutputLayer.Builder(
            out == 1
                ? LossFunctions.LossFunction.XENT
                : LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
        .nIn(in)
        .nOut(out)
        .activation(out == 1 ? Activation.SIGMOID : Activation.SOFTMAX)
        .build();
  }

  /** A stack of layers with random parameters, none of them at its start. */
  static MultiLayerNetwork stack(InputType input, Layer... layers) {
    NeuralNetConfiguration.ListBuilder builder =
        new NeuralNetConfiguration.Builder().seed(1).list();
    for (Layer layer : layers) {
      builder.layer(layer);
    }
    MultiLayerConfiguration configuration =
        builder.setInputType(input).validateOutputLayerConfig(false).build();
    MultiLayerNetwork net = new MultiLayerNetwork(configuration);
    net.init();
    scramble(net);
    return net;
  }

  /** A graph with a residual block, a merge, pooling over the whole image and a softmax. */
  static ComputationGraph residual() {
    ComputationGraph net =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .convolutionMode(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(6, 6, 2))
                .addLayer("stem", convolution(4, Activation.TANH), "image")
                .addLayer("block", convolution(4, Activation.IDENTITY), "stem")
                .addLayer("norm", new BatchNormalization(), "block")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "norm", "stem")
                .addLayer("act", new ActivationLayer(Activation.SIGMOID), "sum")
                .addVertex("merge", new MergeVertex(), "act", "stem", "sum")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "merge")
                .addLayer("out", output(0, 3), "pool")
                .setOutputs("out")
                .build());
    net.init();
    scramble(net);
    return net;
  }

  private static ConvolutionLayer convolution(int out, Activation activation) {
    return new ConvolutionLayer.Builder(3, 3).nOut(out).activation(activation).build();
  }

  /** Gives every parameter random values; variances positive ones. */
  static void scramble(Model net) {
    Random random = new Random(4);
    net.paramTable()
        .forEach(
            (name, view) -> {
              float[] values = Nets.floats(random, 0.4, Math.toIntExact(view.length()));
              for (int i = 0; i < values.length; i++) {
                boolean positive = name.endsWith("_var") || name.endsWith("_gamma");
                values[i] = positive ? 0.3f + Math.abs(values[i]) : values[i];
                values[i] *= name.endsWith("_log10stdev") ? 0.3f : 1;
              }
              view.assign(Nd4j.create(values, view.shape(), 'c'));
            });
  }

  static INDArray rows(int seed, long... shape) {
    int size = 1;
    for (long axis : shape) {
      size *= (int) axis;
    }
    return Nd4j.create(Nets.floats(new Random(seed), 1, size), shape, 'c');
  }

  private static INDArray array(Network network, String parameter) {
    var tensor = network.parameter(parameter);
    return tensor.rank() == 1
        ? Nd4j.create(tensor.values(), new long[] {1, tensor.size()}, 'c')
        : Nd4j.create(tensor.values(), new long[] {tensor.axis(0), tensor.axis(1)}, 'c');
  }

  private static Activation activation(String op) {
    return switch (op) {
      case "Relu" -> Activation.RELU;
      case "Tanh" -> Activation.TANH;
      case "Sigmoid" -> Activation.SIGMOID;
      default -> throw new IllegalArgumentException(op);
    };
  }
}
