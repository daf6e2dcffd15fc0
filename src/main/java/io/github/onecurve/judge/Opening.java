package io.github.onecurve.judge;

/**
 * Whether the judge's rows had been opened before. An audit that is run again on the fold that it
 * opened has the same board, this among it.
 */
public enum Opening {
  /** No ledger was given: nobody can tell. */
  NOT_RECORDED("not recorded"),
  /** The audit was cut off before they were opened. */
  NOT_OPENED("not opened"),
  /** The ledger knew of no earlier opening by another audit. */
  FIRST("first"),
  /** Another audit had opened them before: estimates only, nothing is credited. */
  REUSED("reused rows");

  private final String text;

  Opening(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
