package io.github.onecurve.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowSet;
import io.github.onecurve.network.Network;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Robust accuracies of the reference: foolbox 3.3.4, 40 steps, random start, 500 judge rows. */
class PgdOnMnistTest {
  private static final int ROWS = 500;
  private static final int WIDTH = 784;

  @ParameterizedTest
  @CsvSource({
    "mlp,    L∞, 0.1, 0.084, 0.03, 0.966",
    "robust, L∞, 0.1, 0.816, 0.03, 0.990",
  })
  void robustAccuracyIsThatOfTheReference(
      String model, String norm, double radius, double expected, double slack, double byNoise)
      throws IOException, InterruptedException {
    Network network = Mnist.network(model);
    LabelledRows rows = Mnist.judgeRows(ROWS, WIDTH);
    Threat threat = (norm.equals("L2") ? Threat.l2(radius) : Threat.linf(radius)).within(0, 1);
    Adversarial found = Pgd.standard().attack(network, rows, threat, 1);
    Adversarial noise = Noise.standard().attack(network, rows, threat, 1);
    assertEquals(expected, found.robustAccuracy(), slack);
    assertEquals(byNoise, noise.robustAccuracy(), 0.01);
    assertEquals(RowSet.of(ROWS), noise.succeeded().and(found.succeeded().not()));
    assertTrue(found.zeroGradient().isEmpty());
  }
}
