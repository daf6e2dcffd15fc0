package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions and poolings of random shapes and attributes against nested loops in float64. */
class ConvolutionsTest {
  static LongStream few() {
    return LongStream.range(0, 10);
  }

  static LongStream many() {
    return LongStream.range(10, 210);
  }

  @ParameterizedTest
  @MethodSource("few")
  void convIsTheSumOfItsTerms(long seed) {
    conv(new Random(seed), 1 + (int) (seed % 2));
  }

  @ParameterizedTest
  @MethodSource("few")
  void depthwiseConvIsTheSumOfItsTerms(long seed) {
    Random random = new Random(seed);
    int channels = 1 + random.nextInt(4);
    conv(random, 1 + (int) (seed % 2), channels, channels, channels * (1 + random.nextInt(2)));
  }

  @ParameterizedTest
  @MethodSource("few")
  void averagePoolIsTheMeanOfItsWindow(long seed) {
    average(new Random(seed), 1 + (int) (seed % 2));
  }

  @ParameterizedTest
  @MethodSource("few")
  void maxPoolIsTheLargestOfItsWindow(long seed) {
    max(new Random(seed), 1 + (int) (seed % 2));
  }

  @Tag("quality")
  @ParameterizedTest
  @MethodSource("many")
  void allOfThemHoldOnManyShapes(long seed) {
    convIsTheSumOfItsTerms(seed);
    depthwiseConvIsTheSumOfItsTerms(seed);
    averagePoolIsTheMeanOfItsWindow(seed);
    maxPoolIsTheLargestOfItsWindow(seed);
  }

