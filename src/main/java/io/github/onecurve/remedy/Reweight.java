package io.github.onecurve.remedy;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Slice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Multiplies the weights of the rows by those of the cells that they lie in; a row in no cell keeps
 * its weight.
 *
 * @param cells the cells, which must not overlap
 */
public record Reweight(List<Cell> cells) implements Change {
  /**
   * The rows of a class in a slice and their weight.
   *
   * @param weight finite, at least 0
   */
  public record Cell(String className, Slice slice, double weight) {
    /** Checks the weight. */
    public Cell {
      if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "the weight of a cell must be finite and at least 0, found " + weight);
      }
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s where %s × %.3g", className, slice, weight);
    }
  }

  /** Keeps a copy of the cells. */
  public Reweight {
    cells = List.copyOf(cells);
    if (cells.isEmpty()) {
      throw new IllegalArgumentException("expected at least one cell to reweight, found none");
    }
  }

  @Override
  public Optional<WeightedRows> apply(Optional<WeightedRows> rows, Workshop tools) {
    WeightedRows before =
        rows.orElseThrow(
            () -> new NotExecutableException("reweighting needs training rows, found none"));
    return Optional.of(
        new WeightedRows(before.rows(), before.weights().times(weights(before.rows()))));
  }

  private RowWeights weights(LabelledRows rows) {
    double[] weights = new double[rows.size()];
    for (int row = 0; row < weights.length; row++) {
      weights[row] = weight(rows, row);
    }
    return RowWeights.of(weights);
  }

  private double weight(LabelledRows rows, int row) {
    String className = rows.classNames().get(rows.label(row));
    for (Cell cell : cells) {
      if (cell.className().equals(className) && cell.slice().matches(rows.rows(), row)) {
        return cell.weight();
      }
    }
    return 1;
  }

  @Override
  public String toString() {
    return "reweight "
        + cells.stream().limit(3).map(Cell::toString).collect(Collectors.joining(", "))
        + (cells.size() > 3 ? ", … " + cells.size() + " cells in all" : "");
  }
}
