package io.github.onecurve.surgery;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Node;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Indices of the axes of tensors and parameters, joined where one cannot go without the other, and
 * pinned where they cannot go at all.
 *
 * <p>Axes of tensors are counted with that of the batch as 0; it has one index here, which is
 * pinned.
 */
final class Couplings {
  private final Map<String, int[]> shapes = new LinkedHashMap<>();
  private final Map<String, int[]> firsts = new LinkedHashMap<>();
  private final Map<Integer, String> pins = new HashMap<>();
  private final Set<String> parameters;
  private final Set<Axis> weighed = new HashSet<>();
  private int[] parents = {};

  /** An axis of a tensor or parameter. */
  record Axis(String name, int axis) {}

  Couplings(Network network) {
    this.parameters = Weights.names(network);
    add(network.input(), batched(network.inputShape()));
    network.nodes().forEach(node -> add(node.output(), batched(network.rowShape(node.output()))));
    network.parameters().forEach(this::add);
    network.constants().forEach(this::add);
    for (Node node : network.nodes()) {
      Rules.of(node.op()).couple(this, node);
    }
    pinAll(network.input(), "it is the network's input");
    pinAll(network.output(), "it holds the logits");
  }

  boolean isParameter(String name) {
    return parameters.contains(name);
  }

  int[] shape(String name) {
    return shapes.get(name);
  }

  int rank(String name) {
    return shapes.get(name).length;
  }

  int length(String name, int axis) {
    return shapes.get(name)[axis];
  }

  /** Joins an index of one axis with an index of another. */
  void join(String one, int axis, int index, String other, int otherAxis, int otherIndex) {
    int a = root(unit(one, axis, index));
    int b = root(unit(other, otherAxis, otherIndex));
    if (a != b) {
      parents[Math.max(a, b)] = Math.min(a, b);
      String pin = pins.remove(Math.max(a, b));
      if (pin != null) {
        pins.putIfAbsent(Math.min(a, b), pin);
      }
    }
  }

  /** Joins two axes index by index; not where one of them is spread over the other. */
  void same(String one, int axis, String other, int otherAxis) {
    int length = length(one, axis);
    if (length == length(other, otherAxis)) {
      for (int i = 0; i < length; i++) {
        join(one, axis, i, other, otherAxis, i);
      }
    }
  }

  /** Joins the axes of an input with those of the output, counted from the last. */
  void align(String in, String out, int axes) {
    for (int back = 1; back <= Math.min(axes, rank(in)); back++) {
      same(in, rank(in) - back, out, rank(out) - back);
    }
  }

  /** Says that a sum runs over an axis: what is 0 there takes no part. */
  void weighed(String name, int axis) {
    weighed.add(new Axis(name, axis));
  }

  /** Whether a sum runs over an axis. */
  boolean isWeighed(String name, int axis) {
    return weighed.contains(new Axis(name, axis));
  }

  void pin(String name, int axis, String why) {
    for (int i = 0; i < length(name, axis); i++) {
      pins.putIfAbsent(root(unit(name, axis, i)), "\"" + name + "\" cannot lose any: " + why);
    }
  }

  void pinAll(String name, String why) {
    for (int axis = 0; axis < rank(name); axis++) {
      pin(name, axis, why);
    }
  }

  /** Why an index cannot go; empty if it can. */
  String pinned(String name, int axis, int index) {
    return pins.getOrDefault(group(name, axis, index), "");
  }

  /** The group of an index, the same for all that are joined. */
  int group(String name, int axis, int index) {
    return root(unit(name, axis, index));
  }

  Iterable<String> names() {
    return shapes.keySet();
  }

  private void add(String name, Tensor parameter) {
    add(name, parameter.shape());
  }

  private void add(String name, int[] shape) {
    int[] first = new int[shape.length];
    int from = parents.length;
    for (int axis = 0; axis < shape.length; axis++) {
      first[axis] = from;
      from += shape[axis];
    }
    int before = parents.length;
    parents = Arrays.copyOf(parents, from);
    IntStream.range(before, from).forEach(unit -> parents[unit] = unit);
    shapes.put(name, shape);
    firsts.put(name, first);
  }

  private static int[] batched(int[] row) {
    return IntStream.concat(IntStream.of(1), Arrays.stream(row)).toArray();
  }

  private int unit(String name, int axis, int index) {
    return firsts.get(name)[axis] + index;
  }

  private int root(int unit) {
    int root = unit;
    while (parents[root] != root) {
      root = parents[root];
    }
    for (int at = unit; parents[at] != root; ) {
      int next = parents[at];
      parents[at] = root;
      at = next;
    }
    return root;
  }
}
