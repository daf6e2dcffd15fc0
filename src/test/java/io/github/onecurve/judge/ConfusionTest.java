package io.github.onecurve.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.onecurve.Said;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Strata;
import org.junit.jupiter.api.Test;

class ConfusionTest {
  /** One case in six: 1/6 and (5/6)/5 are not the same float64. */
  @Test
  void equalCountsDifferByNothingWhateverTheSeeds() {
    Confusion one = counted(1, 1);
    Confusion five = counted(5, 5);
    assertNotEquals(one.share(0, 1), five.share(0, 1));
    assertEquals(0, one.shareBeyond(five, 0, 1));
    assertEquals(1 / 6.0 - 2 / 30.0, one.shareBeyond(counted(5, 2), 0, 1), 1e-15);
    assertEquals(2 / 30.0 - 1 / 6.0, counted(5, 2).shareBeyond(one, 0, 1), 1e-15);
  }

  private static Confusion counted(int seeds, int cases) {
    LabelledRows rows = Said.rows(0, new int[6], new int[6]);
    Strata strata = Strata.of(Stakes.standard(), rows.rows(), "judge");
    Confusion confusion = new Confusion(rows.classNames(), strata, seeds);
    for (int i = 0; i < cases; i++) {
      confusion.add(0, 0, 1);
    }
    return confusion;
  }
}
