package io.github.onecurve.bridge.dl4j;

import io.github.onecurve.network.Attributes;
import org.deeplearning4j.nn.conf.ConvolutionMode;

/** How a convolution or a pooling moves over images, padding told edge by edge. */
final class Windows {
  private final Attributes attributes;
  private final int height;
  private final int width;

  private Windows(Attributes attributes, int height, int width) {
    this.attributes = attributes;
    this.height = height;
    this.width = width;
  }

  /**
   * The windows of a layer.
   *
   * @param image {@code [channels, height, width]} that it reads
   */
  static Windows of(
      ConvolutionMode mode,
      int[] kernel,
      int[] stride,
      int[] padding,
      int[] dilation,
      int[] image) {
    int[] before = new int[2];
    int[] after = new int[2];
    int[] out = new int[2];
    for (int axis = 0; axis < 2; axis++) {
      int in = image[axis + 1];
      int reach = (kernel[axis] - 1) * dilation[axis] + 1;
      if (mode == ConvolutionMode.Same) {
        out[axis] = (in + stride[axis] - 1) / stride[axis];
        int missing = Math.max(0, (out[axis] - 1) * stride[axis] + reach - in);
        before[axis] = missing / 2;
        after[axis] = missing - before[axis];
      } else {
        out[axis] = (in + 2 * padding[axis] - reach) / stride[axis] + 1;
        before[axis] = padding[axis];
        after[axis] = padding[axis];
      }
    }
    Attributes attributes =
        Attributes.none()
            .with("kernel_shape", kernel)
            .with("strides", stride)
            .with("dilations", dilation)
            .with("pads", before[0], before[1], after[0], after[1]);
    return new Windows(attributes, out[0], out[1]);
  }

  Attributes attributes() {
    return attributes;
  }

  /** The shape of a row of what comes out. */
  int[] shape(int channels) {
    return new int[] {channels, height, width};
  }
}
