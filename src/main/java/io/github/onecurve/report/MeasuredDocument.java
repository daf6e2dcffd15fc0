package io.github.onecurve.report;

import io.github.onecurve.judge.Amount;
import io.github.onecurve.judge.BreakEven;
import io.github.onecurve.judge.DecisionShare;
import io.github.onecurve.judge.Measured;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What was measured beside the headline, as the file of a board shows it. */
record MeasuredDocument(
    OptionalDouble actionabilityOfDecisions,
    List<Double> savedPer1000BySeed,
    double standardError,
    Optional<String> bestHouseRow,
    double fixed,
    double broke,
    double abstained,
    double sizeRatio,
    boolean sizeCounted,
    List<BreakEven> breakEvens,
    List<DecisionShare> decisions,
    OptionalDouble attackedPer1000) {
  /** Checks as what it stands for does. */
  MeasuredDocument {
    if (savedPer1000BySeed.isEmpty()) {
      throw new IllegalArgumentException(
          "expected G at one retraining seed at least in savedPer1000BySeed, found none");
    }
  }

  static MeasuredDocument of(Measured measured) {
    return new MeasuredDocument(
        measured.actionabilityOfDecisions(),
        measured.savedPer1000BySeed(),
        measured.standardError(),
        measured.bestHouseRow(),
        measured.fixed(),
        measured.broke(),
        measured.abstained(),
        measured.sizeRatio(),
        measured.sizeCounted(),
        measured.breakEvens(),
        measured.decisions(),
        measured.attackedPer1000());
  }

  Measured measured(Optional<Amount> actionability, Amount savedPer1000, Optional<Amount> lift) {
    return new Measured(
        actionability,
        actionabilityOfDecisions,
        savedPer1000,
        savedPer1000BySeed,
        standardError,
        lift,
        bestHouseRow,
        fixed,
        broke,
        abstained,
        sizeRatio,
        sizeCounted,
        breakEvens,
        decisions,
        attackedPer1000);
  }

  static void requireWhole(
      Optional<Amount> actionability,
      Optional<Amount> savedPer1000,
      Optional<Amount> lift,
      Optional<MeasuredDocument> measured) {
    boolean some = actionability.isPresent() || savedPer1000.isPresent() || lift.isPresent();
    if (measured.isPresent() ? savedPer1000.isEmpty() : some) {
      throw new IllegalArgumentException(
          "expected both savedPer1000 and measured, or neither with no actionability and no lift,"
              + " found "
              + (measured.isPresent()
                  ? "measured without savedPer1000"
                  : "numbers without measured"));
    }
  }
}
