package io.github.onecurve.data;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What one column of a table is for, and how its cells are read.
 *
 * @param missing texts besides the empty one that say that there is no value
 * @param fill what a number that is missing is taken to be, in the column's own units
 */
record Column(String name, Role role, Set<String> missing, OptionalDouble fill) {
  Column {
    Objects.requireNonNull(name, "expected the name of a column, found null");
    missing = Set.copyOf(missing);
    for (String text : missing) {
      if (role.levels().contains(text)) {
        throw new IllegalArgumentException(
            "column \""
                + name
                + "\": \""
                + text
                + "\" is a category and a missing cell, choose one");
      }
    }
    if (fill.isPresent() && !(Double.isFinite(fill.getAsDouble()) && role.takesFill())) {
      throw new IllegalArgumentException(
          "column \""
              + name
              + "\": expected a finite fill of a raw, scaled or ordinal column, found "
              + fill.getAsDouble()
              + " for one that is "
              + role);
    }
  }

  static Column of(String name, Role role) {
    return new Column(name, role, Set.of(), OptionalDouble.empty());
  }

  Column as(Role other) {
    return new Column(name, other, missing, fill);
  }

  /** What a column is for. */
  sealed interface Role {
    /** The names of the inputs that the column becomes, in order; none where it is no input. */
    default List<String> features(String name) {
      return List.of();
    }

    /** Whether the column becomes inputs, however many. */
    default boolean isInput() {
      return this instanceof OneHot || this instanceof Ordinal || this instanceof Numeric;
    }

    /** The categories, levels or classes given; none where there are none. */
    default List<String> levels() {
      return List.of();
    }

    /** Whether nothing is left to be learnt from training rows. */
    default boolean isFitted() {
      return true;
    }

    /** Whether a missing or unseen cell may be given a number instead. */
    default boolean takesFill() {
      return false;
    }

    /** What a table must name in its header. */
    default boolean isRequired() {
      return true;
    }
  }

  /** One input of 0 or 1 for each category. */
  record OneHot(List<String> categories, boolean isFitted) implements Role {
    OneHot {
      categories = requireLevels(categories, isFitted);
    }

    @Override
    public List<String> features(String name) {
      return categories.stream().map(category -> name + "=" + category).toList();
    }

    @Override
    public List<String> levels() {
      return categories;
    }

    @Override
    public String toString() {
      return isFitted ? "one-hot " + categories : "one-hot (to be fitted)";
    }
  }

  /** One input, the index of the level. */
  record Ordinal(List<String> levels) implements Role {
    Ordinal {
      levels = requireLevels(levels, true);
    }

    @Override
    public List<String> features(String name) {
      return List.of(name);
    }

    @Override
    public boolean takesFill() {
      return true;
    }

    @Override
    public String toString() {
      return "ordinal " + levels;
    }
  }

  /** One input, (x − mean) / sd; a raw one has mean 0 and sd 1 and no mean to stand in for it. */
  record Numeric(double mean, double sd, boolean isScaled, boolean isFitted) implements Role {
    Numeric {
      if (!Double.isFinite(mean) || !(sd > 0 && sd < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "expected a finite mean and a positive, finite sd, found mean " + mean + ", sd " + sd);
      }
    }

    @Override
    public List<String> features(String name) {
      return List.of(name);
    }

    @Override
    public boolean takesFill() {
      return true;
    }

    @Override
    public String toString() {
      return isScaled
          ? isFitted ? "scaled (mean " + mean + ", sd " + sd + ")" : "scaled (to be fitted)"
          : "raw";
    }
  }

  /** A column of levels or numbers to slice by, no input. */
  record Described(boolean isNumeric, boolean atDecision) implements Role {
    @Override
    public String toString() {
      return (isNumeric ? "numeric attribute" : "attribute")
          + (atDecision ? " at decision" : " for auditing");
    }
  }

  /** Whose row it is. */
  record Entity() implements Role {
    @Override
    public String toString() {
      return "entity";
    }
  }

  /** The right answer. */
  record Label(List<String> levels, boolean isFitted) implements Role {
    Label {
      levels = requireLevels(levels, isFitted);
    }

    @Override
    public String toString() {
      return isFitted ? "label " + levels : "label (to be fitted)";
    }
  }

  /** Read for comparing whole records, and for nothing else. */
  record Ignored() implements Role {
    @Override
    public String toString() {
      return "ignored";
    }
  }

  /** A label that is not looked at, whether it is there or not. */
  record Unread() implements Role {
    @Override
    public boolean isRequired() {
      return false;
    }

    @Override
    public String toString() {
      return "not read";
    }
  }

  private static List<String> requireLevels(List<String> levels, boolean isFitted) {
    if (isFitted && levels.isEmpty()) {
      throw new IllegalArgumentException("expected at least one category, found none");
    }
    if (levels.contains("") || Set.copyOf(levels).size() < levels.size()) {
      throw new IllegalArgumentException(
          "categories must differ and not be empty (an empty cell is a missing one), found "
              + levels);
    }
    return List.copyOf(levels);
  }
}
