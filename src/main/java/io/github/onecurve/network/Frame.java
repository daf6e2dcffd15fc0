package io.github.onecurve.network;

/** The kept buffers of one pass: every tensor's values and, where wanted, gradients. */
final class Frame {
  /** By tensor, {@code [rows, width]}. */
  final float[][] values;

  /** By tensor, {@code [rows, width]}; null until a backward pass is wanted. */
  final float[][] gradients;

  /** By parameter, in the form that {@link #turned} says; null where not wanted. */
  final float[][] parameterGradients;

  /** By parameter, whether its gradient is wanted turned. */
  final boolean[] turned;

  /** The native buffers of wide products. */
  private Tile tile;

  /** Whether the gradient of the input is wanted. */
  boolean wantsInput;

  /** Whether normalizations of the batch take its own statistics and keep a running mean. */
  boolean live;

  private final int[] widths;
  private final int rows;

  Frame(int[] widths, int parameters, int rows) {
    this.widths = widths;
    this.rows = rows;
    this.values = new float[widths.length][];
    this.gradients = new float[widths.length][];
    this.parameterGradients = new float[parameters][];
    this.turned = new boolean[parameters];
    for (int tensor = 0; tensor < widths.length; tensor++) {
      values[tensor] = new float[Math.multiplyExact(rows, widths[tensor])];
    }
  }

  /** The most rows that fit. */
  int rows() {
    return rows;
  }

  /** Makes room for the gradients of a tensor and all after it. */
  void prepareGradients(int from) {
    for (int tensor = from; tensor < widths.length; tensor++) {
      if (gradients[tensor] == null) {
        gradients[tensor] = new float[rows * widths[tensor]];
      }
    }
  }

  /** The native buffers, made when first asked for. */
  Tile tile() {
    if (tile == null) {
      tile = new Tile();
    }
    return tile;
  }

  /** Frees what is held in native memory. */
  void free() {
    if (tile != null) {
      tile.free();
    }
  }

  int width(int tensor) {
    return widths[tensor];
  }
}
