package io.github.onecurve.judge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folds that share rows are told from honest draws, which repeat records on coarse tables. */
class RowSampleTest {
  private static final int KEPT = 2048;
  private static final double Z = 3;

  @Test
  void theLowestPrintsAreKeptAsUnsignedNumbersWithTheirCounts() {
    RowSample all = RowSample.of(new long[] {5, -1, 3, 5, 7, -1, -1});
    assertTrue(all.isAll());
    assertArrayEquals(new long[] {3, 5, 7, -1}, all.prints());
    assertEquals(3, all.count(3));
    RowSample lowest = all.lowest(2);
    assertFalse(lowest.isAll());
    assertArrayEquals(new long[] {3, 5}, lowest.prints());
    assertEquals(2, lowest.count(1));
    RowSample kept = RowSample.kept(Map.of(3L, 1, 5L, 2), false);
    assertArrayEquals(lowest.prints(), kept.prints());
    assertFalse(kept.isAll());
    assertTrue(RowSample.kept(Map.of(3L, 1), true).isAll());
  }

  /** Independent draws of one population, however coarse and of whatever sizes. */
  @ParameterizedTest
  @CsvSource({
    "continuous, 1000",
    "uniform 300, 1000",
    "uniform 3000, 1000",
    "uniform 100000, 10000",
    "zipf, 1000",
    "zipf, 10000",
    "geometric, 1000",
    "half constant, 1000",
    "half constant, 200",
    "uniform 3000, 50",
    "zipf, 20",
    "constant, 100",
    "pairs, 2000"
  })
  void honestDrawsAreNotCalledShared(String population, int n) {
    int pairs = n > 5000 ? 300 : 1500;
    int flagged = 0;
    for (int pair = 0; pair < pairs; pair++) {
      Random random = new Random(31L * pair + n);
      long[] known = draws(population, random, n);
      long[] fresh =
          draws(population, random, pair % 3 == 0 ? n : pair % 3 == 1 ? n / 4 + 1 : n / 50 + 1);
      flagged += shared(known, fresh) ? 1 : 0;
    }
    assertTrue(flagged <= 3, flagged + " of " + pairs);
  }

  /** With a share of the rows taken from the other fold. */
  @ParameterizedTest
  @CsvSource({
    "continuous, 1000, 0.05, 0.99",
    "continuous, 10000, 0.05, 0.99",
    "uniform 100000, 1000, 0.05, 0.99",
    "uniform 100000, 10000, 0.05, 0.7",
    "continuous, 100, 0.5, 0.99",
    "uniform 3000, 1000, 0.2, 0.99",
    "zipf, 10000, 0.5, 0.99",
    "zipf, 1000, 0.5, 0.8",
    "half constant, 1000, 0.1, 0.99"
  })
  void sharedRowsAreFound(String population, int n, double share, double power) {
    int pairs = 200;
    int found = 0;
    for (int pair = 0; pair < pairs; pair++) {
      Random random = new Random(17L * pair + n);
      long[] known = draws(population, random, n);
      long[] fresh = draws(population, random, n);
      System.arraycopy(known, 0, fresh, 0, (int) (share * n));
      found += shared(known, fresh) ? 1 : 0;
    }
    assertTrue(found >= power * pairs, found + " of " + pairs);
  }

  @Test
  void aFoldThatHoldsAnotherWholeOrAPartOfItIsFound() {
    Random random = new Random(1);
    long[] known = draws("continuous", random, 500);
    long[] more = draws("continuous", random, 50_000);
    System.arraycopy(known, 0, more, 0, known.length);
    assertTrue(shared(known, more));
    assertTrue(shared(more, known));
    assertTrue(shared(known, Arrays.copyOf(known, 30)));
    assertTrue(shared(known, known));
  }

  /** As a ledger does it: all of the fresh fold, the lowest of the known one. */
  private static boolean shared(long[] known, long[] fresh) {
    return RowSample.of(fresh).sharesRowsWith(RowSample.of(known).lowest(KEPT), Z);
  }

  private static long[] draws(String population, Random random, int n) {
    ToLongFunction<Random> record = record(population);
    long[] prints = new long[n];
    for (int row = 0; row < n; row++) {
      prints[row] = mixed(record.applyAsLong(random));
    }
    return prints;
  }

  /** Different numbers become different ones that look drawn by lot (SplitMix64). */
  private static long mixed(long number) {
    long z = number + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static ToLongFunction<Random> record(String population) {
    if (population.startsWith("uniform")) {
      int records = Integer.parseInt(population.substring("uniform ".length()));
      return random -> random.nextInt(records);
    }
    return switch (population) {
      case "continuous" -> Random::nextLong;
      case "zipf" -> random -> (long) Math.pow(1 - random.nextDouble(), -1.5);
      case "geometric" -> random -> (long) (-20 * Math.log(1 - random.nextDouble()));
      case "half constant" -> random -> random.nextBoolean() ? 0 : random.nextLong();
      case "pairs" -> random -> random.nextInt(20) > 0 ? random.nextLong() : random.nextInt(50);
      default -> random -> 0;
    };
  }
}
