package io.github.onecurve.bridge.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.bridge.onnx.Onnx;
import io.github.onecurve.network.Nets;
import io.github.onecurve.network.Network;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OnnxRuntimeModelTest {
  private static final Path FIXTURES = Path.of("src", "test", "resources", "onnx");

  @TempDir Path folder;

  @Test
  void treesAnswerWithTheLogarithmsOfTheirProbabilities() throws IOException {
    OnnxRuntimeOptions options = OnnxRuntimeOptions.standard().probabilities();
    try (OnnxRuntimeModel trees = OnnxRuntimeModel.open(fixture("trees"), options)) {
      float[] logits = ask(trees, new float[] {0, 0, 1, -1}, 2, 2);
      double[] expected = {Math.log(0.6), Math.log(0.4), Math.log(0.55), Math.log(0.45)};
      for (int i = 0; i < 4; i++) {
        assertEquals(expected[i], logits[i], 1e-6);
      }
      assertTrue(trees.isThreadSafe());
    }
  }

  @Test
  void treesMayBeToldOfMissingValues() throws IOException {
    OnnxRuntimeOptions options = OnnxRuntimeOptions.standard().probabilities();
    float[] row = {Float.NaN, 0};
    try (OnnxRuntimeModel trees = OnnxRuntimeModel.open(fixture("trees"), options)) {
      assertEquals(
          "inputs must be numbers, found NaN in row 0, input 0: fill or drop missing values, or ask"
              + " for nanIsMissing() where the model knows them",
          assertThrows(IllegalArgumentException.class, () -> ask(trees, row, 1, 2)).getMessage());
    }
    try (OnnxRuntimeModel trees = OnnxRuntimeModel.open(fixture("trees"), options.nanIsMissing())) {
      assertEquals(Math.log(0.6), ask(trees, row, 1, 2)[0], 1e-6);
    }
  }

  @Test
  void anOutputThatSoundsLikeProbabilitiesIsTakenForLogitsOnlyWhenNamed() throws IOException {
    assertEquals(
        fixture("trees")
            + ": expected an output of logits, found \"probabilities\", which sounds like"
            + " probabilities: ask for OnnxRuntimeOptions.probabilities(), or name it with"
            + " output(\"probabilities\") if it holds logits",
        refusal(fixture("trees"), OnnxRuntimeOptions.standard()));
    OnnxRuntimeOptions named = OnnxRuntimeOptions.standard().output("probabilities");
    try (OnnxRuntimeModel trees = OnnxRuntimeModel.open(fixture("trees"), named)) {
      assertEquals(0.6f, ask(trees, new float[2], 1, 2)[0], 1e-6f);
    }
  }

  @Test
  void logitsAreNotTakenForProbabilities() throws IOException {
    Path file = written(Nets.dense(1, "Relu", 4, 3));
    OnnxRuntimeOptions options = OnnxRuntimeOptions.standard().probabilities();
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(file, options)) {
      String message =
          assertThrows(
                  IllegalStateException.class,
                  () -> ask(model, Nets.floats(new Random(1), 5, 8), 2, 4))
              .getMessage();
      assertTrue(
          message.startsWith("expected probabilities in [0, 1] as output \"logits\", found"));
      assertTrue(message.endsWith("leave probabilities() out if they are logits"), message);
    }
  }

  @Test
  void anOutputThatIsNoFloatTensorIsRefusedWithAWayOut() {
    String maps =
        ": a list of maps is what scikit-learn's converter makes by default; convert with"
            + " options={'zipmap': False} and ask for OnnxRuntimeOptions.probabilities()";
    Path zipped = fixture("trees_zipmap");
    OnnxRuntimeOptions standard = OnnxRuntimeOptions.standard();
    assertEquals(
        zipped
            + ": expected a float output of shape [n, classes], found [label: INT64[-1],"
            + " output_probability: a sequence]"
            + maps,
        refusal(zipped, standard));
    assertEquals(
        zipped
            + ": expected output \"output_probability\" to be a float tensor, found a sequence"
            + maps,
        refusal(zipped, standard.output("output_probability")));
    assertEquals(
        fixture("trees")
            + ": expected output \"label\" to be a float tensor, found INT64[-1]: name another of"
            + " [label, probabilities] with OnnxRuntimeOptions.output",
        refusal(fixture("trees"), standard.output("label")));
    assertEquals(
        fixture("trees")
            + ": expected an output \"scores\", found [label: INT64[-1], probabilities: FLOAT[-1,"
            + " 2]]: name the one that holds the logits with OnnxRuntimeOptions.output",
        refusal(fixture("trees"), standard.output("scores")));
  }

  @Test
  void aMissingFileAndAFolderAreNamed() {
    Path absent = folder.resolve("absent.onnx");
    assertEquals(
        "expected an ONNX file at " + absent + ", found none: give the path of the file",
        refusal(absent, OnnxRuntimeOptions.standard()));
    assertEquals(
        "expected an ONNX file at " + folder + ", found a folder: give the path of the file",
        refusal(folder, OnnxRuntimeOptions.standard()));
  }

  @Test
  void aBrokenFileSaysWhatOnnxRuntimeSays() throws IOException {
    byte[] bytes = Files.readAllBytes(written(Nets.dense(1, "Relu", 4, 3)));
    Path cut = folder.resolve("cut.onnx");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    String message = refusal(cut, OnnxRuntimeOptions.standard());
    assertTrue(message.startsWith(cut + ": expected an ONNX model that ONNX Runtime 1."), message);
    assertTrue(message.contains("export it again"), message);
  }

  @Test
  void aModelOfTwoInputsIsRefused() throws IOException {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("sum")
            .addInput(value("a"))
            .addInput(value("b"))
            .addOutput(value("y"))
            .addNode(
                NodeProto.newBuilder().setOpType("Add").addInput("a").addInput("b").addOutput("y"));
    Path file = folder.resolve("sum.onnx");
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .setGraph(graph)
            .build();
    Files.write(file, model.toByteArray());
    assertEquals(
        file
            + ": expected one input, found [a, b]: export the model with all columns in one, or"
            + " implement Model over ONNX Runtime",
        refusal(file, OnnxRuntimeOptions.standard()));
  }

  @Test
  void aClosedModelRefusesAndMayBeClosedAgain() throws IOException {
    Path file = written(Nets.dense(1, "Relu", 4, 3));
    OnnxRuntimeModel model = OnnxRuntimeModel.open(file);
    model.close();
    model.close();
    assertEquals(
        "expected an open model, found that " + file + " is closed: open the file again",
        assertThrows(IllegalStateException.class, () -> ask(model, new float[4], 1, 4))
            .getMessage());
  }

  @Test
  void tokensMustBeWhole() throws IOException {
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(fixture("encoder_tokens"))) {
      float[] tokens = {1, 2, 3, 4, 5, 6, 7, 0, 1, 2.5f, 3, 4, 5, 6};
      assertEquals(
          "inputs must be whole numbers for this file, found 2.5 in row 1, input 2",
          assertThrows(IllegalArgumentException.class, () -> ask(model, tokens, 2, 7))
              .getMessage());
      tokens[9] = 2;
      assertEquals(6, ask(model, tokens, 2, 7).length);
    }
  }

  @Test
  void aFileForOneRowIsAskedRowByRow() throws IOException {
    int width = 3 * 9 * 9;
    float[] rows = Nets.floats(new Random(3), 1, 3 * width);
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(fixture("residual_fixed_batch"))) {
      float[] together = ask(model, rows, 3, width);
      for (int row = 0; row < 3; row++) {
        float[] one = Arrays.copyOfRange(rows, row * width, (row + 1) * width);
        assertArrayEquals(
            Arrays.copyOfRange(together, 4 * row, 4 * row + 4), ask(model, one, 1, width));
      }
    }
  }

  @Test
  void rowsOfAnotherShapeAreRefused() throws IOException {
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(fixture("residual_bn_folded"))) {
      assertEquals(
          "inputs must be [n, 3, 9, 9] with n ≥ 1, found [2, 3, 8, 9]",
          assertThrows(IllegalArgumentException.class, () -> ask(model, new float[432], 2, 3, 8, 9))
              .getMessage());
      try (INDArray doubles = Nd4j.zeros(DataType.DOUBLE, 1, 243)) {
        assertEquals(
            "inputs must be float32, found DOUBLE: cast them with castTo(DataType.FLOAT)",
            assertThrows(IllegalArgumentException.class, () -> model.logits(doubles)).getMessage());
      }
    }
  }

  @Test
  void moreThreadsGiveTheSameLogits() throws IOException {
    Network network = Nets.dense(1, "Relu", 40, 30, 3);
    Path file = written(network);
    OnnxRuntimeOptions two = OnnxRuntimeOptions.standard().threads(2);
    float[] rows = Nets.floats(new Random(1), 1, 40 * 50);
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(file, two)) {
      assertArrayEquals(network.logits(rows, 50), ask(model, rows, 50, 40), 1e-5f);
    }
    assertEquals(
        "expected at least 1 thread, found 0",
        assertThrows(IllegalArgumentException.class, () -> OnnxRuntimeOptions.standard().threads(0))
            .getMessage());
  }

  @Test
  void aModelPrintsWhatItTakesAndGives() throws IOException {
    Path file = fixture("residual_fixed_batch");
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(file)) {
      assertEquals(
          "ONNX Runtime model " + file + ": \"x\" [1, 3, 9, 9] → \"logits\"", model.toString());
    }
  }

  @Test
  void withoutTheLibraryTheDependencyIsNamed() throws Exception {
    Path file = written(Nets.dense(1, "Relu", 4, 3));
    try (URLClassLoader bare =
        new URLClassLoader(
            classPathWithout("onnxruntime-1"), ClassLoader.getPlatformClassLoader())) {
      Class<?> model = bare.loadClass(OnnxRuntimeModel.class.getName());
      InvocationTargetException thrown =
          assertThrows(
              InvocationTargetException.class,
              () -> model.getMethod("open", Path.class).invoke(null, file));
      String message = thrown.getCause().getMessage();
      assertEquals(IllegalStateException.class, thrown.getCause().getClass());
      assertTrue(message.startsWith("expected ONNX Runtime on the class path, found none: add"));
      assertTrue(message.contains("com.microsoft.onnxruntime:onnxruntime:1.20.0"), message);
    }
  }

  @Test
  void manyCallsDoNotGrowNativeMemory() throws IOException {
    Path memory = Path.of("/proc/self/statm");
    Assumptions.assumeTrue(Files.exists(memory), "skipped: no /proc/self/statm on this system");
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(written(Nets.dense(1, "Relu", 64, 512)))) {
      call(model, 400);
      long before = outsideTheHeap(memory);
      call(model, 800);
      long grown = outsideTheHeap(memory) - before;
      assertTrue(grown < 100L << 20, "native memory grew by " + (grown >> 20) + " MB");
    }
  }

  /** Batch sizes change; a leaking call would keep half a megabyte. */
  private static void call(OnnxRuntimeModel model, int calls) {
    for (int call = 0; call < calls; call++) {
      int n = 150 + 7 * call % 100;
      try (INDArray batch = Nd4j.zeros(DataType.FLOAT, n, 64)) {
        model.logits(batch).close();
      }
    }
  }

  private static long outsideTheHeap(Path statm) throws IOException {
    long pages = Long.parseLong(List.of(Files.readString(statm).trim().split(" ")).get(1));
    return 4096 * pages - ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
  }

  private static URL[] classPathWithout(String jar) throws MalformedURLException {
    List<String> entries = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
    URL[] urls = new URL[(int) entries.stream().filter(e -> !e.contains(jar)).count()];
    int next = 0;
    for (String entry : entries) {
      if (!entry.contains(jar)) {
        urls[next++] = Path.of(entry).toUri().toURL();
      }
    }
    assertFalse(next == entries.size(), "expected " + jar + " on the class path");
    return urls;
  }

  private Path written(Network network) throws IOException {
    Path file = Files.createTempFile(folder, "net", ".onnx");
    Onnx.write(network, file);
    return file;
  }

  private static Path fixture(String name) {
    return FIXTURES.resolve(name + ".onnx");
  }

  private static String refusal(Path file, OnnxRuntimeOptions options) {
    return assertThrows(IOException.class, () -> OnnxRuntimeModel.open(file, options)).getMessage();
  }

  private static float[] ask(OnnxRuntimeModel model, float[] rows, long... shape) {
    try (INDArray batch = Nd4j.create(rows, shape, 'c');
        INDArray logits = model.logits(batch)) {
      return logits.data().asFloat();
    }
  }

  private static ValueInfoProto value(String name) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(2));
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape)))
        .build();
  }
}
