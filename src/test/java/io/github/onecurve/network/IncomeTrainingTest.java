package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.AdultData;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import org.junit.jupiter.api.Test;

/** Training on real rows, to a known accuracy. */
class IncomeTrainingTest {
  @Test
  void aSmallNetReachesThePublishedAccuracyOnIncomes() {
    LabelledRows training = AdultData.training();
    LabelledRows fresh = AdultData.diagnosis().concat(AdultData.judge());
    Network network =
        NetworkTrainer.mlp(32)
            .epochs(12)
            .batch(256)
            .train(training, RowWeights.uniform(training.size()), 1);
    float[] logits = network.logits(fresh.rows().inputs(), fresh.size());
    int right = 0;
    for (int row = 0; row < fresh.size(); row++) {
      right += (logits[2 * row + 1] > logits[2 * row] ? 1 : 0) == fresh.label(row) ? 1 : 0;
    }
    double accuracy = right / (double) fresh.size();
    assertTrue(accuracy > 0.845, () -> "accuracy " + accuracy);
  }
}
