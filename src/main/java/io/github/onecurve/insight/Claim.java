package io.github.onecurve.insight;

import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.Slice;
import io.github.onecurve.model.Model;
import io.github.onecurve.remedy.Remedy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A range for a quantity that the judge measures on sealed rows.
 *
 * @param quantity what is measured
 * @param low the lower end, finite
 * @param high the upper end, finite, at least {@code low}
 * @param after the remedy after which it is measured (at retraining seed 0); on today's system
 *     where there is none
 */
public record Claim(Quantity quantity, double low, double high, Optional<Remedy> after) {
  /** Checks that the range is one. */
  public Claim {
    if (!Double.isFinite(low) || !Double.isFinite(high) || !(low <= high)) {
      throw new IllegalArgumentException(
          "a claim needs finite low <= high, found [" + low + ", " + high + "]");
    }
  }

  /** What a claim can be about. */
  public sealed interface Quantity permits Accuracy, AccuracyGap, RobustAccuracy {
    /** The slices that it speaks of. */
    default List<Slice> slices() {
      return List.of();
    }
  }

  /** The share of a slice's rows decided as their true class; a refusal counts as not. */
  public record Accuracy(Slice slice) implements Quantity {
    @Override
    public List<Slice> slices() {
      return List.of(slice);
    }

    @Override
    public String toString() {
      return "accuracy of " + slice;
    }
  }

  /** The accuracy of a slice minus that of another that it does not overlap. */
  public record AccuracyGap(Slice first, Slice second) implements Quantity {
    /** Checks that the slices exclude each other. */
    public AccuracyGap {
      if (!first.isDisjointFrom(second)) {
        throw new IllegalArgumentException(
            "a gap needs two slices that exclude each other, found \""
                + first
                + "\" and \""
                + second
                + "\": let them differ in the levels of one column");
      }
    }

    @Override
    public List<Slice> slices() {
      return List.of(first, second);
    }

    @Override
    public String toString() {
      return "accuracy of " + first + " minus that of " + second;
    }
  }

  /** The accuracy where every input may be changed within a threat. */
  public record RobustAccuracy(Threat threat) implements Quantity {
    @Override
    public String toString() {
      return "accuracy within " + threat;
    }
  }

  /** A claim about today's system. */
  public static Claim that(Quantity quantity, double low, double high) {
    return new Claim(quantity, low, high, Optional.empty());
  }

  /** This claim about the system after a remedy. */
  public Claim after(Remedy remedy) {
    return new Claim(quantity, low, high, Optional.of(remedy));
  }

  /** This claim as a board keeps it, with its remedy recorded. */
  public Claim recorded(Function<Model, String> print) {
    return new Claim(quantity, low, high, after.map(remedy -> remedy.recorded(print)));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s in [%.4g, %.4g]%s",
        quantity,
        low,
        high,
        after.map(remedy -> " after \"" + remedy + "\"").orElse(""));
  }
}
