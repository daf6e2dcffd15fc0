package io.github.onecurve.network;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The numbers of a tensor at some indices of some of its axes, for each row; all of them along the
 * axes not named.
 *
 * <p>Channel 3 of {@code [n, channels, height, width]} is {@code Section.of("conv", 1, 3)}, head 2
 * at position 5 of {@code [n, heads, positions, d]} is {@code Section.of("heads", 1, 2).at(2, 5)}.
 *
 * @param tensor the tensor's name
 * @param indices by axis, counted with that of the batch as 0: at least one index, none twice; the
 *     numbers come in the order of the axes, along each in the order of its indices
 */
public record Section(String tensor, SortedMap<Integer, List<Integer>> indices) implements Place {
  /** Copies the indices and refuses those that no tensor has. */
  public Section {
    TreeMap<Integer, List<Integer>> copy = new TreeMap<>();
    indices.forEach((axis, chosen) -> copy.put(axis, List.copyOf(chosen)));
    if (copy.isEmpty()) {
      throw new IllegalArgumentException(
          "expected an axis of \"" + tensor + "\", found none: a whole tensor is a Site");
    }
    copy.forEach((axis, chosen) -> requireIndices(tensor, axis, chosen));
    indices = Collections.unmodifiableSortedMap(copy);
  }

  /**
   * What lies at some indices of one axis.
   *
   * @param axis counted with that of the batch as 0, at least 1
   */
  public static Section of(String tensor, int axis, int... indices) {
    return new Section(tensor, new TreeMap<>(Map.of(axis, boxed(indices))));
  }

  /**
   * What lies at indices {@code from … to − 1} of one axis, such as a head's part of {@code [n,
   * positions, heads · d]}.
   */
  public static Section range(String tensor, int axis, int from, int to) {
    return of(tensor, axis, IntStream.range(from, to).toArray());
  }

  /** What of this lies at some indices of another axis too. */
  public Section at(int axis, int... chosen) {
    if (indices.containsKey(axis)) {
      throw new IllegalArgumentException(
          "expected another axis than " + indices.keySet() + " of \"" + tensor + "\", found it");
    }
    TreeMap<Integer, List<Integer>> more = new TreeMap<>(indices);
    more.put(axis, boxed(chosen));
    return new Section(tensor, more);
  }

  private static void requireIndices(String tensor, int axis, List<Integer> chosen) {
    if (axis < 1) {
      throw new IllegalArgumentException(
          String.format(
              "expected an axis of \"%s\" from 1 on, found %d%s",
              tensor, axis, axis == 0 ? ": rows are chosen by a RowSet" : ""));
    }
    boolean negative = chosen.stream().anyMatch(index -> index < 0);
    if (chosen.isEmpty() || negative || new HashSet<>(chosen).size() < chosen.size()) {
      throw new IllegalArgumentException(
          String.format(
              "expected indices of axis %d of \"%s\" from 0 on, none twice, found %s",
              axis, tensor, chosen));
    }
  }

  private static List<Integer> boxed(int[] indices) {
    return IntStream.of(indices).boxed().toList();
  }

  @Override
  public String toString() {
    return tensor + indices;
  }
}
