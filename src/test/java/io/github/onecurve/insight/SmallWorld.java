package io.github.onecurve.insight;

import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.model.Trainer;
import io.github.onecurve.network.NetworkTrainer;
import io.github.onecurve.proving.ParableWorld;
import java.util.stream.IntStream;

/** A part of the parable that is audited in a blink, with a net trained on it. */
public final class SmallWorld {
  private static final ParableWorld WORLD = ParableWorld.of(1);
  private static final Trainer TRAINER = NetworkTrainer.mlp(8).epochs(8);
  private static final LabelledRows TRAINING = first(WORLD.training(), 1_500);
  private static final LabelledRows DIAGNOSIS = first(WORLD.diagnosis(), 200);
  private static final LabelledRows JUDGE = first(WORLD.judge(), 1_000);
  private static final Model MODEL =
      TRAINER.train(TRAINING, RowWeights.uniform(TRAINING.size()), 7);

  private SmallWorld() {}

  /** The net that was trained on {@link #training()}. */
  public static Model model() {
    return MODEL;
  }

  /** A trainer that takes a blink. */
  public static Trainer trainer() {
    return TRAINER;
  }

  /** 1,500 rows. */
  public static LabelledRows training() {
    return TRAINING;
  }

  /** 200 rows. */
  public static LabelledRows diagnosis() {
    return DIAGNOSIS;
  }

  /** 1,000 rows. */
  public static LabelledRows judge() {
    return JUDGE;
  }

  /** The model and everything that can be had. */
  public static Subject subject() {
    LabelPool pool = WORLD.pool();
    return Subject.of(MODEL).trainedOn(TRAINING).diagnosedOn(DIAGNOSIS).with(TRAINER).with(pool);
  }

  /** The model and diagnosis rows alone. */
  public static Subject bare() {
    return Subject.of(MODEL).diagnosedOn(DIAGNOSIS);
  }

  /** The first rows of some. */
  public static LabelledRows first(LabelledRows rows, int size) {
    return rows.select(IntStream.range(0, size).toArray());
  }

  /** The rows of one class. */
  public static LabelledRows ofClass(LabelledRows rows, int label) {
    return rows.select(RowSet.where(rows.size(), row -> rows.label(row) == label));
  }
}
