package io.github.onecurve.bridge.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkTrainer;
import io.github.onecurve.network.Optimizer;
import io.github.onecurve.surgery.Dependencies;
import io.github.onecurve.surgery.DependencyGroup;
import io.github.onecurve.surgery.Removal;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nets read from files, trained on and cut. */
class FineTuningTest {
  private static final int TAUGHT = 500;
  private static final int ASKED = 500;

  @Test
  void aConvolutionalNetLearnsOnFromItsFile() throws IOException {
    Network start = Onnx.read(Reference.file("mnist/models/cnn.onnx"));
    LabelledRows rows = rows();
    NetworkTrainer trainer =
        NetworkTrainer.mlp().optimizer(Optimizer.sgd(0.9)).learningRate(2e-3).batch(50).epochs(1);
    Network end = next(trainer, start, rows);
    assertTrue(loss(end, rows) < loss(start, rows));
    assertTrue(accuracy(end) > accuracy(start) - 0.01);
    assertEquals(start.nodes(), end.nodes());
    assertEquals(
        end.fingerprint(), next(trainer, start, rows).fingerprint(), "same seed, other bits");
  }

  @Test
  void aNetThatLostChannelsLearnsThemBack() throws IOException {
    Network whole = Onnx.read(Reference.file("mnist/models/cnn.onnx"));
    Dependencies dependencies = Dependencies.of(whole);
    List<DependencyGroup> groups = dependencies.groups();
    List<DependencyGroup> third =
        IntStream.range(0, groups.size()).filter(i -> i % 3 == 0).mapToObj(groups::get).toList();
    Network cut = Removal.of(whole, third);
    assertTrue(cut.multiplyAdds() < 0.6 * whole.multiplyAdds());
    NetworkTrainer trainer = NetworkTrainer.mlp().learningRate(1e-3).batch(50).epochs(2);
    Network end = next(trainer, cut, rows());
    assertTrue(accuracy(end) > 0.9, () -> "accuracy " + accuracy(end));
  }

  private static Network next(NetworkTrainer trainer, Network start, LabelledRows rows) {
    return (Network)
        trainer.continueFrom(start, rows, RowWeights.uniform(rows.size()), 1).orElseThrow();
  }

  private static LabelledRows rows() throws IOException {
    float[] digits = Reference.digits(0, TAUGHT);
    int width = digits.length / TAUGHT;
    float[][] inputs = new float[TAUGHT][];
    for (int row = 0; row < TAUGHT; row++) {
      inputs[row] = Arrays.copyOfRange(digits, row * width, (row + 1) * width);
    }
    List<String> names = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    return LabelledRows.of(inputs, Reference.digitLabels(0, TAUGHT), names);
  }

  private static double loss(Network network, LabelledRows rows) {
    float[] logits = network.logits(rows.rows().inputs(), rows.size());
    double loss = 0;
    for (int row = 0; row < rows.size(); row++) {
      double sum = 0;
      for (int c = 0; c < 10; c++) {
        sum += Math.exp(logits[row * 10 + c]);
      }
      loss += Math.log(sum) - logits[row * 10 + rows.label(row)];
    }
    return loss / rows.size();
  }

  private static double accuracy(Network network) {
    try {
      float[] logits = network.logits(Reference.digits(TAUGHT, ASKED), ASKED);
      int[] labels = Reference.digitLabels(TAUGHT, ASKED);
      int right = 0;
      for (int row = 0; row < ASKED; row++) {
        int best = 0;
        for (int c = 1; c < 10; c++) {
          best = logits[row * 10 + c] > logits[row * 10 + best] ? c : best;
        }
        right += best == labels[row] ? 1 : 0;
      }
      return right / (double) ASKED;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
