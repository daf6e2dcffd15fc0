package io.github.onecurve.attack;

/**
 * How long an adversary tries; the same for every system that is compared.
 *
 * @param steps of each gradient attack, at least 1; 100 is standard
 * @param queries of the attack that sees decisions alone, at least 1; 5,000 is standard
 */
public record AttackBudget(int steps, int queries) {
  /** Checks that there is something to try with. */
  public AttackBudget {
    if (steps < 1 || queries < 1) {
      throw new IllegalArgumentException(
          "an attack needs at least 1 step and 1 query, found " + steps + " and " + queries);
    }
  }

  /** 100 steps and 5,000 queries. */
  public static AttackBudget standard() {
    return new AttackBudget(100, 5000);
  }

  @Override
  public String toString() {
    return steps + " steps, " + queries + " queries";
  }
}
