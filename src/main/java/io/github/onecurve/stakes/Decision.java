package io.github.onecurve.stakes;

/** What a deployed system decides about a row: the index of a class, or one of two others. */
public final class Decision {
  /** The system refuses to answer, ⊥. */
  public static final int ABSTAIN = -1;

  /** The system's logits were not numbers: priced as the row's dearest mistake. */
  public static final int NOT_A_NUMBER = -2;

  private Decision() {}
}
