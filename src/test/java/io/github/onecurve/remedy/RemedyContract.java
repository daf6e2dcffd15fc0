package io.github.onecurve.remedy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.SmallParable;
import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.Slice;
import io.github.onecurve.model.Model;
import io.github.onecurve.stakes.Stakes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every remedy must do: implement it in a nested class for each. */
interface RemedyContract {
  /** The world in which remedies are carried out here. */
  SmallParable WORLD = SmallParable.of(1);

  /** Today's model. */
  Model MODEL = WORLD.model();

  /** What today's model says about the diagnosis rows. */
  Answers ANSWERS = Answers.of(WORLD.diagnosis().rows(), MODEL, 3);

  /** A fresh instance of the remedy, equal to the last one. */
  Remedy remedy();

  @Test
  default void leavesTheCurrentSystemAsItWas() throws InterruptedException {
    Deployment current = Deployment.of(MODEL);
    int[] before = ANSWERS.decisions(current);
    remedy().carryOut(current, workshop(0));
    assertSame(MODEL, current.model());
    assertEquals(List.of(), current.guards());
    assertFalse(current.isHeld());
    assertTrue(current.cameFrom().isEmpty());
    assertArrayEquals(before, ANSWERS.decisions(current));
  }

  @Test
  default void givesTheSameSystemForTheSameSeed() throws InterruptedException {
    assertEquals(print(0), print(0));
  }

  @Test
  default void saysThatItRetrainsExactlyWhereTheSeedMatters() throws InterruptedException {
    assertEquals(remedy().retrains(), !print(0).equals(print(1)));
  }

  @Test
  default void readsLikeWhatAPersonWouldSay() {
    String text = remedy().toString();
    assertFalse(text.isBlank());
    assertFalse(text.contains("@") || text.contains(remedy().getClass().getSimpleName()), text);
    assertEquals(text, remedy().toString());
  }

  @Test
  default void isEqualByValue() {
    assertNotSame(remedy(), remedy());
    assertEquals(remedy(), remedy());
    assertEquals(remedy().hashCode(), remedy().hashCode());
  }

  /** What a system answers and decides, as text. */
  private String print(int seed) throws InterruptedException {
    Deployment system = remedy().carryOut(Deployment.of(MODEL), workshop(seed));
    return ANSWERS.logits(system.model()).fingerprint()
        + system
        + Arrays.toString(ANSWERS.decisions(system));
  }

  /** A workshop whose till sells what the pool holds. */
  static Workshop workshop(int seed) {
    LabelPool.Account account = LabelPool.of(WORLD.poolRows()).account(1, 10_000);
    return Workshop.of(WORLD.subject(), Stakes.standard(), 1)
        .at(seed, (slice, labels) -> buy(account, slice, labels, seed));
  }

  private static Optional<WeightedRows> buy(
      LabelPool.Account account, Slice slice, int labels, int seed) {
    return account.buy(slice, labels, seed).map(WeightedRows::of);
  }
}
