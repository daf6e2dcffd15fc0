package io.github.onecurve.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What each column of a table is for: an input and how it becomes numbers, the label, something to
 * slice by, or nothing.
 *
 * <p>Inputs stand in the order in which they are named here, whatever the order in the table; they
 * are computed in double precision and cast to {@code float} last. Every input column is also an
 * attribute under its own name that is known at the time of a decision. A category that was not
 * given is all zeros when one-hot; a missing cell is the empty text and what {@link
 * #missing(String...)} declares: one-hot all zeros, scaled the mean. Both are counted ({@link
 * Csv.Notes}).
 *
 * <pre>{@code
 * Columns columns = Columns.inOrder()
 *     .scaled("age").oneHot("workclass").ignored("fnlwgt").label("income", "<=50K", ">50K")
 *     .fit(training);
 * }</pre>
 *
 * <p>Immutable; each method returns new columns.
 */
public final class Columns {
  private final List<Column> columns;
  private final Set<String> missing;
  private final boolean othersIgnored;

  private Columns(List<Column> columns, Set<String> missing, boolean othersIgnored) {
    this.columns = List.copyOf(columns);
    this.missing = missing;
    this.othersIgnored = othersIgnored;
  }

  /** No columns yet. */
  public static Columns inOrder() {
    return new Columns(List.of(), Set.of(), false);
  }

  /** An input of 0 or 1 for each category, in the order given. */
  public Columns oneHot(String name, List<String> categories) {
    return with(name, new Column.OneHot(categories, true));
  }

  /** An input of 0 or 1 for each category of the training rows, in code-point order. */
  public Columns oneHot(String name) {
    return with(name, new Column.OneHot(List.of(), false));
  }

  /** One input: the index of the level, 0 for the first. */
  public Columns ordinal(String name, List<String> levels) {
    return with(name, new Column.Ordinal(levels));
  }

  /** One input: the number as it is. */
  public Columns raw(String name) {
    return with(name, new Column.Numeric(0, 1, false, true));
  }

  /** One input: (x − mean) / sd. */
  public Columns scaled(String name, double mean, double sd) {
    return with(name, new Column.Numeric(mean, sd, true, true));
  }

  /** One input: (x − mean) / sd with the mean and the population sd of the training rows. */
  public Columns scaled(String name) {
    return with(name, new Column.Numeric(0, 1, true, false));
  }

  /** Columns that serve as nothing but to tell whole records apart. */
  public Columns ignored(String... names) {
    Columns more = this;
    for (String name : names) {
      more = more.with(name, new Column.Ignored());
    }
    return more;
  }

  /** Whatever else the table holds serves as nothing but to tell whole records apart. */
  public Columns ignoreOthers() {
    return new Columns(columns, missing, true);
  }

  /** Levels to slice by; for auditing only, no input. */
  public Columns attribute(String name) {
    return with(name, new Column.Described(false, false));
  }

  /** Numbers to slice by; for auditing only, no input. */
  public Columns attributeNumeric(String name) {
    return with(name, new Column.Described(true, false));
  }

  /** An attribute that a deployed system knows when it decides (an input always is). */
  public Columns knownAtDecision(String name) {
    return change(
        name,
        column ->
            column.role() instanceof Column.Described described
                ? column.as(new Column.Described(described.isNumeric(), true))
                : requireInput(column));
  }

  /** Whose row it is: equal texts, same entity. */
  public Columns entity(String name) {
    return with(name, new Column.Entity());
  }

  /** The right answer, with the classes in order; without names they are fitted. */
  public Columns label(String name, String... classNames) {
    return with(name, new Column.Label(List.of(classNames), classNames.length > 0));
  }

  /** These columns without the label: it is not read, and may be absent. */
  public Columns unlabelled() {
    return new Columns(
        columns.stream()
            .map(c -> c.role() instanceof Column.Label ? c.as(new Column.Unread()) : c)
            .toList(),
        missing,
        othersIgnored);
  }

  /**
   * Texts that say, in any column but the label, the entity and the ignored, that a cell is
   * missing.
   */
  public Columns missing(String... texts) {
    Set<String> all = new HashSet<>(missing);
    all.addAll(Arrays.asList(texts));
    return new Columns(columns, Set.copyOf(all), othersIgnored).checked();
  }

  /** Texts that say in one column that a cell is missing. */
  public Columns missing(String name, List<String> texts) {
    return change(
        name,
        column -> {
          Set<String> all = new HashSet<>(column.missing());
          all.addAll(texts);
          return new Column(name, column.role(), all, column.fill());
        });
  }

  /**
   * What a missing cell of a raw, scaled or ordinal column is taken to be, in the column's own
   * units (for an ordinal one the index, which an unknown level gets too).
   */
  public Columns fill(String name, double value) {
    return change(
        name,
        column -> new Column(name, column.role(), column.missing(), OptionalDouble.of(value)));
  }

