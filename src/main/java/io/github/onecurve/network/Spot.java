package io.github.onecurve.network;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** A place found in a plan: which numbers of which tensor, as all see it or one node alone. */
final class Spot {
  private static final int EVERYONE = -1;
  private static final int[] ALL = {};

  private final Place place;
  private final int tensor;
  private final int reader;
  private final int width;
  private final int[] units;

  private Spot(Place place, int tensor, int reader, int width, int[] units) {
    this.place = place;
    this.tensor = tensor;
    this.reader = reader;
    this.width = width;
    this.units = units;
  }

  /**
   * Finds a place.
   *
   * @throws IllegalArgumentException if there is none such, saying what there is
   */
  static Spot of(Plan plan, Place place) {
    if (place instanceof Edge edge) {
      Spot from = of(plan, edge.from());
      return new Spot(place, from.tensor, reader(plan, edge, from), from.width, from.units);
    }
    int tensor = plan.tensor(place.tensor());
    if (tensor < 0) {
      throw new IllegalArgumentException(
          "expected one of the tensors " + plan.tensors() + ", found \"" + place.tensor() + "\"");
    }
    int width = plan.width(tensor);
    int[] units =
        place instanceof Section section
            ? units(section, plan.rowShape(tensor))
            : unit((Site) place, width);
    return new Spot(place, tensor, EVERYONE, width, units);
  }

  private static int reader(Plan plan, Edge edge, Spot from) {
    int reader = plan.tensor(edge.consumer()) - 1;
    if (reader < 0 || Arrays.stream(plan.reads(reader)).noneMatch(read -> read == from.tensor)) {
      throw new IllegalArgumentException(
          String.format(
              "expected a reader of \"%s\", one of those that make %s, found \"%s\"",
              edge.tensor(), readers(plan, from.tensor), edge.consumer()));
    }
    return reader;
  }

  private static List<String> readers(Plan plan, int tensor) {
    List<String> names = plan.tensors();
    return IntStream.range(0, plan.output())
        .filter(node -> Arrays.stream(plan.reads(node)).anyMatch(read -> read == tensor))
        .mapToObj(node -> names.get(node + 1))
        .toList();
  }

  private static int[] unit(Site site, int width) {
    if (site.unit().isEmpty()) {
      return ALL;
    }
    int unit = site.unit().getAsInt();
    if (unit >= width) {
      throw new IllegalArgumentException(
          String.format(
              "expected a unit of \"%s\" in [0, %d), found %d", site.tensor(), width, unit));
    }
    return new int[] {unit};
  }

  /** The flat indices, axis by axis: each index of the axis stands before all that follow. */
  private static int[] units(Section section, int[] shape) {
    SortedMap<Integer, List<Integer>> indices = section.indices();
    if (indices.lastKey() > shape.length) {
      throw new IllegalArgumentException(
          String.format(
              "expected an axis of \"%s\" in [1, %d], found %d",
              section.tensor(), shape.length, indices.lastKey()));
    }
    int[] units = {0};
    for (int axis = 1; axis <= shape.length; axis++) {
      int length = shape[axis - 1];
      int[] chosen =
          indices.containsKey(axis)
              ? indices.get(axis).stream().mapToInt(index -> index).toArray()
              : IntStream.range(0, length).toArray();
      units = extend(units, chosen, length, section, axis);
    }
    return units;
  }

  private static int[] extend(int[] units, int[] chosen, int length, Section section, int axis) {
    int[] longer = new int[units.length * chosen.length];
    int next = 0;
    for (int unit : units) {
      for (int index : chosen) {
        if (index >= length) {
          throw new IllegalArgumentException(
              String.format(
                  "expected an index of axis %d of \"%s\" in [0, %d), found %d",
                  axis, section.tensor(), length, index));
        }
        longer[next++] = unit * length + index;
      }
    }
    return longer;
  }

  Place place() {
    return place;
  }

  int tensor() {
    return tensor;
  }

  /** Whether one node alone is meant. */
  boolean isEdge() {
    return reader != EVERYONE;
  }

  /** The node that is meant alone. */
  int reader() {
    return reader;
  }

  /** How many numbers of each row. */
  int size() {
    return units == ALL ? width : units.length;
  }

  /** Where a number lies in a chunk of the tensor's values. */
  int at(int row, int number) {
    return row * width + (units == ALL ? number : units[number]);
  }

  /** Copies its numbers of the first rows of a tensor, {@code [rows, size]}. */
  void pick(float[] values, int rows, float[] into, int to) {
    if (units == ALL) {
      System.arraycopy(values, 0, into, to, rows * width);
      return;
    }
    int next = to;
    for (int row = 0; row < rows; row++) {
      for (int unit : units) {
        into[next++] = values[row * width + unit];
      }
    }
  }
}
