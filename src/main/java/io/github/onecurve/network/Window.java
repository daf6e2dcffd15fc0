package io.github.onecurve.network;

import java.util.Arrays;

/**
 * The places in a row's planes that a kernel looks at: sizes, strides, padding and dilation of a
 * convolution or pooling. A row is {@code [channels, height, width]}; what has one spatial axis has
 * height 1.
 *
 * <p>An image is first laid into padded planes {@code [channels, paddedHeight, paddedWidth]}. With
 * strides of 1 what one place of the kernel sees of a plane is then one contiguous run, {@link
 * #columns} long; it holds some numbers between the lines that belong to no output, which are
 * computed and dropped, for that is cheaper than many short copies.
 */
record Window(
    int channels,
    int height,
    int width,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    int top,
    int left,
    int bottom,
    int right,
    int outHeight,
    int outWidth) {

  int paddedHeight() {
    return top + height + bottom;
  }

  int paddedWidth() {
    return left + width + right;
  }

  /** The numbers of a plane before padding. */
  int plane() {
    return height * width;
  }

  int paddedPlane() {
    return paddedHeight() * paddedWidth();
  }

  /** The numbers of a plane of the output. */
  int outPlane() {
    return outHeight * outWidth;
  }

  /** The places of the kernel. */
  int kernel() {
    return kernelHeight * kernelWidth;
  }

  boolean padded() {
    return top + left + bottom + right > 0;
  }

  /** Whether neighbouring outputs look at neighbouring inputs. */
  boolean dense() {
    return strideHeight == 1 && strideWidth == 1;
  }

  /** Whether every output looks at the input in its own place only. */
  boolean pointwise() {
    return kernel() == 1 && dense() && !padded();
  }

  /** From one line of outputs to the next, in the form that products have. */
  int lineStep() {
    return dense() ? paddedWidth() : outWidth;
  }

  /** The outputs of a plane in the form that products have. */
  int columns() {
    return (outHeight - 1) * lineStep() + outWidth;
  }

  /**
   * Lays planes of an image into padded ones.
   *
   * @param planes how many
   * @param value of the padding
   */
  void pad(float[] x, int from, int planes, float value, float[] into) {
    int lines = paddedWidth();
    if (padded()) {
      Arrays.fill(into, 0, planes * paddedPlane(), value);
    }
    for (int plane = 0; plane < planes; plane++) {
      int at = plane * paddedPlane() + top * lines + left;
      int source = from + plane * plane();
      for (int line = 0; line < height; line++) {
        System.arraycopy(x, source + line * width, into, at + line * lines, width);
      }
    }
  }

  /** Adds the inner part of padded planes to those of an image. */
  void addInner(float[] padded, int planes, float[] x, int to) {
    int lines = paddedWidth();
    for (int plane = 0; plane < planes; plane++) {
      int at = plane * paddedPlane() + top * lines + left;
      int target = to + plane * plane();
      for (int line = 0; line < height; line++) {
        Loops.add(1, padded, at + line * lines, x, target + line * width, width);
      }
    }
  }

  /** Where the first output's look at a padded plane is, for a place of the kernel. */
  int shift(int place) {
    return (place / kernelWidth) * dilationHeight * paddedWidth()
        + (place % kernelWidth) * dilationWidth;
  }

  /**
   * What a place of the kernel sees of a padded plane, one number for each output.
   *
   * @param from the plane's start plus {@link #shift}
   * @param into {@code [columns]}
   */
  void see(float[] padded, int from, float[] into, int to) {
    if (dense()) {
      System.arraycopy(padded, from, into, to, columns());
      return;
    }
    for (int line = 0; line < outHeight; line++) {
      int at = from + line * strideHeight * paddedWidth();
      int target = to + line * outWidth;
      for (int i = 0; i < outWidth; i++) {
        into[target + i] = padded[at + i * strideWidth];
      }
    }
  }

  /** Adds what came back for a place of the kernel to the padded plane that it saw. */
  void addSeen(float[] seen, int from, float[] padded, int to) {
    if (dense()) {
      Loops.add(1, seen, from, padded, to, columns());
      return;
    }
    for (int line = 0; line < outHeight; line++) {
      int at = to + line * strideHeight * paddedWidth();
      int source = from + line * outWidth;
      for (int i = 0; i < outWidth; i++) {
        padded[at + i * strideWidth] += seen[source + i];
      }
    }
  }

  /** From a plane of outputs in the form that products have to the outputs as they are. */
  void gather(float[] columns, int from, float[] y, int to) {
    for (int line = 0; line < outHeight; line++) {
      System.arraycopy(columns, from + line * lineStep(), y, to + line * outWidth, outWidth);
    }
  }

  /** From a plane of outputs as they are to the form that products have, 0 between lines. */
  void spread(float[] y, int from, float[] columns, int to) {
    int step = lineStep();
    for (int line = 0; line < outHeight; line++) {
      int at = to + line * step;
      System.arraycopy(y, from + line * outWidth, columns, at, outWidth);
      if (line + 1 < outHeight) {
        Arrays.fill(columns, at + outWidth, at + step, 0);
      }
    }
  }
}
