package io.github.onecurve.judge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.stakes.Decision;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangesTest {
  private static final int ROWS = 150_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyDecisionAndWorstCostIsWhatItWas(long seed) {
    Random random = new Random(seed);
    int rows = seed == 1 ? 1 : seed == 2 ? SparseNumbers.BLOCK : ROWS;
    int classes = new int[] {3, 100, 300, 40_000, 3, 3}[(int) seed - 1];
    long dearest = new long[] {1, 30_000, 1L << 40, 90, 5, 5}[(int) seed - 1];
    double share = seed == 5 ? 1 : seed == 6 ? 0 : 0.03;
    int[] before = random.ints(rows, 0, classes).toArray();
    long[] worstBefore = random.longs(rows, 0, dearest).toArray();
    int[] after = before.clone();
    long[] worstAfter = worstBefore.clone();
    for (int row = 0; row < rows; row++) {
      if (random.nextDouble() < share) {
        after[row] = random.nextInt(classes + 2) - 2;
        worstAfter[row] = random.nextLong(dearest);
      }
    }
    StatusQuo today = StatusQuo.of(before, worstBefore);
    Changes changes = Changes.of(today, after, worstAfter);
    for (int row = 0; row < rows; row++) {
      assertEquals(after[row], changes.decisions().at(row, today.decision(row)));
      assertEquals(worstAfter[row], changes.worst().at(row, today.worst(row)));
    }
    int[] expected = IntStream.range(0, rows).filter(row -> before[row] != after[row]).toArray();
    assertArrayEquals(expected, changes.decisions().indices());
    Changes read = Changes.decode(today, changes.encode());
    assertEquals(changes, read);
    assertEquals(changes.hashCode(), read.hashCode());
    assertArrayEquals(changes.encode(), read.encode());
  }

  @Test
  void aChangedDecisionTakesThreeBytes() {
    int[] before = new int[1_000_000];
    int[] after = before.clone();
    for (int row = 0; row < after.length; row += 50) {
      after[row] = Decision.ABSTAIN;
    }
    int bytes = Changes.of(StatusQuo.of(before, new long[0]), after, new long[0]).encode().length;
    assertTrue(bytes < 3 * 20_000 + 200, bytes + " bytes");
  }

  @Test
  void changesThatDifferAreNotEqual() {
    StatusQuo today = StatusQuo.of(new int[] {0, 1, 2}, new long[] {5, 5, 5});
    Changes one = Changes.of(today, new int[] {0, 1, 1}, new long[] {5, 5, 5});
    assertNotEquals(one, Changes.of(today, new int[] {0, 1, 0}, new long[] {5, 5, 5}));
    assertNotEquals(one, Changes.of(today, new int[] {1, 1, 2}, new long[] {5, 5, 5}));
    assertNotEquals(one, Changes.of(today, new int[] {0, 1, 1}, new long[] {5, 0, 5}));
    assertEquals(Changes.none(today), Changes.of(today, new int[] {0, 1, 2}, new long[] {5, 5, 5}));
    assertEquals("1 decisions and 0 worst costs changed", one.toString());
  }

  @Test
  void bytesThatAreCutOffOrOfOtherRowsAreRefused() {
    StatusQuo today = StatusQuo.of(new int[] {0, 1, 2, 0}, new long[0]);
    byte[] whole = Changes.of(today, new int[] {1, 1, 0, 300}, new long[0]).encode();
    for (int length = 0; length < whole.length; length++) {
      byte[] torn = Arrays.copyOf(whole, length);
      assertThrows(IllegalArgumentException.class, () -> Changes.decode(today, torn));
    }
    refuses(today, Arrays.copyOf(whole, whole.length + 1), "the end of the changes, found 1 bytes");
    refuses(StatusQuo.of(new int[5], new long[0]), whole, "changes over 5 rows, found 4");
    refuses(StatusQuo.of(new int[4], new long[4]), whole, "changes over 4 rows, found 0");
    byte[] unordered = whole.clone();
    unordered[4 * 3 + 1] = 3;
    refuses(today, unordered, "rows below 4 that rise, found place 2");
  }

  @Test
  void everyRowNeedsADecisionAndAWorstCostOnlyUnderAttack() {
    StatusQuo calm = StatusQuo.of(new int[3], new long[0]);
    StatusQuo attacked = StatusQuo.of(new int[3], new long[3]);
    says("expected 3 decisions", () -> Changes.of(calm, new int[2], new long[0]));
    says("expected 0 worst costs", () -> Changes.of(calm, new int[3], new long[3]));
    says("expected 3 worst costs", () -> Changes.of(attacked, new int[3], new long[0]));
    says("expected a worst cost for each of 3 rows", () -> StatusQuo.of(new int[3], new long[1]));
  }

  private static void refuses(StatusQuo today, byte[] bytes, String message) {
    says(message, () -> Changes.decode(today, bytes));
  }

  private static void says(String message, org.junit.jupiter.api.function.Executable call) {
    String found = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(found.contains(message), found);
  }
}
