package io.github.onecurve.bridge.onnx;

import io.github.onecurve.data.Idx;
import io.github.onecurve.data.Rows;
import io.github.onecurve.data.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
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
    Rows all = Idx.readUnlabelled(file("mnist/data/t10k-images-idx3-ubyte.gz"));
    float[] some = new float[n * all.width()];
    all.copyInputs(from, from + n, some);
    return some;
  }

  /** Labels of those digits. */
  public static int[] digitLabels(int from, int n) throws IOException {
    Tensor all = Idx.tensor(file("mnist/data/t10k-labels-idx1-ubyte.gz"));
    return IntStream.range(from, from + n).map(row -> (int) all.get(row)).toArray();
  }
}
