package io.github.onecurve.surgery;

import io.github.onecurve.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which units of a network can go, and what must go with each: its dependency graph (Fang et al.
 * 2023, "DepGraph: Towards any structural pruning").
 *
 * <p>Products and convolutions part what they read from what they make; all else ties its output to
 * its inputs index by index. What is normalised together, slid over by a window, looked up, or is
 * the network's input or output cannot go.
 */
public final class Dependencies {
  private final Network network;
  private final Couplings couplings;
  private final Map<Integer, Members> members = new TreeMap<>();

  /** The indices of a group by axis, as they are found. */
  private static final class Members {
    final List<DependencyGroup.Part> tensors = new ArrayList<>();
    final List<DependencyGroup.Part> parameters = new ArrayList<>();
    String obstacle = "";
  }

  private Dependencies(Network network) {
    this.network = network;
    this.couplings = new Couplings(network);
    Set<String> parameters = Weights.names(network);
    for (String name : couplings.names()) {
      boolean parameter = parameters.contains(name);
      for (int axis = parameter ? 0 : 1; axis < couplings.rank(name); axis++) {
        collect(name, axis, parameter);
      }
    }
  }

  /** Of a network. */
  public static Dependencies of(Network network) {
    return new Dependencies(network);
  }

  /** Every group that can go by itself, in the order of the tensors in the graph. */
  public List<DependencyGroup> groups() {
    return members.values().stream()
        .filter(group -> group.obstacle.isEmpty() && !group.tensors.isEmpty())
        .map(group -> new DependencyGroup(group.tensors, group.parameters))
        .toList();
  }

  /**
   * The group of one index of an axis of a tensor: a neuron, a channel, a head.
   *
   * @param axis counted with that of the batch as 0, at least 1
   * @throws IllegalArgumentException if there is no such index or it cannot go, saying why
   */
  public DependencyGroup group(String tensor, int axis, int index) {
    int[] row = network.rowShape(tensor);
    if (axis < 1 || axis > row.length || index < 0 || index >= row[axis - 1]) {
      throw new IllegalArgumentException(
          String.format(
              "expected an index of an axis in [1, %d] of \"%s\", found index %d of axis %d",
              row.length, tensor, index, axis));
    }
    Members group = members.get(couplings.group(tensor, axis, index));
    if (!group.obstacle.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "cannot remove index %d of axis %d of \"%s\": %s",
              index, axis, tensor, group.obstacle));
    }
    return new DependencyGroup(group.tensors, group.parameters);
  }

  /** Whether every sum that reads a group weighs it by 0, so that its going changes nothing. */
  boolean isUnread(DependencyGroup group) {
    return group.tensors().stream().noneMatch(this::isSummed)
        && group.parameters().stream()
            .filter(part -> couplings.isWeighed(part.name(), part.axis()))
            .allMatch(part -> Weights.areZero(network, part));
  }

  /** Whether a sum runs over a tensor's axis without a parameter's weights. */
  private boolean isSummed(DependencyGroup.Part part) {
    return couplings.isWeighed(part.name(), part.axis());
  }

  private void collect(String name, int axis, boolean parameter) {
    Map<Integer, List<Integer>> indices = new TreeMap<>();
    int length = couplings.length(name, axis);
    for (int i = 0; i < length; i++) {
      indices.computeIfAbsent(couplings.group(name, axis, i), key -> new ArrayList<>()).add(i);
    }
    indices.forEach(
        (root, found) -> {
          Members group = members.computeIfAbsent(root, key -> new Members());
          (parameter ? group.parameters : group.tensors)
              .add(new DependencyGroup.Part(name, axis, found));
          if (group.obstacle.isEmpty()) {
            group.obstacle = couplings.pinned(name, axis, found.get(0));
          }
          if (group.obstacle.isEmpty() && found.size() == length) {
            group.obstacle = "nothing would be left of \"" + name + "\"";
          }
        });
  }
}
