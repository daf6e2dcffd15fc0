package io.github.onecurve.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * A named column that describes rows without being an input of the model, such as a group or a
 * site.
 *
 * <p>It is either categorical (text levels) or numeric; a cell may be missing. It is for auditing
 * only unless declared to be known {@link #atDecision() at the time of a decision}: only then may a
 * guard of a deployed system look at it.
 */
public final class Attribute {
  private static final int MISSING = -1;

  private final String name;
  private final boolean categorical;
  private final boolean atDecision;
  private final List<String> levels;
  private final int[] codes;
  private final double[] values;

  private Attribute(
      String name,
      boolean categorical,
      boolean atDecision,
      List<String> levels,
      int[] codes,
      double[] values) {
    this.name = name;
    this.categorical = categorical;
    this.atDecision = atDecision;
    this.levels = levels;
    this.codes = codes;
    this.values = values;
  }

  /**
   * A categorical column, one text a row, {@code [n]}; its levels are the texts that occur, in
   * code-point order, so that they do not depend on the order of the rows. An empty text is a
   * missing cell.
   */
  public static Attribute categorical(String name, List<String> cells) {
    TreeSet<String> levels = new TreeSet<>(TextOrder.BY_CODE_POINT);
    levels.addAll(cells);
    levels.remove("");
    return categorical(name, List.copyOf(levels), cells);
  }

  /**
   * A categorical column with its levels in a given order.
   *
   * @param cells one text a row, {@code [n]}; a text that is no level is a missing cell
   * @throws IllegalArgumentException if a level occurs twice or is the empty text
   */
  public static Attribute categorical(String name, List<String> levels, List<String> cells) {
    Map<String, Integer> index = new LinkedHashMap<>();
    for (String level : levels) {
      if (level.isEmpty()) {
        throw new IllegalArgumentException(
            "attribute \""
                + name
                + "\": the empty text is a missing cell and no level, leave it out");
      }
      if (index.put(level, index.size()) != null) {
        throw new IllegalArgumentException(
            "attribute \"" + name + "\": levels must differ, found \"" + level + "\" twice");
      }
    }
    int[] codes = cells.stream().mapToInt(cell -> index.getOrDefault(cell, MISSING)).toArray();
    return new Attribute(requireName(name), true, false, List.copyOf(levels), codes, new double[0]);
  }

  /**
   * A numeric column, one value a row, {@code [n]}; NaN is a missing cell.
   *
   * @throws IllegalArgumentException if a value is infinite
   */
  public static Attribute numeric(String name, double... values) {
    for (int row = 0; row < values.length; row++) {
      if (Double.isInfinite(values[row])) {
        throw new IllegalArgumentException(
            "attribute \""
                + name
                + "\": expected finite numbers, found an infinite one at row "
                + row);
      }
    }
    return ofValues(name, values.clone());
  }

  /** A categorical column that owns its codes: indices into the levels, −1 a missing cell. */
  static Attribute ofCodes(String name, List<String> levels, int[] codes) {
    return new Attribute(requireName(name), true, false, List.copyOf(levels), codes, new double[0]);
  }

  /** A numeric column that owns its values, which are finite or NaN. */
  static Attribute ofValues(String name, double[] values) {
    return new Attribute(requireName(name), false, false, List.of(), new int[0], values);
  }

  /** This column, declared to be known when a decision is made. */
  public Attribute knownAtDecision() {
    return new Attribute(name, categorical, true, levels, codes, values);
  }

  /** The column's name. */
  public String name() {
    return name;
  }

  /** Whether a deployed system may look at this column when it decides. */
  public boolean atDecision() {
    return atDecision;
  }

  /** Whether the cells are texts out of {@link #levels()}; else they are numbers. */
  public boolean isCategorical() {
    return categorical;
  }

  /** The number of rows. */
  public int size() {
    return isCategorical() ? codes.length : values.length;
  }

  /** The levels of a categorical column in order; none for a numeric one. */
  public List<String> levels() {
    return levels;
  }

  /** The index of a row's level, −1 where the cell is missing or the column is numeric. */
  public int code(int row) {
    return isCategorical() ? codes[row] : MISSING;
  }

  /** Whether a row's cell is missing. */
  public boolean isMissing(int row) {
    return isCategorical() ? codes[row] == MISSING : Double.isNaN(values[row]);
  }

  /** The number in a row's cell; empty where it is missing or the column is categorical. */
  public OptionalDouble value(int row) {
    return isCategorical() || isMissing(row)
        ? OptionalDouble.empty()
        : OptionalDouble.of(values[row]);
  }

  /** A row's cell as text; a missing cell is the empty text. */
  public String text(int row) {
    if (isMissing(row)) {
      return "";
    }
    return isCategorical() ? levels.get(codes[row]) : Double.toString(values[row] + 0.0);
  }

  /** The number in a row's cell, NaN where it is missing or the column is categorical. */
  double number(int row) {
    return isCategorical() ? Double.NaN : values[row];
  }

  /** Whether a row's cell says the same as a cell of another column of this name. */
  boolean sameCell(int row, Attribute other, int otherRow) {
    return isCategorical() == other.isCategorical() && text(row).equals(other.text(otherRow));
  }

  /** Adds what identifies the column itself, apart from its cells. */
  void addHead(Fingerprint print) {
    print.add(name).add(isCategorical() ? 1 : 0).add(atDecision ? 1 : 0);
  }

  /** Adds a row's cell; equal prints for equal texts. */
  void addCell(Fingerprint print, int row) {
    if (isMissing(row)) {
      print.add(-1);
    } else if (isCategorical()) {
      print.add(levels.get(codes[row]));
    } else {
      print.add(values[row]);
    }
  }

  /** Some rows of this column, in the order given. */
  Attribute select(int[] rows) {
    if (isCategorical()) {
      int[] chosen = Arrays.stream(rows).map(row -> codes[row]).toArray();
      return new Attribute(name, categorical, atDecision, levels, chosen, values);
    }
    double[] chosen = Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    return new Attribute(name, categorical, atDecision, levels, codes, chosen);
  }

  /** This column followed by another of the same name; levels are those of both. */
  Attribute concat(Attribute next) {
    next.requireKindOf(this);
    boolean known = atDecision && next.atDecision;
    if (!isCategorical()) {
      double[] both = Arrays.copyOf(values, values.length + next.values.length);
      System.arraycopy(next.values, 0, both, values.length, next.values.length);
      return new Attribute(name, categorical, known, levels, codes, both);
    }
    LinkedHashSet<String> union = new LinkedHashSet<>(levels);
    union.addAll(next.levels);
    List<String> all = List.copyOf(union);
    Map<String, Integer> index = new HashMap<>();
    all.forEach(level -> index.put(level, index.size()));
    int[] position = next.levels.stream().mapToInt(index::get).toArray();
    int[] both = Arrays.copyOf(codes, codes.length + next.codes.length);
    for (int row = 0; row < next.codes.length; row++) {
      both[codes.length + row] = next.codes[row] == MISSING ? MISSING : position[next.codes[row]];
    }
    return new Attribute(name, categorical, known, all, both, values);
  }

  /** This column, found to be categorical or numeric just as another of its name is. */
  Attribute requireKindOf(Attribute other) {
    if (isCategorical() != other.isCategorical()) {
      throw new IllegalArgumentException(
          "attribute \"" + name + "\" is categorical in one kind of rows and numeric in another");
    }
    return this;
  }

  /** A column like this one in which every one of {@code rows} cells is missing. */
  Attribute allMissing(int rows) {
    if (isCategorical()) {
      int[] none = new int[rows];
      Arrays.fill(none, MISSING);
      return new Attribute(name, categorical, atDecision, levels, none, values);
    }
    double[] none = new double[rows];
    Arrays.fill(none, Double.NaN);
    return new Attribute(name, categorical, atDecision, levels, codes, none);
  }

  @Override
  public String toString() {
    return name + (isCategorical() ? " " + levels : " (numeric)");
  }

  private static String requireName(String name) {
    if (Objects.requireNonNull(name, "an attribute needs a name").isBlank()) {
      throw new IllegalArgumentException("an attribute needs a name, found a blank one");
    }
    return name;
  }
}
