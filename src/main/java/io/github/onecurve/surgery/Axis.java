package io.github.onecurve.surgery;

import java.util.Arrays;
import java.util.function.DoublePredicate;

/**
 * One axis of a row-major array: which numbers lie at an index of it.
 *
 * @param length of the axis
 * @param inner the numbers of all axes after it
 * @param outer the numbers of all axes before it
 */
record Axis(int length, int inner, int outer) {
  static Axis of(int[] shape, int axis) {
    return new Axis(
        shape[axis],
        Arrays.stream(shape, axis + 1, shape.length).reduce(1, (a, b) -> a * b),
        Arrays.stream(shape, 0, axis).reduce(1, (a, b) -> a * b));
  }

  /** How many numbers lie at each index. */
  int places() {
    return inner * outer;
  }

  /** Where a number at an index lies. */
  int index(int at, int place) {
    return (place / inner * length + at) * inner + place % inner;
  }

  float at(float[] values, int at, int place) {
    return values[index(at, place)];
  }

  /** How many of the numbers at an index are of some kind. */
  int count(float[] values, int at, DoublePredicate kind) {
    int count = 0;
    for (int place = 0; place < places(); place++) {
      count += kind.test(at(values, at, place)) ? 1 : 0;
    }
    return count;
  }
}
