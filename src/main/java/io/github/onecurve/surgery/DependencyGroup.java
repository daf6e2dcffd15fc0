package io.github.onecurve.surgery;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What of a network can only go together: a neuron with its weights, a channel with its batch
 * normalisation and whatever a residual sum ties it to, a head of attention.
 *
 * @param tensors what goes of the tensors of the batch, in the order of the graph; axes counted
 *     with that of the batch as 0
 * @param parameters what goes of the parameters and constants
 */
public record DependencyGroup(List<Part> tensors, List<Part> parameters) {
  /** Indices of one axis of a tensor or parameter, rising. */
  public record Part(String name, int axis, List<Integer> indices) {
    /** Copies the list. */
    public Part {
      indices = List.copyOf(indices);
    }

    @Override
    public String toString() {
      return name + " axis " + axis + " " + indices;
    }
  }

  /** Copies the lists. */
  public DependencyGroup {
    tensors = List.copyOf(tensors);
    parameters = List.copyOf(parameters);
  }

  @Override
  public String toString() {
    return tensors.stream().map(Part::toString).collect(Collectors.joining(", "));
  }
}
