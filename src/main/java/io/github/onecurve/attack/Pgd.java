package io.github.onecurve.attack;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.model.Differentiable;

/**
 * Projected gradient descent (Madry et al. 2018, section 2.1): from a place drawn in the ball,
 * steps of steepest ascent of the cross-entropy, each followed by the projection back into the
 * threat.
 *
 * <p>A row's result is the first inputs that the model gets wrong, the clean ones before all, else
 * those of the highest loss on the way. It hangs on the row, the threat and the seeds alone where
 * the model's answers do.
 *
 * @param steps the number of steps, at least 1
 * @param stepShare the length of a step as a share of the threat's radius, in (0, 1]
 * @param seed of the places where rows start, at least 0
 */
public record Pgd(int steps, double stepShare, int seed) {
  private static final int BATCH = 256;

  public Pgd {
    if (steps < 1) {
      throw new IllegalArgumentException("PGD needs at least 1 step, found " + steps);
    }
    if (!(stepShare > 0 && stepShare <= 1)) {
      throw new IllegalArgumentException(
          "a step of PGD must be a share of the radius in (0, 1], found " + stepShare);
    }
    if (seed < 0) {
      throw new IllegalArgumentException("the seed of PGD must be at least 0, found " + seed);
    }
  }

  /** 40 steps of a thirtieth of the radius, seed 0. */
  public static Pgd standard() {
    return new Pgd(40, 1.0 / 30, 0);
  }

  /** This attack from other places. */
  public Pgd withSeed(int other) {
    return new Pgd(steps, stepShare, other);
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
    Pursuit pursuit = new Pursuit(rows, threat, batch);
    pursuit.look(model);
    pursuit.jump(auditSeed, seed, "pgd");
    for (int step = 0; step < steps; step++) {
      pursuit.climb(model, stepShare * threat.radius());
    }
    pursuit.look(model);
    return pursuit.end();
  }
}
