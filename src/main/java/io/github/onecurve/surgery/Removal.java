package io.github.onecurve.surgery;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Attributes;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Node;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Takes units out of a network for good: its matrices get smaller, its names stay.
 *
 * <p>What is left computes what the whole network would if every sum that reads a unit taken out
 * read 0 there. A {@link DependencyGroup} goes whole or not at all.
 */
public final class Removal {
  private final Network network;
  private final Map<String, Map<Integer, Set<Integer>>> gone = new HashMap<>();

  private Removal(Network network) {
    this.network = network;
  }

  /**
   * A network without some groups of its {@link Dependencies}.
   *
   * @throws IllegalArgumentException if together they would leave nothing of an axis
   */
  public static Network of(Network network, Collection<DependencyGroup> groups) {
    Removal removal = new Removal(network);
    for (DependencyGroup group : groups) {
      group.tensors().forEach(removal::take);
      group.parameters().forEach(removal::take);
    }
    return groups.isEmpty() ? network : removal.rest();
  }

  /**
   * A network without some neurons, channels or heads and all that must go with them, as if 0 were
   * read in their place.
   *
   * @param axis of the tensor, counted with that of the batch as 0
   * @throws IllegalArgumentException if one of them cannot go, saying why
   */
  public static Network of(Network network, String tensor, int axis, int... indices) {
    Dependencies dependencies = Dependencies.of(network);
    return of(
        network,
        IntStream.of(indices)
            .mapToObj(index -> dependencies.group(tensor, axis, index))
            .distinct()
            .toList());
  }

  /**
   * A network without some neurons or channels, each read as a constant by all that read it: {@link
   * Ablation}, then removal of what is not read any more.
   *
   * @param constants by the unit's index on axis 1 of the tensor
   * @throws IllegalArgumentException if a constant cannot be put into what reads the unit, or if
   *     the unit can only go together with others that are still read
   */
  public static Network of(Network network, String tensor, Map<Integer, Float> constants) {
    Network ablated = Ablation.unread(network, tensor, constants);
    Dependencies dependencies = Dependencies.of(ablated);
    Set<DependencyGroup> groups = new LinkedHashSet<>();
    for (int unit : new TreeSet<>(constants.keySet())) {
      DependencyGroup group = dependencies.group(tensor, 1, unit);
      if (!dependencies.isUnread(group)) {
        throw new IllegalArgumentException(
            String.format(
                "cannot remove index %d of axis 1 of \"%s\" alone: it can only go together with"
                    + " others that are read, %s; ablate those too or remove the group",
                unit, tensor, group));
      }
      groups.add(group);
    }
    return of(ablated, groups);
  }

  /**
   * A network without all groups whose readers weigh them by 0: what pruning or ablation has left
   * idle. Logits stay as they are, but for rounding.
   */
  public static Network ofUnread(Network network) {
    Network rest = network;
    List<DependencyGroup> unread = unread(rest);
    while (!unread.isEmpty()) {
      rest = of(rest, unread);
      unread = unread(rest);
    }
    return rest;
  }

  private static List<DependencyGroup> unread(Network network) {
    Dependencies dependencies = Dependencies.of(network);
    Map<String, Integer> left = new HashMap<>();
    return dependencies.groups().stream()
        .filter(dependencies::isUnread)
        .filter(group -> leavesSome(network, group, left))
        .toList();
  }

  /** Counts down what is left of each axis; a group that would take the last goes not. */
  private static boolean leavesSome(
      Network network, DependencyGroup group, Map<String, Integer> left) {
    for (DependencyGroup.Part part : group.tensors()) {
      int length = network.rowShape(part.name())[part.axis() - 1];
      if (left.getOrDefault(part.name() + part.axis(), length) <= part.indices().size()) {
        return false;
      }
    }
    for (DependencyGroup.Part part : group.tensors()) {
      int length = network.rowShape(part.name())[part.axis() - 1];
      left.merge(
          part.name() + part.axis(),
          length - part.indices().size(),
          (before, first) -> before - part.indices().size());
    }
    return true;
  }

