package io.github.onecurve.bridge.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.model.Differentiable;
import io.github.onecurve.model.RowMajor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

class Dl4jModelTest {
  private static final InputType IMAGES = InputType.convolutional(6, 6, 2);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void batchNormalisationSlopesAsItAnswers(boolean logarithm) {
    MultiLayerNetwork net =
        Dl4jNets.stack(
            IMAGES,
            convolution(),
            new BatchNormalization.Builder().useLogStd(logarithm).build(),
            new ActivationLayer(Activation.TANH),
            new DenseLayer.Builder().nOut(5).activation(Activation.SIGMOID).build(),
            new BatchNormalization.Builder().useLogStd(logarithm).build(),
            Dl4jNets.output(0, 3));
    checkAnswer(net, Dl4jNets.rows(1, 4, 2, 6, 6));
    checkSlope(Dl4jModel.of(net), Dl4jNets.rows(1, 4, 2, 6, 6));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void lockedScalesSlopeAsTheyAnswer(double shift) {
    MultiLayerNetwork net =
        Dl4jNets.stack(
            IMAGES,
            convolution(),
            new BatchNormalization.Builder().lockGammaBeta(true).gamma(3).beta(shift).build(),
            Dl4jNets.output(0, 3));
    checkAnswer(net, Dl4jNets.rows(1, 4, 2, 6, 6));
    checkSlope(Dl4jModel.of(net), Dl4jNets.rows(1, 4, 2, 6, 6));
  }

  @Test
  void dropoutAndNoiseAreGoneOnTheWayBackToo() {
    MultiLayerNetwork net =
        Dl4jNets.stack(
            InputType.feedForward(6),
            new DenseLayer.Builder().nOut(8).activation(Activation.TANH).dropOut(0.5).build(),
            new DropoutLayer(0.5),
            new DenseLayer.Builder()
                .nOut(8)
                .activation(Activation.TANH)
                .dropOut(new GaussianNoise(0.5))
                .weightNoise(new DropConnect(0.5))
                .build(),
            Dl4jNets.output(0, 3));
    checkAnswer(net, Dl4jNets.rows(2, 5, 6));
    checkSlope(Dl4jModel.of(net), Dl4jNets.rows(2, 5, 6));
  }

  @Test
  void frozenLayersLetTheSlopeThrough() {
    MultiLayerNetwork net =
        Dl4jNets.stack(
            InputType.feedForward(6),
            new FrozenLayer(
                new DenseLayer.Builder().nIn(6).nOut(8).activation(Activation.TANH).build()),
            Dl4jNets.output(8, 3));
    checkAnswer(net, Dl4jNets.rows(2, 5, 6));
    checkSlope(Dl4jModel.of(net), Dl4jNets.rows(2, 5, 6));
  }

  @Test
  void rectifiersWithALearntSlopeDoNotWriteOverWhatTheyRead() {
    MultiLayerNetwork net =
        Dl4jNets.stack(
            InputType.feedForward(6),
            new DenseLayer.Builder().nOut(8).activation(Activation.TANH).build(),
            new PReLULayer.Builder().inputShape(8).build(),
            Dl4jNets.output(0, 3));
    checkAnswer(net, Dl4jNets.rows(2, 5, 6));
    checkSlope(Dl4jModel.of(net), Dl4jNets.rows(2, 5, 6));
  }

  @Test
  void aGraphWithBranchesSlopesAsItAnswers() {
    ComputationGraph net = Dl4jNets.residual();
    INDArray rows = Dl4jNets.rows(3, 4, 2, 6, 6);
    assertNear(net.outputSingle(rows), softmax(Dl4jModel.of(net).logits(rows)));
    checkSlope(Dl4jModel.of(net), rows);
  }

  @Test
  void aRecurrentNetIsServedThoughNetworkDoesNotKnowIt() {
    MultiLayerNetwork net =
        Dl4jNets.stack(
            InputType.recurrent(3, 5),
            new LSTM.Builder().nOut(4).activation(Activation.TANH).build(),
            new GlobalPoolingLayer(PoolingType.AVG),
            Dl4jNets.output(0, 3));
    checkAnswer(net, Dl4jNets.rows(2, 4, 3, 5));
    checkSlope(Dl4jModel.of(net), Dl4jNets.rows(2, 4, 3, 5));
  }

  @Test
  void aNetOfDoublesTakesAndGivesFloats() {
    MultiLayerNetwork net = dense(Activation.SOFTMAX, 3).convertDataType(DataType.DOUBLE);
    checkAnswer(net, Dl4jNets.rows(2, 5, 6));
    checkSlope(Dl4jModel.of(net), Dl4jNets.rows(2, 5, 6));
  }

  @Test
  void aSoftmaxBeforeALossLayerIsTakenAwayAsWell() {
    MultiLayerNetwork net =
        Dl4jNets.stack(
            InputType.feedForward(6),
            new DenseLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(),
            new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.IDENTITY).build());
    checkAnswer(net, Dl4jNets.rows(2, 5, 6));
    MultiLayerNetwork other =
        Dl4jNets.stack(
            InputType.feedForward(6),
            new DenseLayer.Builder().nOut(3).activation(Activation.IDENTITY).build(),
            new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build());
    checkAnswer(other, Dl4jNets.rows(2, 5, 6));
    checkSlope(Dl4jModel.of(other), Dl4jNets.rows(2, 5, 6));
  }

