package io.github.onecurve.judge;

import java.util.List;

/**
 * What came of opening the judge's rows.
 *
 * @param fold which of the folds, from 0
 * @param notes what a reader of the board should know of it
 */
record Opened(Opening opening, int fold, List<String> notes) {
  Opened {
    notes = List.copyOf(notes);
  }

  /** Opened without a ledger. */
  static Opened notRecorded() {
    return new Opened(
        Opening.NOT_RECORDED,
        0,
        List.of("opening of the judge rows not recorded: no ledger was given"));
  }

  /** Not opened at all: nothing may be said that hangs on the rows' labels. */
  static Opened notOpened() {
    return new Opened(
        Opening.NOT_OPENED,
        0,
        List.of("the judge rows were not opened: nothing is said here that hangs on their labels"));
  }

  /** Whether nothing is credited, since another board has shown what these rows say. */
  boolean isReused() {
    return opening == Opening.REUSED;
  }
}
