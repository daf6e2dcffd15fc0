package io.github.onecurve.report;

import io.github.onecurve.judge.Amount;
import io.github.onecurve.judge.HouseRow;
import io.github.onecurve.remedy.Remedy;
import java.util.Optional;

/** A house row as the file of a board shows it. */
record HouseRowDocument(
    String title,
    int labels,
    String reason,
    Optional<Amount> actionability,
    Optional<Amount> savedPer1000,
    Optional<Amount> lift,
    Remedy remedy,
    Optional<MeasuredDocument> measured) {
  /** Checks that the headline is there where it was measured. */
  HouseRowDocument {
    MeasuredDocument.requireWhole(actionability, savedPer1000, lift, measured);
  }

  static HouseRowDocument of(HouseRow row) {
    return new HouseRowDocument(
        row.title(),
        row.labels(),
        row.reason(),
        row.measured().flatMap(m -> m.actionability()),
        row.measured().map(m -> m.savedPer1000()),
        row.measured().flatMap(m -> m.lift()),
        row.remedy(),
        row.measured().map(MeasuredDocument::of));
  }

  HouseRow row() {
    return new HouseRow(
        title,
        remedy,
        labels,
        reason,
        measured.map(m -> m.measured(actionability, savedPer1000.orElseThrow(), lift)));
  }
}
