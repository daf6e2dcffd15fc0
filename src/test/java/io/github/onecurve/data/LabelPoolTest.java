package io.github.onecurve.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelPoolTest {
  private static final Slice GROUP_A = Slice.where("group", "A");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void purchasesAreTheSameRowsInTheSameOrderUnderPermutedPools(long seed) {
    Random random = new Random(seed);
    LabelledRows rows = RandomRows.of(150, random);
    LabelPool.Account one = LabelPool.of(rows).account(seed, 60);
    LabelPool.Account two =
        LabelPool.of(rows.select(RandomRows.permutation(150, random))).account(seed, 60);
    for (int s = 0; s < 3; s++) {
      assertEquals(texts(one.buy(GROUP_A, 5, s)), texts(two.buy(GROUP_A, 5, s)));
      assertEquals(texts(one.buy(Slice.all(), 7, s)), texts(two.buy(Slice.all(), 7, s)));
    }
    assertEquals(texts(one.bought()), texts(two.bought()));
    assertEquals(one.spent(), two.spent());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anAccountHoldsTheFirstOfTheSliceThatItHasNotBought(long seed) {
    LabelledRows rows = RandomRows.of(150, new Random(seed));
    LabelPool.Account account = LabelPool.of(rows).account(seed, 150);
    int[] order = RowKeys.order(rows, seed, 1, "pool");
    int[] inA = Arrays.stream(order).filter(row -> GROUP_A.matches(rows.rows(), row)).toArray();
    assertEquals(
        texts(Optional.of(rows.select(Arrays.copyOf(inA, 4)))), texts(account.buy(GROUP_A, 4, 1)));
    assertEquals(
        texts(Optional.of(rows.select(Arrays.copyOfRange(inA, 4, 9)))),
        texts(account.buy(GROUP_A, 5, 1)));
    int[] rest =
        Arrays.stream(order)
            .filter(row -> Arrays.stream(inA).limit(9).noneMatch(bought -> bought == row))
            .toArray();
    assertEquals(
        texts(Optional.of(rows.select(Arrays.copyOf(rest, 6)))),
        texts(account.buy(Slice.all(), 6, 1)));
    assertEquals(15, account.spent());
    assertEquals(15, account.bought().orElseThrow().size());
  }

  @Test
  void aSliceThatHoldsFewerSellsFewer() {
    LabelledRows rows = RandomRows.of(40, new Random(1));
    int held = GROUP_A.rows(rows.rows()).size();
    LabelPool.Account account = LabelPool.of(rows).account(1, held);
    assertEquals(held, account.buy(GROUP_A, 1000, 0).orElseThrow().size());
    assertEquals(Optional.empty(), account.buy(GROUP_A, 1, 0));
    assertEquals(held, account.spent());
  }

  @Test
  void moreThanTheBudgetIsRefusedAndNothingIsBought() {
    LabelPool.Account account = LabelPool.of(RandomRows.of(40, new Random(1))).account(1, 10);
    account.buy(Slice.all(), 8, 0);
    IllegalStateException over =
        assertThrows(IllegalStateException.class, () -> account.buy(Slice.all(), 3, 0));
    assertEquals(
        "the label budget is 10, 8 are bought, 3 more were asked for: buy fewer or raise"
            + " labelBudget in the stakes",
        over.getMessage());
    assertEquals(8, account.spent());
    assertEquals(2, account.buy(Slice.all(), 2, 0).orElseThrow().size());
    assertEquals(10, account.budget());
  }

  @Test
  void forkedAccountsGoTheirOwnWays() {
    LabelPool.Account account = LabelPool.of(RandomRows.of(40, new Random(1))).account(1, 10);
    account.buy(Slice.all(), 3, 0);
    LabelPool.Account fork = account.fork();
    Optional<LabelledRows> onFork = fork.buy(Slice.all(), 4, 0);
    assertEquals(3, account.spent());
    assertEquals(7, fork.spent());
    assertEquals(texts(onFork), texts(account.buy(Slice.all(), 4, 0)));
  }

  @Test
  void aClosedPoolShowsItsRowsAndSellsNothing() {
    LabelledRows rows = RandomRows.of(40, new Random(1));
    LabelPool closed = LabelPool.of(rows).closed();
    assertEquals(rows.rows().fingerprint(), closed.rows().fingerprint());
    assertEquals(40, closed.size());
    assertTrue(closed.answers().isEmpty());
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> closed.account(1, 10));
    assertEquals(
        "this pool is closed: labels come only through buy(slice, m) of an examination or of a"
            + " workshop",
        refused.getMessage());
    assertThrows(
        IllegalStateException.class, () -> LabelPool.unlabelled(rows.rows()).account(1, 1));
  }

  @Test
  void nonsenseIsRefused() {
    LabelPool pool = LabelPool.of(RandomRows.of(4, new Random(1)));
    assertEquals(
        "a label budget is at least 0, found -1",
        assertThrows(IllegalArgumentException.class, () -> pool.account(1, -1)).getMessage());
    assertEquals(
        "expected at least 1 label to buy, found 0",
        assertThrows(
                IllegalArgumentException.class, () -> pool.account(1, 1).buy(Slice.all(), 0, 0))
            .getMessage());
    assertArrayEquals(
        new int[0], pool.account(1, 1).bought().map(LabelledRows::labels).orElse(new int[0]));
  }

  private static List<String> texts(Optional<LabelledRows> rows) {
    return rows.map(RandomRows::texts).orElse(List.of());
  }
}
