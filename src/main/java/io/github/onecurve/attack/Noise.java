package io.github.onecurve.attack;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.model.Model;

/**
 * Chance as an adversary: each row is moved to one place drawn uniformly from its ball, then into
 * the box. Every attack must beat it.
 *
 * @param seed of the places, at least 0
 */
public record Noise(int seed) {
  private static final int BATCH = 256;

  public Noise {
    if (seed < 0) {
      throw new IllegalArgumentException("the seed of noise must be at least 0, found " + seed);
    }
  }

  /** Noise of seed 0. */
  public static Noise standard() {
    return new Noise(0);
  }

  /**
   * Attacks every row; a row's result is the clean inputs where the model gets them wrong, else
   * those of the higher loss.
   *
   * @throws IllegalArgumentException if the threat does not fit the rows (see {@link
   *     Threat#requireFits})
   * @throws InterruptedException if the thread is interrupted on the way
   */
  public Adversarial attack(Model model, LabelledRows rows, Threat threat, long auditSeed)
      throws InterruptedException {
    Pursuit pursuit = new Pursuit(rows, threat, BATCH);
    pursuit.look(model);
    pursuit.jump(auditSeed, seed, "noise");
    pursuit.look(model);
    return pursuit.end();
  }
}
