package io.github.onecurve.surgery;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Network;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** Parameters and constants as arrays that can lose indices of an axis. */
final class Weights {
  private Weights() {}

  /** The names of all parameters and constants. */
  static Set<String> names(Network network) {
    Set<String> names = new HashSet<>(network.parameters().keySet());
    names.addAll(network.constants().keySet());
    return names;
  }

  /** A parameter or constant by name. */
  static Tensor of(Network network, String name) {
    Tensor constant = network.constants().get(name);
    return constant == null ? network.parameter(name) : constant;
  }

  /** Whether all numbers at some indices of an axis are 0. */
  static boolean areZero(Network network, DependencyGroup.Part part) {
    int[] chosen = part.indices().stream().mapToInt(index -> index).toArray();
    return keep(of(network, part.name()), part.axis(), chosen).nonzero() == 0;
  }

  /** A tensor with only some indices of an axis, in their order. */
  static Tensor keep(Tensor tensor, int axis, int[] kept) {
    int[] shape = tensor.shape();
    int inner = Arrays.stream(shape, axis + 1, shape.length).reduce(1, (a, b) -> a * b);
    int length = shape[axis];
    int outer = tensor.size() / Math.max(1, length * inner);
    float[] all = tensor.values();
    float[] values = new float[outer * kept.length * inner];
    for (int o = 0; o < outer; o++) {
      for (int k = 0; k < kept.length; k++) {
        System.arraycopy(
            all, (o * length + kept[k]) * inner, values, (o * kept.length + k) * inner, inner);
      }
    }
    shape[axis] = kept.length;
    return Tensor.of(values, shape);
  }

  /** The indices of an axis of some length that are not among those gone. */
  static int[] without(int length, Set<Integer> gone) {
    return IntStream.range(0, length).filter(index -> !gone.contains(index)).toArray();
  }
}
