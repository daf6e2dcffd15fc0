package io.github.onecurve.judge;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the judge measured of a system on the sealed rows; marginal intervals at 95%.
 *
 * @param actionability A, the share of today's loss that is removed; empty where too little is lost
 *     today to speak of shares
 * @param actionabilityOfDecisions A without the running price; empty as A is
 * @param savedPer1000 G, mistake-equivalents saved per 1,000 decisions
 * @param savedPer1000BySeed G at each retraining seed; the first is the system handed back
 * @param standardError of G, per 1,000 decisions, without the unseen flip
 * @param lift how much more of today's loss is removed than by the best eligible house row; empty
 *     as A is
 * @param bestHouseRow the title of the eligible house row of the largest G, the one that lift is
 *     over; empty for a house row
 * @param fixed decisions per 1,000 that were wrong and are right
 * @param broke decisions per 1,000 that were right and are wrong
 * @param abstained decisions per 1,000 that were made and are refused
 * @param sizeRatio nonzero multiply-adds over those of today's system; 1 where they cannot be
 *     counted
 * @param sizeCounted whether they could be counted
 * @param breakEvens the prices at which nothing is saved
 * @param decisions how often each decision is made for each true class; those that never occur are
 *     left out
 * @param attackedPer1000 the part of the system's loss that hostile traffic causes, per 1,000
 *     decisions; empty without an attack
 */
public record Measured(
    Optional<Amount> actionability,
    OptionalDouble actionabilityOfDecisions,
    Amount savedPer1000,
    List<Double> savedPer1000BySeed,
    double standardError,
    Optional<Amount> lift,
    Optional<String> bestHouseRow,
    double fixed,
    double broke,
    double abstained,
    double sizeRatio,
    boolean sizeCounted,
    List<BreakEven> breakEvens,
    List<DecisionShare> decisions,
    OptionalDouble attackedPer1000) {
  /** Keeps copies of the lists and checks that there is a seed. */
  public Measured {
    savedPer1000BySeed = List.copyOf(savedPer1000BySeed);
    if (savedPer1000BySeed.isEmpty()) {
      throw new IllegalArgumentException(
          "expected G at one retraining seed at least, found none: a system without seeds has one");
    }
    breakEvens = List.copyOf(breakEvens);
    decisions = List.copyOf(decisions);
  }

  /** G of the system that is handed back, which is that of seed 0. */
  public double savedPer1000HandedBack() {
    return savedPer1000BySeed.get(0);
  }
}
