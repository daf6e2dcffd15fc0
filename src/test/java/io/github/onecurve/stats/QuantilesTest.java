package io.github.onecurve.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantilesTest {
  /** Reference values at 40 digits: root of erfc. */
  @ParameterizedTest
  @CsvSource({
    "0.4999, 0.000250662830088035099",
    "0.3, 0.524400512708040784",
    "0.08, 1.40507156030963256",
    "0.025, 1.95996398454005424",
    "0.001, 3.09023230616781354",
    "1e-8, 5.61200124417478873",
    "1e-12, 7.03448382530113193",
    "1e-40, 13.3109213714251709",
    "1e-200, 30.2055941795796431"
  })
  void normalQuantileAgreesWithFortyDigits(double tail, double z) {
    assertEquals(z, StandardNormal.upperQuantile(tail), 4e-15 * Math.max(1, z));
  }

  @Test
  void normalQuantileIsOddAndZeroInTheMiddle() {
    assertEquals(0, StandardNormal.upperQuantile(0.5));
    assertEquals(-StandardNormal.upperQuantile(0.125), StandardNormal.upperQuantile(0.875));
    assertEquals(-StandardNormal.upperQuantile(0.0625), StandardNormal.upperQuantile(0.9375));
  }

  /** Reference values at 40 digits: root of the regularised incomplete beta function. */
  @ParameterizedTest
  @CsvSource({
    "0.3, 0.49, 0.04366727673280747",
    "0.3, 0.3, 1.6126582577896123",
    "0.3, 0.025, 6582.0356994007747",
    "0.3, 1e-10, 6.478785425830851e+31",
    "0.7, 0.25, 1.2003307434574067",
    "0.7, 0.004, 501.94828360477534",
    "1.37, 0.1, 2.3341491137765661",
    "1.37, 1e-7, 60585.467040825808",
    "2.5, 0.49, 0.027643841331840078",
    "2.5, 0.025, 3.5746548420036832",
    "2.5, 1e-14, 348958.36739490658",
    "4, 0.3, 0.56864906304970544",
    "4, 1e-4, 13.033671720896456",
    "9.9, 0.025, 2.2311933388707641",
    "9.9, 1e-10, 25.900119657449796",
    "30.5, 0.25, 0.68261876876727989",
    "30.5, 0.004, 2.8380064460057746",
    "153.2, 0.1, 1.2871019717925775",
    "153.2, 1e-7, 5.4469062401155216",
    "999.5, 0.025, 1.9623402703838458",
    "999.5, 1e-10, 6.4279098644398344",
    "1000, 0.49, 0.025075180209466419",
    "1000, 0.025, 1.9623390808264085",
    "1000, 1e-10, 6.4278762831342136",
    "1000, 1e-14, 7.7659460304903817",
    "25000.25, 0.3, 0.52440719879418337",
    "25000.25, 1e-7, 5.2007954581412869"
  })
  void studentQuantileAgreesWithFortyDigits(double nu, double tail, double t) {
    assertEquals(t, StudentT.upperQuantile(tail, nu), 1e-12 * t);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void studentQuantileAgreesWithCommonsMath(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      double nu = Math.exp(random.nextDouble() * 10 - 0.5);
      double tail = Math.exp(-0.75 - random.nextDouble() * 8);
      double expected = -new TDistribution(null, nu, 1e-13).inverseCumulativeProbability(tail);
      assertEquals(
          expected,
          StudentT.upperQuantile(tail, nu),
          1e-9 * expected,
          () -> "nu " + nu + " tail " + tail);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.4999999, 0.4, 0.25, 0.1, 0.025, 1e-3, 1e-6, 1e-12, 1e-100})
  void studentQuantileIsTheClosedFormForOneAndTwoDegreesOfFreedom(double tail) {
    double one = Math.sin(Math.PI * (0.5 - tail)) / Math.sin(Math.PI * tail);
    double two = (1 - 2 * tail) / Math.sqrt(2 * tail * (1 - tail));
    assertEquals(one, StudentT.upperQuantile(tail, 1), 1e-9 * one);
    assertEquals(two, StudentT.upperQuantile(tail, 2), 1e-9 * two);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.4, 0.025, 1e-7})
  void studentQuantileIsTheNormalOneAtInfinityAndNearsItFromAbove(double tail) {
    double z = StandardNormal.upperQuantile(tail);
    assertEquals(z, StudentT.upperQuantile(tail, Double.POSITIVE_INFINITY));
    assertEquals(z, StudentT.upperQuantile(tail, 1e14), 1e-10);
    double before = StudentT.upperQuantile(tail, 0.3);
    for (double nu = 0.4; nu < 3e6; nu *= 1.1) {
      double t = StudentT.upperQuantile(tail, nu);
      assertTrue(t < before && t > z, "nu " + nu);
      before = t;
    }
  }

  @Test
  void studentQuantileIsOddAndZeroInTheMiddle() {
    assertEquals(0, StudentT.upperQuantile(0.5, 3.5));
    assertEquals(-StudentT.upperQuantile(0.125, 3.5), StudentT.upperQuantile(0.875, 3.5));
    assertEquals(-StudentT.upperQuantile(0.125, 5000), StudentT.upperQuantile(0.875, 5000));
  }

  @Test
  void studentQuantileBeyondTheDoublesIsInfinite() {
    assertEquals(Double.POSITIVE_INFINITY, StudentT.upperQuantile(0.025, 1e-4));
    assertTrue(StudentT.upperQuantile(1e-300, 3.1) > 1e90);
    assertTrue(StudentT.upperQuantile(1e-300, 900) > 30);
    assertTrue(StudentT.upperQuantile(1e-30, 1e6) > 11);
  }

  @Test
  void refusesATailOutsideZeroToOne() {
    String message =
        "expected a tail probability between 0 and 1 (exclusive), found %s;"
            + " pass 0.025 for the quantile 1.96";
    Refusal.of(() -> StandardNormal.upperQuantile(0), message.formatted("0.0"));
    Refusal.of(() -> StudentT.upperQuantile(1, 3), message.formatted("1.0"));
    Refusal.of(() -> StudentT.upperQuantile(Double.NaN, 3), message.formatted("NaN"));
  }

  @Test
  void refusesDegreesOfFreedomThatAreNotAboveZero() {
    String message =
        "expected degrees of freedom above 0, found %s;"
            + " pass Double.POSITIVE_INFINITY for the normal quantile";
    Refusal.of(() -> StudentT.upperQuantile(0.1, 0), message.formatted("0.0"));
    Refusal.of(() -> StudentT.upperQuantile(0.1, Double.NaN), message.formatted("NaN"));
  }
}
