package io.github.onecurve.surgery;

import io.github.onecurve.network.Node;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Where a Slice begins and how it steps, by axis of what it reads. */
final class SliceRange {
  private final int[] from;
  private final int[] to;
  private final int[] step;

  private SliceRange(int rank) {
    this.from = new int[rank];
    this.to = new int[rank];
    this.step = new int[rank];
    Arrays.fill(step, 1);
  }

  static SliceRange of(Node node, int[] shape) {
    SliceRange range = new SliceRange(shape.length);
    System.arraycopy(shape, 0, range.to, 0, shape.length);
    int[] starts = node.attributes().whole("starts").orElseThrow();
    int[] ends = node.attributes().whole("ends").orElseThrow();
    int[] axes =
        node.attributes().whole("axes").orElse(IntStream.range(0, starts.length).toArray());
    int[] steps = node.attributes().whole("steps").orElse(new int[0]);
    for (int i = 0; i < axes.length; i++) {
      int axis = Math.floorMod(axes[i], shape.length);
      int length = shape[axis];
      int step = i < steps.length ? steps[i] : 1;
      range.step[axis] = step;
      range.from[axis] = clamp(starts[i], length, step > 0 ? length : length - 1);
      range.to[axis] = clamp(ends[i], length, length);
    }
    return range;
  }

  int from(int axis) {
    return from[axis];
  }

  int to(int axis) {
    return to[axis];
  }

  int step(int axis) {
    return step[axis];
  }

  private static int clamp(int index, int length, int most) {
    long counted = index < 0 ? (long) index + length : index;
    return (int) Math.max(0, Math.min(most, counted));
  }
}
