package io.github.onecurve.attack;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.model.Differentiable;
import java.util.Arrays;
import java.util.Objects;

/**
 * Auto-PGD, which chooses the length of its steps itself (Croce and Hein 2020; for L1 Croce and
 * Hein 2021, "Mind the box").
 *
 * <p>A row's result is the first inputs that the model gets wrong, the clean ones before all, else
 * those of the highest cross-entropy on the way. It hangs on the row, the threat and the seeds
 * alone where the model's answers do.
 *
 * @param loss what it raises
 * @param steps the number of steps, at least 1; 100 is standard
 * @param seed of the places where rows start, at least 0
 */
public record Apgd(Loss loss, int steps, int seed) {
  private static final int BATCH = 256;

  /** Checks that there is a step to make. */
  public Apgd {
    Objects.requireNonNull(loss, "expected a loss for APGD to raise, found null");
    if (steps < 1) {
      throw new IllegalArgumentException("APGD needs at least 1 step, found " + steps);
    }
    if (seed < 0) {
      throw new IllegalArgumentException("the seed of APGD must be at least 0, found " + seed);
    }
  }

  /** 100 steps up a loss, seed 0. */
  public static Apgd on(Loss loss) {
    return new Apgd(loss, 100, 0);
  }

  /** This attack from other places. */
  public Apgd withSeed(int other) {
    return new Apgd(loss, steps, other);
  }

  /**
   * Attacks every row.
   *
   * @throws IllegalArgumentException if the threat does not fit the rows (see {@link
   *     Threat#requireFits})
   * @throws IllegalStateException if the model answers in a wrong shape
   * @throws InterruptedException if the thread is interrupted on the way
   */
  public Adversarial attack(Differentiable model, LabelledRows rows, Threat threat, long auditSeed)
      throws InterruptedException {
    return attack(model, rows, threat, auditSeed, BATCH);
  }

  Adversarial attack(
      Differentiable model, LabelledRows rows, Threat threat, long auditSeed, int batch)
      throws InterruptedException {
    Pursuit clean = new Pursuit(rows, threat, batch);
    clean.look(model);
    BestSeen best = clean.best();
    run(model, rows, threat, auditSeed, best, batch);
    return best.end();
  }

  /**
   * Attacks the rows that an onlooker is not done with, who sees every input tried but the clean
   * ones.
   *
   * @throws IllegalArgumentException if the threat does not fit the rows
   * @throws IllegalStateException if the model answers in a wrong shape
   * @throws InterruptedException if the thread is interrupted on the way
   */
  public void run(
      Differentiable model, LabelledRows rows, Threat threat, long auditSeed, Onlooker onlooker)
      throws InterruptedException {
    run(model, rows, threat, auditSeed, onlooker, BATCH);
  }

  private void run(
      Differentiable model,
      LabelledRows rows,
      Threat threat,
      long auditSeed,
      Onlooker onlooker,
      int batch)
      throws InterruptedException {
    threat.requireFits(rows.rows());
    Slopes slopes = new Slopes(model, rows.classes(), loss);
    for (int[] some : Batches.of(rows.size(), row -> !onlooker.isDone(row), batch)) {
      new Ascent(this, slopes, rows, threat, onlooker, some).run(auditSeed);
    }
  }

  /** What chance is keyed by. */
  String purpose() {
    return "apgd-" + loss;
  }

  static int[] labels(LabelledRows rows, int[] some) {
    return Arrays.stream(some).map(rows::label).toArray();
  }
}
