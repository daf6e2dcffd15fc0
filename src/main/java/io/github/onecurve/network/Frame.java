package io.github.onecurve.network;

import java.util.Arrays;

/**
 * What operations work on: every tensor's values and, where wanted, gradients, and the buffers that
 * they need on the way. One thread's at a time, and kept from call to call.
 */
final class Frame {
  /** By tensor, {@code [rows, width]}. */
  final float[][] values;

  /** By tensor, {@code [rows, width]}; null until a backward pass is wanted. */
  final float[][] gradients;

  /** By parameter, in the form that {@link #turned} says; null where not wanted. */
  final float[][] parameterGradients;

  /** By parameter, whether its gradient is wanted turned. */
  final boolean[] turned;

  /** The row of the batch that is the first here; for messages. */
  int firstRow;

  /** Whether the gradient of the input is wanted. */
  boolean wantsInput;

  /**
   * Whether batch normalisation uses the statistics of the batch, and moves the running ones, which
   * are then written to in place in {@link Weight#straight()}.
   */
  boolean live;

  private final int[] widths;
  private Tile tile;
  private float[][] scratch = {};
  private float[][][] units = {};
  private NativeBuffer[] natives = {};
  private int rows;
  private float[][] valueBuffers = {};
  private float[][] gradientBuffers = {};
  private int valueRows;
  private int gradientRows;

  /** A frame that has no room yet. */
  Frame(int[] widths, int parameters) {
    this.widths = widths;
    this.values = new float[widths.length][];
    this.gradients = new float[widths.length][];
    this.parameterGradients = new float[parameters][];
    this.turned = new boolean[parameters];
  }

  /** A frame with a buffer of its own for each tensor. */
  Frame(int[] widths, int parameters, int rows) {
    this(widths, parameters);
    this.rows = rows;
    for (int tensor = 0; tensor < widths.length; tensor++) {
      values[tensor] = new float[Math.multiplyExact(rows, widths[tensor])];
    }
  }

  /** The most rows that fit where each tensor has a buffer of its own. */
  int rows() {
    return rows;
  }

  /** Makes room for the gradients of a tensor and all after it, each in a buffer of its own. */
  void prepareGradients(int from) {
    for (int tensor = from; tensor < widths.length; tensor++) {
      if (gradients[tensor] == null) {
        gradients[tensor] = new float[rows * widths[tensor]];
      }
    }
  }

  /** Makes room for values in buffers that tensors share. */
  void holdValues(Layout layout, int most) {
    if (valueRows < most) {
      valueBuffers = layout.buffers(most);
      valueRows = most;
    }
    layout.deal(valueBuffers, values);
  }

  /** Takes the values that are kept in a stripe, and works on them. */
  void hold(Stripe stripe) {
    System.arraycopy(stripe.values, 0, values, 0, values.length);
  }

  /** Makes room for gradients in buffers that tensors share. */
  void holdGradients(Layout layout, int most) {
    if (gradientRows < most) {
      gradientBuffers = layout.buffers(most);
      gradientRows = most;
    }
    layout.deal(gradientBuffers, gradients);
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

  /** The native buffers of wide products, made when first asked for. */
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

  /** A kept list for buffers of one operation, as {@link #scratch}. */
  float[][] units(int slot, int size) {
    if (units.length <= slot) {
      units = Arrays.copyOf(units, slot + 1);
    }
    if (units[slot] == null || units[slot].length < size) {
      units[slot] = new float[size][];
    }
    return units[slot];
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

  int width(int tensor) {
    return widths[tensor];
  }

  /** Lets go of what belongs to one call alone. */
  void rest() {
    Arrays.fill(values, null);
    Arrays.fill(gradients, null);
    Arrays.fill(parameterGradients, null);
    Arrays.fill(turned, false);
    wantsInput = false;
    firstRow = 0;
    live = false;
  }

  /** Frees what is held in native memory, and lets go of the rest. */
  void free() {
    if (tile != null) {
      tile.free();
    }
    for (NativeBuffer buffer : natives) {
      if (buffer != null) {
        buffer.free();
      }
    }
    scratch = new float[0][];
    units = new float[0][][];
    valueBuffers = new float[0][];
    gradientBuffers = new float[0][];
    valueRows = 0;
    gradientRows = 0;
  }
}