  @Test
  void aBinaryNetAnswersWithWhatGoesIntoItsSigmoid() {
    MultiLayerNetwork net = dense(Activation.SIGMOID, 1);
    INDArray rows = Dl4jNets.rows(2, 5, 6);
    INDArray logits = Dl4jModel.of(net).logits(rows);
    assertArrayEquals(new long[] {5, 1}, logits.shape());
    assertNear(net.output(rows), Transforms.sigmoid(logits));
  }

  @Test
  void trainingOnDoesNotChangeTheModelNorTheModelTheNet() {
    MultiLayerNetwork net = dense(Activation.SOFTMAX, 3);
    INDArray rows = Dl4jNets.rows(2, 5, 6);
    INDArray output = net.output(rows).dup();
    Dl4jModel model = Dl4jModel.of(net);
    INDArray before = model.logits(rows);
    checkSlope(model, rows);
    assertEquals(output, net.output(rows));
    net.params().assign(0);
    assertEquals(before, model.logits(rows));
  }

  @Test
  void netsThatDoNotEndInClassesAreRefusedWithWhatServesThem() {
    assertRefused(
        "expected layer \"1\" to end in softmax, or in sigmoid with one output, found sigmoid over"
            + " several, whose classes do not exclude each other: serve the class that matters with"
            + " Model.ofProbabilities",
        dense(Activation.SIGMOID, 3));
    MultiLayerNetwork sequences =
        Dl4jNets.stack(
            InputType.recurrent(3, 5),
            new LSTM.Builder().nOut(4).build(),
            new RnnOutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build());
    assertRefused(
        "expected a net that ends in an OutputLayer, a LossLayer or a layer without loss, found"
            + " layer \"1\" of RnnOutputLayer: serve it with Model.ofRows or"
            + " Model.ofProbabilities",
        sequences);
    MultiLayerNetwork steps =
        Dl4jNets.stack(
            InputType.recurrent(3, 5),
            new LSTM.Builder().nOut(4).activation(Activation.TANH).build());
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () -> Dl4jModel.of(steps).logits(Dl4jNets.rows(2, 4, 3, 5)));
    assertEquals(
        "expected the net to answer with [4, classes], found [4, 4, 5]: serve the part that"
            + " decides with Model.ofRows",
        refused.getMessage());
    ComputationGraph two =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("a", "b")
                .addLayer("out", Dl4jNets.output(4, 2), "a", "b")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(2), InputType.feedForward(2))
                .build());
    two.init();
    assertEquals(
        "expected a graph with one input, found [a, b]: serve it with Model.ofRows",
        assertThrows(IllegalArgumentException.class, () -> Dl4jModel.of(two)).getMessage());
  }

  @Test
  void itSaysWhatItIs() {
    assertEquals(
        "DL4J net of 2 layers, 83 parameters",
        Dl4jModel.of(dense(Activation.SOFTMAX, 3)).toString());
  }

  static MultiLayerNetwork dense(Activation last, int classes) {
    return Dl4jNets.stack(
        InputType.feedForward(6),
        new DenseLayer.Builder().nOut(8).activation(Activation.TANH).build(),
        new OutputLayer.Builder(classes == 1 ? LossFunction.XENT : LossFunction.MCXENT)
            .nOut(classes)
            .activation(last)
            .build());
  }

  private static ConvolutionLayer convolution() {
    return new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.TANH).build();
  }

  /** The softmax of the logits must be what the net itself answers. */
  private static void checkAnswer(MultiLayerNetwork net, INDArray rows) {
    INDArray answer = net.output(rows).castTo(DataType.FLOAT);
    INDArray logits = Dl4jModel.of(net).logits(rows);
    assertEquals(DataType.FLOAT, logits.dataType());
    assertNear(answer, softmax(logits));
  }

  private static INDArray softmax(INDArray logits) {
    return Transforms.softmax(logits, true);
  }

  /** Finite differences of a scalar of the logits, for every seventh input. */
  static void checkSlope(Differentiable model, INDArray rows) {
    INDArray slope = model.inputGradient(rows, logits -> logits.mul(2));
    assertArrayEquals(rows.shape(), slope.shape());
    float[] values = RowMajor.of(rows);
    float[] found = RowMajor.of(slope);
    double largest = 0;
    for (float value : found) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < values.length; i += 7) {
      double difference = (squares(model, rows, i, 1e-2f) - squares(model, rows, i, -1e-2f)) / 2e-2;
      assertEquals(difference, found[i], 2e-2 * largest, "input " + i);
    }
    assertTrue(largest > 1e-2, "the slope of something that moves");
  }

  private static double squares(Differentiable model, INDArray rows, int i, float step) {
    float[] moved = RowMajor.of(rows);
    moved[i] += step;
    double sum = 0;
    for (float logit : RowMajor.of(model.logits(Nd4j.create(moved, rows.shape(), 'c')))) {
      sum += (double) logit * logit;
    }
    return sum;
  }

  private static void assertNear(INDArray expected, INDArray found) {
    assertArrayEquals(expected.shape(), found.shape());
    assertArrayEquals(RowMajor.of(expected), RowMajor.of(found), 1e-4f);
  }

  private static void assertRefused(String expected, MultiLayerNetwork net) {
    assertEquals(
        expected,
        assertThrows(IllegalArgumentException.class, () -> Dl4jModel.of(net)).getMessage());
  }
}
