package io.github.onecurve.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Learns from a table of training rows what columns leave open: categories, means and sds. */
final class CsvFit {
  private CsvFit() {}

  static Columns fit(Path path, Columns spec, RowRange range) throws IOException {
    Map<String, Cells> open = new LinkedHashMap<>();
    try (CsvTable table = CsvTable.open(path)) {
      List<String> names = CsvHeader.of(table, spec).names();
      for (Column column : spec.columns()) {
        if (!column.role().isFitted()) {
          open.put(column.name(), openCells(column, names.indexOf(column.name()), spec));
        }
      }
      table.forEach(range, record -> read(record, open, table));
    }
    return spec.map(
        column ->
            open.containsKey(column.name())
                ? column.as(fitted(column, open.get(column.name())))
                : column);
  }

  private static Cells openCells(Column column, int place, Columns spec) {
    return column.role() instanceof Column.Numeric
        ? NumberCells.described(place, spec.missingIn(column), false)
        : new LevelCells(place, spec.missingIn(column), List.of(), false, LevelCells.none());
  }

  private static void read(CsvRecord record, Map<String, Cells> open, CsvTable table) {
    open.forEach(
        (name, cells) -> {
          try {
            cells.read(record.getField(cells.place()), new float[0], 0);
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                table.place() + ", column \"" + name + "\": " + e.getMessage(), e);
          }
        });
  }

  private static Column.Role fitted(Column column, Cells cells) {
    if (cells instanceof NumberCells numbers) {
      return scaled(column.name(), numbers.values());
    }
    List<String> levels = ((LevelCells) cells).levels();
    if (levels.isEmpty()) {
      throw new IllegalArgumentException(
          "column \"" + column.name() + "\" has no value in the training rows: ignore it");
    }
    return column.role() instanceof Column.Label
        ? new Column.Label(levels, true)
        : new Column.OneHot(levels, true);
  }

  private static Column.Role scaled(String name, double[] cells) {
    double[] values = Arrays.stream(cells).filter(value -> !Double.isNaN(value)).toArray();
    if (values.length == 0) {
      throw new IllegalArgumentException(
          "column \"" + name + "\" has no number in the training rows: ignore it");
    }
    double mean = sum(values) / values.length;
    double[] squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).toArray();
    double sd = Math.sqrt(sum(squares) / values.length);
    if (!(sd > 0)) {
      throw new IllegalArgumentException(
          "column \""
              + name
              + "\" is the same in all training rows, so it cannot be scaled: ignore it, or give"
              + " scaled(name, mean, sd)");
    }
    return new Column.Numeric(mean, sd, true, true);
  }

  /** A compensated sum (Neumaier 1974) of the sorted values: no order of rows changes its bits. */
  private static double sum(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double sum = 0;
    double lost = 0;
    for (double value : sorted) {
      double next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
      sum = next;
    }
    return sum + lost;
  }
}
