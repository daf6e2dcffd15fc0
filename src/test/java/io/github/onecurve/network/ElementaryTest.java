package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The functions of one number against StrictMath in float64. */
class ElementaryTest {
  private static final double TOLERANCE = 3.2e-7;

  private static final Map<String, DoubleUnaryOperator> EXACT =
      Map.ofEntries(
          Map.entry("Exp", StrictMath::exp),
          Map.entry("Tanh", StrictMath::tanh),
          Map.entry("Sigmoid", ElementaryTest::logistic),
          Map.entry("Erf", Erf::erf),
          Map.entry("Gelu", x -> x * Erf.erfc(-x / Math.sqrt(2)) / 2),
          Map.entry("Silu", x -> x * logistic(x)),
          Map.entry("Mish", x -> x * StrictMath.tanh(softplus(x))),
          Map.entry("Softplus", ElementaryTest::softplus),
          Map.entry("Softsign", x -> x / (1 + Math.abs(x))),
          Map.entry("Elu", x -> x > 0 ? x : StrictMath.expm1(x)),
          Map.entry("Celu", x -> x > 0 ? x : StrictMath.expm1(x)),
          Map.entry(
              "Selu",
              x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * StrictMath.expm1(x))),
          Map.entry("HardSwish", x -> x * Math.min(Math.max(x / 6 + 0.5, 0), 1)),
          Map.entry("HardSigmoid", x -> Math.min(Math.max(0.2 * x + 0.5, 0), 1)),
          Map.entry("Relu", x -> Math.max(x, 0)),
          Map.entry("LeakyRelu", x -> x > 0 ? x : 0.01 * x));

  static List<String> functions() {
    return EXACT.keySet().stream().sorted().toList();
  }

  private static double logistic(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void areAsExactAsFloatsAllow(String op) {
    int size = 1 << 14;
    Network network = Network.builder("x", size).then(op, "y").build();
    for (double scale : new double[] {1e-6, 1e-3, 1, 8, 20, 87}) {
      float[] x = new float[size];
      for (int i = 0; i < size; i++) {
        x[i] = (float) (scale * (2.0 * i / (size - 1) - 1));
      }
      assertNear(op, x, network.logits(x, 1));
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void areAsExactAtAnyFloat(String op) {
    int size = 1 << 14;
    Network network = Network.builder("x", size).then(op, "y").build();
    Random random = new Random(1);
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      float any = Float.intBitsToFloat(random.nextInt());
      x[i] = Float.isFinite(any) && Math.abs(any) < 1e30 ? any : i;
    }
    assertNear(op, x, network.logits(x, 1));
  }

  private static void assertNear(String op, float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      double exact = EXACT.get(op).applyAsDouble(x[i]);
      if (Math.abs(exact) < Float.MAX_VALUE) {
        double error = Math.abs(y[i] - exact) / Math.max(1, Math.abs(exact));
        assertTrue(error < TOLERANCE, op + "(" + x[i] + ") = " + exact + ", found " + y[i]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void extremesSaturateAndNoFiniteNumberGivesNaN(String op) {
    float[] far = {-Float.MAX_VALUE, -1e30f, -1e10f, -1e4f, -150, -90, -88, 0, -0f};
    float[] x = new float[2 * far.length];
    for (int i = 0; i < far.length; i++) {
      x[i] = far[i];
      x[far.length + i] = -far[i];
    }
    Network network = Network.builder("x", x.length).then(op, "y").build();
    float[] slopes = network.inputGradient(x, 1, y -> Nets.floats(new Random(1), 1, y.length));
    float[] y = network.logits(x, 1);
    for (int i = 0; i < x.length; i++) {
      assertFalse(Float.isNaN(y[i]), op + "(" + x[i] + ") = " + y[i]);
      boolean huge = op.equals("Exp") && x[i] > 80;
      assertTrue(huge || Float.isFinite(slopes[i]), op + "'(" + x[i] + ") = " + slopes[i]);
      if (x[i] < -80 && !List.of("Softsign", "LeakyRelu").contains(op)) {
        double limit = EXACT.get(op).applyAsDouble(-200);
        assertEquals(limit, y[i], 1e-6, op + "(" + x[i] + ")");
      }
    }
  }

  @Test
  void infinitiesSaturate() {
    float[] x = {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -88, 89, 88.7f};
    float[] y = new float[5];
    Elementary.exp(x, 0, y, 0, 5);
    assertEquals(0, y[0]);
    assertEquals(Float.POSITIVE_INFINITY, y[1]);
    assertEquals(0, y[2]);
    assertEquals(Float.POSITIVE_INFINITY, y[3]);
    assertEquals(1, y[4] / StrictMath.exp(88.7f), 2e-7);
    Elementary.tanh(x, y, 0, 2);
    assertEquals(-1, y[0]);
    assertEquals(1, y[1]);
    Elementary.erf(x, y, 0, 2);
    assertEquals(-1, y[0]);
    assertEquals(1, y[1]);
    Elementary.sigmoid(x, y, 0, 2);
    assertEquals(0, y[0], 1e-14);
    assertEquals(1, y[1], 1.2e-7);
  }

  @Test
  void tailsKeepTheirRelativeSize() {
    for (float x = -8; x < -1; x += 0.01f) {
      float[] one = {x};
      float[] y = new float[1];
      Elementary.sigmoid(one, y, 0, 1);
      assertEquals(1, y[0] / logistic(x), 2e-5, "logistic of " + x);
      if (x > -5) {
        Elementary.normal(one, y, 0, 1);
        assertEquals(1, y[0] / (Erf.erfc(-x / Math.sqrt(2)) / 2), 3e-3, "normal of " + x);
      }
    }
  }

  @Test
  void expIsRelativelyExactDownToItsLeast() {
    int size = 1 << 14;
    float[] x = new float[size];
    float[] y = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = -86.9f + i * (175.6f / size);
    }
    Elementary.exp(x, 0, y, 0, size);
    for (int i = 0; i < size; i++) {
      assertEquals(1, y[i] / StrictMath.exp(x[i]), 2e-7, "exp of " + x[i]);
    }
  }
}
