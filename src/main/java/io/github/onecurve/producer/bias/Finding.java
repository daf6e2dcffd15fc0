package io.github.onecurve.producer.bias;

import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.LabelledRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cell that the training rows hold too few of.
 *
 * @param counts of its grouping
 * @param cell its index there
 */
record Finding(CellCounts counts, int cell) {
  /** Columns with more levels than this are names rather than groups, and are not looked at. */
  static final int MOST_LEVELS = 64;

  /** Pairs of columns that make more groups than this are not looked at. */
  static final int MOST_GROUPS_OF_A_PAIR = 256;

  /** Where there are more columns than this, pairs are not looked at. */
  static final int MOST_COLUMNS_TO_PAIR = 100;

  /**
   * The cell of largest divergence over all columns of {@link #columns} and all pairs of them; ties
   * to the single column, then by the names of the columns, then by level.
   */
  static Optional<Finding> largest(LabelledRows training, LabelledRows diagnosis) {
    Optional<Finding> largest = Optional.empty();
    double most = 0;
    for (Grouping grouping : groupings(training, diagnosis)) {
      CellCounts counts = new CellCounts(grouping, training, diagnosis);
      Optional<Integer> cell = counts.rarest();
      if (cell.isPresent() && counts.divergence(cell.get()) > most) {
        most = counts.divergence(cell.get());
        largest = Optional.of(new Finding(counts, cell.get()));
      }
    }
    return largest;
  }

  /** The categorical columns of both tables with 1 to 64 levels, by name. */
  static List<Grouping.Axis> columns(LabelledRows training, LabelledRows diagnosis) {
    return diagnosis.rows().attributes().stream()
        .filter(Attribute::isCategorical)
        .map(Attribute::name)
        .filter(
            name -> training.rows().attribute(name).filter(Attribute::isCategorical).isPresent())
        .sorted()
        .map(name -> Grouping.Axis.of(name, training.rows(), diagnosis.rows()))
        .filter(axis -> !axis.levels().isEmpty() && axis.levels().size() <= MOST_LEVELS)
        .toList();
  }

  private static List<Grouping> groupings(LabelledRows training, LabelledRows diagnosis) {
    List<Grouping.Axis> columns = columns(training, diagnosis);
    List<Grouping> groupings = new ArrayList<>();
    columns.forEach(axis -> groupings.add(new Grouping(List.of(axis))));
    for (int i = 0; columns.size() <= MOST_COLUMNS_TO_PAIR && i < columns.size(); i++) {
      for (int j = i + 1; j < columns.size(); j++) {
        Grouping pair = new Grouping(List.of(columns.get(i), columns.get(j)));
        if (pair.groups() <= MOST_GROUPS_OF_A_PAIR) {
          groupings.add(pair);
        }
      }
    }
    return groupings;
  }
}
