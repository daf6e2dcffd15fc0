package io.github.onecurve.judge;

/**
 * How often a system decides one way where one class is the truth.
 *
 * @param actual the true class
 * @param decision a class, {@link #ABSTAIN} or {@link #NOT_A_NUMBER}
 * @param share of all decisions, strata weighted and seeds averaged; in [0, 1]
 */
public record DecisionShare(String actual, String decision, double share) {
  /** How a refusal is written. */
  public static final String ABSTAIN = "⊥";

  /** How logits that are not numbers are written. */
  public static final String NOT_A_NUMBER = "NaN";
}
