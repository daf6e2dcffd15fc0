package io.github.onecurve.attack;

import io.github.onecurve.bridge.onnx.Onnx;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import io.github.onecurve.network.Network;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** The reference's networks and the first of its 2,000 judge rows. */
public final class Mnist {
  private static final int FIRST = 8_000;
  private static final int WIDTH = 784;

  private Mnist() {}

  /** A network of the reference; skips the test where there is none. */
  public static Network network(String name) throws IOException {
    return Onnx.read(folder().resolve("models/" + name + ".onnx"));
  }

  /** Judge rows from the first on, each of a shape of 784 inputs in [0, 1]. */
  public static LabelledRows judgeRows(int count, int... rowShape) throws IOException {
    float[] pixels = new float[count * WIDTH];
    int[] labels = new int[count];
    Path data = folder().resolve("data");
    try (DataInputStream images = open(data.resolve("t10k-images-idx3-ubyte.gz"));
        DataInputStream digits = open(data.resolve("t10k-labels-idx1-ubyte.gz"))) {
      images.skipNBytes(16 + (long) FIRST * WIDTH);
      digits.skipNBytes(8 + FIRST);
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = images.readUnsignedByte() / 255f;
      }
      for (int row = 0; row < count; row++) {
        labels[row] = digits.readUnsignedByte();
      }
    }
    List<String> classes = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    return LabelledRows.of(Rows.of(pixels, count, rowShape), labels, classes);
  }

  /** Which of the first judge rows stood in the reference's attack, which was of one norm. */
  public static boolean[] stood(String model, String method, Norm norm, int count)
      throws IOException {
    Path golden = folder().resolve("adversarial/" + model + ".json");
    Assumptions.assumeTrue(Files.exists(golden), "no golden attacks here: " + golden.getFileName());
    Pattern entry =
        Pattern.compile(
            "\"method\": \"%s\",\\s*\"norm\": \"%s\"[^{}]*?\"flags\": \"([01]+)\""
                .formatted(method, norm == Norm.LINF ? "Linf" : norm.toString()));
    Matcher found = entry.matcher(Files.readString(golden));
    if (!found.find()) {
      throw new IOException("no " + method + " in " + norm + " among the golden attacks");
    }
    boolean[] stood = new boolean[count];
    for (int row = 0; row < count; row++) {
      stood[row] = found.group(1).charAt(row) == '1';
    }
    return stood;
  }

  private static Path folder() {
    Path mnist = Path.of(System.getProperty("onecurve.data", "absent"), "mnist");
    Assumptions.assumeTrue(
        Files.exists(mnist), "no MNIST reference here: point -Donecurve.data at it");
    return mnist;
  }

  private static DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new GZIPInputStream(Files.newInputStream(file)));
  }
}
