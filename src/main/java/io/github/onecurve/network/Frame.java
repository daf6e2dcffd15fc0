package io.github.onecurve.network;

import java.util.Arrays;

/**
 * What operations work on: every tensor's values and, where wanted, gradients, and the buffers that
 * they need on the way. One thread's at a time, and kept from call to call.
 */
final class Frame {
  private static final int SCRATCHES = 16;

  /** By tensor, {@code [rows, width]}. */
  final float[][] values;

  /** By tensor, {@code [rows, width]}; null until a backward pass is wanted. */
  final float[][] gradients;

  /** By parameter, in the form that {@link #turned} says; null where not wanted. */
  final float[][] parameterGradients;

  /** By parameter, whether its gradient is wanted turned. */
  final boolean[] turned;

  /** Whether the gradient of the input is wanted. */
  boolean wantsInput;

  private final int[] widths;
  private final float[][] scratches = new float[SCRATCHES][];
  private Tile tile;
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
   * A kept buffer of at least so many numbers, which may be anything.
   *
   * @param slot in [0, 12): those of one number are one buffer, also for the next operation
   */
  float[] scratch(int slot, int size) {
    float[] buffer = scratches[slot];
    if (buffer == null || buffer.length < size) {
      buffer = new float[size];
      scratches[slot] = buffer;
    }
    return buffer;
  }

  /** The native buffers of wide products, made when first asked for. */
  Tile tile() {
    if (tile == null) {
      tile = new Tile();
    }
    return tile;
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
  }

  /** Frees what is held in native memory, and lets go of the rest. */
  void free() {
    if (tile != null) {
      tile.free();
    }
    Arrays.fill(scratches, null);
    valueBuffers = new float[0][];
    gradientBuffers = new float[0][];
    valueRows = 0;
    gradientRows = 0;
  }
}
