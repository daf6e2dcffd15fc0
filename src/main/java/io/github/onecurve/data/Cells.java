package io.github.onecurve.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The cells of one column while a table is being read, row by row. */
abstract class Cells {
  private final int place;

  /**
   * Cells at a place in the table.
   *
   * @param place the column's index in the header
   */
  Cells(int place) {
    this.place = place;
  }

  /** The column's index in the header. */
  int place() {
    return place;
  }

  /**
   * Takes the next cell and writes the inputs it becomes.
   *
   * @throws IllegalArgumentException if the cell cannot be what the column is
   */
  abstract void read(String cell, float[] inputs, int at);

  /** The column as an attribute, if it is one. */
  Optional<Attribute> attribute(String name) {
    return Optional.empty();
  }

  /** How many cells were missing. */
  long missing() {
    return 0;
  }

  /** How often each text occurred that was given no place, in code-point order. */
  Map<String, Long> unseen() {
    return Map.of();
  }

  /** Numbers: raw, scaled or only described. */
  static final class Numbers extends Cells {
    private static final int EXACT_DIGITS = 15;

    private final Set<String> missingTexts;
    private final boolean isInput;
    private final boolean atDecision;
    private final double mean;
    private final double sd;
    private final OptionalDouble standIn;
    private double[] values = new double[64];
    private int size;
    private long missing;

    private Numbers(
        int place,
        Set<String> missing,
        boolean atDecision,
        Optional<Column.Numeric> input,
        OptionalDouble standIn) {
      super(place);
      this.missingTexts = missing;
      this.atDecision = atDecision;
      this.isInput = input.isPresent();
      this.mean = input.map(Column.Numeric::mean).orElse(0.0);
      this.sd = input.map(Column.Numeric::sd).orElse(1.0);
      this.standIn = standIn;
    }

    /** One input. */
    static Numbers input(int place, Set<String> missing, Column.Numeric role, OptionalDouble fill) {
      OptionalDouble mean = role.isScaled() ? OptionalDouble.of(role.mean()) : fill;
      return new Numbers(place, missing, true, Optional.of(role), fill.isPresent() ? fill : mean);
    }

    /** No input. */
    static Numbers described(int place, Set<String> missing, boolean atDecision) {
      return new Numbers(place, missing, atDecision, Optional.empty(), OptionalDouble.empty());
    }

    @Override
    void read(String cell, float[] inputs, int at) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      double value = missingTexts.contains(cell) ? Double.NaN : number(cell);
      values[size++] = value;
      if (Double.isNaN(value)) {
        missing++;
        value = isInput ? standIn(cell) : 0;
      }
      if (isInput) {
        inputs[at] = (float) ((value - mean) / sd);
        if (!Float.isFinite(inputs[at])) {
          throw new IllegalArgumentException(
              "expected a number that single precision can hold, found \"" + cell + "\"");
        }
      }
    }

    @Override
    Optional<Attribute> attribute(String name) {
      Attribute column = Attribute.ofValues(name, values());
      return Optional.of(atDecision ? column.knownAtDecision() : column);
    }

    @Override
    long missing() {
      return missing;
    }

    /** The numbers read, NaN where a cell was missing. */
    double[] values() {
      return Arrays.copyOf(values, size);
    }

    private double standIn(String cell) {
      return standIn.orElseThrow(
          () ->
              new IllegalArgumentException(
                  "a number is missing (\""
                      + cell
                      + "\"): give columns.fill(name, value), or scale the column so that the mean"
                      + " stands in"));
    }

