package io.github.onecurve.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The header of a table held against what the columns say it should be.
 *
 * @param names the header's names in order
 * @param unread the names of the columns that serve as nothing
 */
record CsvHeader(List<String> names, List<String> unread) {
  /**
   * Finds every column.
   *
   * @throws IllegalArgumentException if the table lacks one, or has one that nobody named
   */
  static CsvHeader of(CsvTable table, Columns spec) {
    List<String> names = table.header();
    List<String> open = new ArrayList<>(names);
    List<String> unread = new ArrayList<>();
    for (Column column : spec.columns()) {
      if (!open.remove(column.name()) && column.role().isRequired()) {
        throw new IllegalArgumentException(
            String.format(
                "%s has no column \"%s\"; its header is %s (is the header line missing?)",
                table.file(), column.name(), names));
      }
      if (column.role() instanceof Column.Ignored) {
        unread.add(column.name());
      }
    }
    if (!open.isEmpty() && !spec.othersIgnored()) {
      throw new IllegalArgumentException(
          String.format(
              "%s has the columns %s, which nothing was said about: make each an input (oneHot,"
                  + " ordinal, raw, scaled), an attribute(...), entity(...), label(...) or"
                  + " ignored(...), or ignoreOthers()",
              table.file(), open));
    }
    unread.addAll(open);
    return new CsvHeader(names, List.copyOf(unread));
  }

  /** Where the cells of a column go; empty where they serve as nothing. */
  Optional<Cells> cells(Column column, Columns spec) {
    int place = names.indexOf(column.name());
    Set<String> missing = spec.missingIn(column);
    Column.Role role = column.role();
    if (role instanceof Column.OneHot oneHot) {
      List<String> levels = oneHot.categories();
      return Optional.of(
          new LevelCells(place, missing, levels, true, LevelCells.oneHot(levels.size())));
    } else if (role instanceof Column.Ordinal ordinal) {
      List<String> levels = ordinal.levels();
      return Optional.of(
          new LevelCells(place, missing, levels, true, LevelCells.ordinal(levels, column.fill())));
    } else if (role instanceof Column.Numeric number) {
      return Optional.of(NumberCells.input(place, missing, number, column.fill()));
    } else if (role instanceof Column.Described described) {
      return Optional.of(
          described.isNumeric()
              ? NumberCells.described(place, missing, described.atDecision())
              : new LevelCells(
                  place, missing, List.of(), described.atDecision(), LevelCells.none()));
    } else if (role instanceof Column.Label label) {
      return Optional.of(new LabelCells(place, label.levels()));
    } else if (role instanceof Column.Entity) {
      return Optional.of(new EntityCells(place));
    }
    return Optional.empty();
  }
}
