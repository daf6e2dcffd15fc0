package io.github.onecurve.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTest {
  private static final List<String> CLASSES = List.of("no", "yes");

  @Test
  void nothingThatIsPassedInOrHandedOutCanBeChangedAfterwards() {
    float[] inputs = {1, 2, 3, 4};
    int[] shape = {2};
    int[] labels = {0, 1};
    double[] ages = {5, 6};
    Rows plain = Rows.of(inputs, 2, shape).with(Attribute.numeric("age", ages));
    LabelledRows rows = LabelledRows.of(plain, labels, CLASSES);
    String before = rows.fingerprint();
    inputs[0] = 9;
    shape[0] = 9;
    labels[0] = 1;
    ages[0] = 9;
    Arrays.fill(rows.rows().inputs(), 9);
    Arrays.fill(rows.rows().row(0), 9);
    Arrays.fill(rows.rows().rowShape(), 9);
    Arrays.fill(rows.labels(), 1);
    assertEquals(before, rows.fingerprint());
    assertArrayEquals(new float[] {1, 2}, rows.rows().row(0));
    assertThrows(
        UnsupportedOperationException.class,
        () -> rows.rows().attributes().add(Attribute.numeric("x", 1, 2)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theFingerprintIsThatOfTheRowsWhateverTheirOrder(long seed) {
    Random random = new Random(seed);
    LabelledRows rows = RandomRows.of(60, random);
    LabelledRows shuffled = rows.select(RandomRows.permutation(60, random));
    assertEquals(rows.fingerprint(), shuffled.fingerprint());
    assertEquals(rows.rows().fingerprint(), shuffled.rows().fingerprint());
    assertNotEquals(rows.fingerprint(), rows.select(RowSet.of(60, 0).not()).fingerprint());
  }

  @Test
  void everythingThatRowsHoldIsInTheFingerprint() {
    Rows rows = Rows.of(new float[][] {{1, 2}, {3, 4}});
    LabelledRows labelled = LabelledRows.of(rows, new int[] {0, 1}, CLASSES);
    List<String> prints =
        List.of(
            rows.fingerprint(),
            rows.withInputs(new float[] {1, 2, 3, 5}).fingerprint(),
            Rows.of(new float[] {1, 2, 3, 4}, 2, 2, 1).fingerprint(),
            rows.with(Attribute.numeric("a", 1, 2)).fingerprint(),
            rows.with(Attribute.numeric("b", 1, 2)).fingerprint(),
            rows.with(Attribute.numeric("a", 1, 2).knownAtDecision()).fingerprint(),
            rows.with(Attribute.numeric("a", 2, 1)).fingerprint(),
            rows.with(Attribute.numeric("a", 1, Double.NaN)).fingerprint(),
            rows.with(Attribute.categorical("a", List.of("1.0", "2.0"))).fingerprint(),
            rows.ofEntities(List.of("x", "y")).fingerprint(),
            rows.ofEntities(List.of("y", "x")).fingerprint(),
            rows.withUnread(new long[] {1, 2, 3, 4}).fingerprint(),
            rows.withUnread(new long[] {1, 2, 3, 5}).fingerprint(),
            labelled.fingerprint(),
            LabelledRows.of(rows, new int[] {1, 0}, CLASSES).fingerprint(),
            LabelledRows.of(rows, new int[] {0, 1}, List.of("no", "maybe")).fingerprint());
    assertEquals(prints.size(), prints.stream().distinct().count());
    assertEquals(
        rows.with(Attribute.numeric("a", 1, 2)).with(Attribute.numeric("b", 3, 4)).fingerprint(),
        rows.with(Attribute.numeric("b", 3, 4)).with(Attribute.numeric("a", 1, 2)).fingerprint());
    assertEquals(
        Rows.of(new float[][] {{0f}}).fingerprint(), Rows.of(new float[][] {{-0f}}).fingerprint());
  }

  @Test
  void selectingTakesEverythingAlong() {
    LabelledRows rows =
        LabelledRows.of(new float[][] {{1}, {2}, {3}}, new int[] {0, 1, 0}, CLASSES)
            .with(Attribute.categorical("g", List.of("x", "y", "")))
            .with(Attribute.numeric("n", 7, Double.NaN, 9))
            .ofEntities(List.of("a", "b", "c"));
    LabelledRows chosen = rows.select(2, 0, 2);
    assertArrayEquals(new float[] {3, 1, 3}, chosen.rows().inputs());
    assertArrayEquals(new int[] {0, 0, 0}, chosen.labels());
    assertEquals("x", chosen.rows().attribute("g").orElseThrow().text(1));
    assertEquals(9, chosen.rows().attribute("n").orElseThrow().value(2).orElseThrow());
    assertEquals(Optional.of("c"), chosen.rows().entity(0));
    assertEquals(rows.fingerprint(), rows.select(0, 1).concat(rows.select(2)).fingerprint());
    assertArrayEquals(new float[] {2, 3}, copied(rows.rows(), 1, 3));
  }

  @Test
  void cellsThatServeAsNothingGoAlongAsWell() {
    Rows rows = Rows.of(new float[][] {{1}, {2}, {3}}).withUnread(new long[] {1, 2, 3, 4, 5, 6});
    assertTrue(rows.select(1).sameUnread(0, rows, 1));
    assertTrue(rows.select(0, 1).concat(rows.select(2)).sameUnread(2, rows, 2));
    assertEquals(rows.fingerprint(), rows.select(2).concat(rows.select(1, 0)).fingerprint());
  }

  @Test
  void anAttributeThatOneSideLacksIsMissingThere() {
    Rows left = Rows.of(new float[][] {{1}}).with(Attribute.numeric("n", 5).knownAtDecision());
    Rows right =
        Rows.of(new float[][] {{2}})
            .with(Attribute.categorical("g", List.of("x")).knownAtDecision());
    Rows both = left.concat(right);
    assertTrue(both.attribute("n").orElseThrow().isMissing(1));
    assertTrue(both.attribute("g").orElseThrow().isMissing(0));
    assertEquals("x", both.attribute("g").orElseThrow().text(1));
    assertTrue(both.attribute("g").orElseThrow().atDecision());
  }

  @Test
  void faultsAreNamed() {
    Rows rows = Rows.of(new float[][] {{1, 2}, {3, 4}});
    LabelledRows labelled = LabelledRows.of(rows, new int[] {0, 1}, CLASSES);
    assertRefused("expected at least one row, found none", () -> Rows.of(new float[0][]));
    assertRefused("expected at least one row, found 0", () -> Rows.of(new float[0], 0, 2));
    assertRefused(
        "expected 2 inputs in every row, found 1 in row 1",
        () -> Rows.of(new float[][] {{1, 2}, {3}}));
    assertRefused(
        "inputs must be finite, found NaN in row 1 at input 0: fill missing values first",
        () -> Rows.of(new float[][] {{1}, {Float.NaN}}));
    assertRefused("a row's axes must be at least 1, found [0]", () -> Rows.of(new float[0], 1, 0));
    assertRefused("2 rows of shape [3] need 6 inputs, found 5", () -> Rows.of(new float[5], 2, 3));
    assertRefused(
        "attribute \"a\" must have 2 cells, one a row, found 1",
        () -> rows.with(Attribute.numeric("a", 1)));
    assertRefused(
        "attribute names must differ, found \"a\" twice",
        () -> rows.with(Attribute.numeric("a", 1, 2)).with(Attribute.numeric("a", 1, 2)));
    assertRefused(
        "expected 2 entity keys, one a row, found 1", () -> rows.ofEntities(List.of("x")));
    assertRefused(
        "expected at least one row to be chosen, found none", () -> rows.select(new int[0]));
    assertRefused(
        "expected rows in [0, 2), found 2: choose rows of this data", () -> rows.select(2));
    assertRefused(
        "expected a choice out of 2 rows, found one out of 3", () -> rows.select(RowSet.all(3)));
    assertRefused(
        "rows must have one shape, expected [2], found [1]",
        () -> rows.concat(Rows.of(new float[][] {{1}})));
    assertRefused(
        "expected two longs for each of 2 rows, found 1", () -> rows.withUnread(new long[1]));
    assertRefused(
        "expected 2 labels, one a row, found 1", () -> LabelledRows.of(rows, new int[1], CLASSES));
    assertRefused(
        "labels must be in [0, 2), one of [no, yes], found 2 in row 1",
        () -> LabelledRows.of(rows, new int[] {0, 2}, CLASSES));
    assertRefused(
        "expected at least two classes with different names, found [no]",
        () -> LabelledRows.of(rows, new int[2], List.of("no")));
    assertRefused(
        "expected at least two classes with different names, found [no,  ]",
        () -> LabelledRows.of(rows, new int[2], List.of("no", " ")));
    assertRefused(
        "expected one of the classes [no, yes], found \"maybe\"",
        () -> labelled.classIndex("maybe"));
    assertRefused(
        "rows must have one list of classes, expected [no, yes], found [yes, no]",
        () -> labelled.concat(LabelledRows.of(rows, new int[2], List.of("yes", "no"))));
  }

  private static float[] copied(Rows rows, int from, int to) {
    float[] into = new float[(to - from) * rows.width()];
    rows.copyInputs(from, to, into);
    return into;
  }

  private static void assertRefused(String message, Executable code) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, code).getMessage());
  }
}
