package io.github.onecurve.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SliceTest {
  private static final Rows ROWS =
      Rows.of(new float[][] {{0, 1}, {0.5f, 2}, {1, 3}, {-1, 4}})
          .with(Attribute.categorical("group", List.of("A", "B", "", "A")))
          .with(Attribute.numeric("age", 18, 65, Double.NaN, 30));

  @Test
  void eachConditionHoldsTheRowsItSays() {
    assertRows(Slice.all(), 0, 1, 2, 3);
    assertRows(Slice.where("group", "A"), 0, 3);
    assertRows(Slice.where("group", "A", "B"), 0, 1, 3);
    assertRows(Slice.where("group", "Z"));
    assertRows(Slice.of(new Slice.Range("age", 18, 65)), 0, 3);
    assertRows(Slice.of(new Slice.Range("age", 30, Double.POSITIVE_INFINITY)), 1, 3);
    assertRows(Slice.of(new Slice.Missing("age")), 2);
    assertRows(Slice.of(new Slice.Missing("group")), 2);
    assertRows(Slice.of(new Slice.FeatureRange(0, 0, 1)), 0, 1);
    assertRows(Slice.where("group", "A").and(Slice.of(new Slice.FeatureRange(1, 2, 9))), 3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theWholeAndTheRowByRowAnswersAgreeAndDisjointSlicesShareNoRow(long seed) {
    Random random = new Random(seed);
    Rows rows = RandomRows.of(300, random).rows();
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      slices.add(slice(random).and(random.nextBoolean() ? Slice.all() : slice(random)));
    }
    for (Slice slice : slices) {
      RowSet whole = slice.rows(rows);
      assertEquals(RowSet.where(300, row -> slice.matches(rows, row)), whole);
      for (Slice other : slices) {
        if (slice.isDisjointFrom(other)) {
          assertTrue(whole.and(other.rows(rows)).isEmpty(), slice + " against " + other);
        }
        assertEquals(slice.isDisjointFrom(other), other.isDisjointFrom(slice));
      }
    }
  }

  @Test
  void disjointnessIsSeenWhereConditionsExcludeEachOther() {
    Slice young = Slice.of(new Slice.Range("age", 0, 18));
    assertTrue(young.isDisjointFrom(Slice.of(new Slice.Range("age", 18, 99))));
    assertFalse(young.isDisjointFrom(Slice.of(new Slice.Range("age", 17, 99))));
    assertTrue(young.isDisjointFrom(Slice.of(new Slice.Missing("age"))));
    assertFalse(young.isDisjointFrom(Slice.of(new Slice.Missing("group"))));
    assertTrue(Slice.where("group", "A").isDisjointFrom(Slice.where("group", "B", "C")));
    assertFalse(Slice.where("group", "A").isDisjointFrom(Slice.where("other", "B")));
    assertFalse(Slice.all().isDisjointFrom(Slice.all()));
  }

  @Test
  void aSliceReadsLikeASentenceAndIsAValue() {
    Slice slice =
        Slice.where("group", "B", "A")
            .and(Slice.of(new Slice.Range("age", 1, 2)))
            .and(Slice.of(new Slice.Missing("site")))
            .and(Slice.of(new Slice.FeatureRange(3, 0, 1)));
    assertEquals(
        "group in [A, B] and 1.0 <= age < 2.0 and site missing and 0.0 <= feature 3 < 1.0",
        slice.toString());
    assertEquals("all rows", Slice.all().toString());
    assertEquals(Set.of("group", "age", "site"), slice.columns());
    assertEquals(Slice.where("group", "A", "B"), Slice.where("group", "B", "A"));
    assertEquals(Slice.where("g", "A"), Slice.where("g", "A").and(Slice.where("g", "A")));
  }

  @Test
  void faultsAreNamed() {
    assertRefused(
        "expected one of the columns [group, age], found \"race\"",
        () -> Slice.where("race", "x").rows(ROWS));
    assertRefused(
        "column \"age\" is numeric: ask for a range, not for levels",
        () -> Slice.where("age", "18").matches(ROWS, 0));
    assertRefused(
        "column \"group\" has levels: ask for levels, not for a range",
        () -> Slice.of(new Slice.Range("group", 0, 1)).rows(ROWS));
    assertRefused(
        "expected a feature below 2, found 2",
        () -> Slice.of(new Slice.FeatureRange(2, 0, 1)).rows(ROWS));
    assertRefused(
        "a feature's index is at least 0, found -1", () -> new Slice.FeatureRange(-1, 0, 1));
    assertRefused(
        "expected a range of age with low < high, found [2.0, 2.0)",
        () -> new Slice.Range("age", 2, 2));
    assertRefused(
        "expected a range of feature 1 with low < high, found [NaN, 2.0)",
        () -> new Slice.FeatureRange(1, Double.NaN, 2));
    assertRefused("expected at least one level of \"group\"", () -> Slice.where("group"));
    List<Slice.Atom> nine = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      nine.add(new Slice.FeatureRange(i, 0, 1));
    }
    assertRefused("a slice has at most 8 conditions, found 9", () -> new Slice(nine));
  }

  private static Slice slice(Random random) {
    int low = random.nextInt(60);
    return switch (random.nextInt(5)) {
      case 0 -> Slice.where("group", List.of("A", "B", "none").get(random.nextInt(3)));
      case 1 -> Slice.where("group", "A", "none");
      case 2 -> Slice.of(new Slice.Range("age", low, low + 20));
      case 3 -> Slice.of(new Slice.Missing(random.nextBoolean() ? "age" : "group"));
      default -> Slice.of(new Slice.FeatureRange(random.nextInt(2), random.nextInt(2), 2));
    };
  }

  private static void assertRows(Slice slice, int... rows) {
    assertArrayEquals(rows, slice.rows(ROWS).indices());
  }

  private static void assertRefused(String message, Executable code) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, code).getMessage());
  }
}
