package io.github.onecurve.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowFoldsTest {
  private static final List<String> CLASSES = List.of("a", "b");

  @Test
  void foldsHoldEachRowOnceInSizesThatDifferByOneWhateverTheOrder() {
    LabelledRows rows = rows(1003, 1_000_000);
    List<LabelledRows> folds = RowFolds.of(rows, 4, "x");
    assertEquals(
        List.of(250, 251, 251, 251), folds.stream().map(LabelledRows::size).sorted().toList());
    LabelledRows together = folds.stream().reduce(LabelledRows::concat).orElseThrow();
    assertEquals(rows.fingerprint(), together.fingerprint());
    int[] order = IntStream.range(0, 1003).map(row -> 1002 - row).toArray();
    assertEquals(prints(folds), prints(RowFolds.of(rows.select(order), 4, "x")));
    assertNotEquals(prints(folds), prints(RowFolds.of(rows, 4, "y")));
    assertSame(rows, RowFolds.of(rows, 1, "x").get(0));
  }

  @Test
  void equalRowsSpreadOverTheFoldsWhateverTheOrder() {
    LabelledRows rows = rows(1000, 3);
    List<LabelledRows> folds = RowFolds.of(rows, 2, "x");
    int[] order = IntStream.range(0, 1000).map(row -> (row * 7) % 1000).toArray();
    assertEquals(prints(folds), prints(RowFolds.of(rows.select(order), 2, "x")));
    for (LabelledRows fold : folds) {
      assertEquals(500, fold.size());
      assertTrue(
          new HashSet<>(Arrays.stream(RecordPrints.whole(fold)).boxed().toList()).size() > 3);
    }
  }

  @Test
  void allRowsOfAnEntityFallIntoOneFold() {
    LabelledRows plain = rows(600, 1_000_000);
    List<String> entities = IntStream.range(0, 600).mapToObj(row -> "e" + row % 50).toList();
    LabelledRows rows = LabelledRows.of(plain.rows().ofEntities(entities), plain.labels(), CLASSES);
    Set<String> seen = new HashSet<>();
    for (LabelledRows fold : RowFolds.of(rows, 5, "x")) {
      Set<String> own = new HashSet<>();
      for (int row = 0; row < fold.size(); row++) {
        own.add(fold.rows().entity(row).orElseThrow());
      }
      assertEquals(10, own.size());
      own.forEach(entity -> assertTrue(seen.add(entity), entity));
    }
  }

  @Test
  void moreFoldsThanRowsOrEntitiesAreRefused() {
    LabelledRows rows = rows(3, 1_000_000);
    assertEquals(
        "4 folds need at least as many rows, found 3: reserve fewer folds", refused(rows, 4));
    assertEquals("expected at least 1 fold, found 0", refused(rows, 0));
    LabelledRows one =
        LabelledRows.of(rows.rows().ofEntities(List.of("e", "e", "e")), rows.labels(), CLASSES);
    assertEquals(
        "2 folds need at least as many entities, found 1: reserve fewer folds", refused(one, 2));
  }

  @Test
  void printsTellRowsByAllThatTheyHold() {
    LabelledRows rows = rows(2, 1_000_000);
    LabelledRows wider =
        LabelledRows.of(
            rows.rows().with(Attribute.categorical("site", List.of("n", "s"))),
            rows.labels(),
            CLASSES);
    long[] whole = RecordPrints.whole(rows);
    long[] inputs = RecordPrints.inputsAndLabel(rows);
    assertNotEquals(whole[0], RecordPrints.whole(wider)[0]);
    assertEquals(inputs[0], RecordPrints.inputsAndLabel(wider)[0]);
    LabelledRows relabelled =
        LabelledRows.of(rows.rows(), new int[] {1 - rows.label(0), rows.label(1)}, CLASSES);
    assertNotEquals(inputs[0], RecordPrints.inputsAndLabel(relabelled)[0]);
    assertEquals(inputs[1], RecordPrints.inputsAndLabel(relabelled)[1]);
    LabelledRows swapped =
        LabelledRows.of(
            rows.rows(), new int[] {1 - rows.label(0), 1 - rows.label(1)}, List.of("b", "a"));
    assertEquals(whole[0], RecordPrints.whole(swapped)[0], "classes count by name");
  }

  private static List<String> prints(List<LabelledRows> folds) {
    return folds.stream().map(LabelledRows::fingerprint).toList();
  }

  private static String refused(LabelledRows rows, int folds) {
    return assertThrows(IllegalArgumentException.class, () -> RowFolds.of(rows, folds, "x"))
        .getMessage();
  }

  private static LabelledRows rows(int n, int values) {
    Random random = new Random(n);
    float[][] inputs = new float[n][2];
    for (float[] row : inputs) {
      row[0] = random.nextInt(values);
      row[1] = random.nextInt(values > 3 ? values : 2);
    }
    return LabelledRows.of(inputs, random.ints(n, 0, 2).toArray(), CLASSES);
  }
}
