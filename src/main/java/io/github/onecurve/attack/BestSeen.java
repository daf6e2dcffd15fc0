package io.github.onecurve.attack;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Logits;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Keeps the best inputs seen of each row: the first that the model gets wrong, else those of the
 * highest loss. A row is done once it is wrong.
 */
final class BestSeen implements Onlooker {
  private final LabelledRows rows;
  private final Threat threat;
  private final float[][] best;
  private final double[] odds;
  private final BitSet succeeded = new BitSet();
  private final BitSet stuck = new BitSet();

  BestSeen(LabelledRows rows, Threat threat) {
    this.rows = rows;
    this.threat = threat;
    this.best = new float[rows.size()][];
    Arrays.setAll(best, rows.rows()::row);
    this.odds = new double[rows.size()];
    Arrays.fill(odds, Double.NEGATIVE_INFINITY);
  }

  @Override
  public void see(int[] some, Rows inputs, Logits logits) {
    for (int i = 0; i < some.length; i++) {
      see(some[i], inputs.row(i), logits.row(i));
    }
  }

  @Override
  public boolean isDone(int row) {
    return succeeded.get(row);
  }

  @Override
  public void standsStill(int row) {
    stuck.set(row);
  }

  boolean isStuck(int row) {
    return stuck.get(row);
  }

  void see(int row, float[] input, float[] logits) {
    int label = rows.label(row);
    double here = CrossEntropy.logOdds(logits, label);
    if (!CrossEntropy.decides(logits, label)) {
      succeeded.set(row);
      best[row] = input;
    } else if (here > odds[row]) {
      odds[row] = here;
      best[row] = input;
    }
  }

  /** The best inputs of every row, each checked against the threat. */
  Adversarial end() {
    int width = rows.rows().width();
    Ball ball = Ball.of(threat, width);
    float[] inputs = new float[rows.size() * width];
    for (int row = 0; row < rows.size(); row++) {
      float[] clean = rows.rows().row(row);
      if (!ball.allows(clean, best[row])) {
        throw new IllegalStateException(
            String.format(
                "the attack left the threat %s at row %d, distance %s: this is a fault of the"
                    + " attack, please report it",
                threat, row, ball.distance(clean, best[row])));
      }
      System.arraycopy(best[row], 0, inputs, row * width, width);
    }
    return new Adversarial(
        rows.withInputs(inputs),
        RowSet.where(rows.size(), succeeded::get),
        RowSet.where(rows.size(), stuck::get));
  }
}
