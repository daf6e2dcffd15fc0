package io.github.onecurve.bridge.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.onecurve.bridge.onnxruntime.OnnxRuntimeModel;
import io.github.onecurve.network.Nets;
import io.github.onecurve.network.Network;
import io.github.onecurve.surgery.Magnitude;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The reference nets, as they are and pruned, in ONNX Runtime. */
class OnnxRuntimeReferenceTest {
  private static final double TOLERANCE = 1e-4;
  private static final int ROWS = 64;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mnist/models/mlp",
        "mnist/models/robust",
        "mnist/models/cnn",
        "mnist/models/trojan",
        "mnist/models/transformer",
        "mnist/models/transformer_op13",
        "adult/model/lr",
        "adult/model/mlp",
        "circuits/a_gates/net",
        "circuits/b_planted/net",
        "circuits/c_induction/net"
      })
  void aReferenceNetAnswersInOnnxRuntimeAsHereAlsoPrunedByHalf(String name) throws IOException {
    Path file = Reference.file(name + ".onnx");
    Network network = Onnx.read(file);
    float[] rows = rows(name, network);
    assertSame(network, file, rows);

    Network pruned = Magnitude.prune(network, 0.5);
    Path copy = folder.resolve("pruned.onnx");
    Onnx.write(pruned, copy);
    assertSame(pruned, copy, rows);
  }

  private static float[] rows(String name, Network network) throws IOException {
    if (name.startsWith("mnist")) {
      return Reference.digits(8000, ROWS);
    }
    return name.contains("c_induction")
        ? Npy.read(Reference.file("circuits/c_induction/clean.npy")).values()
        : Nets.floats(new Random(1), 1, ROWS * network.width());
  }

  private static void assertSame(Network network, Path file, float[] rows) throws IOException {
    float[] found = network.logits(rows, ROWS);
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(file);
        INDArray batch = Nd4j.create(rows.clone(), new long[] {ROWS, network.width()}, 'c');
        INDArray logits = model.logits(batch)) {
      float[] expected = logits.data().asFloat();
      assertEquals(expected.length, found.length);
      for (int i = 0; i < found.length; i++) {
        assertEquals(expected[i], found[i], TOLERANCE, "logit " + i);
      }
    }
  }
}
