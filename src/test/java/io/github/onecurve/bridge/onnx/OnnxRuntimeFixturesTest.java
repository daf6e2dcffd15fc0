package io.github.onecurve.bridge.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.bridge.onnxruntime.OnnxRuntimeModel;
import io.github.onecurve.data.Npy;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Files as exporters write them, against ONNX Runtime and against PyTorch's slopes. */
class OnnxRuntimeFixturesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "onnx");
  private static final double TOLERANCE = 1e-4;

  /** ONNX Runtime rounds to 16 bits after every node where the file says so. */
  private static final Map<String, Double> ROUNDED = Map.of("half_inside", 1e-2);

  @TempDir Path folder;

  static Stream<String> models() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".rows.npy"))
          .map(name -> name.replace(".rows.npy", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aFileAnswersAsInOnnxRuntime(String name) throws IOException {
    Path file = FOLDER.resolve(name + ".onnx");
    Tensor rows = Npy.tensor(FOLDER.resolve(name + ".rows.npy"));
    int n = rows.shape()[0];
    assertNear(
        inOnnxRuntime(file, rows),
        Onnx.read(file).logits(rows.values(), n),
        ROUNDED.getOrDefault(name, TOLERANCE));
  }

  @ParameterizedTest
  @MethodSource("models")
  void aFileSlopesAsInPyTorch(String name) throws IOException {
    Path slope = FOLDER.resolve(name + ".slope.npy");
    Assumptions.assumeTrue(Files.exists(slope), "no slope in tokens, none without PyTorch");
    Tensor rows = Npy.tensor(FOLDER.resolve(name + ".rows.npy"));
    Network network = Onnx.read(FOLDER.resolve(name + ".onnx"));
    float[] found =
        network.inputGradient(
            rows.values(),
            rows.shape()[0],
            logits -> {
              float[] weights = new float[logits.length];
              for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) Math.sin(i);
              }
              return weights;
            });
    assertNear(Npy.tensor(slope).values(), found, TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("models")
  void anEditedNetworkWrittenBackAnswersAsEditedInOnnxRuntime(String name) throws IOException {
    Path file = FOLDER.resolve(name + ".onnx");
    Tensor rows = Npy.tensor(FOLDER.resolve(name + ".rows.npy"));
    int n = rows.shape()[0];
    Network network = Onnx.read(file);
    Network edited = network;
    for (Map.Entry<String, Tensor> parameter : network.parameters().entrySet()) {
      edited = edited.with(parameter.getKey(), stretched(parameter.getValue()));
    }
    Path copy = folder.resolve(name + ".onnx");
    Onnx.write(edited, copy);
    float[] expected = edited.logits(rows.values(), n);
    assertNear(inOnnxRuntime(copy, rows), expected, ROUNDED.getOrDefault(name, 2 * TOLERANCE));
    assertNear(expected, Onnx.read(copy).logits(rows.values(), n), TOLERANCE);
    assertNotEquals(0, distance(network.logits(rows.values(), n), expected), 1e-3, "no edit");
  }

  @Test
  void theFilesAreSmall() throws IOException {
    long total = 0;
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.toList()) {
        assertTrue(Files.size(file) < 60_000, file + " is large");
        total += Files.size(file);
      }
    }
    assertTrue(total < 600_000, "the folder holds " + total + " bytes");
  }

  /** Twice as large in places, still a number of 16 bits. */
  private static Tensor stretched(Tensor parameter) {
    float[] values = parameter.values();
    for (int i = 0; i < values.length; i += 3) {
      values[i] *= 2;
    }
    return Tensor.of(values, parameter.shape());
  }

  static float[] inOnnxRuntime(Path file, Tensor rows) throws IOException {
    long[] shape = new long[rows.shape().length];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = rows.shape()[axis];
    }
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(file);
        INDArray batch = Nd4j.create(rows.values(), shape, 'c');
        INDArray logits = model.logits(batch)) {
      return logits.data().asFloat();
    }
  }

  @Test
  void anEditThatNoFloat16HoldsIsRefusedByName(@TempDir Path folder) throws IOException {
    Network network = Onnx.read(FOLDER.resolve("half_stored.onnx"));
    String name = network.matrices().get(0);
    float[] values = network.parameter(name).values();
    values[0] = 1e6f;
    Network edited = network.with(name, Tensor.of(values, network.parameter(name).shape()));
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Onnx.write(edited, folder.resolve("big.onnx")));
    assertTrue(refusal.getMessage().contains("at most 65504, found 1000000.0"), refusal.toString());
  }

  private static double distance(float[] one, float[] other) {
    double largest = 0;
    for (int i = 0; i < one.length; i++) {
      largest = Math.max(largest, Math.abs(one[i] - other[i]));
    }
    return largest;
  }

  private static void assertNear(float[] expected, float[] found, double tolerance) {
    assertEquals(expected.length, found.length);
    for (int i = 0; i < expected.length; i++) {
      double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
      assertEquals(expected[i], found[i], allowed, String.format(Locale.ROOT, "value %d", i));
    }
  }
}
