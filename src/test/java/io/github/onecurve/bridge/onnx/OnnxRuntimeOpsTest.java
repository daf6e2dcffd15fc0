package io.github.onecurve.bridge.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import io.github.onecurve.bridge.onnx.OpDraft.Trial;
import io.github.onecurve.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation against ONNX Runtime, on random shapes and attributes. */
class OnnxRuntimeOpsTest {
  /** Relative to the larger of 1 and ONNX Runtime's number. */
  private static final double TOLERANCE = 1e-4;

  private static final int CASES = 10;
  private static final int MANY_CASES = 200;

  private static final Map<String, Function<Random, Trial>> OPS = OpsInOnnxRuntime.all();

  static Stream<String> ops() {
    return OPS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("ops")
  void anOperationAnswersAsInOnnxRuntime(String op) throws OrtException, IOException {
    double largest = largestError(op, CASES);
    assertTrue(largest <= TOLERANCE, op + ": largest error " + largest);
  }

  @Tag("quality")
  @Test
  void everyOperationAnswersAsInOnnxRuntimeManyTimes() throws OrtException, IOException {
    StringBuilder table = new StringBuilder("op | cases | largest error\n--- | ---: | ---:\n");
    for (String op : OPS.keySet()) {
      double largest = largestError(op, MANY_CASES);
      table.append(String.format(Locale.ROOT, "%s | %d | %.1e%n", op, MANY_CASES, largest));
      assertTrue(largest <= TOLERANCE, op + ": largest error " + largest);
    }
    Path file = Path.of("target", "ops.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, table);
  }

  private static double largestError(String op, int cases) throws OrtException, IOException {
    double largest = 0;
    for (int seed = 0; seed < cases; seed++) {
      Trial trial = OPS.get(op).apply(new Random(31L * op.hashCode() + seed));
      try {
        largest = Math.max(largest, error(trial));
      } catch (IOException | RuntimeException | AssertionError e) {
        throw new AssertionError(
            op + ", case " + seed + ", opset " + trial.opset + ": " + e.getMessage(), e);
      }
    }
    return largest;
  }

  /** The largest error of a trial; also sees that a row has the same bits alone. */
  static double error(Trial trial) throws OrtException, IOException {
    float[] expected;
    try (OnnxRuntimeRun run = new OnnxRuntimeRun(trial.model)) {
      expected =
          trial.whole
              ? run.longs(trial.rows, trial.shape(trial.n))
              : run.floats(trial.rows, trial.shape(trial.n));
    }
    Network network = Onnx.read(trial.model, "trial.onnx");
    float[] found = network.logits(trial.rows, trial.n);
    assertEquals(expected.length, found.length, "the number of values of the output");
    int last = trial.n - 1;
    float[] row = Arrays.copyOfRange(trial.rows, last * trial.width(), trial.n * trial.width());
    int classes = found.length / trial.n;
    assertArrayEquals(
        Arrays.copyOfRange(found, last * classes, trial.n * classes),
        network.logits(row, 1),
        0,
        "a row alone");
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs(expected[i] - found[i]) / Math.max(1, Math.abs(expected[i]));
      assertTrue(error <= TOLERANCE, "expected " + expected[i] + ", found " + found[i]);
      largest = Math.max(largest, error);
    }
    return largest;
  }

  @Test
  void everyOperationOfTheFilesIsTried() {
    assertTrue(OPS.size() > 80, List.copyOf(OPS.keySet()).toString());
  }
}
