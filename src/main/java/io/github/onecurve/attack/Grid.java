package io.github.onecurve.attack;

/**
 * The inputs of a row as channels of an image, or as one line of features where they are none.
 *
 * @param channels the number of channels
 * @param height the number of lines; 1 where the row is no image
 * @param width the number of inputs of a line
 * @param channelStep how far apart the same place of two channels lies, by flat index
 * @param step how far apart two neighbours of a line lie
 */
record Grid(int channels, int height, int width, int channelStep, int step) {
  private static final int FEW = 4;

  /** {@code [h, w]} or {@code [c, h, w]}; {@code [h, w, c]} where only the last axis is short. */
  static Grid of(int... shape) {
    int axes = shape.length;
    if (axes == 2 && shape[0] > 1 && shape[1] > 1) {
      return new Grid(1, shape[0], shape[1], 0, 1);
    }
    if (axes == 3 && shape[2] <= FEW && shape[0] > FEW && shape[1] > FEW) {
      return new Grid(shape[2], shape[0], shape[1], 1, shape[2]);
    }
    if (axes == 3 && shape[1] > 1 && shape[2] > 1) {
      return new Grid(shape[0], shape[1], shape[2], shape[1] * shape[2], 1);
    }
    int all = 1;
    for (int axis : shape) {
      all *= axis;
    }
    return new Grid(1, 1, all, 0, 1);
  }

  boolean isLine() {
    return height == 1;
  }

  int index(int channel, int y, int x) {
    return channel * channelStep + (y * width + x) * step;
  }

  /** At how many places from top to bottom a window of a side fits. */
  int placesDown(int side) {
    return isLine() ? 1 : height - side + 1;
  }

  /** At how many places from left to right a window of a side fits. */
  int placesAcross(int side) {
    return width - side + 1;
  }

  /** The side of a window that holds a share of the places, at least 1. */
  int side(double share) {
    long side =
        isLine() ? Math.round(share * width) : Math.round(Math.sqrt(share * height * width));
    return (int) Math.max(1, Math.min(side, isLine() ? width : Math.min(height, width)));
  }
}
