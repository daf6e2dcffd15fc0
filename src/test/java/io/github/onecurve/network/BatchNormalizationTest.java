package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.onecurve.data.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch normalization by the statistics of the batch, as in training. */
class BatchNormalizationTest {
  private static final int ROWS = 5;
  private static final double EPSILON = 0.01;

  private final Random random = new Random(1);

  private static Network net(Random random, int... rowShape) {
    int channels = rowShape[0];
    float[] spread = Nets.floats(random, 1, channels);
    for (int c = 0; c < channels; c++) {
      spread[c] = 0.5f + Math.abs(spread[c]);
    }
    return Network.builder("x", rowShape)
        .parameter("scale", Nets.tensor(random, 1, channels))
        .parameter("bias", Nets.tensor(random, 1, channels))
        .parameter("mean", Nets.tensor(random, 1, channels))
        .parameter("variance", Tensor.of(spread, channels))
        .node(
            new Node(
                "bn",
                "BatchNormalization",
                List.of("x", "scale", "bias", "mean", "variance"),
                "y",
                Attributes.none().with("epsilon", EPSILON).with("momentum", 0.8)))
        .then("Flatten", "logits")
        .build();
  }

  private static int[] shape(int stretch) {
    return stretch == 1 ? new int[] {3} : new int[] {3, stretch};
  }

  private static Frame frame(Network network) {
    Plan plan = network.plan();
    int[] widths = IntStream.rangeClosed(0, plan.output()).map(plan::width).toArray();
    Frame frame = new Frame(widths, plan.parameters().size(), ROWS);
    frame.prepareGradients(0);
    frame.wantsInput = true;
    frame.live = true;
    return frame;
  }

  private static float[] forward(Network network, Weight[] weights, float[] x) {
    Frame frame = frame(network);
    System.arraycopy(x, 0, frame.values[0], 0, x.length);
    network.plan().forward(frame, weights, ROWS, 0);
    return frame.values[network.plan().output()];
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 20})
  void channelsHaveTheScaleAndBiasAsStandardDeviationAndMean(int stretch) {
    Network network = net(random, shape(stretch));
    float[] x = Nets.floats(random, 2, ROWS * 3 * stretch);
    float[] y = forward(network, network.weights(), x);
    for (int c = 0; c < 3; c++) {
      double[] moments = moments(x, c, stretch);
      double factor = network.parameter("scale").get(c) / Math.sqrt(moments[1] + EPSILON);
      for (int row = 0; row < ROWS; row++) {
        int at = (row * 3 + c) * stretch;
        double expected = (x[at] - moments[0]) * factor + network.parameter("bias").get(c);
        assertEquals(expected, y[at], 2e-6);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 20})
  void gradientsFlowThroughTheStatisticsOfTheBatch(int stretch) {
    Network network = net(random, shape(stretch));
    float[] x = Nets.floats(random, 1, ROWS * 3 * stretch);
    float[] cotangent = Nets.floats(random, 1, x.length);
    Frame frame = frame(network);
    frame.parameterGradients[network.plan().parameter("scale")] = new float[3];
    frame.parameterGradients[network.plan().parameter("bias")] = new float[3];
    System.arraycopy(x, 0, frame.values[0], 0, x.length);
    network.plan().forward(frame, network.weights(), ROWS, 0);
    System.arraycopy(cotangent, 0, frame.gradients[network.plan().output()], 0, x.length);
    network.plan().backward(frame, network.weights(), ROWS, 0);
    for (int i = 0; i < x.length; i++) {
      float[] up = x.clone();
      float[] down = x.clone();
      up[i] += 4e-3f;
      down[i] -= 4e-3f;
      double difference =
          difference(network, network, up, down, cotangent) / (up[i] - (double) down[i]);
      assertEquals(difference, frame.gradients[0][i], 3e-3, "input " + i);
    }
    for (String name : List.of("scale", "bias")) {
      float[] slope = frame.parameterGradients[network.plan().parameter(name)];
      for (int c = 0; c < 3; c++) {
        float[] values = network.parameter(name).values();
        values[c] += 1;
        Network more = network.with(name, Tensor.of(values, 3));
        assertEquals(difference(more, network, x, x, cotangent), slope[c], 1e-3, name + c);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void runningStatisticsOfWeightsThatChangeFollowTheBatch(int stretch) {
    Network network = net(random, shape(stretch));
    Tensor mean = network.parameter("mean");
    Tensor variance = network.parameter("variance");
    float[] x = Nets.floats(random, 2, ROWS * 3 * stretch);
    Weight[] weights = network.weights();
    int m = network.plan().parameter("mean");
    int v = network.plan().parameter("variance");
    weights[m] = new LearntWeight(mean, false);
    weights[v] = new LearntWeight(variance, false);
    forward(network, weights, x);
    int count = ROWS * stretch;
    for (int c = 0; c < 3; c++) {
      double[] moments = moments(x, c, stretch);
      assertEquals(
          0.8 * mean.get(c) + 0.2 * moments[0], weights[m].straight()[c], 1e-6, "mean " + c);
      assertEquals(
          0.8 * variance.get(c) + 0.2 * moments[1] * count / (count - 1),
          weights[v].straight()[c],
          2e-6,
          "variance " + c);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void weightsThatStayAreNotWrittenTo(int stretch) {
    Network network = net(random, shape(stretch));
    float[] before = network.parameter("mean").values();
    float[] x = Nets.floats(random, 2, ROWS * 3 * stretch);
    forward(network, network.weights(), x);
    assertArrayEquals(before, network.weights()[network.plan().parameter("mean")].straight());
    assertArrayEquals(before, network.parameter("mean").values());
  }

  @Test
  void oneNumberIsNoBatch() {
    Network network = net(random, 3);
    Weight[] weights = network.weights();
    int v = network.plan().parameter("variance");
    weights[v] = new LearntWeight(network.parameter("variance"), false);
    weights[network.plan().parameter("mean")] = new LearntWeight(network.parameter("mean"), false);
    float[] x = Nets.floats(random, 2, 3);
    Frame frame = frame(network);
    System.arraycopy(x, 0, frame.values[0], 0, 3);
    network.plan().forward(frame, weights, 1, 0);
    float[] made = Arrays.copyOf(frame.values[network.plan().output()], 3);
    assertArrayEquals(network.logits(x, 1), made);
    assertArrayEquals(network.parameter("variance").values(), weights[v].straight());
    frame.gradients[network.plan().output()][1] = 1;
    network.plan().backward(frame, weights, 1, 0);
    double slope =
        network.parameter("scale").get(1)
            / Math.sqrt(network.parameter("variance").get(1) + EPSILON);
    assertArrayEquals(
        new float[] {0, (float) slope, 0}, Arrays.copyOf(frame.gradients[0], 3), 1e-5f);
  }

  private static double difference(Network a, Network b, float[] x, float[] z, float[] cotangent) {
    float[] up = forward(a, a.weights(), x);
    float[] down = forward(b, b.weights(), z);
    double sum = 0;
    for (int i = 0; i < cotangent.length; i++) {
      sum += (up[i] - (double) down[i]) * cotangent[i];
    }
    return sum;
  }

  /** Mean and biased variance of a channel. */
  private static double[] moments(float[] x, int channel, int stretch) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      if (i / stretch % 3 == channel) {
        sum += x[i];
        squares += (double) x[i] * x[i];
      }
    }
    double count = x.length / 3.0;
    return new double[] {sum / count, squares / count - sum / count * (sum / count)};
  }
}
