package io.github.onecurve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.judge.Meters;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkTrainer;
import io.github.onecurve.proving.ParableWorld;
import io.github.onecurve.report.Json;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The board's JSON has the same bits however the model is asked. */
class SameBitsTest {
  private static final ParableWorld WORLD = ParableWorld.of(5);
  private static final LabelledRows TRAINING = first(WORLD.training(), 500);
  private static final NetworkTrainer TRAINER = NetworkTrainer.mlp(8).epochs(5);

  @Test
  void batchesOfAnySizeGiveTheSameJson() {
    Network network = TRAINER.train(TRAINING, RowWeights.uniform(TRAINING.size()), 0);
    Set<String> boards = new HashSet<>();
    for (int rows : new int[] {1, 7, 256}) {
      boards.add(json(new InBatches(network, rows), 1));
    }
    boards.add(json(new InBatches(network, 7), 2));
    assertEquals(1, boards.size());
  }

  private static String json(Model model, int threads) {
    Audit audit =
        OneCurve.audit(
                Subject.of(model)
                    .trainedOn(TRAINING)
                    .diagnosedOn(first(WORLD.diagnosis(), 200))
                    .with(TRAINER)
                    .with(WORLD.pool()))
            .by(Producers.standard())
            .retrainingSeeds(3)
            .threads(threads)
            .judgedOn(first(WORLD.judge(), 1000))
            .run();
    return Json.toText(audit.board().with(new Meters(List.of())));
  }

  private static LabelledRows first(LabelledRows rows, int count) {
    int[] some = new int[count];
    Arrays.setAll(some, row -> row);
    return rows.select(some);
  }

  /** A network that is asked about so many rows at a time. */
  private record InBatches(Network network, int rows) implements Model {
    @Override
    public INDArray logits(INDArray inputs) {
      int n = (int) inputs.size(0);
      float[] flat = new float[n * network.width()];
      float[] answers = new float[n * network.classes()];
      for (int row = 0; row < n; row++) {
        for (int i = 0; i < network.width(); i++) {
          flat[row * network.width() + i] = inputs.getFloat(row, i);
        }
      }
      for (int from = 0; from < n; from += rows) {
        int to = Math.min(n, from + rows);
        float[] part = Arrays.copyOfRange(flat, from * network.width(), to * network.width());
        float[] some = network.logits(part, to - from);
        System.arraycopy(some, 0, answers, from * network.classes(), some.length);
      }
      return Nd4j.create(answers, new long[] {n, network.classes()}, 'c');
    }
  }
}
