package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.model.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTrainerTest {
  private static final LabelledRows ROWS = Nets.blobs(1, 300, 8);
  private static final RowWeights ONES = RowWeights.uniform(300);

  @ParameterizedTest
  @ValueSource(strings = {"Relu", "Tanh", "Gelu", "Silu"})
  void learnsToTellBlobsApart(String activation) {
    LabelledRows rows = Nets.blobs(1, 2000, 16);
    Network network =
        NetworkTrainer.mlp(16)
            .activation(activation)
            .epochs(20)
            .train(rows, RowWeights.uniform(2000), 7);
    double accuracy = accuracy(network, Nets.blobs(2, 2000, 16));
    assertTrue(accuracy > 0.8, () -> "accuracy " + accuracy);
  }

  @Test
  void sameSeedGivesTheSameBits() {
    NetworkTrainer trainer = NetworkTrainer.mlp(8).epochs(3);
    assertEquals(
        trainer.train(ROWS, ONES, 5).fingerprint(), trainer.train(ROWS, ONES, 5).fingerprint());
    assertNotEquals(
        trainer.train(ROWS, ONES, 5).fingerprint(), trainer.train(ROWS, ONES, 6).fingerprint());
  }

  @Test
  void oneStepIsAdamsByHand() {
    // One row, one step: each weight moves by rate · g / (|g| + 1e-8), so by the rate against g.
    LabelledRows row =
        LabelledRows.of(new float[][] {{2, -1}}, new int[] {1}, List.of("no", "yes"));
    Network start =
        Network.builder("x", 2)
            .dense("logits", Tensor.of(new float[4], 2, 2), Tensor.of(new float[2], 2))
            .build();
    Network end = on(NetworkTrainer.mlp().epochs(1).learningRate(0.125), start, row, 1);
    assertArrayEquals(
        new float[] {-0.125f, 0.125f, 0.125f, -0.125f},
        end.parameter("logits.weight").values(),
        1e-6f);
    assertArrayEquals(new float[] {-0.125f, 0.125f}, end.parameter("logits.bias").values(), 1e-6f);
  }

  @Test
  void decayShrinksMatricesAndNoBiases() {
    LabelledRows row = LabelledRows.of(new float[][] {{0}}, new int[] {0}, List.of("a", "b"));
    Network start =
        Network.builder("x", 1)
            .dense("logits", Tensor.of(new float[] {1, -2}, 2, 1), Tensor.of(new float[2], 2))
            .build();
    NetworkTrainer trainer = NetworkTrainer.mlp().epochs(1).learningRate(0.1).weightDecay(0.5);
    Network end = on(trainer, start, row, 1);
    assertArrayEquals(new float[] {0.95f, -1.9f}, end.parameter("logits.weight").values(), 1e-6f);
    assertArrayEquals(new float[] {0.1f, -0.1f}, end.parameter("logits.bias").values(), 1e-6f);
  }

  @Test
  void rowsOfWeightZeroTakeNoPart() {
    RowSet kept = RowSet.where(300, row -> row % 3 != 0);
    double[] weights = IntStream.range(0, 300).mapToDouble(r -> kept.contains(r) ? 1 : 0).toArray();
    NetworkTrainer trainer = NetworkTrainer.mlp(8).epochs(3);
    assertEquals(
        trainer.train(ROWS.select(kept), RowWeights.uniform(kept.size()), 5).fingerprint(),
        trainer.train(ROWS, RowWeights.of(weights), 5).fingerprint());
  }

  @Test
  void aRowOfWeightTwoCountsAsTwoRows() {
    int[] twice = IntStream.concat(IntStream.range(0, 300), IntStream.range(0, 60)).toArray();
    double[] weights = IntStream.range(0, 300).mapToDouble(row -> row < 60 ? 2 : 1).toArray();
    Network start = Nets.dense(3, "Tanh", 8, 6, 3);
    // Full batches; the mean is over 300 or 360 rows, which Adam's steps do not see.
    NetworkTrainer trainer = NetworkTrainer.like(start).epochs(20).batch(1000);
    Network doubled = next(trainer, start, ROWS.select(twice), RowWeights.uniform(360));
    Network weighted = next(trainer, start, ROWS, RowWeights.of(weights));
    Network plain = next(trainer, start, ROWS, ONES);
    float[] rows = ROWS.rows().inputs();
    assertArrayEquals(doubled.logits(rows, 300), weighted.logits(rows, 300), 2e-3f);
    assertTrue(distance(doubled.logits(rows, 300), plain.logits(rows, 300)) > 1e-2);
  }

  @Test
  void continuingLowersTheLossAndLeavesTheStartAlone() {
    Network start = NetworkTrainer.mlp(8).epochs(2).train(ROWS, ONES, 1);
    String before = start.fingerprint();
    Network end = next(NetworkTrainer.mlp(8).epochs(5), start, ROWS, ONES);
    assertTrue(loss(end) < loss(start), () -> loss(start) + " then " + loss(end));
    assertEquals(before, start.fingerprint());
    assertEquals(start.nodes(), end.nodes());
    assertEquals(
        Optional.empty(),
        NetworkTrainer.mlp(8).continueFrom(Model.ofRows(rows -> rows), ROWS, ONES, 1));
  }

  @Test
  void anyGraphCanBeTrainedOn() {
    java.util.Random random = new java.util.Random(1);
    Network graph =
        Network.builder("x", 8)
            .parameter("W", Nets.tensor(random, 0.3, 8, 8))
            .parameter("b", Nets.tensor(random, 0.3, 8))
            .node(new Node("mm", "MatMul", List.of("x", "W"), "p", Attributes.none()))
            .node(new Node("plus", "Add", List.of("p", "b"), "q", Attributes.none()))
            .then("Gelu", "h")
            // The same matrix once more, the other way round.
            .node(
                new Node(
                    "tied", "Gemm", List.of("h", "W"), "r", Attributes.none().with("transB", 1)))
            .node(new Node("skip", "Add", List.of("r", "x"), "s", Attributes.none()))
            .dense("logits", Nets.tensor(random, 0.3, 3, 8), Nets.tensor(random, 0.3, 3))
            .build();
    Network end = next(NetworkTrainer.like(graph).epochs(10), graph, ROWS, ONES);
    assertTrue(loss(end) < 0.85 * loss(graph), () -> loss(graph) + " then " + loss(end));
    Network fresh = NetworkTrainer.like(graph).epochs(0).train(ROWS, ONES, 1);
    assertEquals(graph.nodes(), fresh.nodes());
    assertNotEquals(graph.parameter("W"), fresh.parameter("W"));
    assertEquals(0, fresh.parameter("b").nonzero());
  }

  @Test
  void oneStepOfATiedGraphFollowsItsGradient() {
    java.util.Random random = new java.util.Random(2);
    Network graph =
        Network.builder("x", 3)
            .parameter("W", Nets.tensor(random, 0.5, 3, 3))
            .node(new Node("a", "MatMul", List.of("x", "W"), "p", Attributes.none()))
            .then("Tanh", "h")
            .node(
                new Node(
                    "b", "Gemm", List.of("h", "W"), "logits", Attributes.none().with("transB", 1)))
            .build();
    LabelledRows row =
        LabelledRows.of(new float[][] {{1, -2, 0.5f}}, new int[] {2}, List.of("a", "b", "c"));
    float rate = 1e-3f;
    Network end = on(NetworkTrainer.like(graph).epochs(1).learningRate(rate), graph, row, 1);
    try (Run run = graph.on(row.rows().inputs(), 1)) {
      float[] slope = softmax(run.logits());
      slope[2] -= 1;
      Tensor gradient = run.parameterGradients(slope).get("W");
      for (int i = 0; i < 9; i++) {
        float moved = end.parameter("W").get(i) - graph.parameter("W").get(i);
        assertEquals(-rate * Math.signum(gradient.get(i)), moved, 1e-5, "weight " + i);
      }
    }
  }

  @Test
  void startsHeNormalWithASmallLastLayer() {
    LabelledRows rows = Nets.blobs(1, 10, 200);
    RowWeights ones = RowWeights.uniform(10);
    Network start = NetworkTrainer.mlp(100).epochs(0).train(rows, ones, 1);
    assertEquals(Math.sqrt(2.0 / 200), sd(start.parameter("fc1.weight")), 0.004);
    assertEquals(0.25, sd(start.parameter("logits.weight")), 0.03);
    Network other = NetworkTrainer.mlp(100).lastLayerSd(1).epochs(0).train(rows, ones, 1);
    assertEquals(1, sd(other.parameter("logits.weight")), 0.12);
    assertEquals(0, start.parameter("fc1.bias").nonzero());
    Network like = NetworkTrainer.like(start).epochs(0).train(rows, ones, 1);
    assertEquals(Math.sqrt(2.0 / 100), sd(like.parameter("logits.weight")), 0.02);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.9})
  void descentWithMomentumLearnsToo(double momentum) {
    LabelledRows rows = Nets.blobs(1, 2000, 16);
    Network network =
        NetworkTrainer.mlp(16)
            .optimizer(momentum > 0 ? Optimizer.nesterov(momentum) : Optimizer.sgd(0))
            .learningRate(0.05)
            .epochs(20)
            .train(rows, RowWeights.uniform(2000), 7);
    double accuracy = accuracy(network, Nets.blobs(2, 2000, 16));
    assertTrue(accuracy > 0.8, () -> "accuracy " + accuracy);
  }

  @Test
  void firstWeightsAreByWhatANodeDoes() {
    java.util.Random random = new java.util.Random(1);
    Attributes kernel = Attributes.none().with("kernel_shape", 3, 3).with("group", 2);
    NetworkBuilder builder =
        Network.builder("x", 8, 4, 4)
            .parameter("kernel", Nets.tensor(random, 9, 64, 4, 3, 3))
            .node(new Node("c", "Conv", List.of("x", "kernel"), "c", kernel));
    for (String part : List.of("scale", "bias", "mean")) {
      builder.parameter(part, Nets.tensor(random, 9, 64));
    }
    float[] nines = new float[64];
    Arrays.fill(nines, 9);
    builder.parameter("var", Tensor.of(nines, 64));
    List<String> norm = List.of("c", "scale", "bias", "mean", "var");
    Network graph =
        builder
            .node(new Node("n", "BatchNormalization", norm, "n", Attributes.none()))
            .parameter("slope", Nets.tensor(random, 9, 64, 1, 1))
            .node(new Node("p", "PRelu", List.of("n", "slope"), "p", Attributes.none()))
            .parameter("places", Nets.tensor(random, 9, 64, 2, 2))
            .node(new Node("a", "Add", List.of("p", "places"), "a", Attributes.none()))
            .then("Flatten", "f")
            .dense("logits", Nets.tensor(random, 9, 3, 256), Nets.tensor(random, 9, 3))
            .build();
    LabelledRows rows = Nets.blobs(1, 10, 128);
    Network fresh = NetworkTrainer.like(graph).epochs(0).train(rows, RowWeights.uniform(10), 1);
    assertEquals(Math.sqrt(2.0 / 36), sd(fresh.parameter("kernel")), 0.01);
    assertEquals(Math.sqrt(2.0 / 256), sd(fresh.parameter("logits.weight")), 0.01);
    assertEquals(0.02, sd(fresh.parameter("places")), 0.003);
    assertConstant(1, fresh.parameter("scale"));
    assertConstant(0, fresh.parameter("bias"));
    assertConstant(0, fresh.parameter("mean"));
    assertConstant(1, fresh.parameter("var"));
    assertConstant(0.25f, fresh.parameter("slope"));
    Network live = NetworkTrainer.like(graph).epochs(1).train(rows, RowWeights.uniform(10), 1);
    assertNotEquals(fresh.parameter("mean"), live.parameter("mean"));
    Network frozen =
        NetworkTrainer.like(graph)
            .liveBatchNorm(false)
            .epochs(1)
            .train(rows, RowWeights.uniform(10), 1);
    assertEquals(fresh.parameter("mean"), frozen.parameter("mean"));
    assertNotEquals(fresh.parameter("scale"), frozen.parameter("scale"));
  }

  private static void assertConstant(float value, Tensor tensor) {
    for (float found : tensor.values()) {
      assertEquals(value, found);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void wideLayersLearnAsTheirGradientsSay(boolean turned) {
    // Wide enough for products by BLAS; one step of plain descent against the gradient of a run.
    java.util.Random random = new java.util.Random(3);
    Attributes form = Attributes.none().with("transB", turned ? 1 : 0).with("alpha", 0.5);
    Network start =
        Network.builder("x", 40)
            .parameter(
                "W", turned ? Nets.tensor(random, 0.2, 50, 40) : Nets.tensor(random, 0.2, 40, 50))
            .node(new Node("g", "Gemm", List.of("x", "W"), "g", form))
            .then("Tanh", "h")
            .dense("logits", Nets.tensor(random, 0.3, 3, 50), Nets.tensor(random, 0.3, 3))
            .build();
    LabelledRows rows = Nets.blobs(1, 70, 40);
    NetworkTrainer trainer =
        NetworkTrainer.mlp().optimizer(Optimizer.sgd(0)).learningRate(1).epochs(1).batch(70);
    Network end = next(trainer, start, rows, RowWeights.uniform(70));
    double step = 1e-2;
    for (int i : new int[] {0, 7, 777, 1999}) {
      float[] up = start.parameter("W").values();
      float[] down = start.parameter("W").values();
      up[i] += (float) step;
      down[i] -= (float) step;
      double slope = (loss(start, rows, up) - loss(start, rows, down)) / (2 * step);
      float moved = end.parameter("W").get(i) - start.parameter("W").get(i);
      assertEquals(-slope, moved, 2e-4 + 0.02 * Math.abs(slope), "weight " + i);
    }
    assertEquals(
        end.fingerprint(), next(trainer, start, rows, RowWeights.uniform(70)).fingerprint());
  }

  private static double loss(Network start, LabelledRows rows, float[] weight) {
    Network network = start.with("W", Tensor.of(weight, start.parameter("W").shape()));
    return loss(network, rows);
  }

  @Test
  void whatIsNotChosenKeepsItsBits() {
    Network start = NetworkTrainer.mlp(8, 6).epochs(1).train(ROWS, ONES, 1);
    NetworkTrainer trainer = NetworkTrainer.mlp().epochs(3).weightDecay(0.1);
    assertLearnt(start, trainer.learningLastLayer(), "logits.weight", "logits.bias");
    assertLearnt(start, trainer.learningOnly(name -> name.equals("fc2.bias")), "fc2.bias");
    assertLearnt(
        start, trainer.learningOnly(name -> name.startsWith("fc1")), "fc1.weight", "fc1.bias");
  }

  private static void assertLearnt(Network start, NetworkTrainer trainer, String... learnt) {
    Network end = next(trainer, start, ROWS, ONES);
    start
        .parameters()
        .forEach(
            (name, value) ->
                assertEquals(
                    Arrays.asList(learnt).contains(name),
                    !value.equals(end.parameter(name)),
                    name + " learnt"));
    assertTrue(loss(end) < loss(start), () -> loss(start) + " then " + loss(end));
  }

  @Test
  void aChoiceOfParametersMovesThemAsIfAllWereLearnt() {
    // One step of plain descent: what else is learnt changes nothing.
    Network start = Nets.dense(1, "Tanh", 8, 6, 5, 3);
    NetworkTrainer trainer =
        NetworkTrainer.mlp().optimizer(Optimizer.sgd(0)).epochs(1).batch(300).learningRate(0.1);
    Network all = next(trainer, start, ROWS, ONES);
    for (String chosen : start.parameters().keySet()) {
      Network one = next(trainer.learningOnly(chosen::equals), start, ROWS, ONES);
      assertArrayEquals(
          all.parameter(chosen).values(), one.parameter(chosen).values(), 1e-6f, chosen);
      assertNotEquals(start.parameter(chosen), one.parameter(chosen));
    }
  }

  @Test
  void constantsAreNeverLearnt() {
    java.util.Random random = new java.util.Random(1);
    Network graph =
        Network.builder("x", 8)
            .constant("fixed", Nets.tensor(random, 0.3, 8, 8))
            .node(new Node("mm", "MatMul", List.of("x", "fixed"), "p", Attributes.none()))
            .dense("logits", Nets.tensor(random, 0.3, 3, 8), Nets.tensor(random, 0.3, 3))
            .build();
    assertEquals(
        graph.constants(), next(NetworkTrainer.mlp().epochs(2), graph, ROWS, ONES).constants());
    assertEquals(
        graph.constants(), NetworkTrainer.like(graph).epochs(2).train(ROWS, ONES, 1).constants());
  }

  @Test
  void oneLogitServesTwoClasses() {
    LabelledRows rows =
        LabelledRows.of(
            new float[][] {{-1}, {-0.5f}, {0.5f}, {1}}, new int[] {0, 0, 1, 1}, List.of("a", "b"));
    Network start =
        Network.builder("x", 1)
            .dense("z", Tensor.of(new float[] {0}, 1, 1), Tensor.of(new float[] {0}, 1))
            .build();
    Network end = on(NetworkTrainer.mlp().epochs(100).learningRate(0.05), start, rows, 4);
    assertTrue(end.parameter("z.weight").get(0) > 1);
  }

  @Test
  void impossibleTrainingsSayWhatIsWrong() {
    assertMessage("[-1]", () -> NetworkTrainer.mlp(-1));
    assertMessage("activations", () -> NetworkTrainer.mlp(3).activation("Conv"));
    assertMessage("positive, found 0.0", () -> NetworkTrainer.mlp(3).learningRate(0));
    assertMessage("epochs", () -> NetworkTrainer.mlp(3).epochs(-1));
    assertMessage("at least 1 row", () -> NetworkTrainer.mlp(3).batch(0));
    assertMessage("weight decay", () -> NetworkTrainer.mlp(3).weightDecay(Double.NaN));
    assertMessage("standard deviation", () -> NetworkTrainer.mlp(3).lastLayerSd(-1));
    assertMessage("momentum must be in [0, 1), found 1.0", () -> Optimizer.sgd(1));
    assertMessage("use sgd(0)", () -> Optimizer.nesterov(0));
    assertMessage("decay of the square", () -> Optimizer.adam(0.9, -1, 1e-8));
    assertMessage("epsilon must be positive", () -> Optimizer.adam(0.9, 0.99, 0));
    assertMessage(
        "at least one parameter to learn out of [fc1.weight, fc1.bias, logits.weight,",
        () -> NetworkTrainer.mlp(3).learningOnly("W"::equals).train(ROWS, ONES, 1));
    assertMessage(
        "above 0", () -> NetworkTrainer.mlp(3).train(ROWS, RowWeights.constant(300, 0), 1));
    assertMessage(
        "one weight for each of 300",
        () -> NetworkTrainer.mlp(3).train(ROWS, RowWeights.uniform(2), 1));
    assertMessage(
        "expected rows of 4 inputs and 3 classes",
        () -> next(NetworkTrainer.mlp(3), Nets.dense(1, "Relu", 4, 3), ROWS, ONES));
    LabelledRows huge =
        LabelledRows.of(new float[][] {{3e38f}, {-3e38f}}, new int[] {0, 1}, List.of("a", "b"));
    String message =
        assertThrows(
                IllegalStateException.class,
                () -> NetworkTrainer.mlp(4).train(huge, RowWeights.uniform(2), 1))
            .getMessage();
    assertTrue(message.contains("diverged"), message);
  }

  private static Network on(NetworkTrainer trainer, Network start, LabelledRows rows, int n) {
    return next(trainer, start, rows, RowWeights.uniform(n));
  }

  private static Network next(
      NetworkTrainer trainer, Network start, LabelledRows rows, RowWeights weights) {
    return (Network) trainer.continueFrom(start, rows, weights, 1).orElseThrow();
  }

  private static double loss(Network network) {
    return loss(network, ROWS);
  }

  private static double loss(Network network, LabelledRows rows) {
    float[] logits = network.logits(rows.rows().inputs(), rows.size());
    double loss = 0;
    for (int row = 0; row < rows.size(); row++) {
      float[] p = softmax(Arrays.copyOfRange(logits, row * 3, row * 3 + 3));
      loss -= Math.log(p[rows.label(row)]) / rows.size();
    }
    return loss;
  }

  private static float[] softmax(float[] logits) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    float[] p = new float[logits.length];
    for (int c = 0; c < p.length; c++) {
      p[c] = (float) (Math.exp(logits[c]) / sum);
    }
    return p;
  }

  private static double distance(float[] a, float[] b) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }

  private static double sd(Tensor tensor) {
    double squares = 0;
    for (float value : tensor.values()) {
      squares += value * (double) value;
    }
    return Math.sqrt(squares / tensor.size());
  }

  private static double accuracy(Network network, LabelledRows rows) {
    float[] logits = network.logits(rows.rows().inputs(), rows.size());
    int right = 0;
    for (int row = 0; row < rows.size(); row++) {
      int best = 0;
      for (int c = 1; c < 3; c++) {
        best = logits[row * 3 + c] > logits[row * 3 + best] ? c : best;
      }
      right += best == rows.label(row) ? 1 : 0;
    }
    return right / (double) rows.size();
  }

  private static void assertMessage(String part, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }
}