  private void take(DependencyGroup.Part part) {
    gone.computeIfAbsent(part.name(), key -> new TreeMap<>())
        .computeIfAbsent(part.axis(), key -> new TreeSet<>())
        .addAll(part.indices());
  }

  private Network rest() {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    Map<String, Tensor> all = new LinkedHashMap<>(network.parameters());
    all.putAll(network.constants());
    all.forEach((name, tensor) -> parameters.put(name, cut(name, tensor)));
    return network.rebuilt(network.nodes().stream().map(this::cut).toList(), parameters);
  }

  private Tensor cut(String name, Tensor tensor) {
    Tensor rest = tensor;
    for (Map.Entry<Integer, Set<Integer>> axis : gone(name).entrySet()) {
      int[] kept = Weights.without(rest.axis(axis.getKey()), axis.getValue());
      requireSome(name, kept);
      rest = Weights.keep(rest, axis.getKey(), kept);
    }
    return rest;
  }

  private Node cut(Node node) {
    Attributes attributes = node.attributes();
    String x = node.inputs().get(0);
    return switch (node.op()) {
      case "Reshape", "Expand" ->
          attributes.whole("shape").isPresent()
              ? with(node, attributes.with("shape", shape(node)))
              : node;
      case "Conv" -> with(node, groups(node, x));
      case "Slice" -> with(node, sliced(node, x));
      default -> node;
    };
  }

  private static Node with(Node node, Attributes attributes) {
    return new Node(node.name(), node.op(), node.inputs(), node.output(), attributes);
  }

  /** The shape as the node has it, where something goes with what is left. */
  private int[] shape(Node node) {
    int[] shape = node.attributes().whole("shape").orElseThrow();
    int rank = network.rowShape(node.output()).length + 1;
    gone(node.output())
        .forEach(
            (axis, indices) -> {
              int at = axis - rank + shape.length;
              if (at >= 0 && shape[at] > 1) {
                shape[at] = left(node.output(), axis).length;
              }
            });
    return shape;
  }

  /** Depthwise convolutions have a group for each channel that is left. */
  private Attributes groups(Node node, String x) {
    int groups = (int) node.attributes().number("group", 1);
    boolean depthwise = groups > 1 && groups == network.rowShape(x)[0];
    return depthwise ? node.attributes().with("group", left(x, 1).length) : node.attributes();
  }

  private Attributes sliced(Node node, String x) {
    int rank = network.rowShape(x).length + 1;
    int[] whole = IntStream.concat(IntStream.of(1), IntStream.of(network.rowShape(x))).toArray();
    SliceRange range = SliceRange.of(node, whole);
    int[] starts = node.attributes().whole("starts").orElseThrow();
    int[] ends = node.attributes().whole("ends").orElseThrow();
    int[] axes =
        node.attributes().whole("axes").orElse(IntStream.range(0, starts.length).toArray());
    for (int i = 0; i < axes.length; i++) {
      int axis = Math.floorMod(axes[i], rank);
      if (gone(x).containsKey(axis)) {
        int[] left = left(x, axis);
        starts[i] = (int) IntStream.of(left).filter(k -> k < range.from(axis)).count();
        ends[i] = (int) IntStream.of(left).filter(k -> k < range.to(axis)).count();
      }
    }
    return node.attributes().with("starts", starts).with("ends", ends);
  }

  private int[] left(String tensor, int axis) {
    int[] left =
        Weights.without(
            network.rowShape(tensor)[axis - 1], gone(tensor).getOrDefault(axis, Set.of()));
    requireSome(tensor, left);
    return left;
  }

  private Map<Integer, Set<Integer>> gone(String name) {
    return gone.getOrDefault(name, Map.of());
  }

  private static void requireSome(String name, int[] left) {
    if (left.length == 0) {
      throw new IllegalArgumentException(
          "expected something of \"" + name + "\" to be left, found every index removed");
    }
  }
}