    /** Plain whole numbers are read here, the rest by Java after a look at the characters. */
    private static double number(String cell) {
      String text = cell.strip();
      int start = text.startsWith("-") ? 1 : 0;
      long whole = 0;
      int digits = 0;
      for (int i = start; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c >= '0' && c <= '9') {
          whole = digits < EXACT_DIGITS ? 10 * whole + (c - '0') : whole;
          digits++;
        } else if ("+-.eE".indexOf(c) < 0) {
          throw notANumber(cell);
        } else {
          digits = EXACT_DIGITS + 1;
        }
      }
      if (digits > 0 && digits <= EXACT_DIGITS) {
        return start == 0 ? whole : 0.0 - whole;
      }
      return decimal(cell, text);
    }

    private static double decimal(String cell, String text) {
      try {
        double value = Double.parseDouble(text);
        if (Double.isFinite(value)) {
          return value;
        }
      } catch (NumberFormatException e) {
        throw notANumber(cell);
      }
      throw notANumber(cell);
    }

    private static IllegalArgumentException notANumber(String cell) {
      return new IllegalArgumentException(
          "expected a finite number, found \""
              + Csv.shown(cell)
              + "\": if it says that there is none, declare it with columns.missing(...)");
    }
  }

  /** Texts out of levels: one-hot, ordinal or only described. */
  static final class Levels extends Cells {
    private final Set<String> missingTexts;
    private final List<String> given;
    private final Encoding encoding;
    private final boolean atDecision;
    private final Map<String, Integer> index = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private long[] unseen = new long[8];
    private int[] codes = new int[64];
    private int size;
    private long missing;

    /** What a code becomes. */
    interface Encoding {
      /** Writes the inputs of a code: below {@code given} a level, −1 missing, else unseen. */
      void write(int code, String cell, float[] inputs, int at);
    }

    Levels(int place, Set<String> missing, List<String> given, boolean atDecision, Encoding how) {
      super(place);
      this.missingTexts = missing;
      this.given = given;
      this.atDecision = atDecision;
      this.encoding = how;
      given.forEach(this::add);
    }

    /** An input of 0 or 1 for each level. */
    static Encoding oneHot(int levels) {
      return (code, cell, inputs, at) -> {
        if (code >= 0 && code < levels) {
          inputs[at + code] = 1;
        }
      };
    }

    /** One input, the index of the level; others become the fill. */
    static Encoding ordinal(List<String> levels, OptionalDouble fill) {
      return (code, cell, inputs, at) -> {
        if (code >= 0 && code < levels.size()) {
          inputs[at] = code;
        } else {
          inputs[at] =
              (float)
                  fill.orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              "expected one of the levels "
                                  + levels
                                  + ", found \""
                                  + Csv.shown(cell)
                                  + "\": add the level, or give columns.fill(name, index)"));
        }
      };
    }

    /** No input. */
    static Encoding none() {
      return (code, cell, inputs, at) -> {};
    }

    @Override
    void read(String cell, float[] inputs, int at) {
      if (size == codes.length) {
        codes = Arrays.copyOf(codes, 2 * size);
      }
      int code = code(cell);
      codes[size++] = code;
      if (code < 0) {
        missing++;
      } else if (code >= given.size()) {
        unseen[code - given.size()]++;
      }
      encoding.write(code, cell, inputs, at);
    }

    /** The levels given, then those that only occur, in code-point order. */
    List<String> levels() {
      List<String> all = new ArrayList<>(given);
      all.addAll(unseen().keySet());
      return all;
    }

    @Override
    Optional<Attribute> attribute(String name) {
      List<String> levels = levels();
      Map<String, Integer> position = new HashMap<>();
      levels.forEach(level -> position.put(level, position.size()));
      int[] moved = texts.stream().mapToInt(position::get).toArray();
      int[] sorted = new int[size];
      Arrays.setAll(sorted, row -> codes[row] < 0 ? codes[row] : moved[codes[row]]);
      Attribute column = Attribute.ofCodes(name, levels, sorted);
      return Optional.of(atDecision ? column.knownAtDecision() : column);
    }

    @Override
    long missing() {
      return missing;
    }

    @Override
    Map<String, Long> unseen() {
      Map<String, Long> counts = new LinkedHashMap<>();
      texts.subList(given.size(), texts.size()).stream()
          .sorted(TextOrder.BY_CODE_POINT)
          .forEach(text -> counts.put(text, unseen[index.get(text) - given.size()]));
      return counts;
    }

    private int code(String cell) {
      Integer known = index.get(cell);
      if (known != null) {
        return known;
      }
      return missingTexts.contains(cell) ? -1 : add(cell);
    }

    private int add(String text) {
      int code = texts.size();
      texts.add(text);
      index.put(text, code);
      if (code - given.size() >= unseen.length) {
        unseen = Arrays.copyOf(unseen, 2 * unseen.length);
      }
      return code;
    }
  }

  /** The right answers. */
  static final class Labels extends Cells {
    private final Map<String, Integer> classes = new HashMap<>();
    private final List<String> classNames;
    private int[] labels = new int[64];
    private int size;

    Labels(int place, List<String> classNames) {
      super(place);
      this.classNames = classNames;
      classNames.forEach(name -> classes.put(name, classes.size()));
    }

    @Override
    void read(String cell, float[] inputs, int at) {
      if (size == labels.length) {
        labels = Arrays.copyOf(labels, 2 * size);
      }
      Integer label = classes.get(cell);
      if (label == null) {
        throw new IllegalArgumentException(
            cell.isEmpty()
                ? "the label is missing: read rows without labels by Csv.readUnlabelled"
                : "expected one of the classes "
                    + classNames
                    + ", found \""
                    + Csv.shown(cell)
                    + "\"");
      }
      labels[size++] = label;
    }

    /** The label of each row. */
    int[] labels() {
      return Arrays.copyOf(labels, size);
    }
  }

  /** Whose row it is. */
  static final class Entities extends Cells {
    private final List<String> keys = new ArrayList<>();

    Entities(int place) {
      super(place);
    }

    @Override
    void read(String cell, float[] inputs, int at) {
      if (cell.isEmpty()) {
        throw new IllegalArgumentException(
            "the entity is missing: name one for every row, or ignore the column");
      }
      keys.add(cell);
    }

    /** The entity of each row. */
    List<String> keys() {
      return keys;
    }
  }
}
