package io.github.onecurve.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.bridge.onnx.Onnx;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Rows;
import io.github.onecurve.network.Network;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Robust accuracies of the reference: foolbox 3.3.4, 40 steps, random start, 500 judge rows. */
class PgdOnMnistTest {
  private static final int FIRST = 8_000;
  private static final int ROWS = 500;
  private static final int WIDTH = 784;

  @ParameterizedTest
  @CsvSource({
    "mlp,    L∞, 0.1, 0.084, 0.03, 0.966",
    "robust, L∞, 0.1, 0.816, 0.03, 0.990",
  })
  void robustAccuracyIsThatOfTheReference(
      String model, String norm, double radius, double expected, double slack, double byNoise)
      throws IOException, InterruptedException {
    Path mnist = Path.of(System.getProperty("onecurve.data", "absent"), "mnist");
    Assumptions.assumeTrue(
        Files.exists(mnist), "no MNIST reference here: point -Donecurve.data at it");
    Network network = Onnx.read(mnist.resolve("models/" + model + ".onnx"));
    LabelledRows rows = judgeRows(mnist.resolve("data"));
    Threat threat = (norm.equals("L2") ? Threat.l2(radius) : Threat.linf(radius)).within(0, 1);
    Adversarial found = Pgd.standard().attack(network, rows, threat, 1);
    Adversarial noise = Noise.standard().attack(network, rows, threat, 1);
    assertEquals(expected, found.robustAccuracy(), slack);
    assertEquals(byNoise, noise.robustAccuracy(), 0.01);
    assertEquals(RowSet.of(ROWS), noise.succeeded().and(found.succeeded().not()));
    assertTrue(found.zeroGradient().isEmpty());
  }

  private static LabelledRows judgeRows(Path data) throws IOException {
    float[] pixels = new float[ROWS * WIDTH];
    int[] labels = new int[ROWS];
    try (DataInputStream images = open(data.resolve("t10k-images-idx3-ubyte.gz"));
        DataInputStream digits = open(data.resolve("t10k-labels-idx1-ubyte.gz"))) {
      images.skipNBytes(16 + (long) FIRST * WIDTH);
      digits.skipNBytes(8 + FIRST);
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = images.readUnsignedByte() / 255f;
      }
      for (int row = 0; row < ROWS; row++) {
        labels[row] = digits.readUnsignedByte();
      }
    }
    List<String> classes = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    return LabelledRows.of(Rows.of(pixels, ROWS, WIDTH), labels, classes);
  }

  private static DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new GZIPInputStream(Files.newInputStream(file)));
  }
}
