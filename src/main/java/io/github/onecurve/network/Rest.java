package io.github.onecurve.network;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The nodes that edits of some parameters reach, and what these read of all that stays the same.
 */
final class Rest {
  private final List<Integer> nodes = new ArrayList<>();
  private final NavigableSet<Integer> border = new TreeSet<>();

  /**
   * @param edited by number
   */
  Rest(Plan plan, BitSet edited) {
    BitSet reached = new BitSet();
    for (int node = 0; node < plan.output(); node++) {
      boolean reads = false;
      for (int parameter : plan.readParameters(node)) {
        reads |= edited.get(parameter);
      }
      for (int tensor : plan.reads(node)) {
        reads |= reached.get(tensor);
      }
      if (reads) {
        nodes.add(node);
        reached.set(node + 1);
      }
    }
    nodes.forEach(node -> addUnreached(plan.reads(node), reached));
    if (nodes.isEmpty()) {
      border.add(plan.output());
    }
  }

  private void addUnreached(int[] read, BitSet reached) {
    for (int tensor : read) {
      if (!reached.get(tensor)) {
        border.add(tensor);
      }
    }
  }

  /** In the order in which they run. */
  List<Integer> nodes() {
    return nodes;
  }

  /** The tensors that stay the same and are read by a node that is reached, rising. */
  NavigableSet<Integer> border() {
    return border;
  }

  boolean reaches(int node) {
    return nodes.contains(node);
  }
}
