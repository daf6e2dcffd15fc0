package io.github.onecurve.bridge.onnx;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which places a Slice takes along which axes: from, to, step, counted from the front. */
final class Spans {
  private record Span(int start, int end, int step) {
    int length() {
      long span = step > 0 ? (long) end - start : (long) start - end;
      long stride = Math.abs((long) step);
      return (int) Math.max(0, (span + stride - 1) / stride);
    }
  }

  private final Map<Integer, Span> spans = new TreeMap<>();

  private final Set<Integer> endless = new TreeSet<>();

  private Spans() {}

  static Spans one(int axis, int start, int end) {
    Spans one = new Spans();
    one.spans.put(axis, new Span(start, end, 1));
    return one;
  }

  /** Those of a Slice node, whose numbers are attributes in old opsets. */
  static Spans of(Call call, int[] dims) {
    int[] starts = call.wholes("starts", 1).orElseThrow(() -> call.fault("expected starts"));
    int[] ends = call.wholes("ends", 2).orElseThrow(() -> call.fault("expected ends"));
    int[] axes =
        call.wholes("axes", 3)
            .orElseGet(() -> java.util.stream.IntStream.range(0, starts.length).toArray());
    int[] ones = new int[starts.length];
    Arrays.fill(ones, 1);
    int[] steps = call.wholes("steps", 4).orElse(ones);
    if (ends.length != starts.length
        || axes.length != starts.length
        || steps.length != starts.length) {
      throw call.fault("expected as many starts as ends, axes and steps");
    }
    Spans all = new Spans();
    for (int i = 0; i < starts.length; i++) {
      int axis = call.axis(axes[i], dims.length);
      if (steps[i] == 0 || steps[i] == Integer.MIN_VALUE || all.spans.containsKey(axis)) {
        throw call.fault("expected different axes and steps other than 0");
      }
      all.spans.put(axis, span(starts[i], ends[i], steps[i], dims[axis]));
      if (starts[i] == 0 && ends[i] == Integer.MAX_VALUE && steps[i] == 1) {
        all.endless.add(axis);
      }
    }
    return all;
  }

  private static Span span(int start, int end, int step, int length) {
    int from = start < 0 ? start + length : start;
    int to = end < 0 ? Math.max(end, -length - 1) + length : end;
    return step > 0
        ? new Span(clamp(from, 0, length), clamp(to, 0, length), step)
        : new Span(
            clamp(from, 0, length - 1),
            end == Integer.MIN_VALUE ? -1 : clamp(to, -1, length - 1),
            step);
  }

  private static int clamp(int value, int least, int most) {
    return Math.max(least, Math.min(most, value));
  }

  int[] axes() {
    return spans.keySet().stream().mapToInt(Integer::intValue).toArray();
  }

  boolean isWhole(int axis, int length) {
    return spans.get(axis).equals(new Span(0, length, 1));
  }

  /** Whether the span is the whole axis however long it is. */
  boolean isEndless(int axis) {
    return endless.contains(axis);
  }

  int start(int axis) {
    return spans.get(axis).start();
  }

  /** Where the span ends; before the first place as ONNX writes it, −(length + 1) or less. */
  int end(int axis) {
    Span span = spans.get(axis);
    return span.step() < 0 && span.end() < 0 ? Integer.MIN_VALUE : span.end();
  }

  int step(int axis) {
    return spans.get(axis).step();
  }

  int length(int axis) {
    return spans.get(axis).length();
  }
}
