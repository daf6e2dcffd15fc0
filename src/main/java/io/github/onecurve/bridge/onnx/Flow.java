package io.github.onecurve.bridge.onnx;

import java.util.Arrays;

/**
 * A value of the graph that differs from row to row: a tensor of the network, and how the model
 * sees it.
 *
 * <p>The network keeps every tensor as {@code [n, row…]}. The model may have the batch at another
 * place, or within an axis: {@code [T, N·H, d]} is seen of rows {@code [T, H, d]}. A view says what
 * the axes are for a batch of one row, which of them holds the batch, and how many places of that
 * axis stand before it. An axis that holds nothing but the batch is none of the row's. Where the
 * file fixes the batch at one, the batch may stand outside all axes: then every axis is one of the
 * row.
 */
final class Flow implements Value {
  static final int OUTSIDE = -1;

  private final String tensor;
  private final Kind kind;
  private final int[] dims;
  private final int batch;
  private final int before;

  /**
   * @param tensor its name in the network
   * @param dims the axes as the model has them, for a batch of one row
   * @param batch the axis that holds the batch, or {@link #OUTSIDE}
   * @param before how many places of that axis stand before the batch: {@code T} in {@code T·N}
   */
  Flow(String tensor, Kind kind, int[] dims, int batch, int before) {
    this.tensor = tensor;
    this.kind = kind;
    this.dims = dims.clone();
    this.batch = batch;
    this.before = before;
  }

  String tensor() {
    return tensor;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public int[] dims() {
    return dims;
  }

  int batch() {
    return batch;
  }

  int before() {
    return before;
  }

  /** Whether an axis holds the batch and nothing else. */
  boolean pure() {
    return pure(dims, batch);
  }

  /** Whether the model has the batch as the network has it: alone, as axis 0. */
  boolean batchFirst() {
    return batch == 0 && pure();
  }

  /** The shape of a row of the tensor. */
  int[] row() {
    return row(dims, batch);
  }

  /** The network's number of an axis of the model that is not the batch alone. */
  int axis(int axis) {
    return pure() && axis < batch ? axis + 1 : pure() ? axis : axis + 1;
  }

  /** How many places stand before the batch, row-major. */
  int place() {
    return Math.multiplyExact(Shape.size(Arrays.copyOf(dims, Math.max(batch, 0))), before);
  }

  /** The same numbers seen in another way. */
  Flow seen(int[] dims, int batch, int before) {
    return new Flow(tensor, kind, dims, batch, before);
  }

  Flow of(Kind other) {
    return new Flow(tensor, other, dims, batch, before);
  }

  Flow named(String other) {
    return new Flow(other, kind, dims, batch, before);
  }

  static boolean pure(int[] dims, int batch) {
    return batch >= 0 && dims[batch] == 1;
  }

  static int[] row(int[] dims, int batch) {
    return pure(dims, batch) ? Shape.without(dims, batch) : dims.clone();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int axis = 0; axis < dims.length; axis++) {
      text.append(axis == 0 ? "" : ", ");
      if (axis != batch) {
        text.append(dims[axis]);
      } else {
        text.append(before > 1 ? before + "·" : "").append('N');
        text.append(dims[axis] / before > 1 ? "·" + dims[axis] / before : "");
      }
    }
    return text.append(']').toString();
  }
}
