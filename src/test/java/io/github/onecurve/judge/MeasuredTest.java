package io.github.onecurve.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredTest {
  @ParameterizedTest
  @CsvSource({"NaN, 0, 1", "Infinity, 0, 1", "1, NaN, 1", "1, 0, NaN", "1, 2, 0"})
  void anAmountThatIsNoneIsRefused(double estimate, double low, double high) {
    assertEquals(
        String.format(
            "expected a finite estimate and low <= high, found %s [%s, %s]", estimate, low, high),
        assertThrows(IllegalArgumentException.class, () -> new Amount(estimate, low, high))
            .getMessage());
  }

  @Test
  void aSystemWithoutAnySeedIsRefused() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, MeasuredTest::withoutSeeds);
    assertEquals(
        "expected G at one retraining seed at least, found none: a system without seeds has one",
        refusal.getMessage());
  }

  private static Measured withoutSeeds() {
    return new Measured(
        Optional.empty(),
        OptionalDouble.empty(),
        new Amount(1, 0, 2),
        List.of(),
        1,
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        0,
        1,
        true,
        List.of(),
        List.of(),
        OptionalDouble.empty());
  }
}
