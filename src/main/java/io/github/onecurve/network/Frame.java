package io.github.onecurve.network;

import java.util.Arrays;

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

  private float[][] scratch = {};
  private NativeBuffer[] natives = {};

  /** Whether the gradient of the input is wanted. */
  boolean wantsInput;

  /**
   * Whether batch normalisation uses the statistics of the batch, and moves the running ones, which
   * are then written to in place in {@link Weight#straight()}.
   */
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

  /**
   * Adds to the gradient of a parameter, in the form that is wanted.
   *
   * @param columns of the parameter's matrix, which has its first axis as rows
   */
  void addParameterGradient(int parameter, float[] straight, int columns, int size) {
    float[] sum = parameterGradients[parameter];
    if (!turned[parameter]) {
      Loops.add(1, straight, 0, sum, 0, size);
      return;
    }
    int rows = size / columns;
    for (int i = 0; i < size; i++) {
      sum[(i % columns) * rows + i / columns] += straight[i];
    }
  }

  /** The native buffers, made when first asked for. */
  Tile tile() {
    if (tile == null) {
      tile = new Tile();
    }
    return tile;
  }

  /**
   * A kept buffer for the use of one operation's pass; what it holds on entry is unknown.
   *
   * @param slot tells the buffers of one operation apart, from 0
   * @param size how many numbers it must hold at least
   */
  float[] scratch(int slot, int size) {
    if (scratch.length <= slot) {
      scratch = Arrays.copyOf(scratch, slot + 1);
    }
    if (scratch[slot] == null || scratch[slot].length < size) {
      scratch[slot] = new float[size];
    }
    return scratch[slot];
  }

  /** A kept buffer in native memory, as {@link #scratch}. */
  NativeBuffer natives(int slot, int size) {
    if (natives.length <= slot) {
      natives = Arrays.copyOf(natives, slot + 1);
    }
    if (natives[slot] == null) {
      natives[slot] = new NativeBuffer();
    }
    return natives[slot].atLeast(size);
  }

  /** Frees what is held in native memory. */
  void free() {
    if (tile != null) {
      tile.free();
    }
    for (NativeBuffer buffer : natives) {
      if (buffer != null) {
        buffer.free();
      }
    }
  }

  int width(int tensor) {
    return widths[tensor];
  }
}
