package io.github.onecurve.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LevelsTest {
  @Test
  void theFirstInsightOfAProducerTakesFourFifthsOfItsShare() {
    LevelSharing sharing = new LevelSharing(0.05, 5);
    assertEquals(0.008, sharing.level(1), 1e-17);
    assertEquals(0.001, sharing.level(2), 1e-17);
    assertEquals(0.05 * 0.2 / 6 / 5, sharing.level(3), 1e-17);
    assertTrue(sharing.level(Integer.MAX_VALUE) > 0);
  }

  @Test
  void allRanksTogetherSpendTheWholeLevelAndNoMore() {
    LevelSharing sharing = new LevelSharing(0.05, 1);
    double sum = 0;
    for (int rank = 1; rank <= 100_000; rank++) {
      sum += sharing.level(rank);
    }
    assertTrue(sum < 0.05);
    assertEquals(0.05 * (1 - 0.2 / 100_000), sum, 1e-12);
  }

  @Test
  void refusesRanksAndProducersBelowOne() {
    Refusal.of(
        () -> new LevelSharing(0.05, 2).level(0),
        "expected a rank of 1 or more, found 0; the first insight of a producer has rank 1");
    Refusal.of(
        () -> new LevelSharing(0.05, 0),
        "expected at least 1 producer to share a level among, found 0;"
            + " count those that were registered and apply");
    Refusal.of(
        () -> new LevelSharing(0, 1),
        "expected a one-sided level p between 0 and 0.5 (exclusive), found 0.0;"
            + " pass the error probability, 0.025 for the lower end of a 95% interval");
  }

  /** Certain denominators: ends are N ± z √V over D, at α/2 below and at α/4 above. */
  @Test
  void liftTakesTheLeastOfEachEndAtTheirTwoLevels() {
    Baseline baseline = new Baseline(0.5, 0, 0);
    PairedDifference worse = new PairedDifference(0.10, 1e-4, 0, 0, 1, 0, baseline);
    PairedDifference close = new PairedDifference(0.08, 9e-4, 0, 0, 1, 0, baseline);
    Lift lift = Lift.over(List.of(worse, close), 0.95);
    assertEquals(0.16, lift.estimate(), 1e-15);
    assertEquals((0.08 - 0.03 * 1.959963984540054) / 0.5, lift.interval().low(), 1e-12);
    assertEquals((0.10 + 0.01 * 2.241402727604947) / 0.5, lift.interval().high(), 1e-12);
  }

  @Test
  void liftOverOneReferenceIsItsShareInterval() {
    PairedDifference only =
        new PairedDifference(0.1, 1e-4, 1e-6, 1e-10, 3, 1e-5, new Baseline(0.5, 0.001, 1e-4));
    Lift lift = Lift.over(List.of(only), 0.9);
    assertEquals(only.shareInterval(0.9), lift.interval());
    assertEquals(only.share(), lift.estimate());
  }

  @Test
  void liftIsUnboundedWhereAnyEndIs() {
    PairedDifference sure = new PairedDifference(0.1, 1e-4, 0, 0, 1, 0, new Baseline(0.5, 0, 0));
    PairedDifference open = new PairedDifference(0.2, 1e-4, 0, 0, 1, 0, new Baseline(0.5, 0, 1));
    assertTrue(Lift.over(List.of(sure, open), 0.95).interval().isUnbounded());
    assertEquals(0.2, Lift.over(List.of(sure, open), 0.95).estimate(), 1e-15);
  }

  @Test
  void refusesLiftOverNothing() {
    Refusal.of(
        () -> Lift.over(List.of(), 0.95),
        "expected at least 1 reference to beat, found none; shipping as it is always is one");
  }
}
