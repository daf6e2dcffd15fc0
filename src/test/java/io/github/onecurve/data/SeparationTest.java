package io.github.onecurve.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeparationTest {
  private static final List<String> CLASSES = List.of("no", "yes");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void exactlyTheRowsThatOccurElsewhereAsAWholeAreRemoved(long seed) {
    Random random = new Random(seed);
    LabelledRows judge = RandomRows.of(300, random);
    LabelledRows training = RandomRows.of(100, random);
    LabelledRows pool = RandomRows.of(100, random);
    Separation separation =
        Separation.judge(judge).from(training).from(LabelPool.of(pool)).separate();
    Set<String> elsewhere = new HashSet<>(RandomRows.texts(training));
    elsewhere.addAll(RandomRows.texts(pool));
    List<String> texts = RandomRows.texts(judge);
    int[] expected =
        IntStream.range(0, 300).filter(row -> elsewhere.contains(texts.get(row))).toArray();
    assertArrayEquals(expected, separation.removed().indices());
    assertEquals(expected.length, separation.equalRecords());
    assertEquals(0, separation.sharedEntities());
    assertTrue(separation.kept().size() == 300 - expected.length);
    Set<String> inputs = new HashSet<>();
    for (LabelledRows other : List.of(training, pool)) {
      IntStream.range(0, 100).forEach(row -> inputs.add(Arrays.toString(other.rows().row(row))));
    }
    long repeated =
        IntStream.range(0, 300)
            .filter(row -> !elsewhere.contains(texts.get(row)))
            .filter(row -> inputs.contains(Arrays.toString(judge.rows().row(row))))
            .count();
    assertEquals(repeated, separation.repeatedInputs());
  }

  @Test
  void oneDifferenceAnywhereKeepsARow() {
    LabelledRows other = one(1, 0, "a", 5);
    assertKept(1, one(2, 0, "a", 5), other);
    assertKept(1, one(1, 1, "a", 5), other);
    assertKept(1, one(1, 0, "b", 5), other);
    assertKept(1, one(1, 0, "a", 6), other);
    assertKept(1, one(1, 0, "", 5), other);
    assertKept(0, one(1, 0, "a", 5), other);
    assertKept(0, one(-0f, 0, "a", 5), one(0f, 0, "a", 5));
  }

  @Test
  void repeatsAmongJudgeRowsStay() {
    LabelledRows row = one(1, 0, "a", 5);
    LabelledRows judge = row.concat(row).concat(row);
    Separation separation = Separation.judge(judge).from(one(9, 0, "a", 5)).separate();
    assertSame(judge, separation.kept());
    assertFalse(separation.changesPopulation());
  }

  @Test
  void rowsOfAnEntityThatOccursElsewhereAreRemoved() {
    LabelledRows judge = numbered(4).ofEntities(List.of("ann", "bob", "cy", "ann"));
    LabelledRows other =
        numbered(2).withInputs(new float[] {70, 71}).ofEntities(List.of("ann", "dan"));
    Separation separation = Separation.judge(judge).from(other).separate();
    assertArrayEquals(new int[] {0, 3}, separation.removed().indices());
    assertEquals(0, separation.equalRecords());
    assertEquals(2, separation.sharedEntities());
    assertEquals(
        "2 of 4 judge rows removed (0 equal to a row of another kind, 2 of an entity that occurs in"
            + " another kind); of those kept, 0 repeat inputs of another kind; more than 1% is gone:"
            + " the judged population has changed",
        separation.toString());
  }

  @Test
  void equalRowsOfDifferentEntitiesAreDifferentRecords() {
    LabelledRows judge = numbered(3).ofEntities(List.of("a", "b", "c"));
    assertEquals(
        3,
        Separation.judge(judge)
            .from(numbered(3).ofEntities(List.of("x", "y", "z")))
            .separate()
            .kept()
            .size());
    assertEquals(
        1, Separation.judge(judge).from(numbered(2)).separate().kept().size(), "none to compare");
  }

  @Test
  void aColumnThatOneKindLacksCannotTellRowsApart() {
    LabelledRows judge = numbered(3).with(Attribute.numeric("extra", 1, 2, 3));
    assertEquals(1, Separation.judge(judge).from(numbered(2)).separate().kept().size());
  }

  @Test
  void theOrderOfAttributesAndLevelsDoesNotMatter() {
    LabelledRows judge =
        numbered(2)
            .with(Attribute.categorical("g", List.of("x", "y"), List.of("x", "y")))
            .with(Attribute.numeric("n", 1, 2));
    LabelledRows other =
        numbered(1)
            .with(Attribute.numeric("n", 1))
            .with(Attribute.categorical("g", List.of("z", "x"), List.of("x")));
    assertArrayEquals(
        new int[] {0}, Separation.judge(judge).from(other).separate().removed().indices());
  }

  @Test
  void aClosedPoolIsComparedWithoutLabels() {
    LabelPool closed = LabelPool.of(one(1, 1, "a", 5)).closed();
    LabelledRows judge = one(1, 0, "a", 5).concat(one(2, 0, "a", 5));
    assertArrayEquals(
        new int[] {0}, Separation.judge(judge).from(closed).separate().removed().indices());
  }

  @Test
  void onePercentExactlyDoesNotChangeThePopulation() {
    LabelledRows judge = numbered(100);
    assertFalse(Separation.judge(judge).from(judge.select(7)).separate().changesPopulation());
    assertTrue(Separation.judge(judge).from(judge.select(7, 8)).separate().changesPopulation());
  }

  @Test
  void nothingLeftToJudgeIsAnError() {
    LabelledRows rows = numbered(3);
    IllegalArgumentException none =
        assertThrows(
            IllegalArgumentException.class, () -> Separation.judge(rows).from(rows).separate());
    assertEquals(
        "each of the 3 judge rows occurs in another kind of rows (3 as an equal record, 0 through"
            + " its entity): give the judge rows that nobody else has",
        none.getMessage());
  }

  @Test
  void aColumnOfAnotherKindOfCellsIsAnError() {
    LabelledRows judge = numbered(1).with(Attribute.numeric("n", 1));
    LabelledRows other = numbered(1).with(Attribute.categorical("n", List.of("1")));
    IllegalArgumentException mixed =
        assertThrows(
            IllegalArgumentException.class, () -> Separation.judge(judge).from(other).separate());
    assertEquals(
        "attribute \"n\" is categorical in one kind of rows and numeric in another",
        mixed.getMessage());
  }

  private static void assertKept(int expected, LabelledRows first, LabelledRows other) {
    LabelledRows judge = first.concat(one(99, 0, "zz", 9));
    assertEquals(expected + 1, Separation.judge(judge).from(other).separate().kept().size());
  }

  private static LabelledRows one(float input, int label, String group, double age) {
    return LabelledRows.of(new float[][] {{input}}, new int[] {label}, CLASSES)
        .with(Attribute.categorical("group", List.of(group)))
        .with(Attribute.numeric("age", age));
  }

  private static LabelledRows numbered(int size) {
    float[] inputs = new float[size];
    for (int row = 0; row < size; row++) {
      inputs[row] = row;
    }
    return LabelledRows.of(Rows.of(inputs, size, 1), new int[size], CLASSES);
  }
}
