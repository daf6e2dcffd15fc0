package io.github.onecurve.network;

import io.github.onecurve.data.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/**
 * The family of operations that slide a window over the planes of a row, with one or two spatial
 * axes: convolutions and poolings.
 */
final class Convolutions {
  /** Up to so many outputs for each plane, sums of shifted planes are faster than products. */
  private static final int MOST_SHIFTED = 4;

  private Convolutions() {}

  static void addTo(Map<String, Function<Resolver, Operation>> known) {
    known.put("Conv", Convolutions::conv);
    known.put("MaxPool", Convolutions::maxPool);
    known.put("AveragePool", Convolutions::averagePool);
    known.put("GlobalAveragePool", Convolutions::globalAverage);
    known.put("GlobalMaxPool", Convolutions::globalMax);
  }

  private static Operation conv(Resolver node) {
    node.requireInputs(2, 3);
    int[] row = planes(node);
    Tensor kernels = node.parameter(1);
    int groups = whole(node, "group", 1);
    if (kernels.rank() != row.length + 1
        || groups < 1
        || row[0] % groups != 0
        || kernels.axis(1) != row[0] / groups
        || kernels.axis(0) % groups != 0) {
      throw node.fault(
          String.format(
              "expected \"%s\" to be [outputs, %s / group, kernel…] to meet rows of shape %s in"
                  + " groups, found %s and group %d",
              node.name(1), row[0], Arrays.toString(row), kernels, groups));
    }
    int[] kernel = Arrays.copyOfRange(kernels.shape(), 2, kernels.rank());
    int[] said = node.attributes().whole("kernel_shape").orElse(kernel);
    if (!Arrays.equals(kernel, said)) {
      throw node.fault(
          String.format(
              "expected kernel_shape %s as \"%s\" has it, found %s",
              Arrays.toString(kernel), node.name(1), Arrays.toString(said)));
    }
    Geometry geometry = new Geometry(node, row, kernel, false);
    int outputs = kernels.axis(0);
    int bias = -1;
    if (node.has(2)) {
      bias = node.parameterNumber(2);
      if (node.parameter(2).size() != outputs) {
        throw node.fault(
            String.format(
                "expected \"%s\" to have %d values, found %s",
                node.name(2), outputs, node.parameter(2)));
      }
    }
    node.makes(geometry.rowOf(outputs));
    int in = node.tensor(0);
    int weight = node.parameterNumber(1);
    return groups == row[0] && groups > 1 && outputs / groups <= MOST_SHIFTED
        ? new DepthwiseConvolution(
            in, node.out(), weight, bias, geometry.window(), outputs / groups)
        : new Convolution(in, node.out(), weight, bias, geometry.window(), outputs, groups);
  }

  private static Operation maxPool(Resolver node) {
    Geometry geometry = pool(node);
    return new MaxPool(node.tensor(0), node.out(), geometry.window());
  }

  private static Operation averagePool(Resolver node) {
    Geometry geometry = pool(node);
    boolean countPadding = node.number("count_include_pad", 0) != 0;
    return new AveragePool(
        node.tensor(0), node.out(), geometry.window(), geometry.shares(countPadding));
  }

  private static Operation globalAverage(Resolver node) {
    Geometry geometry = global(node);
    return new AveragePool(node.tensor(0), node.out(), geometry.window(), geometry.shares(false));
  }

  private static Operation globalMax(Resolver node) {
    return new MaxPool(node.tensor(0), node.out(), global(node).window());
  }

  private static Geometry pool(Resolver node) {
    node.requireInputs(1, 1);
    int[] row = planes(node);
    int[] kernel =
        node.attributes()
            .whole("kernel_shape")
            .orElseThrow(() -> node.fault("expected the attribute kernel_shape, found none"));
    if (kernel.length != row.length - 1) {
      throw node.fault(
          String.format(
              "expected a kernel_shape of %d axes, found %s",
              row.length - 1, Arrays.toString(kernel)));
    }
    Geometry geometry = new Geometry(node, row, kernel, node.number("ceil_mode", 0) != 0);
    node.makes(geometry.rowOf(row[0]));
    return geometry;
  }

  private static Geometry global(Resolver node) {
    node.requireInputs(1, 1);
    int[] row = planes(node);
    Geometry geometry = new Geometry(node, row, Arrays.copyOfRange(row, 1, row.length), false);
    node.makes(geometry.rowOf(row[0]));
    return geometry;
  }

  private static int[] planes(Resolver node) {
    int[] row = node.rowShape(0);
    if (row.length != 2 && row.length != 3) {
      throw node.shapeFault(0, "to have rows [channels, length] or [channels, height, width]", row);
    }
    return row;
  }

