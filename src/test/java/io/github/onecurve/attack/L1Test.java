package io.github.onecurve.attack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class L1Test {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void projectionIsTheOneThatBisectionFinds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int draw = 0; draw < 500; draw++) {
      int n = 1 + random.nextInt(8);
      double[] change = new double[n];
      double[] low = new double[n];
      double[] high = new double[n];
      for (int i = 0; i < n; i++) {
        change[i] = random.nextInt(4) == 0 ? random.nextInt(3) : 3 * random.nextGaussian(); // ties
        low[i] = random.nextInt(3) == 0 ? 0 : -2 * random.nextDouble();
        high[i] = random.nextInt(3) == 0 ? 0 : 2 * random.nextDouble();
      }
      double radius = 0.01 + 3 * random.nextDouble();
      double[] expected = bisected(change, low, high, radius);
      Norm.L1.project(change, low, high, radius);
      assertArrayEquals(expected, change, 1e-9);
      double[] again = change.clone();
      Norm.L1.project(again, low, high, radius);
      assertArrayEquals(change, again, 1e-12);
    }
  }

  @Test
  void projectionHoldsWithHugeChangesAndNoBox() {
    double[] change = {Float.MAX_VALUE, -Float.MAX_VALUE, 1};
    double[] none = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
    double[] any = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
    Norm.L1.project(change, none, any, 1);
    assertTrue(Norm.L1.length(change) <= 1 + 1e-9, "length " + Norm.L1.length(change));
  }

  @Test
  void drawsFillTheBallEvenly() {
    SplittableRandom random = new SplittableRandom(9);
    int inside = 0;
    double sum = 0;
    for (int draw = 0; draw < 20_000; draw++) {
      double[] at = new double[3];
      Norm.L1.draw(at, random);
      assertTrue(Norm.L1.length(at) <= 1);
      inside += Norm.L1.length(at) < 0.5 ? 1 : 0;
      sum += at[1];
    }
    assertEquals(0.125, inside / 20_000.0, 0.01); // half the radius, an eighth of the volume
    assertEquals(0, sum / 20_000, 0.01);
  }

  @Test
  void theSteepestStepMovesOneInput() {
    double[] slope = {1, -3, 2, 3};
    Norm.L1.steepest(slope);
    assertArrayEquals(new double[] {0, -1, 0, 0}, slope);
    double[] flat = {0, 0};
    Norm.L1.steepest(flat);
    assertArrayEquals(new double[2], flat);
  }

  @Test
  void aStepPassesOverWhatTheBoxStops() {
    Ball ball = Ball.of(Threat.l1(1).within(0, 1), 3);
    float[] clean = {1, 0.5f, 0.5f};
    float[] gradient = {5, 2, 1};
    float[] expected = {1, 0.75f, 0.5f};
    assertArrayEquals(expected, ball.ascend(clean, clean, gradient, 0.25), 1e-6f);
    assertArrayEquals(expected, ball.ascendSparsely(clean, clean, gradient, 0.25, 1), 1e-6f);
  }

  @Test
  void aThreatSumsTheChanges() {
    Threat threat = Threat.l1(1).within(0, 1);
    float[] clean = {0.5f, 0, 1};
    assertEquals(1.25, threat.distance(clean, new float[] {0, 0.25f, 0.5f}));
    assertTrue(threat.allows(clean, new float[] {0, 0.25f, 0.75f}));
    assertFalse(threat.allows(clean, new float[] {0, 0.25f, 0.7f}));
    assertArrayEquals(
        new float[] {0, 0, 0.5f}, threat.project(clean, new float[] {-1, -1, 0.5f}), 1e-6f);
    assertEquals("L1 ≤ 1.0, inputs within [0.0, 1.0]", threat.toString());
  }

  /** Halves the multiplier of the radius until the clipped, shrunk change has its length. */
  private static double[] bisected(double[] change, double[] low, double[] high, double radius) {
    double below = 0;
    double above = 100;
    double[] at = shrunk(change, low, high, 0);
    for (int i = 0; i < 200 && Norm.L1.length(shrunk(change, low, high, 0)) > radius; i++) {
      double middle = (below + above) / 2;
      at = shrunk(change, low, high, middle);
      if (Norm.L1.length(at) > radius) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return at;
  }

  private static double[] shrunk(double[] change, double[] low, double[] high, double by) {
    double[] at = new double[change.length];
    for (int i = 0; i < at.length; i++) {
      double nearer = change[i] > 0 ? Math.max(0, change[i] - by) : Math.min(0, change[i] + by);
      at[i] = Math.min(high[i], Math.max(low[i], nearer));
    }
    return at;
  }
}
