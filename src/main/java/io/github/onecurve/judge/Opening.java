package io.github.onecurve.judge;

/** Whether the judge's rows had been opened before. */
public enum Opening {
  /** No ledger was given: nobody can tell. */
  NOT_RECORDED("not recorded"),
  /** The ledger knows of no earlier opening. */
  FIRST("first"),
  /** The same audit had opened them before: the same board again. */
  REPLAY("replay"),
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