  @ParameterizedTest
  @MethodSource("few")
  void globalPoolsTakeWholePlanes(long seed) {
    Random random = new Random(seed);
    int channels = 1 + random.nextInt(4);
    int[] row = {channels, 1 + random.nextInt(6), 1 + random.nextInt(6)};
    int plane = row[1] * row[2];
    Network mean = pool(row, "GlobalAveragePool", Attributes.none());
    ByHand.check(
        mean,
        random,
        terms -> {
          for (int i = 0; i < channels * plane; i++) {
            terms.add(i / plane, i, -1, 1.0 / plane);
          }
        });
    float[] x = Nets.floats(random, 1, channels * plane);
    float[] most = pool(row, "GlobalMaxPool", Attributes.none()).logits(x, 1);
    for (int c = 0; c < channels; c++) {
      float largest = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < plane; i++) {
        largest = Math.max(largest, x[c * plane + i]);
      }
      assertEquals(largest, most[c]);
    }
  }

  @Test
  void maxPoolGivesTheGradientToTheFirstOfEquals() {
    Network net =
        pool(new int[] {1, 2, 2}, "MaxPool", Attributes.none().with("kernel_shape", 2, 2));
    float[] slope = net.inputGradient(new float[] {1, 5, 5, 5}, 1, logits -> new float[] {3});
    assertArrayEquals(new float[] {0, 3, 0, 0}, slope);
  }

  @Test
  void aWindowThatWouldBeginBeyondTheInputIsLeftOut() {
    Attributes ceil =
        Attributes.none().with("kernel_shape", 1).with("strides", 3).with("ceil_mode", 1);
    assertEquals(1, pool(new int[] {1, 3}, "MaxPool", ceil).classes());
    assertEquals(2, pool(new int[] {1, 4}, "MaxPool", ceil).classes());
  }

  @Test
  void aLastWindowThatReachesBeyondThePaddingCountsWhatIsThere() {
    Attributes ceil =
        Attributes.none()
            .with("kernel_shape", 3)
            .with("strides", 2)
            .with("ceil_mode", 1)
            .with("count_include_pad", 1);
    Network net = pool(new int[] {1, 4}, "AveragePool", ceil);
    assertArrayEquals(
        new float[] {2, 3.5f}, net.logits(new float[] {1, 2, 3, 4}, 1), "3 and 4 over two places");
  }

  @Test
  void multiplyAddsCountEveryPlaceOfTheOutput() {
    Random random = new Random(1);
    Network net =
        ByHand.net(
            new int[] {4, 6, 6},
            new Node("", "Conv", List.of("x", "w"), "y", Attributes.none().with("group", 2)),
            Map.of("w", Nets.tensor(random, 1, 6, 2, 3, 3)));
    assertEquals(6 * 2 * 9 * 16, net.multiplyAdds());
  }

  @Test
  void kernelsThatDoNotMeetTheRowsAreRefused() {
    Random random = new Random(1);
    assertRefused(
        "[2, 5, 5] in groups, found",
        () ->
            ByHand.net(
                new int[] {2, 5, 5},
                new Node("", "Conv", List.of("x", "w"), "y", Attributes.none()),
                Map.of("w", Nets.tensor(random, 1, 1, 3, 3, 3))));
    assertRefused(
        "expected 4 pads",
        () ->
            pool(
                new int[] {2, 5, 5},
                "MaxPool",
                Attributes.none().with("kernel_shape", 2, 2).with("pads", 1, 1)));
    assertRefused(
        "expected kernels of 1 to the padded size",
        () -> pool(new int[] {2, 5, 5}, "MaxPool", Attributes.none().with("kernel_shape", 6, 2)));
    assertRefused(
        "expected the attribute kernel_shape",
        () -> pool(new int[] {2, 5, 5}, "AveragePool", Attributes.none()));
    assertRefused(
        "rows [channels, length] or [channels, height, width]",
        () -> pool(new int[] {5}, "GlobalMaxPool", Attributes.none()));
    assertRefused(
        "fewer numbers",
        () ->
            pool(
                new int[] {1, 5, 5},
                "MaxPool",
                Attributes.none()
                    .with("kernel_shape", 1, 1)
                    .with("strides", 1 << 20, 1 << 20)
                    .with("pads", 1 << 20, 1 << 20, 0, 0)));
  }

  private static void assertRefused(String why, org.junit.jupiter.api.function.Executable made) {
    String message = assertThrows(IllegalArgumentException.class, made).getMessage();
    assertTrue(message.contains(why), message);
  }

  private static void conv(Random random, int axes) {
    int groups = 1 + random.nextInt(3);
    conv(random, axes, groups, groups * (1 + random.nextInt(5)), groups * (1 + random.nextInt(6)));
  }

  private static void conv(Random random, int axes, int groups, int channels, int outputs) {
    Shape shape = new Shape(random, axes, channels, false, random.nextInt(4) == 0);
    int of = channels / groups;
    int[] kernels = new int[axes + 2];
    kernels[0] = outputs;
    kernels[1] = of;
    System.arraycopy(shape.kernel, 0, kernels, 2, axes);
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("w", Nets.tensor(random, 1, kernels));
    boolean biased = random.nextBoolean();
    if (biased) {
      parameters.put("c", Tensor.of(new float[outputs], outputs));
    }
    Node node =
        new Node(
            "",
            "Conv",
            biased ? List.of("x", "w", "c") : List.of("x", "w"),
            "y",
            shape.attributes.with("group", groups));
    Network net = ByHand.net(shape.row(), node, parameters);
    ByHand.check(
        net,
        random,
        terms -> {
          for (int o = 0; o < outputs; o++) {
            for (int c = 0; c < of; c++) {
              int channel = (o / (outputs / groups)) * of + c;
              int output = o;
              int first = (o * of + c) * shape.places();
              shape.look(
                  (out, in, place) ->
                      terms.add(
                          output * shape.outs() + out,
                          channel * shape.ins() + in,
                          first + place,
                          1));
            }
          }
        });
    if (biased) {
      biases(net, random, outputs, shape.outs());
    }
  }

  private static void biases(Network net, Random random, int outputs, int places) {
    Network shifted = net.with("c", Nets.tensor(random, 1, outputs));
    float[] x = Nets.floats(random, 1, net.width());
    float[] dy = Nets.floats(random, 1, net.classes());
    float[] without = net.logits(x, 1);
    float[] with = shifted.logits(x, 1);
    double[] slopes = new double[outputs];
    for (int i = 0; i < with.length; i++) {
      assertEquals(without[i] + shifted.parameter("c").get(i / places), with[i], 1e-4);
      slopes[i / places] += dy[i];
    }
    try (Run run = shifted.on(x, 1)) {
      float[] found = run.parameterGradients(dy).get("c").values();
      for (int o = 0; o < outputs; o++) {
        assertEquals(slopes[o], found[o], 1e-4 * (1 + Math.abs(slopes[o])));
      }
    }
  }

  private static void average(Random random, int axes) {
    Shape shape = new Shape(random, axes, 1 + random.nextInt(3), true, false);
    boolean count = random.nextBoolean();
    Network net =
        pool(shape.row(), "AveragePool", shape.attributes.with("count_include_pad", count ? 1 : 0));
    double[] counts = new double[shape.outs()];
    shape.lookPadded((out, in, place) -> counts[out] += in >= 0 || count ? 1 : 0);
    ByHand.check(
        net,
        random,
        terms -> {
          for (int c = 0; c < shape.channels; c++) {
            int channel = c;
            shape.look(
                (out, in, place) ->
                    terms.add(
                        channel * shape.outs() + out,
                        channel * shape.ins() + in,
                        -1,
                        1 / counts[out]));
          }
        });
  }

  private static void max(Random random, int axes) {
    Shape shape = new Shape(random, axes, 1 + random.nextInt(3), true, false);
    Network net = pool(shape.row(), "MaxPool", shape.attributes);
    float[] x = Nets.floats(random, 1, net.width());
    float[] dy = Nets.floats(random, 1, net.classes());
    float[] y = net.logits(x, 1);
    double[] dx = new double[x.length];
    for (int c = 0; c < shape.channels; c++) {
      int[] winner = new int[shape.outs()];
      java.util.Arrays.fill(winner, -1);
      int first = c * shape.ins();
      shape.look(
          (out, in, place) -> {
            if (winner[out] < 0 || x[first + in] > x[first + winner[out]]) {
              winner[out] = in;
            }
          });
      for (int o = 0; o < winner.length; o++) {
        int at = c * shape.outs() + o;
        assertEquals(winner[o] < 0 ? -Float.MAX_VALUE : x[first + winner[o]], y[at]);
        if (winner[o] >= 0) {
          dx[first + winner[o]] += dy[at];
        }
      }
    }
    float[] found = net.inputGradient(x, 1, logits -> dy);
    for (int i = 0; i < dx.length; i++) {
      assertEquals(dx[i], found[i], 1e-4);
    }
    ByHand.checkBits(net, random);
  }

  private static Network pool(int[] row, String op, Attributes attributes) {
    return ByHand.net(row, new Node("", op, List.of("x"), "y", attributes), Map.of());
  }

  /** Random sizes and attributes of a window, and what it looks at. */
  private static final class Shape {
    private interface Look {
      void at(int out, int in, int place);
    }

    final int channels;
    final int[] size;
    final int[] kernel;
    final int[] strides;
    final int[] dilations;
    final int[] pads;
    final int[] out;
    final Attributes attributes;

    Shape(Random random, int axes, int channels, boolean pool, boolean pointwise) {
      this.channels = channels;
      size = new int[axes];
      kernel = new int[axes];
      strides = new int[axes];
      dilations = new int[axes];
      pads = new int[2 * axes];
      out = new int[axes];
      boolean ceil = pool && random.nextBoolean();
      for (int a = 0; a < axes; a++) {
        kernel[a] = pointwise ? 1 : 1 + random.nextInt(4);
        strides[a] = pointwise ? 1 : 1 + random.nextInt(random.nextBoolean() ? 1 : 3);
        dilations[a] = 1 + random.nextInt(random.nextBoolean() ? 1 : 2);
        int most = pointwise ? 1 : Math.max(1, pool ? kernel[a] / 2 + 1 : 4);
        pads[a] = random.nextInt(most);
        pads[a + axes] = random.nextInt(most);
        int reach = dilations[a] * (kernel[a] - 1) + 1;
        size[a] = Math.max(1, reach - pads[a] - pads[a + axes]) + random.nextInt(8);
        int steps = size[a] + pads[a] + pads[a + axes] - reach;
        out[a] = steps / strides[a] + 1;
        if (ceil && steps % strides[a] != 0 && out[a] * strides[a] < size[a] + pads[a]) {
          out[a]++;
        }
      }
      Attributes some =
          Attributes.none()
              .with("kernel_shape", kernel)
              .with("strides", strides)
              .with("dilations", dilations)
              .with("pads", pads);
      attributes = pool ? some.with("ceil_mode", ceil ? 1 : 0) : some;
    }

    int[] row() {
      int[] row = new int[size.length + 1];
      row[0] = channels;
      System.arraycopy(size, 0, row, 1, size.length);
      return row;
    }

    int ins() {
      return Plan.width(size);
    }

    int outs() {
      return Plan.width(out);
    }

    int places() {
      return Plan.width(kernel);
    }

    /** Every look of a plane's outputs at a number of it. */
    void look(Look look) {
      lookPadded(
          (o, i, place) -> {
            if (i >= 0) {
              look.at(o, i, place);
            }
          });
    }

    /** And at its padding, which is −1; not beyond it. */
    void lookPadded(Look look) {
      for (int o = 0; o < outs(); o++) {
        for (int place = 0; place < places(); place++) {
          int restO = o;
          int restP = place;
          int in = 0;
          int step = 1;
          boolean inside = true;
          boolean within = true;
          for (int a = size.length - 1; a >= 0; a--) {
            int at = restO % out[a] * strides[a] + restP % kernel[a] * dilations[a] - pads[a];
            within &= at < size[a] + pads[a + size.length];
            inside &= at >= 0 && at < size[a];
            in += at * step;
            step *= size[a];
            restO /= out[a];
            restP /= kernel[a];
          }
          if (within) {
            look.at(o, inside ? in : -1, place);
          }
        }
      }
    }
  }
}
