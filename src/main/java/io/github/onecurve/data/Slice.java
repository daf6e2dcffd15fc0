package io.github.onecurve.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * A part of the data that can be named: the rows that satisfy each of at most 8 conditions.
 *
 * @param atoms the conditions; none means all rows
 */
public record Slice(List<Atom> atoms) {
  private static final int MOST_ATOMS = 8;

  /** Checks the number of conditions. */
  public Slice {
    atoms = List.copyOf(new LinkedHashSet<>(atoms));
    if (atoms.size() > MOST_ATOMS) {
      throw new IllegalArgumentException(
          "a slice has at most " + MOST_ATOMS + " conditions, found " + atoms.size());
    }
  }

  /** One condition on a row. */
  public sealed interface Atom {
    /** Whether a row satisfies the condition; a missing cell satisfies only {@link Missing}. */
    boolean matches(Rows rows, int row);

    /**
     * The same condition, prepared for many rows: the column is looked up once.
     *
     * @throws IllegalArgumentException if the rows lack what the condition asks for
     */
    IntPredicate on(Rows rows);

    /** The attribute column that the condition asks for; none for an input of the model. */
    default Set<String> columns() {
      return Set.of();
    }

    /** Whether no row can satisfy both this and the other condition, as far as can be told. */
    boolean excludes(Atom other);
  }

  /** The cell of a categorical column is one of some levels. */
  public record Level(String column, Set<String> levels) implements Atom {
    /** Checks that there is a level; levels are kept in code-point order. */
    public Level {
      TreeSet<String> ordered = new TreeSet<>(TextOrder.BY_CODE_POINT);
      ordered.addAll(levels);
      levels = Collections.unmodifiableSortedSet(ordered);
      if (levels.isEmpty()) {
        throw new IllegalArgumentException("expected at least one level of \"" + column + "\"");
      }
    }

    @Override
    public boolean matches(Rows rows, int row) {
      Attribute attribute = attribute(rows, column, true);
      return !attribute.isMissing(row) && levels.contains(attribute.text(row));
    }

    @Override
    public IntPredicate on(Rows rows) {
      Attribute attribute = attribute(rows, column, true);
      boolean[] inside = new boolean[attribute.levels().size()];
      for (int code = 0; code < inside.length; code++) {
        inside[code] = levels.contains(attribute.levels().get(code));
      }
      return row -> !attribute.isMissing(row) && inside[attribute.code(row)];
    }

    @Override
    public Set<String> columns() {
      return Set.of(column);
    }

    @Override
    public boolean excludes(Atom other) {
      boolean otherLevels =
          other instanceof Level that
              && column.equals(that.column)
              && levels.stream().noneMatch(that.levels::contains);
      return otherLevels || (other instanceof Missing that && column.equals(that.column));
    }

    @Override
    public String toString() {
      return column + (levels.size() == 1 ? " = " + levels.iterator().next() : " in " + levels);
    }
  }

  /** The number in a numeric column is in {@code [low, high)}. */
  public record Range(String column, double low, double high) implements Atom {
    /** Checks that the range is not empty. */
    public Range {
      requireRange(column, low, high);
    }

    @Override
    public boolean matches(Rows rows, int row) {
      double value = attribute(rows, column, false).number(row);
      return low <= value && value < high;
    }

    @Override
    public IntPredicate on(Rows rows) {
      Attribute attribute = attribute(rows, column, false);
      return row -> {
        double value = attribute.number(row);
        return low <= value && value < high;
      };
    }

    @Override
    public Set<String> columns() {
      return Set.of(column);
    }

    @Override
    public boolean excludes(Atom other) {
      boolean apart =
          other instanceof Range that
              && column.equals(that.column)
              && (high <= that.low || that.high <= low);
      return apart || (other instanceof Missing that && column.equals(that.column));
    }

    @Override
    public String toString() {
      return low + " <= " + column + " < " + high;
    }
  }

  /** The cell of a column is missing. */
  public record Missing(String column) implements Atom {
    @Override
    public boolean matches(Rows rows, int row) {
      return attribute(rows, column).isMissing(row);
    }

    @Override
    public IntPredicate on(Rows rows) {
      return attribute(rows, column)::isMissing;
    }

    @Override
    public Set<String> columns() {
      return Set.of(column);
    }

