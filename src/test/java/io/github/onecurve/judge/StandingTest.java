package io.github.onecurve.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.onecurve.stats.Baseline;
import io.github.onecurve.stats.PairedDifference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final double P = 0.04;

  /** The least is saved over "near", but that surely; "noisy" is the row not shown to be beaten. */
  @Test
  void theRowNamedIsOneThatIsNotBeaten() {
    Map<String, PairedDifference> more = new LinkedHashMap<>();
    more.put("near", saved(0.1, 0.01));
    more.put("noisy", saved(0.2, 1));
    more.put("noisier", saved(0.3, 2));
    assertEquals(
        new Standing(Status.PAYS, "no better than \"noisy\""),
        Standing.of(saved(0.5, 0.01), more, P));
  }

  @Test
  void everyRowMustBeBeaten() {
    Map<String, PairedDifference> more = new LinkedHashMap<>();
    more.put("near", saved(0.1, 0.01));
    more.put("far", saved(0.2, 0.01));
    assertEquals(new Standing(Status.CREDITED, ""), Standing.of(saved(0.5, 0.01), more, P));
  }

  private static PairedDifference saved(double value, double sd) {
    return new PairedDifference(value, sd * sd, 0, 0, 1, 0, new Baseline(1, 0, 0));
  }
}
