package io.github.onecurve.attack;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Batching;
import io.github.onecurve.model.Logits;
import io.github.onecurve.model.Model;

/**
 * The square attack, which needs answers alone (Andriushchenko et al. 2020, "Square Attack"; for L1
 * Croce and Hein 2021): windows of an image, or of a line of features where rows are no images, are
 * changed at random, and what lowers a score is kept.
 *
 * <p>The share of the places that change at once is 0.8 and halves after 10, 50, 200, 500, 1000,
 * 2000, 4000, 6000 and 8000 queries; where a row has fewer than the standard 5,000, after as many
 * in proportion.
 *
 * @param queries how often a row may be asked about, at least 1; 5,000 is standard
 * @param seed of the windows, at least 0
 */
public record Square(int queries, int seed) {
  private static final int BATCH = 256;
  private static final int STANDARD = 5000;
  private static final double FIRST_SHARE = 0.8;
  private static final int[] HALVED_AFTER = {10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000};

  /** Checks that there is a query to make. */
  public Square {
    if (queries < 1) {
      throw new IllegalArgumentException(
          "the square attack needs at least 1 query, found " + queries);
    }
    if (seed < 0) {
      throw new IllegalArgumentException(
          "the seed of the square attack must be at least 0, found " + seed);
    }
  }

  /** 5,000 queries, seed 0. */
  public static Square standard() {
    return new Square(STANDARD, 0);
  }

  /** This attack with other windows. */
  public Square withSeed(int other) {
    return new Square(queries, other);
  }

  /**
   * Attacks every row by the margin of a model's logits: a row's result is the clean inputs where
   * the model gets them wrong, else the first that it gets wrong, else those of the highest
   * cross-entropy.
   *
   * @throws IllegalArgumentException if the threat does not fit the rows (see {@link
   *     Threat#requireFits})
   * @throws IllegalStateException if the model answers in a wrong shape
   * @throws InterruptedException if the thread is interrupted on the way
   */
  public Adversarial attack(Model model, LabelledRows rows, Threat threat, long auditSeed)
      throws InterruptedException {
    return attack(model, rows, threat, auditSeed, BATCH);
  }

  Adversarial attack(Model model, LabelledRows rows, Threat threat, long auditSeed, int batch)
      throws InterruptedException {
    Pursuit clean = new Pursuit(rows, threat, batch);
    clean.look(model);
    BestSeen best = clean.best();
    run(rows.rows(), threat, auditSeed, new Margin(model, rows, best), batch);
    return best.end();
  }

  /**
   * Lowers the scores of the rows that a target is not done with.
   *
   * @throws IllegalArgumentException if the threat does not fit the rows
   * @throws InterruptedException if the thread is interrupted on the way
   */
  public void run(Rows rows, Threat threat, long auditSeed, Target target)
      throws InterruptedException {
    run(rows, threat, auditSeed, target, BATCH);
  }

  private void run(Rows rows, Threat threat, long auditSeed, Target target, int batch)
      throws InterruptedException {
    threat.requireFits(rows);
    Proposals proposals = Proposals.of(Ball.of(threat, rows.width()), Grid.of(rows.rowShape()));
    for (int[] some : Batches.of(rows.size(), row -> !target.isDone(row), batch)) {
      new Hunt(this, proposals, rows, target, some).run(auditSeed);
    }
  }

  /** The share of the places that change at once at a query, from 1. */
  double share(int query) {
    double place = query * Math.max(1, (double) STANDARD / queries);
    double share = FIRST_SHARE;
    for (int after : HALVED_AFTER) {
      share = place > after ? share / 2 : share;
    }
    return share;
  }

  /** The margin of a model's logits, lowered until the model is wrong. */
  private record Margin(Model model, LabelledRows labelled, BestSeen best) implements Target {
    @Override
    public void score(int[] rows, Rows inputs, double[] score, double[] tie) {
      Logits logits = Logits.of(model, inputs, labelled.classes(), Batching.free());
      best.see(rows, inputs, logits);
      for (int i = 0; i < rows.length; i++) {
        score[i] = best.isDone(rows[i]) ? -1 : 0;
        tie[i] = Loss.margin(logits.row(i), labelled.label(rows[i]));
      }
    }

    @Override
    public boolean isDone(int row) {
      return best.isDone(row);
    }
  }
}