  private static int whole(Resolver node, String attribute, int otherwise) {
    int[] value = node.attributes().whole(attribute).orElse(new int[] {otherwise});
    if (value.length != 1) {
      throw node.fault("expected one " + attribute + ", found " + Arrays.toString(value));
    }
    return value[0];
  }

  /** The attributes of a window, read and checked. */
  private static final class Geometry {
    private static final long MOST_NUMBERS = 1 << 28;
    private static final int MOST = 1 << 20;

    private final Resolver node;
    private final int[] row;
    private final int[] kernel;
    private final int[] strides;
    private final int[] dilations;
    private final int[] pads;
    private final int[] out;
    private final int[] beyond;

    Geometry(Resolver node, int[] row, int[] kernel, boolean ceil) {
      int axes = kernel.length;
      this.node = node;
      this.row = row;
      this.kernel = kernel;
      this.strides = axes("strides", axes, 1, 1);
      this.dilations = axes("dilations", axes, 1, 1);
      this.pads = axes("pads", 2 * axes, 0, 0);
      this.out = new int[axes];
      this.beyond = new int[axes];
      for (int axis = 0; axis < axes; axis++) {
        size(axis, ceil);
      }
      requireRoom();
    }

    /** The shape of a row of the output. */
    int[] rowOf(int channels) {
      int[] shape = new int[out.length + 1];
      shape[0] = channels;
      System.arraycopy(out, 0, shape, 1, out.length);
      return shape;
    }

    Window window() {
      int w = kernel.length - 1;
      boolean flat = w == 0;
      return new Window(
          row[0],
          flat ? 1 : row[1],
          row[w + 1],
          flat ? 1 : kernel[0],
          kernel[w],
          flat ? 1 : strides[0],
          strides[w],
          flat ? 1 : dilations[0],
          dilations[w],
          flat ? 0 : pads[0],
          pads[w],
          flat ? 0 : pads[kernel.length] + beyond[0],
          pads[kernel.length + w] + beyond[w],
          flat ? 1 : out[0],
          out[w]);
    }

    AveragePool.Shares shares(boolean countPadding) {
      Window window = window();
      int w = kernel.length - 1;
      return AveragePool.Shares.of(
          window,
          window.paddedHeight() - (w == 0 ? 0 : beyond[0]),
          window.paddedWidth() - beyond[w],
          countPadding);
    }

    /**
     * The size of an axis of the output, and how far its last window reaches beyond the padding
     * when sizes are rounded up. A window that would begin beyond the input and the padding before
     * it is left out, as in PyTorch and ONNX.
     */
    private void size(int axis, boolean ceil) {
      long begin = pads[axis];
      long padded = begin + row[axis + 1] + pads[axis + kernel.length];
      long reach = (long) dilations[axis] * (kernel[axis] - 1) + 1;
      if (kernel[axis] < 1 || reach > padded) {
        throw node.fault(
            String.format(
                "expected kernels of 1 to the padded size, found kernel %s with dilations %s and"
                    + " pads %s on rows of shape %s",
                Arrays.toString(kernel),
                Arrays.toString(dilations),
                Arrays.toString(pads),
                Arrays.toString(row)));
      }
      long steps = padded - reach;
      long size = steps / strides[axis] + 1;
      if (ceil) {
        size = (steps + strides[axis] - 1) / strides[axis] + 1;
        if ((size - 1) * strides[axis] >= row[axis + 1] + begin) {
          size--;
        }
      }
      out[axis] = Math.toIntExact(size);
      beyond[axis] = (int) Math.max(0, (size - 1) * strides[axis] + reach - padded);
    }

    private void requireRoom() {
      Window window = window();
      long plane = (long) window.paddedHeight() * window.paddedWidth();
      if (plane * window.channels() > MOST_NUMBERS) {
        throw node.fault(
            String.format(
                "expected fewer numbers than %d in a padded row, found %d × %d × %d",
                MOST_NUMBERS, window.channels(), window.paddedHeight(), window.paddedWidth()));
      }
    }

    private int[] axes(String attribute, int count, int otherwise, int least) {
      int[] all = new int[count];
      Arrays.fill(all, otherwise);
      int[] values = node.attributes().whole(attribute).orElse(all);
      if (values.length != count || Arrays.stream(values).anyMatch(v -> v < least || v > MOST)) {
        throw node.fault(
            String.format(
                "expected %d %s in [%d, %d], found %s",
                count, attribute, least, MOST, Arrays.toString(values)));
      }
      return values;
    }
  }
}
