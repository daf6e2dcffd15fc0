package io.github.onecurve.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowKeysTest {
  @Test
  void aKeyIsTheFirstEightBytesOfSha256OverSeedsPurposeAndInputs() throws Exception {
    Rows rows = Rows.of(new float[][] {{9, 9}, {1.5f, -0f}});
    ByteBuffer bytes = ByteBuffer.allocate(8 + 8 + 8 + 4 + 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(7).putLong(3).putLong(4).put("pool".getBytes(StandardCharsets.UTF_8));
    bytes.putFloat(1.5f).putFloat(0f);
    long expected =
        ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes.array())).getLong();
    assertEquals(expected, RowKeys.key(rows, 1, 7, 3, "pool"));
  }

  @Test
  void everyPartOfAKeyMatters() {
    Rows rows = Rows.of(new float[][] {{1, 2}, {2, 1}});
    long key = RowKeys.key(rows, 0, 1, 2, "a");
    assertNotEquals(key, RowKeys.key(rows, 1, 1, 2, "a"));
    assertNotEquals(key, RowKeys.key(rows, 0, 2, 2, "a"));
    assertNotEquals(key, RowKeys.key(rows, 0, 1, 1, "a"));
    assertNotEquals(key, RowKeys.key(rows, 0, 1, 2, "b"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theOrderDrawnIsTheSameWhateverTheOrderOfRows(long seed) {
    Random random = new Random(seed);
    LabelledRows rows = RandomRows.of(200, random);
    LabelledRows shuffled = rows.select(RandomRows.permutation(200, random));
    assertEquals(
        RandomRows.texts(rows.select(RowKeys.order(rows, seed, 2, "x"))),
        RandomRows.texts(shuffled.select(RowKeys.order(shuffled, seed, 2, "x"))));
    assertArrayEquals(
        IntStream.range(0, 200).toArray(),
        Arrays.stream(RowKeys.order(rows.rows(), seed, 2, "x")).sorted().toArray());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void foldsAreTheSameWhateverTheOrderOfRowsAndOfOneSize(long seed) {
    Random random = new Random(seed);
    LabelledRows rows = RandomRows.of(103, random);
    int[] places = RandomRows.permutation(103, random);
    int[] fold = RowKeys.folds(rows, 5, seed, "fold");
    LabelledRows shuffled = rows.select(places);
    int[] again = RowKeys.folds(shuffled, 5, seed, "fold");
    for (int k = 0; k < 5; k++) {
      int wanted = k;
      LabelledRows one = rows.select(RowSet.where(103, row -> fold[row] == wanted));
      LabelledRows two = shuffled.select(RowSet.where(103, row -> again[row] == wanted));
      assertEquals(one.fingerprint(), two.fingerprint());
      assertTrue(one.size() == 20 || one.size() == 21);
    }
  }

  @Test
  void equalKeysAreOrderedByLabelThenByAttributesAsText() {
    float[][] same = {{1}, {1}, {1}, {1}};
    LabelledRows rows =
        LabelledRows.of(same, new int[] {1, 0, 0, 0}, List.of("a", "b"))
            .with(Attribute.categorical("g", List.of("x", "z", "y", "y")))
            .with(Attribute.numeric("b", 1, 1, 2, 10));
    assertArrayEquals(new int[] {1, 3, 2, 0}, RowKeys.order(rows, 1, 0, "p"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void packedSortingIsUnsignedSortingWithTies(long seed) {
    Random random = new Random(seed);
    long[] keys = random.longs(300).map(key -> random.nextBoolean() ? key : key >> 60).toArray();
    Integer[] expected = IntStream.range(0, 300).boxed().toArray(Integer[]::new);
    Comparator<Integer> ties = Comparator.comparing(row -> row % 7);
    Arrays.sort(
        expected,
        ((Comparator<Integer>) (a, b) -> Long.compareUnsigned(keys[a], keys[b]))
            .thenComparing(ties));
    assertArrayEquals(
        Arrays.stream(expected).mapToInt(Integer::intValue).toArray(), RowKeys.sorted(keys, ties));
  }

  @Test
  void differentSeedsDrawDifferentOrders() {
    LabelledRows rows = RandomRows.of(50, new Random(1));
    assertFalse(Arrays.equals(RowKeys.order(rows, 1, 0, "p"), RowKeys.order(rows, 1, 1, "p")));
  }

  @Test
  void noFoldsAreRefused() {
    LabelledRows rows = RandomRows.of(5, new Random(1));
    IllegalArgumentException none =
        assertThrows(IllegalArgumentException.class, () -> RowKeys.folds(rows, 0, 1, "p"));
    assertEquals("expected at least 1 fold, found 0", none.getMessage());
  }
}