  /** Whether nothing is left to be learnt from training rows. */
  public boolean isFitted() {
    return unfitted().isEmpty();
  }

  /**
   * These columns with all that was left open learnt from the training rows in a table.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if the table is not as these columns say
   */
  public Columns fit(Path training) throws IOException {
    return isFitted() ? this : Csv.fit(training, this, RowRange.all());
  }

  /** As {@link #fit(Path)}, from the rows {@code from … to − 1} of the table, counted from 0. */
  public Columns fit(Path table, int from, int to) throws IOException {
    return isFitted() ? this : Csv.fit(table, this, RowRange.of(from, to));
  }

  /**
   * The name of each input, such as {@code age} or {@code workclass=Private}, {@code [width]}.
   *
   * @throws IllegalStateException if something is left to be fitted
   */
  public List<String> featureNames() {
    requireFitted();
    return columns.stream().flatMap(c -> c.role().features(c.name()).stream()).toList();
  }

  /** The number of inputs of one row. */
  public int width() {
    return featureNames().size();
  }

  /** The names of the classes; none where there is no label. */
  public List<String> classNames() {
    return label().map(column -> column.role().levels()).orElse(List.of());
  }

  /**
   * The categories or levels of a column; none where it has none.
   *
   * @throws IllegalArgumentException if there is no column of that name
   */
  public List<String> levels(String name) {
    return find(name).role().levels();
  }

  /** Mean and sd of a scaled column; empty where it is none or is yet to be fitted. */
  public Optional<Scaling> scaling(String name) {
    return find(name).role() instanceof Column.Numeric n && n.isScaled() && n.isFitted()
        ? Optional.of(new Scaling(n.mean(), n.sd()))
        : Optional.empty();
  }

  /** How a scaled column becomes an input: (x − mean) / sd. */
  public record Scaling(double mean, double sd) {}

  List<Column> columns() {
    return columns;
  }

  boolean othersIgnored() {
    return othersIgnored;
  }

  Optional<Column> label() {
    return columns.stream().filter(c -> c.role() instanceof Column.Label).findFirst();
  }

  /** Whether a text says that a cell of a column is missing. */
  Set<String> missingIn(Column column) {
    Set<String> all = new HashSet<>(missing);
    all.addAll(column.missing());
    all.add("");
    return Set.copyOf(all);
  }

  List<String> unfitted() {
    return columns.stream().filter(c -> !c.role().isFitted()).map(Column::name).toList();
  }

  Columns requireFitted() {
    if (!isFitted()) {
      throw new IllegalStateException(
          "columns "
              + unfitted()
              + " are still to be fitted: use columns.fit(training table), or give categories, means"
              + " and sds");
    }
    return this;
  }

  /** These columns with their roles exchanged one by one. */
  Columns map(UnaryOperator<Column> change) {
    return new Columns(columns.stream().map(change).toList(), missing, othersIgnored).checked();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Columns that
        && columns.equals(that.columns)
        && missing.equals(that.missing)
        && othersIgnored == that.othersIgnored;
  }

  @Override
  public int hashCode() {
    return Objects.hash(columns, missing, othersIgnored);
  }

  @Override
  public String toString() {
    return columns.stream()
        .map(column -> column.name() + ": " + column.role())
        .collect(Collectors.joining("\n"));
  }

  private Columns with(String name, Column.Role role) {
    if (columns.stream().anyMatch(column -> column.name().equals(name))) {
      throw new IllegalArgumentException(
          "column \"" + name + "\" is named twice: give each column one use");
    }
    if (columns.stream().anyMatch(c -> isOnce(role) && c.role().getClass() == role.getClass())) {
      throw new IllegalArgumentException(
          "there is one label and one entity column at most, found \"" + name + "\" as another");
    }
    List<Column> more = new ArrayList<>(columns);
    more.add(Column.of(name, role));
    return new Columns(more, missing, othersIgnored).checked();
  }

  private static boolean isOnce(Column.Role role) {
    return role instanceof Column.Label || role instanceof Column.Entity;
  }

  private Columns change(String name, UnaryOperator<Column> change) {
    find(name);
    return map(column -> column.name().equals(name) ? change.apply(column) : column);
  }

  private Column find(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of the columns "
                        + columns.stream().map(Column::name).toList()
                        + ", found \""
                        + name
                        + "\": name the column first"));
  }

  private static Column requireInput(Column column) {
    if (column.role().isInput()) {
      return column;
    }
    throw new IllegalArgumentException(
        "only an attribute can be known at decision, found \""
            + column.name()
            + "\", which is "
            + column.role());
  }

  private Columns checked() {
    for (Column column : columns) {
      Set<String> both = new LinkedHashSet<>(missing);
      both.retainAll(column.role().levels());
      if (!both.isEmpty() && !(column.role() instanceof Column.Label)) {
        throw new IllegalArgumentException(
            "column \"" + column.name() + "\": " + both + " is a category and a missing cell");
      }
    }
    return this;
  }
}