    @Override
    public boolean excludes(Atom other) {
      return !(other instanceof Missing) && other.excludes(this);
    }

    @Override
    public String toString() {
      return column + " missing";
    }
  }

  /** An input of the model, by its flat index, is in {@code [low, high)}. */
  public record FeatureRange(int feature, double low, double high) implements Atom {
    /** Checks that the range is not empty. */
    public FeatureRange {
      if (feature < 0) {
        throw new IllegalArgumentException("a feature's index is at least 0, found " + feature);
      }
      requireRange("feature " + feature, low, high);
    }

    @Override
    public boolean matches(Rows rows, int row) {
      requireFeature(rows);
      float value = rows.input(row, feature);
      return low <= value && value < high;
    }

    @Override
    public IntPredicate on(Rows rows) {
      requireFeature(rows);
      return row -> {
        float value = rows.input(row, feature);
        return low <= value && value < high;
      };
    }

    private void requireFeature(Rows rows) {
      if (feature >= rows.width()) {
        throw new IllegalArgumentException(
            "expected a feature below " + rows.width() + ", found " + feature);
      }
    }

    @Override
    public boolean excludes(Atom other) {
      return other instanceof FeatureRange that
          && feature == that.feature
          && (high <= that.low || that.high <= low);
    }

    @Override
    public String toString() {
      return low + " <= feature " + feature + " < " + high;
    }
  }

  /** All rows. */
  public static Slice all() {
    return new Slice(List.of());
  }

  /** The rows whose cell in a categorical column is one of some levels. */
  public static Slice where(String column, String... levels) {
    return new Slice(List.of(new Level(column, Set.of(levels))));
  }

  /** The rows that satisfy one condition. */
  public static Slice of(Atom atom) {
    return new Slice(List.of(atom));
  }

  /** The rows in this slice and in the other. */
  public Slice and(Slice other) {
    List<Atom> both = new ArrayList<>(atoms);
    both.addAll(other.atoms);
    return new Slice(both);
  }

  /** Whether this is all rows. */
  public boolean isAll() {
    return atoms.isEmpty();
  }

  /** The attribute columns that must be known to say whether a row is in this slice. */
  public Set<String> columns() {
    return atoms.stream()
        .flatMap(atom -> atom.columns().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Whether no row can be in both slices, as far as their conditions tell. */
  public boolean isDisjointFrom(Slice other) {
    return atoms.stream().anyMatch(a -> other.atoms.stream().anyMatch(a::excludes));
  }

  /**
   * Whether a row is in this slice.
   *
   * @throws IllegalArgumentException if the rows lack a column that this slice names, or it is
   *     numeric where levels are asked for or categorical where a range is
   */
  public boolean matches(Rows rows, int row) {
    for (Atom atom : atoms) {
      if (!atom.matches(rows, row)) {
        return false;
      }
    }
    return true;
  }

  /** The rows in this slice. */
  public RowSet rows(Rows rows) {
    return RowSet.where(rows.size(), on(rows));
  }

  /** This slice as a question to many rows: the same answers as {@link #matches}, sooner. */
  public IntPredicate on(Rows rows) {
    IntPredicate[] conditions =
        atoms.stream().map(atom -> atom.on(rows)).toArray(IntPredicate[]::new);
    return row -> {
      for (IntPredicate condition : conditions) {
        if (!condition.test(row)) {
          return false;
        }
      }
      return true;
    };
  }

  @Override
  public String toString() {
    return atoms.isEmpty()
        ? "all rows"
        : atoms.stream().map(Object::toString).collect(Collectors.joining(" and "));
  }

  private static Attribute attribute(Rows rows, String column, boolean categorical) {
    Attribute attribute = attribute(rows, column);
    if (attribute.isCategorical() != categorical) {
      throw new IllegalArgumentException(
          categorical
              ? "column \"" + column + "\" is numeric: ask for a range, not for levels"
              : "column \"" + column + "\" has levels: ask for levels, not for a range");
    }
    return attribute;
  }

  private static Attribute attribute(Rows rows, String column) {
    return rows.attribute(column)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of the columns "
                        + rows.attributes().stream().map(Attribute::name).toList()
                        + ", found \""
                        + column
                        + "\""));
  }

  private static void requireRange(String what, double low, double high) {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "expected a range of " + what + " with low < high, found [" + low + ", " + high + ")");
    }
  }
}
