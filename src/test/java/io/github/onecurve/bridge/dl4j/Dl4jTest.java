package io.github.onecurve.bridge.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.model.RowMajor;
import io.github.onecurve.network.Network;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class Dl4jTest {
  private static final InputType IMAGES = InputType.convolutional(8, 7, 2);

  @Test
  void aDenseNetIsTheSameNetwork() {
    MultiLayerNetwork net = Dl4jModelTest.dense(Activation.SOFTMAX, 3);
    Network network = Dl4j.toNetwork(net);
    assertSame(Dl4jModel.of(net), network, Dl4jNets.rows(1, 5, 6));
    assertEquals(List.of("0_W", "0_b", "1_W", "1_b"), List.copyOf(network.parameters().keySet()));
    assertEquals(
        List.of("in", "0.z", "0", "1"), network.sites().stream().map(s -> s.tensor()).toList());
    assertArrayEquals(new int[] {6}, network.inputShape());
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {
        "RELU",
        "LEAKYRELU",
        "ELU",
        "SELU",
        "TANH",
        "SIGMOID",
        "HARDSIGMOID",
        "HARDTANH",
        "RELU6",
        "SOFTPLUS",
        "SOFTSIGN",
        "SWISH",
        "MISH",
        "GELU",
        "RECTIFIEDTANH",
        "THRESHOLDEDRELU",
        "IDENTITY",
        "SOFTMAX"
      })
  void everyActivationIsTheSame(Activation activation) {
    MultiLayerNetwork net =
        Dl4jNets.stack(
            InputType.feedForward(6),
            new DenseLayer.Builder().nOut(8).activation(activation).build(),
            new ActivationLayer(activation),
            Dl4jNets.output(0, 3));
    assertSame(Dl4jModel.of(net), Dl4j.toNetwork(net), Dl4jNets.rows(1, 5, 6));
  }

  @ParameterizedTest
  @CsvSource({
    "Truncate, 3, 3, 1, 1, 0, 0, 1",
    "Truncate, 3, 2, 2, 1, 1, 0, 1",
    "Truncate, 2, 3, 2, 3, 0, 2, 2",
    "Same, 3, 3, 1, 1, 0, 0, 1",
    "Same, 3, 2, 2, 3, 0, 0, 1",
    "Same, 2, 2, 2, 2, 0, 0, 2",
    "Strict, 2, 3, 2, 1, 0, 1, 1",
  })
  void convolutionsAndPoolingsMoveTheSame(
      ConvolutionMode mode, int high, int wide, int down, int right, int top, int left, int step) {
    Layer convolution =
        new ConvolutionLayer.Builder(high, wide)
            .stride(down, right)
            .padding(top, left)
            .dilation(step, step)
            .convolutionMode(mode)
            .hasBias(step == 1)
            .nOut(4)
            .activation(Activation.TANH)
            .build();
    MultiLayerNetwork net = Dl4jNets.stack(IMAGES, convolution, Dl4jNets.output(0, 3));
    INDArray rows = Dl4jNets.rows(1, 4, 2, 8, 7);
    assertSame(Dl4jModel.of(net), Dl4j.toNetwork(net, 2, 8, 7), rows);
    for (SubsamplingLayer.PoolingType type :
        List.of(SubsamplingLayer.PoolingType.MAX, SubsamplingLayer.PoolingType.AVG)) {
      Layer pooling =
          new SubsamplingLayer.Builder(type, new int[] {high, wide}, new int[] {down, right})
              .padding(Math.min(top, high - 1), Math.min(left, wide - 1))
              .convolutionMode(mode)
              .avgPoolIncludePadInDivisor(down == 2)
              .build();
      MultiLayerNetwork pooled =
          Dl4jNets.stack(
              IMAGES,
              new ConvolutionLayer.Builder(1, 1).nOut(3).activation(Activation.TANH).build(),
              pooling,
              Dl4jNets.output(0, 3));
      assertSame(Dl4jModel.of(pooled), Dl4j.toNetwork(pooled, 2, 8, 7), rows);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void batchNormalisationIsTheSame(boolean logarithm) {
    MultiLayerNetwork net =
        Dl4jNets.stack(
            IMAGES,
            new ZeroPaddingLayer(1, 0, 2, 1),
            new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.TANH).build(),
            new BatchNormalization.Builder().useLogStd(logarithm).eps(1e-3).build(),
            new DropoutLayer(0.5),
            new BatchNormalization.Builder().lockGammaBeta(true).gamma(2).beta(0.5).build(),
            new BatchNormalization.Builder().lockGammaBeta(true).gamma(2).build(),
            new DenseLayer.Builder().nOut(5).activation(Activation.RELU).build(),
            new BatchNormalization.Builder().useLogStd(logarithm).build(),
            Dl4jNets.output(0, 3));
    Network network = Dl4j.toNetwork(net, 2, 8, 7);
    assertSame(Dl4jModel.of(net), network, Dl4jNets.rows(1, 4, 2, 8, 7));
    assertTrue(network.parameters().containsKey("2_var"));
    assertTrue(network.constants().containsKey("4_gamma"));
  }

  @Test
  void aResidualGraphIsTheSame() {
    ComputationGraph net = Dl4jNets.residual();
    Network network = Dl4j.toNetwork(net, 2, 6, 6);
    assertSame(Dl4jModel.of(net), network, Dl4jNets.rows(1, 4, 2, 6, 6));
    assertEquals("image", network.input());
    assertTrue(network.parameters().containsKey("norm_gamma"));
  }

  @ParameterizedTest
  @EnumSource(ElementWiseVertex.Op.class)
  void whatJoinsTwoBranchesIsTheSame(ElementWiseVertex.Op op) {
    ComputationGraph net =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .activation(Activation.TANH)
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(4))
                .addLayer("a", new DenseLayer.Builder().nOut(5).build(), "x")
                .addLayer("b", new DenseLayer.Builder().nOut(5).build(), "x")
                .addVertex("join", new ElementWiseVertex(op), "a", "b")
                .addVertex("scale", new ScaleVertex(-2), "join")
                .addVertex("shift", new ShiftVertex(0.25), "scale")
                .addLayer("out", Dl4jNets.output(0, 3), "shift")
                .setOutputs("out")
                .build());
    net.init();
    Dl4jNets.scramble(net);
    assertSame(Dl4jModel.of(net), Dl4j.toNetwork(net), Dl4jNets.rows(1, 4, 4));
  }

  @Test
  void imagesThatComeFlatAreTakenAsTheNetTakesThem() {
    MultiLayerNetwork net =
        Dl4jNets.stack(
            InputType.convolutionalFlat(6, 5, 2),
            new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.TANH).build(),
            new GlobalPoolingLayer(PoolingType.MAX),
            new DenseLayer.Builder().nOut(3).activation(Activation.IDENTITY).build(),
            new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build());
    Network network = Dl4j.toNetwork(net);
    assertArrayEquals(new int[] {2, 6, 5}, network.inputShape());
    assertSame(Dl4jModel.of(net), network, Dl4jNets.rows(1, 4, 60));
    assertSame(Dl4jModel.of(net), network, Dl4jNets.rows(1, 4, 2, 6, 5));
    assertSame(Dl4jModel.of(net), Dl4j.toNetwork(net, 60), Dl4jNets.rows(1, 4, 60));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void editedParametersGoBackIntoACopyOfTheNet(boolean logarithm) {
    MultiLayerNetwork net =
        Dl4jNets.stack(
            IMAGES,
            new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.TANH).build(),
            new BatchNormalization.Builder().useLogStd(logarithm).build(),
            Dl4jNets.output(0, 3));
    INDArray before = net.params().dup();
    Network network = Dl4j.toNetwork(net, 2, 8, 7);
    assertEquals(before, Dl4j.withParametersOf(network, net).params());

    Network edited = network;
    for (String name : network.parameters().keySet()) {
      Tensor value = network.parameter(name);
      float[] values = value.values();
      for (int i = 0; i < values.length; i++) {
        values[i] = 0.5f * values[i] + 0.01f * (i % 7);
      }
      edited = edited.with(name, Tensor.of(values, value.shape()));
    }
    MultiLayerNetwork copy = Dl4j.withParametersOf(edited, net);
    INDArray rows = Dl4jNets.rows(1, 4, 2, 8, 7);
    assertNear(edited.logits(rows), Dl4jModel.of(copy).logits(rows));
    assertEquals(before, net.params());
    assertNotEquals(before, copy.params());
    for (String name : edited.parameters().keySet()) {
      float[] expected = edited.parameter(name).values();
      assertArrayEquals(
          expected, Dl4j.toNetwork(copy, 2, 8, 7).parameter(name).values(), 1e-6f, name);
    }
  }

  @Test
  void anEditedGraphGoesBackToo() {
    ComputationGraph net = Dl4jNets.residual();
    Network network = Dl4j.toNetwork(net, 2, 6, 6);
    Tensor bias = Tensor.of(new float[] {1, -1, 0.5f}, 3);
    ComputationGraph copy = Dl4j.withParametersOf(network.with("out_b", bias), net);
    INDArray rows = Dl4jNets.rows(1, 4, 2, 6, 6);
    assertNear(network.with("out_b", bias).logits(rows), Dl4jModel.of(copy).logits(rows));
  }

  @Test
  void aNetworkOfAnotherNetIsRefused() {
    MultiLayerNetwork net = Dl4jModelTest.dense(Activation.SOFTMAX, 3);
    Network other = Dl4j.toNetwork(Dl4jModelTest.dense(Activation.SOFTMAX, 4));
    assertRefused(
        "expected \"1_W\" of shape [8, 3] as in the net, found [8, 4]: a net keeps its layers'"
            + " sizes, so write a network that lost units with Onnx.write",
        () -> Dl4j.withParametersOf(other, net));
    Network residual = Dl4j.toNetwork(Dl4jNets.residual(), 2, 6, 6);
    assertRefused(
        "expected a network with the parameters [0_W, 0_b, 1_W, 1_b] of the net, found "
            + "[block_W, block_b, norm_beta, norm_gamma, norm_mean, norm_var, out_W, out_b,"
            + " stem_W, stem_b]: give the net that the network was made from",
        () -> Dl4j.withParametersOf(residual, net));
  }

  @Test
  void whatNetworkDoesNotKnowNamesItselfAndTheBlackBox() {
    String advice = ": serve the net as a black box with Dl4jModel.of(net)";
    assertRefused(
        "layer \"0\" is a LSTM, which Network does not know" + advice,
        () ->
            Dl4j.toNetwork(
                Dl4jNets.stack(
                    InputType.recurrent(3, 5),
                    new LSTM.Builder().nOut(4).activation(Activation.TANH).build(),
                    new GlobalPoolingLayer(PoolingType.AVG),
                    Dl4jNets.output(0, 3)),
                3,
                5));
    assertRefused(
        "layer \"0\" has the activation rationaltanh, which Network does not know" + advice,
        () ->
            Dl4j.toNetwork(
                Dl4jNets.stack(
                    InputType.feedForward(4),
                    new DenseLayer.Builder().nOut(4).activation(Activation.RATIONALTANH).build(),
                    Dl4jNets.output(0, 3))));
    assertRefused(
        "layer \"0\" has the layout NHWC, expected NCHW" + advice,
        () ->
            Dl4j.toNetwork(
                Dl4jNets.stack(
                    InputType.convolutional(6, 6, 2, CNN2DFormat.NHWC),
                    new ConvolutionLayer.Builder(3, 3).dataFormat(CNN2DFormat.NHWC).nOut(4).build(),
                    new GlobalPoolingLayer(PoolingType.AVG),
                    Dl4jNets.output(0, 3)),
                6,
                6,
                2));
    assertRefused(
        "layer \"0\" pools by PNORM, expected MAX, or AVG without dilation" + advice,
        () ->
            Dl4j.toNetwork(
                Dl4jNets.stack(
                    IMAGES,
                    new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.PNORM)
                        .kernelSize(2, 2)
                        .pnorm(2)
                        .build(),
                    Dl4jNets.output(0, 3)),
                2,
                8,
                7));
    assertRefused(
        "expected the shape of one row of inputs, which the first layer does not say: give it,"
            + " such as Dl4j.toNetwork(net, 1, 28, 28) for channels, height and width",
        () -> Dl4j.toNetwork(Dl4jNets.residual()));
    assertRefused(
        "layer \"stem\": expected rows of [channels, height, width], found shape [72]",
        () -> Dl4j.toNetwork(Dl4jNets.residual(), 72));
  }

  private static void assertSame(Dl4jModel model, Network network, INDArray rows) {
    assertNear(model.logits(rows), network.logits(rows));
    assertNear(
        model.inputGradient(rows, Dl4jTest::twice), network.inputGradient(rows, Dl4jTest::twice));
  }

  /** The gradient of the sum of the squared logits. */
  private static INDArray twice(INDArray logits) {
    return logits.mul(2);
  }

  private static void assertNear(INDArray expected, INDArray found) {
    assertArrayEquals(expected.shape(), found.shape());
    assertArrayEquals(RowMajor.of(expected), RowMajor.of(found), 1e-4f);
  }

  private static void assertRefused(
      String expected, org.junit.jupiter.api.function.Executable act) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, act).getMessage());
  }
}
