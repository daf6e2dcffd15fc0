package io.github.onecurve.producer.adversarial;

import io.github.onecurve.attack.Threat;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.stats.Interval;
import io.github.onecurve.stats.Proportions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * "This input plus this perturbation makes the model fail", and on how many rows one is found.
 *
 * <p>It claims that the robust accuracy on new data is at most the upper end of the 99% Wilson
 * interval of what was found here. There is no lower end: a stronger attack may find more.
 *
 * @param threat what a perturbation may be
 * @param rows the number of diagnosis rows
 * @param right how many of them the model decides as their true class when left alone
 * @param failed how many of those fail with a perturbation found by the attack, 0 to {@code right}
 * @param failedByNoise how many of those fail at one place drawn at random within the threat
 * @param withoutSlope how many of those stand only because no input had a slope, which says little
 * @param medianSize the median size of the perturbations found, shortened as far as they still do
 *     it, in the threat's norm and units; empty where none was found
 * @param example the row that fails by the smallest of them; empty where none was found
 * @param act what to do about it; empty where it cannot be done on this subject
 * @param saving what that should save
 */
public record AdversarialPerturbation(
    Threat threat,
    int rows,
    int right,
    int failed,
    int failedByNoise,
    int withoutSlope,
    OptionalDouble medianSize,
    Optional<AdversarialExample> example,
    Optional<Remedy> act,
    Optional<Forecast> saving)
    implements Insight {
  private static final double CLAIM_LEVEL = 0.99;

  /** The share of the rows decided right, left alone, that the attack makes fail, in [0, 1]. */
  public double successRate() {
    return right == 0 ? 0 : (double) failed / right;
  }

  /** The share of all rows that are right and stay so under the attack, in [0, 1]. */
  public double robustAccuracy() {
    return (double) (right - failed) / rows;
  }

  @Override
  public String statement() {
    return example.map(this::fails).orElseGet(this::stands) + doubt();
  }

  @Override
  public List<Claim> claims() {
    Interval range = Proportions.wilson(right - failed, rows, CLAIM_LEVEL);
    return List.of(Claim.that(new Claim.RobustAccuracy(threat), 0, range.high()));
  }

  @Override
  public Optional<Remedy> remedy() {
    return act;
  }

  @Override
  public Optional<Forecast> forecast() {
    return saving;
  }

  private String fails(AdversarialExample shown) {
    return String.format(
        Locale.ROOT,
        "This input plus this perturbation makes the model fail: row %d, a \"%s\", becomes"
            + " \"%s\" by a change of size %.3g; so do %.1f%% of the %d rows that were right,"
            + " within %s, against %.1f%% by chance.",
        shown.row(),
        shown.label(),
        shown.decision(),
        shown.size(),
        100 * successRate(),
        right,
        threat,
        100.0 * failedByNoise / right);
  }

  private String stands() {
    return right == 0
        ? String.format(
            "No perturbation is needed to make the model fail: none of the %d rows is right.", rows)
        : String.format(
            "No perturbation within %s was found that makes the model fail on any of the %d rows"
                + " that were right.",
            threat, right);
  }

  private String doubt() {
    return withoutSlope == 0
        ? ""
        : String.format(
            " On %d rows the model had no slope to follow, so that they stand says little.",
            withoutSlope);
  }
}
