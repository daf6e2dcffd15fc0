package io.github.onecurve.proving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.OneCurve;
import io.github.onecurve.Producers;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.judge.Status;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.NetworkTrainer;
import io.github.onecurve.proving.ParableWorld.Variation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The standard producers, unconfigured, on the parable told in other words. */
class ParableVariationsTest {
  private static final int[] PLACES = {5, 3, 11, 0, 14, 7, 9, 1, 15, 2, 12, 4, 10, 8, 6, 13};

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void nothingIsCreditedWhereNothingIsWrong(long seed) {
    Scoreboard board = board(ParableWorld.of(seed, renamed().withoutGap()));
    List<String> credited =
        board.verdicts().stream()
            .filter(verdict -> verdict.status() == Status.CREDITED)
            .map(Verdict::statement)
            .toList();
    assertEquals(List.of(), credited);
  }

  @Test
  void theGroupIsFoundUnderAnyNames() {
    Scoreboard board = board(ParableWorld.of(1, renamed()));
    Verdict best = board.verdicts().get(0);
    assertTrue(best.statement().contains("plum where group = B"), best.statement());
    assertTrue(best.measured().orElseThrow().savedPer1000().low() > 0, best.statement());
  }

  private static Variation renamed() {
    return Variation.none().naming("plum", "pear", "rest").permuting(PLACES);
  }

  private static Scoreboard board(ParableWorld world) {
    NetworkTrainer trainer = NetworkTrainer.mlp(16);
    LabelledRows training = world.training();
    return OneCurve.audit(
            Subject.of(trainer.train(training, RowWeights.uniform(training.size()), 0))
                .trainedOn(training)
                .diagnosedOn(world.diagnosis())
                .with(trainer)
                .with(world.pool()))
        .by(Producers.standard())
        .judgedOn(world.judge())
        .run()
        .board();
  }
}
