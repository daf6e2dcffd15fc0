package io.github.onecurve.bridge.onnx;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Arithmetic on the lengths of axes and on the places of a row-major array. */
final class Shape {
  private Shape() {}

  /** The number of places. */
  static int size(int[] dims) {
    return Arrays.stream(dims).reduce(1, Math::multiplyExact);
  }

  static int[] without(int[] dims, int axis) {
    return IntStream.range(0, dims.length).filter(i -> i != axis).map(i -> dims[i]).toArray();
  }

  static int[] with(int[] dims, int axis, int length) {
    int[] more = new int[dims.length + 1];
    for (int i = 0; i < more.length; i++) {
      more[i] = i < axis ? dims[i] : i == axis ? length : dims[i - 1];
    }
    return more;
  }

  static int[] set(int[] dims, int axis, int length) {
    int[] other = dims.clone();
    other[axis] = length;
    return other;
  }

  /** With axes of length 1 in front up to a rank. */
  static int[] padded(int[] dims, int rank) {
    int[] more = new int[rank];
    Arrays.fill(more, 1);
    System.arraycopy(dims, 0, more, rank - dims.length, dims.length);
    return more;
  }

  static int[] permuted(int[] dims, int[] perm) {
    return Arrays.stream(perm).map(axis -> dims[axis]).toArray();
  }

  static int[] inverse(int[] perm) {
    int[] inverse = new int[perm.length];
    for (int axis = 0; axis < perm.length; axis++) {
      inverse[perm[axis]] = axis;
    }
    return inverse;
  }

  static boolean isPermutation(int[] perm) {
    return Arrays.equals(
        Arrays.stream(perm).sorted().toArray(), IntStream.range(0, perm.length).toArray());
  }

  /** How far apart neighbours along each axis are. */
  static int[] strides(int[] dims) {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= dims[axis];
    }
    return strides;
  }

  /**
   * For each place of an array of shape {@code dims}: a place in another, which moves by a stride
   * along each axis.
   */
  static int[] places(int[] dims, int start, int[] strides) {
    int[] places = new int[size(dims)];
    int[] at = new int[dims.length];
    int place = start;
    for (int i = 0; i < places.length; i++) {
      places[i] = place;
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        place += strides[axis];
        if (++at[axis] < dims[axis]) {
          break;
        }
        place -= strides[axis] * dims[axis];
        at[axis] = 0;
      }
    }
    return places;
  }

  /** The places of {@code dims} broadcast to {@code to}, of which it has at most the rank. */
  static int[] broadcast(int[] dims, int[] to) {
    int[] padded = padded(dims, to.length);
    int[] strides = strides(padded);
    for (int axis = 0; axis < to.length; axis++) {
      strides[axis] = padded[axis] == 1 ? 0 : strides[axis];
    }
    return places(to, 0, strides);
  }

  /**
   * The shape that two broadcast to.
   *
   * @throws IllegalArgumentException if they do not fit
   */
  static int[] joint(int[] left, int[] right) {
    int rank = Math.max(left.length, right.length);
    int[] a = padded(left, rank);
    int[] b = padded(right, rank);
    int[] joint = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      if (a[axis] != b[axis] && a[axis] != 1 && b[axis] != 1) {
        throw new IllegalArgumentException(
            "expected shapes that broadcast, found "
                + Arrays.toString(left)
                + " and "
                + Arrays.toString(right));
      }
      joint[axis] = a[axis] == 1 ? b[axis] : a[axis];
    }
    return joint;
  }
}
