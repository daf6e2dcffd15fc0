package io.github.onecurve.judge;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.stats.Interval;
import io.github.onecurve.stats.Proportions;
import java.util.Optional;

/** Measures what claims are about on the judge rows; counts unweighted. */
final class ClaimChecking {
  private static final double LEVEL = 0.95;

  private final LabelledRows rows;

  ClaimChecking(LabelledRows rows) {
    this.rows = rows;
  }

  /**
   * What becomes of a claim.
   *
   * @param system that it is about; empty where there is none
   */
  ClaimVerdict check(Claim claim, Optional<PricedSystem> system) {
    Optional<Amount> measured = system.flatMap(s -> measureIfKnown(claim.quantity(), s));
    return new ClaimVerdict(
        claim,
        measured.map(amount -> outcome(claim, amount)).orElse(ClaimVerdict.Outcome.UNDECIDED),
        measured);
  }

  private static ClaimVerdict.Outcome outcome(Claim claim, Amount measured) {
    Interval interval = Interval.of(measured.low(), measured.high());
    Interval range = Interval.of(claim.low(), claim.high());
    if (interval.isInside(range)) {
      return ClaimVerdict.Outcome.HELD;
    }
    return interval.isDisjointFrom(range)
        ? ClaimVerdict.Outcome.REFUTED
        : ClaimVerdict.Outcome.UNDECIDED;
  }

  /** Empty where the judge rows lack a column that the claim names. */
  private Optional<Amount> measureIfKnown(Claim.Quantity quantity, PricedSystem system) {
    try {
      return measure(quantity, system);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<Amount> measure(Claim.Quantity quantity, PricedSystem system) {
    if (quantity instanceof Claim.Accuracy accuracy) {
      return measure(count(accuracy.slice(), system));
    }
    if (quantity instanceof Claim.AccuracyGap gap) {
      return measure(count(gap.first(), system), count(gap.second(), system));
    }
    return Optional.empty();
  }

  private record Count(long right, long rows) {
    double share() {
      return (double) right / rows;
    }
  }

  private static Optional<Amount> measure(Count count) {
    return count.rows == 0
        ? Optional.empty()
        : Optional.of(Amount.of(count.share(), Proportions.wilson(count.right, count.rows, LEVEL)));
  }

  private static Optional<Amount> measure(Count first, Count second) {
    return first.rows == 0 || second.rows == 0
        ? Optional.empty()
        : Optional.of(
            Amount.of(
                first.share() - second.share(),
                Proportions.newcombe(first.right, first.rows, second.right, second.rows, LEVEL)));
  }

  private Count count(Slice slice, PricedSystem system) {
    long right = 0;
    long all = 0;
    for (int row : slice.rows(rows.rows()).indices()) {
      all++;
      right += system.decision(row, 0) == rows.label(row) ? 1 : 0;
    }
    return new Count(right, all);
  }
}
