package io.github.onecurve.examples;

import io.github.onecurve.bridge.dl4j.Dl4j;
import io.github.onecurve.bridge.dl4j.Dl4jModel;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Network;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Opens a DL4J net, edits a parameter and hands the net back. */
public final class RepairDl4j {
  private RepairDl4j() {}

  /** Raises the bias of the first class. */
  public static void main(String[] args) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(8).activation(Activation.RELU).build())
                .layer(
                    new OutputLayer.Builder().nIn(8).nOut(3).activation(Activation.SOFTMAX).build())
                .build());
    net.init();

    Network network = Dl4j.toNetwork(net);
    float[] bias = network.parameter("1_b").values();
    bias[0] += 0.5f;
    Network edited = network.with("1_b", Tensor.of(bias, 3));
    MultiLayerNetwork repaired = Dl4j.withParametersOf(edited, net);

    INDArray rows = Nd4j.ones(2, 4);
    System.out.println(network);
    System.out.println("before " + Dl4jModel.of(net).logits(rows));
    System.out.println("after  " + Dl4jModel.of(repaired).logits(rows));
  }
}
