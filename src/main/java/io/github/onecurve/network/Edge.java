package io.github.onecurve.network;

/**
 * What one node reads of a tensor: patching it changes what that node alone sees, and its gradient
 * is what flows through that node alone.
 *
 * <p>A node that reads the tensor twice sees it twice; that is one edge.
 *
 * @param from what is read: a {@link Site} or a {@link Section}
 * @param consumer the node, by the name of the tensor that it makes
 */
public record Edge(Place from, String consumer) implements Place {
  /** Refuses an edge of an edge. */
  public Edge {
    if (from instanceof Edge) {
      throw new IllegalArgumentException(
          "expected an edge to begin at a Site or a Section, found the edge " + from);
    }
  }

  /** Of a whole tensor. */
  public static Edge of(String tensor, String consumer) {
    return new Edge(Site.whole(tensor), consumer);
  }

  @Override
  public String tensor() {
    return from.tensor();
  }

  @Override
  public String toString() {
    return from + " → " + consumer;
  }
}
