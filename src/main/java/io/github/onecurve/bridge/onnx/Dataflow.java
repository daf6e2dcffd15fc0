package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who makes and who reads each tensor, while nodes are being put in the place of others. */
final class Dataflow {
  private final Map<String, Node> makers = new HashMap<>();
  private final Map<String, Integer> uses = new HashMap<>();
  private final Slots slots;

  Dataflow(List<Node> nodes, String output, Slots slots) {
    this.slots = slots;
    nodes.forEach(node -> makers.put(node.output(), node));
    nodes.forEach(node -> node.inputs().forEach(in -> uses.merge(in, 1, Integer::sum)));
    uses.merge(output, 1, Integer::sum);
  }

  /** The node that makes a tensor, or null. */
  Node maker(String tensor) {
    return makers.get(tensor);
  }

  /** The node that makes a tensor which has one reader, or null. */
  Node inner(String tensor) {
    return uses(tensor) == 1 ? makers.get(tensor) : null;
  }

  /** How often a tensor is read; the output counts as read. */
  int uses(String tensor) {
    return uses.getOrDefault(tensor, 0);
  }

  /** The value of a name that stands for one number. */
  Optional<Double> scalar(String name) {
    return Slots.isPassing(name) && slots.value(name).size() == 1
        ? Optional.of(slots.value(name).get(0))
        : Optional.empty();
  }

  /** Puts a node in the place of another; what no one reads any more no longer reads either. */
  void replace(Node node, Node other) {
    if (node.equals(other)) {
      return;
    }
    makers.put(other.output(), other);
    other.inputs().forEach(in -> uses.merge(in, 1, Integer::sum));
    node.inputs().forEach(this::release);
  }

  private void release(String tensor) {
    Deque<String> open = new ArrayDeque<>(List.of(tensor));
    while (!open.isEmpty()) {
      String next = open.pop();
      int left = uses.merge(next, -1, Integer::sum);
      Node maker = makers.get(next);
      if (left == 0 && maker != null) {
        maker.inputs().forEach(open::push);
      }
    }
  }
}
