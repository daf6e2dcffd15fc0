package io.github.onecurve.attack;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import io.github.onecurve.data.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What an adversary may do to one input row: change it by at most a radius, inside a box, leaving
 * some inputs alone.
 *
 * @param norm how the size of a change is measured
 * @param radius the largest size of a change, above 0, in units of the scale
 * @param box the values that an input may take; empty for any
 * @param scale the unit in which the change of each input is measured, one positive number an
 *     input; empty for 1
 * @param frozen the flat indices of the inputs that cannot be changed; kept rising, each once
 */
public record Threat(
    Norm norm, double radius, Optional<Box> box, Optional<Tensor> scale, List<Integer> frozen) {
  private static final int SHOWN = 8;

  public Threat {
    if (!Double.isFinite(radius) || radius <= 0) {
      throw new IllegalArgumentException(
          "a threat's radius must be finite and above 0, found " + radius);
    }
    scale.ifPresent(Threat::requirePositive);
    frozen = frozen.stream().distinct().sorted().toList();
    if (!frozen.isEmpty() && frozen.get(0) < 0) {
      throw new IllegalArgumentException(
          "frozen inputs are flat indices from 0, found " + frozen.get(0));
    }
  }

  /** Every input may change by at most {@code radius}. */
  public static Threat linf(double radius) {
    return new Threat(Norm.LINF, radius, Optional.empty(), Optional.empty(), List.of());
  }

  /** The change has a Euclidean length of at most {@code radius}. */
  public static Threat l2(double radius) {
    return new Threat(Norm.L2, radius, Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * The changes of all inputs, each in its unit, sum to at most {@code radius}: few inputs may
   * change much, or many a little.
   */
  public static Threat l1(double radius) {
    return new Threat(Norm.L1, radius, Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * Every input may change by at most a share of its standard deviation in the training rows;
   * inputs that are constant there are frozen.
   *
   * @param share of a standard deviation, above 0; 0.1 is the house's threat where none is named
   * @throws IllegalArgumentException if no input varies
   */
  public static Threat ofStandardDeviations(LabelledRows training, double share) {
    Rows rows = training.rows();
    float[] deviations = new float[rows.width()];
    int[] constant = new int[rows.width()];
    int found = 0;
    for (int i = 0; i < deviations.length; i++) {
      float deviation = (float) deviation(rows, i);
      deviations[i] = deviation > 0 ? deviation : 1;
      if (deviation <= 0) {
        constant[found++] = i;
      }
    }
    if (found == deviations.length) {
      throw new IllegalArgumentException(
          "no input varies over the "
              + rows.size()
              + " training rows, so no threat can be measured in standard deviations: give more"
              + " rows or name a threat with Threat.linf(radius)");
    }
    return linf(share)
        .scaledBy(Tensor.of(deviations, rows.rowShape()))
        .freezing(Arrays.copyOf(constant, found));
  }

  /** This threat, with inputs that stay within {@code [low, high]}. */
  public Threat within(float low, float high) {
    return new Threat(norm, radius, Optional.of(new Box(low, high)), scale, frozen);
  }

  /** This threat, with the change of each input measured in a unit of its own. */
  public Threat scaledBy(Tensor units) {
    return new Threat(norm, radius, box, Optional.of(units), frozen);
  }

  /** This threat, with more inputs that cannot be changed, by flat index. */
  public Threat freezing(int... inputs) {
    List<Integer> all =
        IntStream.concat(frozen.stream().mapToInt(i -> i), Arrays.stream(inputs)).boxed().toList();
    return new Threat(norm, radius, box, scale, all);
  }

  /** This threat with another radius. */
  Threat ofRadius(double other) {
    return new Threat(norm, other, box, scale, frozen);
  }

  /**
   * The size of the change from one row to another, in units of the scale; frozen inputs count.
   *
   * @param from {@code [width]}
   * @param to {@code [width]}
   */
  public double distance(float[] from, float[] to) {
    return Ball.of(this, from.length).distance(from, to);
  }

  /**
   * The allowed row that is nearest to a candidate, nearness measured as Euclidean length in units
   * of the scale.
   *
   * @param clean {@code [width]}, inside the box
   * @param candidate {@code [width]}, no NaN
   * @return {@code [width]}
   */
  public float[] project(float[] clean, float[] candidate) {
    return Ball.of(this, clean.length).project(clean, candidate);
  }

  /** Whether a row may be made of a clean one, but for the rounding of each input to a float. */
  public boolean allows(float[] clean, float[] candidate) {
    return Ball.of(this, clean.length).allows(clean, candidate);
  }

  /**
   * Checks that rows can be attacked under this threat.
   *
   * @throws IllegalArgumentException if the scale or a frozen input does not fit their width, no
   *     input is left to change, or a row lies outside the box
   */
  public void requireFits(Rows rows) {
    Ball ball = Ball.of(this, rows.width());
    for (int row = 0; row < rows.size(); row++) {
      ball.requireInside("row " + row, rows.row(row));
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(norm + " ≤ " + radius);
    scale.ifPresent(units -> text.append(" in units of a scale per input"));
    box.ifPresent(values -> text.append(", inputs within ").append(values));
    if (frozen.size() > SHOWN) {
      text.append(", ").append(frozen.size()).append(" inputs frozen");
    } else if (!frozen.isEmpty()) {
      text.append(", inputs ").append(frozen).append(" frozen");
    }
    return text.toString();
  }

  private static void requirePositive(Tensor units) {
    for (int i = 0; i < units.size(); i++) {
      if (units.get(i) <= 0) {
        throw new IllegalArgumentException(
            String.format(
                "a threat's scale must be positive, found %s at input %d: freeze inputs that"
                    + " cannot change",
                units.get(i), i));
      }
    }
  }

  /** Summed in the order of the values, so that the order of the rows leaves no trace. */
  private static double deviation(Rows rows, int input) {
    float[] values = new float[rows.size()];
    for (int row = 0; row < values.length; row++) {
      values[row] = rows.input(row, input);
    }
    Arrays.sort(values);
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += (double) value - values[0];
    }
    double mean = sum / values.length;
    for (float value : values) {
      double off = (double) value - values[0] - mean;
      squares += off * off;
    }
    return Math.sqrt(squares / values.length);
  }
}
