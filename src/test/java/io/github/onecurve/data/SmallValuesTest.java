package io.github.onecurve.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributes, row sets, row weights, tensors and fingerprints. */
class SmallValuesTest {
  @Test
  void levelsStandInCodePointOrderWhateverTheOrderOfCells() {
    Attribute column = Attribute.categorical("g", List.of("b", "", "\uD83D\uDE00", "a", "\uFFFD"));
    assertEquals(List.of("a", "b", "\uFFFD", "\uD83D\uDE00"), column.levels());
    assertEquals(1, column.code(0));
    assertTrue(column.isMissing(1));
    assertEquals("", column.text(1));
    assertEquals(-1, column.code(1));
    assertEquals(OptionalDouble.empty(), column.value(0));
    assertFalse(column.atDecision());
    assertTrue(column.knownAtDecision().atDecision());
    assertEquals("g [a, b, \uFFFD, \uD83D\uDE00]", column.toString());
  }

  @Test
  void aTextThatIsNoLevelIsMissing() {
    Attribute column = Attribute.categorical("g", List.of("x", "y"), List.of("y", "z"));
    assertEquals(1, column.code(0));
    assertTrue(column.isMissing(1));
  }

  @Test
  void numbersKeepTheirTextAndNaNIsMissing() {
    Attribute column = Attribute.numeric("n", 1.5, Double.NaN, -0.0);
    assertEquals("1.5", column.text(0));
    assertTrue(column.isMissing(1));
    assertEquals(OptionalDouble.empty(), column.value(1));
    assertEquals("0.0", column.text(2));
    assertEquals("n (numeric)", column.toString());
    assertEquals(3, column.size());
  }

