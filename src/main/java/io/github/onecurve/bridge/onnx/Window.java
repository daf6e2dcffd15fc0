package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Attributes;
import java.util.Arrays;

/** The window that a convolution or a pool slides over the spatial axes of its input. */
final class Window {
  private final Call call;
  private final int[] in;
  private final int[] kernel;
  private final int[] strides;
  private final int[] dilations;
  private final int[] pads;

  private Window(Call call, int[] in, int[] kernel, int[] strides, int[] dilations, int[] pads) {
    this.call = call;
    this.in = in;
    this.kernel = kernel;
    this.strides = strides;
    this.dilations = dilations;
    this.pads = pads;
  }

  static Window of(Call call, Flow flow, int[] kernel) {
    int axes = flow.rank() - 2;
    int[] in = Arrays.copyOfRange(flow.dims(), 2, flow.rank());
    int[] ones = new int[axes];
    Arrays.fill(ones, 1);
    int[] strides = call.wholes("strides").orElse(ones);
    int[] dilations = call.wholes("dilations").orElse(ones);
    int[] pads = call.wholes("pads").orElse(new int[2 * axes]);
    if (kernel.length != axes
        || strides.length != axes
        || dilations.length != axes
        || pads.length != 2 * axes
        || Arrays.stream(kernel).anyMatch(k -> k < 1)
        || Arrays.stream(strides).anyMatch(s -> s < 1)
        || Arrays.stream(dilations).anyMatch(d -> d < 1)
        || Arrays.stream(pads).anyMatch(p -> p < 0)) {
      throw call.fault(
          String.format(
              "expected a kernel, strides, dilations ≥ 1 and pads ≥ 0 for %d axes, found %s, %s, %s"
                  + " and %s",
              axes,
              Arrays.toString(kernel),
              Arrays.toString(strides),
              Arrays.toString(dilations),
              Arrays.toString(pads)));
    }
    Window window = new Window(call, in, kernel, strides, dilations, pads.clone());
    window.padAsSaid(call.word("auto_pad", "NOTSET"));
    return window;
  }

  private void padAsSaid(String how) {
    switch (how) {
      case "NOTSET", "" -> {}
      case "VALID" -> Arrays.fill(pads, 0);
      case "SAME_UPPER", "SAME_LOWER" -> {
        for (int axis = 0; axis < in.length; axis++) {
          int made = (in[axis] + strides[axis] - 1) / strides[axis];
          int total =
              Math.toIntExact(Math.max(0, (made - 1L) * strides[axis] + reach(axis) - in[axis]));
          int less = total / 2;
          pads[axis] = how.equals("SAME_UPPER") ? less : total - less;
          pads[axis + in.length] = total - pads[axis];
        }
      }
      default -> throw call.fault("expected a known auto_pad, found \"" + how + "\"");
    }
  }

  private long reach(int axis) {
    return (kernel[axis] - 1L) * dilations[axis] + 1;
  }

  boolean isDilated() {
    return Arrays.stream(dilations).anyMatch(d -> d > 1);
  }

  Attributes attributes() {
    return undilated().with("dilations", dilations);
  }

  Attributes undilated() {
    return Attributes.none()
        .with("kernel_shape", kernel)
        .with("strides", strides)
        .with("pads", pads);
  }

  /** The shape of what is made of images: the batch, channels, places. */
  int[] made(int channels, boolean ceil) {
    int[] dims = new int[in.length + 2];
    dims[0] = 1;
    dims[1] = channels;
    for (int axis = 0; axis < in.length; axis++) {
      long span = (long) in[axis] + pads[axis] + pads[axis + in.length] - reach(axis);
      long places = (ceil ? span + strides[axis] - 1 : span) / strides[axis] + 1;
      if (ceil && (places - 1) * strides[axis] >= (long) in[axis] + pads[axis]) {
        places--;
      }
      if (span < 0 || places < 1) {
        throw call.fault(
            "expected a kernel that fits into "
                + Arrays.toString(in)
                + ", found "
                + Arrays.toString(kernel));
      }
      dims[axis + 2] = Math.toIntExact(places);
    }
    return dims;
  }
}
