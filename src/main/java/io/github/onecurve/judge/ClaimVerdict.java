package io.github.onecurve.judge;

import io.github.onecurve.insight.Claim;
import io.github.onecurve.model.Model;
import java.util.Optional;
import java.util.function.Function;

/**
 * A claim beside what was measured.
 *
 * @param measured the quantity on the sealed rows with its 95% interval, counts unweighted; empty
 *     where it could not be measured
 */
public record ClaimVerdict(Claim claim, Outcome outcome, Optional<Amount> measured) {
  ClaimVerdict recorded(Function<Model, String> print) {
    return new ClaimVerdict(claim.recorded(print), outcome, measured);
  }

  /** What became of a claim. */
  public enum Outcome {
    /** The interval lies inside the claimed range. */
    HELD("held"),
    /** The interval lies outside of it. */
    REFUTED("refuted"),
    /** Neither, or there was nothing to measure it on. */
    UNDECIDED("undecided");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
