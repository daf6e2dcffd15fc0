package io.github.onecurve.judge;

import java.util.OptionalDouble;

/**
 * The price at which acting saves nothing, all decisions held fixed; for the cost of a confusion
 * what is lost under attack is held fixed too, and only the rest of the traffic pays that cost.
 *
 * @param of what is varied: {@link #ATTACK_SHARE}, which only an attack brings, {@link
 *     #RUNNING_PRICE}, or a confusion as "actual → predicted"
 * @param price where the saving changes sign; empty where it never does at a price of 0 or more, or
 *     at a share from 0 to 1
 */
public record BreakEven(String of, OptionalDouble price) {
  /** The hostile share of the traffic, ρ. */
  public static final String ATTACK_SHARE = "attackShare";

  /** The price of running, λ. */
  public static final String RUNNING_PRICE = "runningPrice";
}
