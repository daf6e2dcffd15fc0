package io.github.onecurve;

import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkTrainer;
import io.github.onecurve.proving.ParableWorld;
import java.util.stream.IntStream;

/** The parable cut down until it is fast: what it teaches is not kept, its shapes are. */
public record SmallParable(
    LabelledRows training, LabelledRows diagnosis, LabelledRows poolRows, LabelledRows judge) {
  /** How it trains. */
  public static final NetworkTrainer TRAINER =
      NetworkTrainer.mlp(6).epochs(6).batch(32).learningRate(0.02);

  /** A small world. */
  public static SmallParable of(long seed) {
    ParableWorld world = ParableWorld.of(seed);
    return new SmallParable(
        first(world.training(), 400),
        first(world.diagnosis(), 150),
        first(world.oracle(), 600),
        first(world.judge(), 2000));
  }

  /** Today's model. */
  public Network model() {
    return TRAINER.train(training, RowWeights.uniform(training.size()), 7);
  }

  /** All there is. */
  public Subject subject() {
    return Subject.of(model())
        .trainedOn(training)
        .diagnosedOn(diagnosis)
        .with(TRAINER)
        .with(LabelPool.of(poolRows));
  }

  private static LabelledRows first(LabelledRows rows, int count) {
    return rows.select(IntStream.range(0, count).toArray());
  }
}
