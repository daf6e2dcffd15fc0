package io.github.onecurve.data;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The cells of a column of numbers: raw, scaled or only described. */
final class NumberCells extends Cells {
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

  private NumberCells(
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
  static NumberCells input(
      int place, Set<String> missing, Column.Numeric role, OptionalDouble fill) {
    OptionalDouble mean = role.isScaled() ? OptionalDouble.of(role.mean()) : fill;
    return new NumberCells(place, missing, true, Optional.of(role), fill.isPresent() ? fill : mean);
  }

  /** No input. */
  static NumberCells described(int place, Set<String> missing, boolean atDecision) {
    return new NumberCells(place, missing, atDecision, Optional.empty(), OptionalDouble.empty());
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
