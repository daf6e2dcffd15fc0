package io.github.onecurve.producer.bias;

import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import io.github.onecurve.data.Slice;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A way of putting rows in groups: by the level of an attribute, or by those of two.
 *
 * @param axes the attributes and their levels, one or two
 */
record Grouping(List<Axis> axes) {
  /** An attribute and the levels that occur, in order. */
  record Axis(String column, List<String> levels) {
    /** The axis of a column of both tables; the levels are those that occur in either. */
    static Axis of(String column, Rows training, Rows diagnosis) {
      TreeSet<String> levels = new TreeSet<>();
      Stream.of(training, diagnosis)
          .map(rows -> rows.attribute(column).orElseThrow())
          .forEach(attribute -> occurring(attribute, levels));
      return new Axis(column, List.copyOf(levels));
    }

    private static void occurring(Attribute attribute, TreeSet<String> into) {
      boolean[] occurs = new boolean[attribute.levels().size()];
      for (int row = 0; row < attribute.size(); row++) {
        if (!attribute.isMissing(row)) {
          occurs[attribute.code(row)] = true;
        }
      }
      for (int code = 0; code < occurs.length; code++) {
        if (occurs[code]) {
          into.add(attribute.levels().get(code));
        }
      }
    }

    /** For each row the index of its level, −1 where it is missing. */
    private int[] places(Rows rows) {
      Attribute attribute = rows.attribute(column).orElseThrow();
      int[] placeOfCode =
          attribute.levels().stream().mapToInt(level -> levels.indexOf(level)).toArray();
      int[] places = new int[rows.size()];
      for (int row = 0; row < places.length; row++) {
        places[row] = attribute.isMissing(row) ? -1 : placeOfCode[attribute.code(row)];
      }
      return places;
    }
  }

  /** The number of groups that the levels allow. */
  int groups() {
    return axes.stream().mapToInt(axis -> axis.levels().size()).reduce(1, Math::multiplyExact);
  }

  /** The rows of each class in each group, {@code [classes · groups]}, missing cells left out. */
  int[] count(LabelledRows rows) {
    int[] group = new int[rows.size()];
    for (Axis axis : axes) {
      int[] places = axis.places(rows.rows());
      for (int row = 0; row < group.length; row++) {
        boolean known = group[row] >= 0 && places[row] >= 0;
        group[row] = known ? group[row] * axis.levels().size() + places[row] : -1;
      }
    }
    int[] counts = new int[rows.classes() * groups()];
    for (int row = 0; row < group.length; row++) {
      if (group[row] >= 0) {
        counts[rows.label(row) * groups() + group[row]]++;
      }
    }
    return counts;
  }

  /** A group as a slice. */
  Slice slice(int group) {
    int rest = group;
    Slice slice = Slice.all();
    for (int i = axes.size() - 1; i >= 0; i--) {
      Axis axis = axes.get(i);
      int size = axis.levels().size();
      slice = Slice.where(axis.column(), axis.levels().get(rest % size)).and(slice);
      rest /= size;
    }
    return slice;
  }

  /**
   * The other levels of the first attribute, the second as it is; all rows where there are none.
   */
  Slice others(int group) {
    Axis first = axes.get(0);
    int inner = groups() / first.levels().size();
    String own = first.levels().get(group / inner);
    String[] levels =
        first.levels().stream().filter(level -> !level.equals(own)).toArray(String[]::new);
    if (levels.length == 0) {
      return Slice.all();
    }
    Slice others = Slice.where(first.column(), levels);
    return axes.size() == 1
        ? others
        : others.and(new Grouping(axes.subList(1, axes.size())).slice(group % inner));
  }

  @Override
  public String toString() {
    return axes.stream().map(Axis::column).collect(Collectors.joining(" and "));
  }
}
