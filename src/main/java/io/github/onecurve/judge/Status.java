package io.github.onecurve.judge;

/** What became of an insight. */
public enum Status {
  /** Acting on it is better than today's system and than every house row it must beat. */
  CREDITED("credited"),
  /** Acting on it is better than today's system, but some house row does as well. */
  PAYS("pays"),
  /**
   * It was found better than today's system, on rows that had been opened before: an estimate only.
   */
  REUSED_ROWS("reused rows"),
  /** Neither a gain nor a harm could be shown. */
  NO_DIFFERENCE_SHOWN("no difference shown"),
  /** Acting on it is worse than today's system. */
  HARMFUL("harmful"),
  /** The producer or the remedy failed, or gave numbers that are none. */
  DID_NOT_FINISH("did not finish"),
  /** The subject lacks what the producer requires. */
  NOT_APPLICABLE("not applicable"),
  /** The remedy cannot be carried out on this subject. */
  NOT_EXECUTABLE("not executable"),
  /** The producer changed what it was given, or its insight after the commitment. */
  VOIDED("voided");

  private final String text;

  Status(String text) {
    this.text = text;
  }

  /** Whether the insight's system was priced. */
  public boolean isMeasured() {
    return compareTo(DID_NOT_FINISH) < 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
