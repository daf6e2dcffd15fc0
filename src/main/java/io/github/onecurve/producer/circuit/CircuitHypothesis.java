package io.github.onecurve.producer.circuit;

import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.remedy.Ablate;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.ShipAsIs;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * "A circuit of these units is responsible for this class being taken for that one": what to do is
 * to hold the units at their means.
 *
 * @param form how the number of units was chosen
 * @param actual the class that is taken for another
 * @param predicted the class that it is taken for
 * @param tensor the hidden tensor that the units are of
 * @param width the number of units of that tensor
 * @param units the circuit, the unit that carries most first; none where cutting any costs more
 *     than it saves
 * @param shareCarried the share of the centred logit difference that the circuit carries; it can
 *     exceed 1 where other units work against the confusion; empty where that difference is not
 *     above 0
 * @param cases the diagnosis rows that are so confused, at least 1
 * @param repaired those of them that are decided as their true class once the circuit is cut
 * @param claims what would have to be true
 * @param forecast what cutting it should save
 */
public record CircuitHypothesis(
    Form form,
    String actual,
    String predicted,
    String tensor,
    int width,
    List<Unit> units,
    OptionalDouble shareCarried,
    int cases,
    int repaired,
    List<Claim> claims,
    Optional<Forecast> forecast)
    implements Insight {

  /** How the number of units was chosen. */
  public enum Form {
    /** The fewest units that repair nine in ten of the cases, whatever else they serve. */
    EVIDENCE,
    /** The number of units of least cost on all diagnosis rows, zero among them. */
    CAREFUL
  }

  /**
   * A unit of the circuit.
   *
   * @param index its index in the tensor
   * @param score what it adds to the confusion, summed over the cases, in logits
   * @param mean its mean activation, at which it is held
   */
  public record Unit(int index, double score, float mean) {
    /** Checks that the numbers are finite. */
    public Unit {
      if (index < 0 || !Double.isFinite(score) || !Float.isFinite(mean)) {
        throw new IllegalArgumentException(
            "expected a unit of index at least 0 with a finite score and mean, found unit "
                + index
                + ", score "
                + score
                + ", mean "
                + mean
                + ": look for inputs that overflow");
      }
    }
  }

  /** Checks that the counts fit each other. */
  public CircuitHypothesis {
    units = List.copyOf(units);
    claims = List.copyOf(claims);
    if (cases < 1 || repaired < 0 || repaired > cases || units.size() > width) {
      throw new IllegalArgumentException(
          String.format(
              "expected at most %d units, at least 1 case and repaired ones among the cases, found"
                  + " %d units, %d cases, %d repaired",
              width, units.size(), cases, repaired));
    }
  }

  @Override
  public String statement() {
    if (units.isEmpty()) {
      return String.format(
          "None of the %d units of %s can be cut against %s being taken for %s without costing more"
              + " than it saves.",
          width, tensor, actual, predicted);
    }
    String carried =
        shareCarried.isPresent()
            ? String.format(
                Locale.ROOT,
                "it carries %.0f%% of the logit difference and ",
                100 * shareCarried.getAsDouble())
            : "";
    return String.format(
        "A circuit of %d of the %d units of %s is responsible for %s being taken for %s: %scutting"
            + " it repairs %d of %d cases%s.",
        units.size(),
        width,
        tensor,
        actual,
        predicted,
        carried,
        repaired,
        cases,
        form == Form.CAREFUL ? ", the size of least cost" : "");
  }

  @Override
  public Optional<Remedy> remedy() {
    return Optional.of(
        units.isEmpty()
            ? new ShipAsIs()
            : new Ablate(
                tensor,
                units.stream().map(unit -> new Ablate.Unit(unit.index(), unit.mean())).toList()));
  }
}
