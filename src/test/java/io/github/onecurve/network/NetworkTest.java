package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NetworkTest {
  private static final Network SMALL = Nets.dense(1, "Relu", 4, 5, 3);

  @Test
  void computesADenseNetByHand() {
    Network network =
        Network.builder("x", 2)
            .dense(
                "fc1",
                Tensor.of(new float[] {1, 2, -3, 4}, 2, 2),
                Tensor.of(new float[] {0.5f, -1}, 2))
            .relu("h1")
            .dense("logits", Tensor.of(new float[] {1, -1}, 1, 2), Tensor.of(new float[] {2}, 1))
            .build();
    // fc1 = (1 + 2·2 + 0.5, −3 + 4·2 − 1) = (5.5, 4); then (−1 + 2 + 0.5, 3 + 4 − 1).
    assertArrayEquals(new float[] {3.5f, -2.5f}, network.logits(new float[] {1, 2, -1, 1}, 2));
    assertArrayEquals(new float[] {2 + 0.5f}, network.logits(new float[] {2, -1}, 1));
    assertEquals(6, network.multiplyAdds());
  }

  @Test
  void activationsHaveTheirTextbookValues() {
    assertValues("Relu", 0, 1.5);
    assertValues("LeakyRelu", -0.015, 1.5);
    assertValues("Elu", Math.exp(-1.5) - 1, 1.5);
    assertValues("Tanh", Math.tanh(-1.5), Math.tanh(1.5));
    assertValues("Sigmoid", 0.18242552, 0.81757448);
    assertValues("Gelu", -1.5 * 0.0668072, 1.5 * 0.9331928);
    assertValues("Silu", -1.5 * 0.18242552, 1.5 * 0.81757448);
    assertValues("Softplus", 0.20141328, 1.70141328);
    assertValues("Identity", -1.5, 1.5);
  }

  private static void assertValues(String op, double atMinus, double atPlus) {
    Network network = Network.builder("x", 2).then(op, "y").build();
    float[] y = network.logits(new float[] {-1.5f, 1.5f}, 1);
    assertEquals(atMinus, y[0], 1e-6, op);
    assertEquals(atPlus, y[1], 1e-6, op);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void rowsHaveTheSameBitsWhateverBatchNeighboursAndThreads(long seed) throws Exception {
    for (int[] widths : new int[][] {{7, 9, 3}, {106, 32, 2}, {300, 128, 64, 10}}) {
      Network network = Nets.dense(seed, "Relu", widths);
      Random random = new Random(seed);
      int n = 300;
      float[] rows = Nets.floats(random, 1, n * widths[0]);
      float[] all = network.logits(rows, n);
      int[] order = random.ints(n, 0, n).toArray();
      List<Executable> checks = new ArrayList<>();
      for (int batch : new int[] {1, 7, 256}) {
        for (int from = 0; from < n; from += batch) {
          int[] chosen = Arrays.copyOfRange(order, from, Math.min(n, from + batch));
          checks.add(() -> assertSameBits(network, rows, all, chosen));
        }
      }
      runOn(2, checks);
      assertSameBits(network, rows, all, order);
    }
  }

  private static void assertSameBits(Network network, float[] rows, float[] all, int[] chosen) {
    int width = network.width();
    int classes = network.classes();
    float[] some = new float[chosen.length * width];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(rows, chosen[i] * width, some, i * width, width);
    }
    float[] logits = network.logits(some, chosen.length);
    float[] slopes = network.inputGradient(some, chosen.length, z -> z);
    for (int i = 0; i < chosen.length; i++) {
      float[] alone = Arrays.copyOfRange(some, i * width, (i + 1) * width);
      for (int c = 0; c < classes; c++) {
        assertEquals(
            Float.floatToRawIntBits(all[chosen[i] * classes + c]),
            Float.floatToRawIntBits(logits[i * classes + c]));
      }
      if (i % 50 == 0) {
        assertArrayEquals(
            network.inputGradient(alone, 1, z -> z),
            Arrays.copyOfRange(slopes, i * width, (i + 1) * width));
      }
    }
  }

  private static void runOn(int threads, List<Executable> checks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Executable check : checks) {
        running.add(
            pool.submit(
                () -> {
                  try {
                    check.execute();
                    return null;
                  } catch (Throwable e) {
                    throw new IllegalStateException(e);
                  }
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void arraysAndPlainNumbersGiveTheSameLogitsAndGradients() {
    float[] rows = Nets.floats(new Random(1), 1, 12);
    try (INDArray batch = Nd4j.create(rows, new long[] {3, 4}, 'c');
        INDArray fortran = batch.dup('f');
        INDArray logits = SMALL.logits(batch);
        INDArray others = SMALL.logits(fortran);
        INDArray into = Nd4j.create(DataType.FLOAT, 3, 3);
        INDArray slope = SMALL.inputGradient(batch, z -> z.dup())) {
      SMALL.logits(batch, into);
      float[] expected = SMALL.logits(rows, 3);
      assertArrayEquals(expected, logits.ravel().toFloatVector());
      assertArrayEquals(expected, others.ravel().toFloatVector());
      assertArrayEquals(expected, into.ravel().toFloatVector());
      assertArrayEquals(SMALL.inputGradient(rows, 3, z -> z), slope.ravel().toFloatVector());
      assertArrayEquals(new long[] {3, 4}, slope.shape());
    }
  }

  @Test
  void viewsOfLargerArraysAreReadAsWhatTheyShow() {
    float[] rows = Nets.floats(new Random(1), 1, 20);
    try (INDArray larger = Nd4j.create(rows, new long[] {5, 4}, 'c');
        INDArray logits =
            SMALL.logits(
                larger.get(
                    org.nd4j.linalg.indexing.NDArrayIndex.interval(2, 4),
                    org.nd4j.linalg.indexing.NDArrayIndex.all()))) {
      assertArrayEquals(
          SMALL.logits(Arrays.copyOfRange(rows, 8, 16), 2), logits.ravel().toFloatVector());
    }
  }

  @Test
  void editsShareTheRestAndChangeNothing() {
    String before = SMALL.fingerprint();
    Tensor bias = Tensor.of(new float[] {1, 2, 3}, 3);
    Network edited = SMALL.with("logits.bias", bias);
    assertEquals(before, SMALL.fingerprint());
    assertNotEquals(before, edited.fingerprint());
    assertSame(SMALL.parameter("fc1.weight"), edited.parameter("fc1.weight"));
    assertNotSame(SMALL.parameter("logits.bias"), edited.parameter("logits.bias"));
    assertSame(SMALL.plan(), edited.plan());
    assertEquals(bias, edited.parameter("logits.bias"));
    assertThrows(UnsupportedOperationException.class, () -> SMALL.nodes().remove(0));
  }

  @Test
  void patchesAreWhatLaterTensorsRead() {
    float[] rows = Nets.floats(new Random(2), 1, 12);
    float[] plain = SMALL.logits(rows, 3);
    try (Run run = SMALL.on(rows, 3)) {
      float[] hidden = run.read(SMALL.site("h1"));
      run.patch(SMALL.site("h1", 2), RowSet.of(3, 1), 9);
      float[] patched = run.read(SMALL.site("h1"));
      hidden[5 + 2] = 9;
      assertArrayEquals(hidden, patched);
      assertArrayEquals(Arrays.copyOf(plain, 3), Arrays.copyOf(run.logits(), 3));
      assertTrue(!Arrays.equals(plain, run.logits()));
      // Patched before it, the later patch still stands.
      run.patch(SMALL.site("x"), RowSet.all(3), 0);
      assertEquals(9, run.read(SMALL.site("h1", 2))[1]);
      assertArrayEquals(new float[12], run.read(SMALL.site("x")));
    }
    assertArrayEquals(plain, SMALL.logits(rows, 3));
  }

  @Test
  void patchingWithTheValuesReadChangesNothing() {
    float[] rows = Nets.floats(new Random(3), 1, 12);
    try (Run run = SMALL.on(rows, 3)) {
      float[] plain = run.logits();
      run.patch(SMALL.site("fc1"), RowSet.all(3), run.read(SMALL.site("fc1")));
      assertArrayEquals(plain, run.logits());
    }
  }

  @Test
  void placesAreReadInTheirOrder() {
    float[] rows = Nets.floats(new Random(4), 1, 12);
    List<Place> places = List.of(SMALL.site("logits", 2), Edge.of("x", "fc1"), SMALL.site("x", 1));
    Map<Place, float[]> read = SMALL.read(places, rows, 3);
    assertEquals(places, List.copyOf(read.keySet()));
    assertArrayEquals(rows, read.get(places.get(1)));
    assertArrayEquals(new float[] {rows[1], rows[5], rows[9]}, read.get(places.get(2)));
    float[] logits = SMALL.logits(rows, 3);
    assertArrayEquals(new float[] {logits[2], logits[5], logits[8]}, read.get(places.get(0)));
    assertEquals(Map.of(), SMALL.read(List.of(), rows, 3));
    assertMessage("found \"h9\"", () -> SMALL.read(List.of(Site.whole("h9")), rows, 3));
    rows[2] = Float.NaN;
    assertMessage("NaN in row 0", () -> SMALL.read(places, rows, 3));
  }

  @Test
  void sitesAndNeighboursAreFoundByName() {
    assertEquals(
        List.of("x", "fc1", "h1", "logits"), SMALL.sites().stream().map(Site::tensor).toList());
    assertEquals("h1[3]", SMALL.site("h1", 3).toString());
    assertEquals("Relu", SMALL.producerOf("h1").orElseThrow().op());
    assertEquals(Optional.empty(), SMALL.producerOf("x"));
    assertEquals("Gemm", SMALL.consumersOf("h1").get(0).op());
    assertEquals(List.of("fc1.weight", "logits.weight"), SMALL.matrices());
    assertEquals(5, SMALL.width("h1"));
  }

  @Test
  void onlyWeightsThatAreNotZeroCountAsNonzeroMultiplyAdds() {
    float[] weight = SMALL.parameter("fc1.weight").values();
    weight[3] = 0;
    weight[4] = -0f;
    Network edited = SMALL.with("fc1.weight", Tensor.of(weight, 5, 4));
    assertEquals(35, edited.multiplyAdds());
    assertEquals(33, edited.nonzeroMultiplyAdds());
  }

  @Test
  void whatDoesNotServeTheOutputIsLeftOut() {
    Network network =
        Network.builder("x", 2)
            .parameter("unused", Tensor.of(new float[] {1}, 1))
            .then("Relu", "y")
            .node(new Node("side", "Tanh", List.of("x"), "z", Attributes.none()))
            .build("y");
    assertEquals(1, network.nodes().size());
    assertEquals(Map.of(), network.parameters());
  }

  @Test
  void wrongInputsSayWhatWasExpected() {
    assertMessage("[n, 4]", () -> SMALL.logits(Nd4j.create(DataType.FLOAT, 3, 5)));
    assertMessage("castTo", () -> SMALL.logits(Nd4j.create(DataType.DOUBLE, 3, 4)));
    assertMessage("rows of 4 inputs", () -> SMALL.logits(new float[7], 2));
    assertMessage("n ≥ 1", () -> SMALL.logits(new float[7], 0));
    float[] missing = new float[8];
    missing[6] = Float.NaN;
    assertMessage("NaN in row 1, input 2", () -> SMALL.logits(missing, 2));
    assertMessage("NaN in row 1, input 2", () -> SMALL.on(missing, 2));
    assertMessage(
        "gradients at the logits must be [n, 3]",
        () ->
            SMALL.inputGradient(
                Nd4j.create(DataType.FLOAT, 3, 4), z -> Nd4j.create(DataType.FLOAT, 3, 2)));
  }

  @Test
  void wrongNamesAndShapesSayWhatThereIs() {
    assertMessage("[x, fc1, h1, logits], found \"h9\"", () -> SMALL.site("h9"));
    assertMessage("\"h1\" in [0, 5), found 5", () -> SMALL.site("h1", 5));
    assertMessage("found \"w\"", () -> SMALL.parameter("w"));
    assertMessage(
        "keep its shape [5, 4], found [4, 5]",
        () -> SMALL.with("fc1.weight", Tensor.of(new float[20], 4, 5)));
    assertMessage(
        "Unique node \"c\" (Unique): expected one of the operations",
        () ->
            Network.builder("x", 2)
                .node(new Node("c", "Unique", List.of("x"), "y", Attributes.none()))
                .build());
    assertMessage(
        "rows of \"x\" of shape [3] to meet \"y.weight\" of shape [1, 3], found [2]",
        () ->
            Network.builder("x", 2)
                .dense("y", Tensor.of(new float[3], 1, 3), Tensor.of(new float[1], 1))
                .build());
    assertMessage(
        "would mix the rows",
        () ->
            Network.builder("x", 2)
                .parameter("w", Tensor.of(new float[4], 2, 2))
                .node(
                    new Node(
                        "g", "Gemm", List.of("x", "w"), "y", Attributes.none().with("transA", 1)))
                .build());
    assertMessage(
        "\"y\" twice", () -> Network.builder("x", 2).then("Relu", "y").then("Relu", "y").build());
    assertMessage(
        "made by an earlier node",
        () ->
            Network.builder("x", 2)
                .node(new Node("a", "Relu", List.of("z"), "y", Attributes.none()))
                .build());
    assertMessage("output \"q\"", () -> Network.builder("x", 2).then("Relu", "y").build("q"));
  }

  @Test
  void wrongPatchesAndClosedRunsSaySo() {
    Run run = SMALL.on(new float[8], 2);
    assertMessage("out of 2 rows", () -> run.patch(SMALL.site("h1"), RowSet.all(3), 0));
    assertMessage(
        "expected 1 or 2 × 5 values for h1, found 3",
        () -> run.patch(SMALL.site("h1"), RowSet.all(2), 1, 2, 3));
    assertMessage("finite", () -> run.patch(SMALL.site("h1", 0), RowSet.all(2), Float.NaN));
    assertMessage("2 × 3 numbers", () -> run.gradient(SMALL.site("x"), new float[5]));
    run.close();
    run.close();
    IllegalStateException closed = assertThrows(IllegalStateException.class, run::logits);
    assertTrue(closed.getMessage().contains("closed"), closed.getMessage());
  }

  private static void assertMessage(String part, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }
}
