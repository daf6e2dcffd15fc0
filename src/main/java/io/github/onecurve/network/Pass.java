package io.github.onecurve.network;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** How one chunk of a patched batch goes through a network, node by node, and back. */
final class Pass {
  private final Plan plan;
  private final Patches patches;
  private final Cut cut;

  Pass(Plan plan, Patches patches, Cut cut) {
    this.plan = plan;
    this.patches = patches;
    this.cut = cut;
  }

  /** Runs one node; it sees the patches of its edges, those of what it makes are not yet set. */
  void forward(Frame frame, Weight[] weights, int node, int chunk) {
    Map<Integer, float[]> plain = see(frame, node, chunk);
    frame.firstRow = cut.from(chunk);
    plan.operations().get(node).forward(frame, weights, cut.count(chunk));
    plain.forEach((tensor, values) -> frame.values[tensor] = values);
  }

  /**
   * From the gradient at the logits back to all that is wanted. A node goes back through what it
   * made, not through what patches put in its place.
   *
   * @param frame holds the chunk's values and room for its gradients
   * @param atLogits {@code [rows of the batch, classes]}
   * @param wanted spots whose gradients are taken on the way
   * @param to the last node to go back through
   */
  void backward(
      Frame frame, Weight[] weights, float[] atLogits, List<Found> wanted, int to, int chunk) {
    int output = plan.output();
    int classes = plan.width(output);
    int n = cut.count(chunk);
    System.arraycopy(atLogits, cut.from(chunk) * classes, frame.gradients[output], 0, n * classes);
    for (int node = output - 1; node >= to; node--) {
      take(frame, wanted, node + 1, chunk);
      patches.block(node + 1, frame.gradients[node + 1], cut.from(chunk), n);
      plan.begin(frame, n, node);
      float[] made = frame.values[node + 1];
      patches.restore(node + 1, made, cut.from(chunk), n);
      try {
        backThrough(frame, weights, wanted, node, chunk);
      } finally {
        patches.replace(node + 1, made, cut.from(chunk), n);
      }
    }
    take(frame, wanted, to, chunk);
  }

  private void take(Frame frame, List<Found> wanted, int tensor, int chunk) {
    for (Found want : wanted) {
      if (want.spot().tensor() == tensor && !want.spot().isEdge()) {
        want.take(frame.gradients[tensor], cut, chunk);
      }
    }
  }

  /** Back through one node; what flows through edges that matter is gathered apart first. */
  private void backThrough(Frame frame, Weight[] weights, List<Found> wanted, int node, int chunk) {
    int n = cut.count(chunk);
    List<Found> edges = edgesInto(node, wanted);
    Collection<Integer> patched = patches.seenBy(node);
    if (edges.isEmpty() && patched.isEmpty()) {
      plan.operations().get(node).backward(frame, weights, n);
      return;
    }
    TreeSet<Integer> apart = new TreeSet<>(patched);
    edges.forEach(edge -> apart.add(edge.spot().tensor()));
    Map<Integer, float[]> joint = new HashMap<>();
    for (int tensor : apart) {
      joint.put(tensor, frame.gradients[tensor]);
      frame.gradients[tensor] = new float[n * plan.width(tensor)];
    }
    Map<Integer, float[]> plain = see(frame, node, chunk);
    plan.operations().get(node).backward(frame, weights, n);
    plain.forEach((tensor, values) -> frame.values[tensor] = values);
    edges.forEach(edge -> edge.take(frame.gradients[edge.spot().tensor()], cut, chunk));
    joint.forEach(
        (tensor, gradients) -> {
          float[] flown = frame.gradients[tensor];
          patches.blockSeen(node, tensor, flown, cut.from(chunk), n);
          Loops.add(1, flown, 0, gradients, 0, flown.length);
          frame.gradients[tensor] = gradients;
        });
  }

  private static List<Found> edgesInto(int node, List<Found> wanted) {
    List<Found> edges = List.of();
    for (Found want : wanted) {
      if (want.spot().isEdge() && want.spot().reader() == node) {
        edges = edges.isEmpty() ? new ArrayList<>() : edges;
        edges.add(want);
      }
    }
    return edges;
  }

  /** Shows a node what it alone sees; what all see, by tensor, for afterwards. */
  private Map<Integer, float[]> see(Frame frame, int node, int chunk) {
    Collection<Integer> patched = patches.seenBy(node);
    if (patched.isEmpty()) {
      return Map.of();
    }
    Map<Integer, float[]> plain = new HashMap<>();
    for (int tensor : patched) {
      plain.put(tensor, frame.values[tensor]);
      frame.values[tensor] =
          patches.seen(
              node,
              tensor,
              frame.values[tensor],
              plan.width(tensor),
              cut.from(chunk),
              cut.count(chunk));
    }
    return plain;
  }
}
