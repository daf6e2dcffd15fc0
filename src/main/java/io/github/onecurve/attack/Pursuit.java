package io.github.onecurve.attack;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowKeys;
import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Batching;
import io.github.onecurve.model.Differentiable;
import io.github.onecurve.model.Logits;
import io.github.onecurve.model.Model;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * An attack of plain steps under way: where each row is now, and the best inputs seen for it. Only
 * rows that still stand go on.
 *
 * <p>Each row's path hangs on the row alone, never on its neighbours, so rows may come in any order
 * and batches be cut anywhere.
 */
final class Pursuit {
  private final LabelledRows rows;
  private final Ball ball;
  private final int batch;
  private final float[][] at;
  private final BestSeen best;

  Pursuit(LabelledRows rows, Threat threat, int batch) {
    threat.requireFits(rows.rows());
    this.rows = rows;
    this.ball = Ball.of(threat, rows.rows().width());
    this.batch = batch;
    this.at = new float[rows.size()][];
    Arrays.setAll(at, rows.rows()::row);
    this.best = new BestSeen(rows, threat);
  }

  /** Asks the model about every standing row where it is now. */
  void look(Model model) throws InterruptedException {
    for (int[] some : batches()) {
      best.see(some, points(some), Logits.of(model, points(some), rows.classes(), Batching.free()));
    }
  }

  /** Moves every standing row to a place drawn from its ball. */
  void jump(long auditSeed, int seed, String purpose) {
    for (int row : standing()) {
      long key = RowKeys.key(rows.rows(), row, auditSeed, seed, purpose);
      at[row] = ball.draw(clean(row), new SplittableRandom(key));
    }
  }

  /** Asks the model about every standing row, then moves it a step up its loss. */
  void climb(Differentiable model, double length) throws InterruptedException {
    Slopes slopes = new Slopes(model, rows.classes(), Loss.CROSS_ENTROPY);
    int width = rows.rows().width();
    for (int[] some : batches()) {
      Rows points = points(some);
      int[] labels = Arrays.stream(some).map(rows::label).toArray();
      float[] gradients = slopes.at(points, labels, logits -> best.see(some, points, logits));
      for (int i = 0; i < some.length; i++) {
        int row = some[i];
        float[] gradient = Arrays.copyOfRange(gradients, i * width, (i + 1) * width);
        if (best.isDone(row)) {
          continue;
        }
        if (ball.isFlat(gradient)) {
          best.standsStill(row);
        } else {
          at[row] = ball.ascend(clean(row), at[row], gradient, length);
        }
      }
    }
  }

  /** What was best so far. */
  BestSeen best() {
    return best;
  }

  /** The best inputs of every row, each checked against the threat. */
  Adversarial end() {
    return best.end();
  }

  private int[] standing() {
    return RowSet.where(rows.size(), row -> !best.isDone(row) && !best.isStuck(row)).indices();
  }

  private int[][] batches() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while attacking " + rows.size() + " rows");
    }
    int[] standing = standing();
    int[][] batches = new int[(standing.length + batch - 1) / batch][];
    Arrays.setAll(
        batches,
        i -> Arrays.copyOfRange(standing, i * batch, Math.min((i + 1) * batch, standing.length)));
    return batches;
  }

  private Rows points(int[] some) {
    int width = rows.rows().width();
    float[] points = new float[some.length * width];
    for (int i = 0; i < some.length; i++) {
      System.arraycopy(at[some[i]], 0, points, i * width, width);
    }
    return Rows.of(points, some.length, rows.rows().rowShape());
  }

  private float[] clean(int row) {
    return rows.rows().row(row);
  }
}
