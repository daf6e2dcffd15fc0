package io.github.onecurve.proving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import io.github.onecurve.proving.ParableWorld.Variation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParableWorldTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 12})
  void rowsAreThoseOfTheBareProgramToTheBit(long seed) {
    ParableWorld world = ParableWorld.of(seed);
    assertSame(BareParable.rows(seed, BareParable.Kind.TRAINING), world.training());
    assertSame(BareParable.rows(seed, BareParable.Kind.DIAGNOSIS), world.diagnosis());
    assertSame(BareParable.rows(seed, BareParable.Kind.JUDGE), world.judge());
    assertSame(BareParable.rows(seed, BareParable.Kind.ORACLE), world.oracle());
    assertSame(BareParable.rows(seed, BareParable.Kind.POOL).x, world.pool().rows());
  }

  @Test
  void sharesAndMeansAreThoseOfTheParable() {
    LabelledRows judge = ParableWorld.of(1).judge();
    Attribute group = judge.rows().attribute("group").orElseThrow();
    assertEquals(List.of("human", "gorilla", "other"), judge.classNames());
    assertEquals(0.2, share(judge, 1), 0.01);
    assertEquals(0.3, share(judge, 2), 0.01);
    int[] inB = IntStream.range(0, judge.size()).filter(row -> group.code(row) == 1).toArray();
    assertEquals(0.1, inB.length / 20_000.0, 0.01);
    double[] expected = {1.6, .75, .75, .75, .75, .75, .75, .75, -.3, -.3, -.3, 0, 0, 0, 0, 0};
    for (int feature = 0; feature < 16; feature++) {
      int i = feature;
      double mean =
          IntStream.of(inB).mapToDouble(row -> judge.rows().input(row, i)).average().orElseThrow();
      assertEquals(expected[i], mean, 0.1);
    }
    assertFalse(group.atDecision());
    for (int row = 0; row < judge.size(); row++) {
      assertEquals(judge.label(row) != 0, group.text(row).equals("none"));
    }
  }

  @Test
  void theGapIsInTheTrainingRowsAlone() {
    ParableWorld told = ParableWorld.of(3);
    ParableWorld even = ParableWorld.of(3, Variation.none().withoutGap());
    assertEquals(0.01, shareOfB(told.training()), 0.005);
    assertEquals(0.2, shareOfB(even.training()), 0.02);
    assertEquals(told.diagnosis().fingerprint(), even.diagnosis().fingerprint());
  }

  @Test
  void aVariationChangesNamesAndPlacesOnly() {
    int[] places = IntStream.range(0, 16).map(i -> (i * 5 + 3) % 16).toArray();
    ParableWorld other =
        ParableWorld.of(2, Variation.none().naming("p", "q", "r").permuting(places));
    LabelledRows plain = ParableWorld.of(2).diagnosis();
    LabelledRows varied = other.diagnosis();
    assertEquals(List.of("p", "q", "r"), varied.classNames());
    assertArrayEquals(plain.labels(), varied.labels());
    for (int row = 0; row < plain.size(); row++) {
      for (int i = 0; i < 16; i++) {
        assertEquals(plain.rows().input(row, i), varied.rows().input(row, places[i]));
      }
    }
  }

  @Test
  void refusesWhatIsNoVariation() {
    assertEquals(
        "expected a permutation of the columns 0 to 15, found [0, 1]",
        assertThrows(IllegalArgumentException.class, () -> Variation.none().permuting(0, 1))
            .getMessage());
    assertEquals(
        "the parable has 3 classes, found names [a, b]",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Variation(List.of("a", "b"), Variation.none().columns(), true))
            .getMessage());
  }

  private static void assertSame(BareParable.Rows bare, LabelledRows rows) {
    assertSame(bare.x, rows.rows());
    assertArrayEquals(bare.y, rows.labels());
    Attribute group = rows.rows().attribute("group").orElseThrow();
    assertArrayEquals(bare.group, IntStream.range(0, rows.size()).map(group::code).toArray());
  }

  private static void assertSame(float[] bare, Rows rows) {
    assertArrayEquals(bare, rows.inputs());
  }

  private static double share(LabelledRows rows, int label) {
    return IntStream.of(rows.labels()).filter(y -> y == label).count() / (double) rows.size();
  }

  private static double shareOfB(LabelledRows rows) {
    Attribute group = rows.rows().attribute("group").orElseThrow();
    long inB = IntStream.range(0, rows.size()).filter(row -> group.code(row) == 1).count();
    return inB / (double) IntStream.of(rows.labels()).filter(y -> y == 0).count();
  }
}
