package io.github.onecurve.network;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * MatMul of matrices that each row has of its own, or that a parameter has for all rows: {@code
 * y[…, p, q] = a[…, p, k] · b[…, k, q]}, one product of a fixed shape for each row and place of the
 * leading axes.
 *
 * @param left a
 * @param right b
 * @param out tensor y
 */
record MatrixProduct(Side left, Side right, int out, int p, int k, int q) implements Operation {

  // Slots of kept native buffers.
  private static final int LEFT = 0;
  private static final int RIGHT = 1;
  private static final int MADE = 2;
  private static final int LEFT_SLOPES = 3;
  private static final int RIGHT_SLOPES = 4;

  /** An operand: where its matrices are. */
  static final class Side {
    private final int tensor;
    private final int parameter;
    private final int size;
    private final int[] starts;

    /**
     * @param tensor its number, or −1
     * @param parameter its number, or −1
     * @param size the numbers of the parameter, or of a row of the tensor
     * @param starts of the matrix for each place of the product's leading axes
     */
    Side(int tensor, int parameter, int size, int[] starts) {
      this.tensor = tensor;
      this.parameter = parameter;
      this.size = size;
      this.starts = starts.clone();
    }

    private boolean ofRows() {
      return tensor >= 0;
    }

    private boolean wanted(Frame frame) {
      return ofRows()
          ? tensor != 0 || frame.wantsInput
          : frame.parameterGradients[parameter] != null;
    }
  }

  @Override
  public int matrix() {
    return left.ofRows() ? right.parameter : left.parameter;
  }

  @Override
  public long uses() {
    long all = (long) count() * p * k * q;
    return matrix() < 0 ? 1 : all / (left.ofRows() ? right : left).size;
  }

  @Override
  public long products() {
    return matrix() >= 0 ? 0 : (long) count() * p * k * q;
  }

  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    NativeBuffer made = frame.natives(MADE, count() * p * q);
    for (int row = 0; row < n; row++) {
      NativeBuffer a = put(frame, weights, left, LEFT, row);
      NativeBuffer b = put(frame, weights, right, RIGHT, row);
      for (int i = 0; i < count(); i++) {
        NativeBuffer.product(
            a.at(left.starts[i]),
            false,
            b.at(right.starts[i]),
            false,
            made.at(i * p * q),
            p,
            k,
            q,
            0);
      }
      made.get(0, count() * p * q, frame.values[out], row * count() * p * q);
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    boolean toLeft = left.wanted(frame);
    boolean toRight = right.wanted(frame);
    int width = count() * p * q;
    NativeBuffer dy = frame.natives(MADE, width);
    NativeBuffer da = frame.natives(LEFT_SLOPES, left.size);
    NativeBuffer db = frame.natives(RIGHT_SLOPES, right.size);
    for (int row = 0; row < n && (toLeft || toRight); row++) {
      dy.put(frame.gradients[out], row * width, width, 0);
      if (toLeft) {
        start(frame, left, da, row);
        NativeBuffer b = put(frame, weights, right, RIGHT, row);
        for (int i = 0; i < count(); i++) {
          FloatPointer to = da.at(left.starts[i]);
          NativeBuffer.product(
              dy.at(i * p * q), false, b.at(right.starts[i]), true, to, p, q, k, 1);
        }
        settle(frame, left, k, da, row, n);
      }
      if (toRight) {
        start(frame, right, db, row);
        NativeBuffer a = put(frame, weights, left, LEFT, row);
        for (int i = 0; i < count(); i++) {
          FloatPointer to = db.at(right.starts[i]);
          NativeBuffer.product(a.at(left.starts[i]), true, dy.at(i * p * q), false, to, k, p, q, 1);
        }
        settle(frame, right, q, db, row, n);
      }
    }
  }

  /** Puts an operand of one row; a parameter once for all rows. */
  private static NativeBuffer put(Frame frame, Weight[] weights, Side side, int slot, int row) {
    NativeBuffer buffer = frame.natives(slot, side.size);
    if (side.ofRows()) {
      buffer.put(frame.values[side.tensor], row * side.size, side.size, 0);
    } else if (row == 0) {
      buffer.put(weights[side.parameter].straight(), 0, side.size, 0);
    }
    return buffer;
  }

  /** Begins a sum of gradients at 0: for every row, or for a parameter once. */
  private static void start(Frame frame, Side side, NativeBuffer slopes, int row) {
    if (side.ofRows() || row == 0) {
      float[] zeros = frame.scratch(0, side.size);
      Arrays.fill(zeros, 0, side.size, 0);
      slopes.put(zeros, 0, side.size, 0);
    }
  }

  /** Adds a sum of gradients where it belongs: after every row, or for a parameter after all. */
  private static void settle(
      Frame frame, Side side, int columns, NativeBuffer slopes, int row, int n) {
    float[] sum = frame.scratch(0, side.size);
    if (side.ofRows()) {
      slopes.get(0, side.size, sum, 0);
      Loops.add(1, sum, 0, frame.gradients[side.tensor], row * side.size, side.size);
    } else if (row == n - 1) {
      slopes.get(0, side.size, sum, 0);
      frame.addParameterGradient(side.parameter, sum, columns, side.size);
    }
  }

  /** The number of products for one row. */
  private int count() {
    return left.starts.length;
  }
}
