package io.github.onecurve.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
  private static final List<Double> SHARES = List.of(0.6, 0.2, 0.2);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void partsAreTheSameWhateverTheOrderOfRowsAndHaveTheirShares(long seed) {
    Random random = new Random(seed);
    LabelledRows rows = RandomRows.of(200, random);
    List<LabelledRows> parts = Split.of(rows, SHARES, seed);
    List<LabelledRows> again =
        Split.of(rows.select(RandomRows.permutation(200, random)), SHARES, seed);
    assertEquals(prints(parts), prints(again));
    assertEquals(List.of(120, 40, 40), parts.stream().map(LabelledRows::size).toList());
    assertNotEquals(prints(parts), prints(Split.of(rows, SHARES, seed + 100)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anEntityStaysOnOneSideWhateverTheOrderOfRows(long seed) {
    Random random = new Random(seed);
    List<String> owners = new ArrayList<>();
    for (int row = 0; row < 400; row++) {
      owners.add("p" + random.nextInt(80));
    }
    LabelledRows rows = RandomRows.of(400, random).ofEntities(owners);
    List<LabelledRows> parts = Split.of(rows, SHARES, seed);
    Map<String, Integer> side = new HashMap<>();
    for (int p = 0; p < parts.size(); p++) {
      for (int row = 0; row < parts.get(p).size(); row++) {
        Integer before = side.put(parts.get(p).rows().entity(row).orElseThrow(), p);
        assertTrue(before == null || before == p);
      }
    }
    assertEquals(240, parts.get(0).size(), 15);
    assertEquals(
        prints(parts),
        prints(Split.of(rows.select(RandomRows.permutation(400, random)), SHARES, seed)));
  }

  @Test
  void badSharesAreRefused() {
    LabelledRows rows = RandomRows.of(4, new Random(1));
    assertRefused("fractions must be positive, found [1.0, 0.0]", rows, List.of(1.0, 0.0));
    assertRefused("fractions must be positive, found [NaN]", rows, List.of(Double.NaN));
    assertRefused(
        "fractions must sum to 1, found [0.5, 0.4] with the sum 0.9", rows, List.of(0.5, 0.4));
    assertRefused(
        "part 1 of the split, a share of 0.01 of 4 rows, is empty: give it a larger share or more"
            + " rows (an entity is never cut)",
        rows,
        List.of(0.99, 0.01));
  }

  private static void assertRefused(String message, LabelledRows rows, List<Double> shares) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Split.of(rows, shares, 1));
    assertEquals(message, refused.getMessage());
  }

  private static List<String> prints(List<LabelledRows> parts) {
    return parts.stream().map(LabelledRows::fingerprint).toList();
  }
}
