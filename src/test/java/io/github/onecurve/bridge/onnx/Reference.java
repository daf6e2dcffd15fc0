package io.github.onecurve.bridge.onnx;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** The reference data, where they are there. */
public final class Reference {
  private Reference() {}

  /** A file under {@code onecurve.data}; the test is skipped where it is absent. */
  public static Path file(String name) {
    Path file = Path.of(System.getProperty("onecurve.data", "absent")).resolve(name);
    Assumptions.assumeTrue(
        Files.exists(file), () -> "skipped: no reference file " + file + " (-Donecurve.data=…)");
    return file;
  }

  /** MNIST digits {@code from … from + n − 1} of the file as pixels in [0, 1]. */
  public static float[] digits(int from, int n) throws IOException {
    byte[] bytes = unzip("mnist/data/t10k-images-idx3-ubyte.gz", 16 + 784 * from, 784 * n);
    float[] pixels = new float[bytes.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (bytes[i] & 0xff) / 255f;
    }
    return pixels;
  }

  /** Labels of those digits. */
  public static int[] digitLabels(int from, int n) throws IOException {
    byte[] bytes = unzip("mnist/data/t10k-labels-idx1-ubyte.gz", 8 + from, n);
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = bytes[i];
    }
    return labels;
  }

  private static byte[] unzip(String name, int skip, int length) throws IOException {
    try (InputStream file = Files.newInputStream(file(name));
        DataInputStream in = new DataInputStream(new GZIPInputStream(file))) {
      in.skipNBytes(skip);
      return in.readNBytes(length);
    }
  }
}
