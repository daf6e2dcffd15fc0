package io.github.onecurve.bridge.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoldenNetsTest {
  private static final double TOLERANCE = 1e-4;

  @Test
  void allElevenNetsAnswerSlopeAndComeBackAsTheirPeersSay() throws IOException {
    List<GoldenNets.Line> table = GoldenNets.table();
    assertEquals(11, table.size());
    for (GoldenNets.Line line : table) {
      assertTrue(line.logits() <= TOLERANCE, line.toString());
      assertTrue(line.gradient() <= TOLERANCE, line.toString());
      assertTrue(line.writtenBack() <= TOLERANCE, line.toString());
    }
  }
}
