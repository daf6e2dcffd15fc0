package io.github.onecurve.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ColumnsTest {
  @Test
  void columnsAreValuesThatNothingChanges() {
    Columns one = Columns.inOrder().raw("a");
    Columns two = one.oneHot("b", List.of("x", "y"));
    assertEquals(List.of("a"), one.featureNames());
    assertEquals(List.of("a", "b=x", "b=y"), two.featureNames());
    assertEquals(two, Columns.inOrder().raw("a").oneHot("b", List.of("x", "y")));
    assertEquals(two.hashCode(), one.oneHot("b", List.of("x", "y")).hashCode());
    assertNotEquals(two, one.oneHot("b", List.of("y", "x")));
    List<String> categories = new ArrayList<>(List.of("x"));
    Columns kept = one.oneHot("b", categories);
    categories.add("z");
    assertEquals(List.of("x"), kept.levels("b"));
  }

  @Test
  void aDescriptionNamesEachColumnAndItsUse() {
    Columns columns =
        Columns.inOrder()
            .raw("a")
            .scaled("b", 1, 2)
            .scaled("c")
            .oneHot("d")
            .ordinal("e", List.of("l"))
            .attribute("f")
            .attributeNumeric("g")
            .knownAtDecision("g")
            .entity("h")
            .ignored("i")
            .label("y", "no", "yes");
    assertEquals(
        """
        a: raw
        b: scaled (mean 1.0, sd 2.0)
        c: scaled (to be fitted)
        d: one-hot (to be fitted)
        e: ordinal [l]
        f: attribute for auditing
        g: numeric attribute at decision
        h: entity
        i: ignored
        y: label [no, yes]""",
        columns.toString());
    assertFalse(columns.isFitted());
    assertTrue(columns.unlabelled().classNames().isEmpty());
    assertTrue(columns.unlabelled().toString().endsWith("y: not read"));
  }

  @Test
  void contradictionsAreRefusedWhenTheyAreMade() {
    Columns a = Columns.inOrder().raw("a");
    assertRefused("column \"a\" is named twice: give each column one use", () -> a.ignored("a"));
    assertRefused(
        "there is one label and one entity column at most, found \"z\" as another",
        () -> a.label("y", "n", "p").label("z", "n", "p"));
    assertRefused(
        "there is one label and one entity column at most, found \"z\" as another",
        () -> a.entity("y").entity("z"));
    assertRefused(
        "expected one of the columns [a], found \"b\": name the column first",
        () -> a.fill("b", 1));
    assertRefused(
        "expected a finite mean and a positive, finite sd, found mean 0.0, sd 0.0",
        () -> a.scaled("b", 0, 0));
    assertRefused(
        "expected a finite mean and a positive, finite sd, found mean NaN, sd 1.0",
        () -> a.scaled("b", Double.NaN, 1));
    assertRefused(
        "column \"a\": expected a finite fill of a raw, scaled or ordinal column, found NaN for one"
            + " that is raw",
        () -> a.fill("a", Double.NaN));
    assertRefused(
        "column \"b\": expected a finite fill of a raw, scaled or ordinal column, found 1.0 for one"
            + " that is one-hot [x]",
        () -> a.oneHot("b", List.of("x")).fill("b", 1));
    assertRefused("expected at least one category, found none", () -> a.oneHot("b", List.of()));
    assertRefused(
        "categories must differ and not be empty (an empty cell is a missing one), found [x, x]",
        () -> a.oneHot("b", List.of("x", "x")));
    assertRefused(
        "categories must differ and not be empty (an empty cell is a missing one), found []",
        () -> a.oneHot("b", List.of("")));
    assertRefused(
        "column \"b\": [?] is a category and a missing cell",
        () -> a.missing("?").oneHot("b", List.of("?")));
    assertRefused(
        "column \"b\": \"?\" is a category and a missing cell, choose one",
        () -> a.oneHot("b", List.of("?")).missing("b", List.of("?")));
    assertRefused(
        "only an attribute can be known at decision, found \"i\", which is ignored",
        () -> a.ignored("i").knownAtDecision("i"));
  }

  @Test
  void widthNeedsFittedColumns() {
    assertThrows(IllegalStateException.class, () -> Columns.inOrder().oneHot("a").width());
  }

  private static void assertRefused(String message, Executable code) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, code).getMessage());
  }
}
