package io.github.onecurve.bridge.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.onecurve.model.RowMajor;
import io.github.onecurve.network.Nets;
import io.github.onecurve.network.Network;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SameDiffModelTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 32, 3, 64})
  void aGraphAnswersAndSlopesAsTheNetworkWithItsWeights(int n) {
    Network network = Nets.dense(3, "Tanh", 5, 8, 4, 3);
    SameDiffModel model = SameDiffModel.of(graph(network, DataType.FLOAT), "x", "logits");
    for (int repeat = 0; repeat < 3; repeat++) {
      INDArray rows = rows(n + repeat, 5);
      assertNear(network.logits(rows), model.logits(rows));
      assertNear(
          network.inputGradient(rows, SameDiffModelTest::twice),
          model.inputGradient(rows, SameDiffModelTest::twice));
      assertEquals(rows(n + repeat, 5), rows);
    }
  }

  @Test
  void aGraphOfDoublesTakesAndGivesFloats() {
    Network network = Nets.dense(3, "Tanh", 5, 8, 4, 3);
    SameDiffModel model = SameDiffModel.of(graph(network, DataType.DOUBLE), "x", "logits");
    INDArray rows = rows(9, 5);
    assertEquals(DataType.FLOAT, model.logits(rows).dataType());
    assertNear(network.logits(rows), model.logits(rows));
    assertNear(
        network.inputGradient(rows, SameDiffModelTest::twice),
        model.inputGradient(rows, SameDiffModelTest::twice));
  }

  @Test
  void whatHappensToTheGraphLaterDoesNotChangeTheModel() {
    SameDiff graph = graph(Nets.dense(3, "Tanh", 5, 8, 3), DataType.FLOAT);
    SameDiffModel model = SameDiffModel.of(graph, "x", "logits");
    INDArray before = model.logits(rows(4, 5));
    graph.getVariable("w1").getArr().assign(0);
    assertEquals(before, model.logits(rows(4, 5)));
  }

  @Test
  void aGraphWithLabelsAndLossIsServedWithoutThem() {
    Network network = Nets.dense(3, "Tanh", 5, 8, 3);
    SameDiff graph = graph(network, DataType.FLOAT);
    SDVariable labels = graph.placeHolder("cotangent", DataType.FLOAT, -1, 3);
    graph.loss.softmaxCrossEntropy("scalar", labels, graph.getVariable("logits"), null);
    graph.setLossVariables("scalar");
    SameDiffModel model = SameDiffModel.of(graph, "x", "logits");
    assertNear(network.logits(rows(4, 5)), model.logits(rows(4, 5)));
    assertNear(
        network.inputGradient(rows(4, 5), SameDiffModelTest::twice),
        model.inputGradient(rows(4, 5), SameDiffModelTest::twice));
  }

  @Test
  void flatRowsTakeTheShapeOfThePlaceholder() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 2, 3);
    x.sum("logits", 1);
    SameDiffModel model = SameDiffModel.of(graph, "x", "logits");
    INDArray flat = rows(4, 6);
    assertNear(flat.reshape(4, 2, 3).sum(1), model.logits(flat));
    assertArrayEquals(flat.shape(), model.inputGradient(flat, SameDiffModelTest::twice).shape());
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> model.logits(rows(4, 5)));
    assertEquals("inputs must be [n, 2, 3] with n ≥ 1, found [4, 5]", refused.getMessage());
  }

  @Test
  void namesThatAreNotInTheGraphAreRefused() {
    SameDiff graph = graph(Nets.dense(3, "Tanh", 5, 8, 3), DataType.FLOAT);
    assertRefused("expected one of the placeholders [x] as input, found \"y\"", graph, "y", "z");
    assertRefused("expected one of the placeholders [x] as input, found \"w1\"", graph, "w1", "z");
    assertRefused(
        "expected a variable of the graph as logits, such as its outputs [logits], found \"z\"",
        graph,
        "x",
        "z");
    graph.nn.softmax("p", graph.getVariable("logits"));
    assertRefused(
        "expected what goes into the softmax as logits, found \"p\", which comes out of it: give"
            + " \"logits\"",
        graph,
        "x",
        "p");
  }

  @Test
  void wholeNumbersHaveNoSlope() {
    SameDiff graph = SameDiff.create();
    SDVariable tokens = graph.placeHolder("tokens", DataType.INT32, -1, 2);
    SDVariable table = graph.constant("table", Nd4j.rand(DataType.FLOAT, 4, 3));
    graph.gather(table, tokens, 0).sum("logits", 1);
    SameDiffModel model = SameDiffModel.of(graph, "tokens", "logits");
    INDArray rows = Nd4j.createFromArray(new float[][] {{0, 3}, {2, 2}});
    assertArrayEquals(new long[] {2, 3}, model.logits(rows).shape());
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class, () -> model.inputGradient(rows, SameDiffModelTest::twice));
    assertEquals(
        "expected an input of floats to have a slope, found \"tokens\" of INT",
        refused.getMessage());
  }

  /** The dense net as a graph of the variables x, w1, b1, … and logits. */
  static SameDiff graph(Network network, DataType type) {
    SameDiff graph = SameDiff.create();
    SDVariable last = graph.placeHolder("x", type, -1, network.width());
    int layer = 0;
    for (var node : network.nodes()) {
      if (node.op().equals("Gemm")) {
        layer++;
        SDVariable w = graph.var("w" + layer, array(network, node.inputs().get(1), type));
        SDVariable b = graph.var("b" + layer, array(network, node.inputs().get(2), type));
        SDVariable product = last.mmul(w.permute(1, 0));
        last = product.add(node.output().equals("logits") ? "logits" : "z" + layer, b);
      } else {
        last =
            switch (node.op()) {
              case "Tanh" -> graph.math.tanh(last);
              case "Relu" -> graph.nn.relu(last, 0);
              default -> graph.nn.sigmoid(last);
            };
      }
    }
    return graph;
  }

  private static INDArray array(Network network, String parameter, DataType type) {
    var tensor = network.parameter(parameter);
    long[] shape = new long[tensor.rank()];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = tensor.axis(axis);
    }
    return Nd4j.create(tensor.values(), shape, 'c').castTo(type);
  }

  private static INDArray rows(int n, int width) {
    return Nd4j.create(Nets.floats(new Random(n), 1, n * width), new long[] {n, width}, 'c');
  }

  /** The gradient of the sum of the squared logits. */
  private static INDArray twice(INDArray logits) {
    return logits.mul(2);
  }

  private static void assertNear(INDArray expected, INDArray found) {
    assertArrayEquals(expected.shape(), found.shape());
    assertArrayEquals(RowMajor.of(expected), RowMajor.of(found), 1e-5f);
  }

  private static void assertRefused(String expected, SameDiff graph, String in, String out) {
    assertEquals(
        expected,
        assertThrows(IllegalArgumentException.class, () -> SameDiffModel.of(graph, in, out))
            .getMessage());
  }
}
