package io.github.onecurve.network;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Tensor;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Random small networks and rows for tests. */
public final class Nets {
  private Nets() {}

  /** A dense net with random weights and biases. */
  public static Network dense(long seed, String activation, int... widths) {
    Random random = new Random(seed);
    NetworkBuilder builder = Network.builder("x", widths[0]);
    for (int layer = 1; layer < widths.length; layer++) {
      boolean last = layer == widths.length - 1;
      int in = widths[layer - 1];
      int out = widths[layer];
      builder.dense(
          last ? "logits" : "fc" + layer,
          tensor(random, Math.sqrt(1.0 / in), out, in),
          tensor(random, 0.3, out));
      if (!last) {
        builder.then(activation, "h" + layer);
      }
    }
    return builder.build();
  }

  /** Normal numbers of a standard deviation. */
  public static Tensor tensor(Random random, double sd, int... shape) {
    int size = IntStream.of(shape).reduce(1, (a, b) -> a * b);
    return Tensor.of(floats(random, sd, size), shape);
  }

  /** Normal numbers of a standard deviation. */
  public static float[] floats(Random random, double sd, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (sd * random.nextGaussian());
    }
    return values;
  }

  /** Rows of three classes whose means differ. */
  public static LabelledRows blobs(long seed, int n, int width) {
    Random random = new Random(seed);
    float[][] inputs = new float[n][];
    int[] labels = new int[n];
    for (int row = 0; row < n; row++) {
      labels[row] = random.nextInt(3);
      inputs[row] = floats(random, 1, width);
      inputs[row][labels[row]] += 2;
    }
    return LabelledRows.of(inputs, labels, List.of("a", "b", "c"));
  }
}