  @Test
  void attributesThatCannotBeAreRefused() {
    assertRefused(
        "attribute \"g\": levels must differ, found \"x\" twice",
        () -> Attribute.categorical("g", List.of("x", "x"), List.of()));
    assertRefused(
        "attribute \"g\": the empty text is a missing cell and no level, leave it out",
        () -> Attribute.categorical("g", List.of(""), List.of()));
    assertRefused(
        "attribute \"n\": expected finite numbers, found an infinite one at row 1",
        () -> Attribute.numeric("n", 1, Double.NEGATIVE_INFINITY));
    assertRefused("an attribute needs a name, found a blank one", () -> Attribute.numeric(" ", 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rowSetsObeyTheLawsOfSets(long seed) {
    Random random = new Random(seed);
    RowSet a = RowSet.where(130, row -> random.nextBoolean());
    RowSet b = RowSet.where(130, row -> random.nextBoolean());
    assertEquals(a.or(b).not(), a.not().and(b.not()));
    assertEquals(a.or(b).size() + a.and(b).size(), a.size() + b.size());
    assertEquals(RowSet.all(130), a.or(a.not()));
    assertTrue(a.and(a.not()).isEmpty());
    assertEquals(a, RowSet.of(130, a.indices()));
    assertEquals(a.hashCode(), RowSet.of(130, a.indices()).hashCode());
    int[] handed = a.indices();
    Arrays.fill(handed, 0);
    assertEquals(a, RowSet.of(130, a.indices()));
    assertNotEquals(RowSet.of(5), RowSet.of(6));
    assertEquals("0 of 5 rows", RowSet.of(5).toString());
    assertFalse(RowSet.all(5).contains(5));
    assertFalse(RowSet.all(5).contains(-1));
  }

  @Test
  void rowSetsOfOtherDataAreRefused() {
    assertRefused(
        "row must be in [0, 3), found 3: name rows of this data only", () -> RowSet.of(3, 3));
    assertRefused(
        "row sets must be over the same data: expected 3 rows, found 4",
        () -> RowSet.all(3).and(RowSet.all(4)));
    assertRefused("number of rows must not be negative, found -1", () -> RowSet.all(-1));
  }

  @Test
  void weightsAreValues() {
    double[] given = {1, 2, 0};
    RowWeights weights = RowWeights.of(given);
    given[0] = 9;
    weights.toArray()[1] = 9;
    assertEquals(RowWeights.of(1, 2, 0), weights);
    assertEquals(weights.hashCode(), RowWeights.of(1, 2, 0).hashCode());
    assertArrayEquals(new double[] {3, 6, 0}, weights.times(RowWeights.constant(3, 3)).toArray());
    assertArrayEquals(new double[] {1, 2, 0, 1}, weights.concat(RowWeights.uniform(1)).toArray());
    assertArrayEquals(new double[] {1, 0}, weights.select(RowSet.of(3, 0, 2)).toArray());
    assertTrue(RowWeights.uniform(4).isUniform());
    assertFalse(weights.isUniform());
    assertEquals("weights of 3 rows", weights.toString());
    assertEquals("weights of 2 rows, all equal", RowWeights.uniform(2).toString());
    assertSameRows(weights);
  }

  @Test
  void weightsThatCannotBeAreRefused() {
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(
          "row weights must be finite and not negative, found " + bad + " at 1",
          () -> RowWeights.of(1, bad));
    }
    assertRefused(
        "expected one weight for each of 3 rows, found 2",
        () -> RowWeights.uniform(2).requireSize(3));
    assertRefused(
        "expected one weight for each of 5 rows, found 2",
        () -> RowWeights.uniform(2).select(RowSet.all(5)));
  }

  @Test
  void tensorsAreValues() {
    float[] values = {1, 0, 3, 4, 5, 6};
    int[] shape = {2, 3};
    Tensor tensor = Tensor.of(values, shape);
    values[0] = 9;
    shape[0] = 9;
    tensor.values()[1] = 9;
    tensor.shape()[1] = 9;
    assertEquals(Tensor.of(new float[] {1, 0, 3, 4, 5, 6}, 2, 3), tensor);
    assertEquals(
        tensor.fingerprint(), Tensor.of(new float[] {1, 0, 3, 4, 5, 6}, 2, 3).fingerprint());
    assertNotEquals(tensor, Tensor.of(new float[] {1, 0, 3, 4, 5, 6}, 3, 2));
    assertNotEquals(
        tensor.fingerprint(), Tensor.of(new float[] {1, 0, 3, 4, 5, 6}, 3, 2).fingerprint());
    assertEquals(5, tensor.nonzero());
    assertEquals(3, tensor.axis(1));
    assertEquals(2, tensor.rank());
    assertEquals(6, tensor.size());
    assertEquals(3, tensor.get(2));
    assertEquals("tensor [2, 3]", tensor.toString());
    assertEquals(1, Tensor.of(new float[] {7}).size());
    assertRefused("shape [2, 2] needs 4 values, found 3", () -> Tensor.of(new float[3], 2, 2));
    assertRefused("axes must not be negative, found [-1]", () -> Tensor.of(new float[3], -1));
    assertRefused(
        "tensor values must be finite, found NaN at flat index 0",
        () -> Tensor.of(new float[] {Float.NaN}, 1));
  }

  @Test
  void aFingerprintIsSha256AndStartsAnew() {
    assertEquals(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        Fingerprint.start().hex());
    Fingerprint print = Fingerprint.start();
    String one = print.add("ab").add("c").hex();
    assertEquals(one, print.add("ab").add("c").hex());
    assertNotEquals(one, print.add("a").add("bc").hex());
    assertEquals(print.add(0.0).hex(), print.add(-0.0).hex());
    assertEquals(
        print.add(new float[] {0f, 1f}).hex(),
        Fingerprint.start().add(new float[] {-0f, 1f}).hex());
    float[] wide = new float[1000];
    wide[999] = 5;
    assertNotEquals(print.add(wide).hex(), print.add(new float[1000]).hex());
    assertEquals(print.add(wide, 999, 1).hex(), print.add(new float[] {5}, 0, 1).hex());
    assertNotEquals(print.add(new int[] {1, 2}).key(), print.add(new int[] {2, 1}).key());
    assertNotEquals(print.add(new byte[] {1}).key(), print.add(new byte[] {2}).key());
  }

  @Test
  void silentProgressHearsNothing() {
    Progress.silent().report("nothing", 0, 1);
  }

  private static void assertSameRows(RowWeights weights) {
    assertEquals(weights, weights.requireSize(3));
    assertEquals(2, weights.get(1));
  }

  private static void assertRefused(String message, Executable code) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, code).getMessage());
  }
}
