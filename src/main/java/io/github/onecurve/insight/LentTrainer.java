package io.github.onecurve.insight;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Trainer;
import io.github.onecurve.remedy.Workshop;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The subject's trainer as producers see it: it trains while the examination lasts, in turn with
 * everyone else where it serves one at a time, and shows nothing of its settings, which every
 * retrained row of the board hangs on.
 */
final class LentTrainer implements Trainer {
  private final Trainer trainer;
  private final Workshop workshop;
  private final Runnable requireOpen;

  /**
   * Lends a trainer out.
   *
   * @param requireOpen throws once the examination is over
   */
  LentTrainer(Trainer trainer, Workshop workshop, Runnable requireOpen) {
    this.trainer = trainer;
    this.workshop = workshop;
    this.requireOpen = requireOpen;
  }

  @Override
  public Model train(LabelledRows rows, RowWeights weights, long seed) {
    return inTurn(() -> trainer.train(rows, weights, seed));
  }

  @Override
  public Optional<Model> continueFrom(
      Model start, LabelledRows rows, RowWeights weights, long seed) {
    return inTurn(() -> trainer.continueFrom(start, rows, weights, seed));
  }

  @Override
  public boolean isThreadSafe() {
    return trainer.isThreadSafe();
  }

  private <T> T inTurn(Supplier<T> work) {
    requireOpen.run();
    try {
      return workshop.exclusively(trainer, work);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before training", e);
    }
  }
}
