package io.github.onecurve.stats;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class StratumSumsTest {
  private static final StratumLoss TODAY = new StratumLoss(2, 1, 1, integer(1), integer(1));

  @Test
  void refusesSumsThatNoRowsHave() {
    Refusal.of(
        () -> new StratumLoss(2, 1, 1, integer(3), integer(4)),
        "expected sums that some rows can have, found a negative sum of squares for the losses of"
            + " today's system; take all sums over the same rows and in the same units");
    Refusal.of(
        () -> difference(4, 4, 3),
        "expected sums that some rows can have, found a negative sum of squares for the row totals"
            + " of d; take all sums over the same rows and in the same units");
    Refusal.of(
        () -> difference(16, 2, 1, 1),
        "expected sums that some rows can have, found a negative sum of squares for rows x seeds"
            + " of d; take all sums over the same rows and in the same units");
  }

  @Test
  void refusesOneSeedWhoseTwoSumsOfSquaresDiffer() {
    Refusal.of(
        () -> difference(4, 5, 0),
        "expected equal squaredRowTotals and squares with one seed, found 4 and 5;"
            + " both are then the sum of d squared");
  }

  @Test
  void refusesNoSeed() {
    Refusal.of(
        () -> difference(0, 0),
        "expected a sum of differences for at least 1 seed, found none;"
            + " a system without seeds has one");
    Refusal.of(
        () -> new PairedLossAccumulator(1, 1, 0),
        "expected at least 1 seed, found 0; a system without seeds has one");
  }

  @Test
  void refusesUnitsBelowOne() {
    Refusal.of(
        () -> new StratumLoss(2, 1, 0, integer(0), integer(0)),
        "expected at least 1 unit per cost, found 0; pass 10000 for units of 1e-4");
  }

  @Test
  void refusesRowsAndShardsOfAnotherKind() {
    PairedLossAccumulator rows = new PairedLossAccumulator(1, 1, 2);
    Refusal.of(
        () -> rows.add(1, 1),
        "expected differences for 2 seeds, found 1;"
            + " repeat a system without seeds over the seeds of the other");
    Refusal.of(
        () -> rows.add(new PairedLossAccumulator(1, 1, 3)),
        "expected differences for 2 seeds, found 3;"
            + " repeat a system without seeds over the seeds of the other");
    Refusal.of(
        () -> rows.add(new PairedLossAccumulator(0.5, 7, 2)),
        "expected a shard of weight 1.0 and 1 units per cost, found 0.5 and 7;"
            + " merge shards of one stratum only");
  }

  private static StratumDifference difference(long rowTotals, long squares, long... perSeed) {
    List<BigInteger> seeds =
        java.util.Arrays.stream(perSeed).mapToObj(BigInteger::valueOf).toList();
    return new StratumDifference(TODAY, seeds, integer(rowTotals), integer(squares), integer(0));
  }

  private static BigInteger integer(long value) {
    return BigInteger.valueOf(value);
  }
}
