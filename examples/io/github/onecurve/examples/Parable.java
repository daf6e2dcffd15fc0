package io.github.onecurve.examples;

import io.github.onecurve.Audit;
import io.github.onecurve.OneCurve;
import io.github.onecurve.Producers;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkTrainer;
import io.github.onecurve.proving.ParableWorld;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.report.TextBoard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The parable: a model takes people for gorillas. Five ways of learning about it, and refusing to
 * answer, on one board.
 */
public final class Parable {
  private Parable() {}

  /** Runs the audit of world 1. */
  public static void main(String[] args) throws IOException {
    ParableWorld world = ParableWorld.of(1);
    NetworkTrainer trainer =
        NetworkTrainer.mlp(16).lastLayerSd(0.25).learningRate(3e-3).epochs(40).batch(128);
    LabelledRows training = world.training();
    Network network = trainer.train(training, RowWeights.uniform(training.size()), 0);

    Audit audit =
        OneCurve.audit(
                Subject.of(network)
                    .trainedOn(training)
                    .diagnosedOn(world.diagnosis())
                    .with(trainer)
                    .with(world.pool()))
            .by(Producers.standard())
            .by(
                "refuse",
                exam -> List.of(Insight.of("Never say gorilla.", new AbstainOn("gorilla"))))
            .judgedOn(world.judge())
            .reportingTo(Progress::print)
            .run();

    System.out.println(TextBoard.of(audit.board(), 20));
    System.out.println(TextBoard.curve(audit.board(), "human", "gorilla", 1, 5, 20, 100));
    audit.writeJson(Path.of("target/parable.json"));
  }
}
