package io.github.onecurve.remedy;

import io.github.onecurve.attack.AttackBudget;
import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.stakes.CostTable;

/**
 * An adversary who knows the system that it attacks: what the dearest decision is that it can bring
 * about on each row.
 *
 * <p>Internal: made by the judge and by the bench of an audit.
 */
public final class AdaptiveAttack {
  private AdaptiveAttack() {}

  /**
   * An adversary on some rows.
   *
   * @param answers what today's model answers to these rows
   * @param costs what a decision costs
   * @param today the system π₀, whose adversarial rows are tried on every other
   */
  public static AdaptiveAttack on(
      LabelledRows rows,
      Answers answers,
      CostTable costs,
      Threat threat,
      AttackBudget budget,
      long auditSeed,
      Deployment today) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** The cost of the dearest decision about each row, {@code [n]}, in units. */
  public long[] worst(Deployment system) throws InterruptedException {
    throw new UnsupportedOperationException("not built yet");
  }
}
