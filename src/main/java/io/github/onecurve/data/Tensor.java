package io.github.onecurve.data;

import java.util.Arrays;

/** An immutable array of floats with a shape; row-major, equal by value. */
public final class Tensor {
  private final int[] shape;
  private final float[] values;

  private Tensor(int[] shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * A tensor of finite values.
   *
   * @param values the values, row-major; copied
   * @param shape the length of each axis; none for a scalar
   * @throws IllegalArgumentException if the shape does not hold that many values or one is not
   *     finite
   */
  public static Tensor of(float[] values, int... shape) {
    long expected = 1;
    for (int axis : shape) {
      if (axis < 0) {
        throw new IllegalArgumentException(
            "axes must not be negative, found " + Arrays.toString(shape));
      }
      expected *= axis;
    }
    if (expected != values.length) {
      throw new IllegalArgumentException(
          String.format(
              "shape %s needs %d values, found %d",
              Arrays.toString(shape), expected, values.length));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "tensor values must be finite, found " + values[i] + " at flat index " + i);
      }
    }
    return new Tensor(shape.clone(), values.clone());
  }

  /** A tensor that owns values already known to be finite and to fit the shape. */
  static Tensor owning(float[] values, int... shape) {
    return new Tensor(shape, values);
  }

  /** The length of each axis. */
  public int[] shape() {
    return shape.clone();
  }

  /** The number of axes. */
  public int rank() {
    return shape.length;
  }

  /** The length of one axis. */
  public int axis(int axis) {
    return shape[axis];
  }

  /** The number of values. */
  public int size() {
    return values.length;
  }

  /** The value at a flat, row-major index. */
  public float get(int index) {
    return values[index];
  }

  /** A copy of the values, row-major. */
  public float[] values() {
    return values.clone();
  }

  /** The number of values that are not zero. */
  public long nonzero() {
    long count = 0;
    for (float value : values) {
      count += value == 0 ? 0 : 1;
    }
    return count;
  }

  /** SHA-256 over shape and values, 64 hexadecimal digits. */
  public String fingerprint() {
    return Fingerprint.start().add(shape).add(values).hex();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "tensor " + Arrays.toString(shape);
  }
}
