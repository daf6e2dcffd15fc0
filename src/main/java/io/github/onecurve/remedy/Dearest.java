package io.github.onecurve.remedy;

import io.github.onecurve.attack.Onlooker;
import io.github.onecurve.attack.Target;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Logits;
import io.github.onecurve.network.Network;
import io.github.onecurve.stakes.CostTable;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Judges every input that attacks on one system try by its final decision, and keeps the dearest
 * cost of each row.
 */
final class Dearest {
  private final Deployment system;
  private final LabelledRows rows;
  private final CostTable costs;
  private final long[] worst;
  private boolean keeping;
  private float[][] nearest = new float[0][];
  private double[] scores = new double[0];
  private double[] ties = new double[0];

  Dearest(Deployment system, LabelledRows rows, CostTable costs) {
    this.system = system;
    this.rows = rows;
    this.costs = costs;
    this.worst = new long[rows.size()];
  }

  /** Takes the decisions about the rows as they are, {@code [n]}. */
  void decided(int[] decisions) {
    for (int row = 0; row < decisions.length; row++) {
      raise(row, decisions[row]);
    }
  }

  /** The dearest costs, in units, {@code [n]}. */
  long[] costs() {
    return worst.clone();
  }

  /** Whether nothing that the system could decide about a row is dearer. */
  boolean isReached(int row) {
    return worst[row] >= costs.dearest(rows.label(row));
  }

  void see(int[] some, Rows inputs, Logits logits) {
    judge(some, inputs, logits, new double[some.length], new double[some.length]);
  }

  /** An onlooker who is done with a row at its dearest entry. */
  Onlooker untilDearest() {
    return onlooker(true);
  }

  /** An onlooker who is done with no row. */
  Onlooker toTheEnd() {
    return onlooker(false);
  }

  /** The final decision as a target: −C[y, π(x′)], ties by the margin of the logits. */
  Target finalDecision(Function<Rows, Logits> logits) {
    return new Target() {
      @Override
      public void score(int[] some, Rows inputs, double[] score, double[] tie) {
        judge(some, inputs, logits.apply(inputs), score, tie);
      }

      @Override
      public boolean isDone(int row) {
        return isReached(row);
      }

      @Override
      public boolean isSteady() {
        return system.model() instanceof Network;
      }
    };
  }

  /** From now on keeps the inputs of each row that are dearest, ties by the margin. */
  void keepNearest() {
    keeping = true;
    nearest = new float[rows.size()][];
    scores = new double[rows.size()];
    ties = new double[rows.size()];
    Arrays.fill(scores, Double.POSITIVE_INFINITY);
    Arrays.fill(ties, Double.POSITIVE_INFINITY);
  }

  /** What was kept, {@code [n]}; null where nothing was tried. */
  float[][] nearest() {
    return nearest;
  }

  private Onlooker onlooker(boolean stops) {
    return new Onlooker() {
      @Override
      public void see(int[] some, Rows inputs, Logits logits) {
        Dearest.this.see(some, inputs, logits);
      }

      @Override
      public boolean isDone(int row) {
        return stops && isReached(row);
      }
    };
  }

  private void judge(int[] some, Rows inputs, Logits logits, double[] score, double[] tie) {
    int[] decisions = system.decide(inputs, logits);
    for (int i = 0; i < some.length; i++) {
      int label = rows.label(some[i]);
      score[i] = -costs.cost(label, decisions[i]);
      tie[i] = margin(logits, i, label);
      raise(some[i], decisions[i]);
      if (keeping) {
        keep(some[i], inputs, i, score[i], tie[i]);
      }
    }
  }

  private void raise(int row, int decision) {
    worst[row] = Math.max(worst[row], costs.cost(rows.label(row), decision));
  }

  private void keep(int row, Rows inputs, int place, double score, double tie) {
    if (score < scores[row] || (score == scores[row] && tie < ties[row])) {
      nearest[row] = inputs.row(place);
      scores[row] = score;
      ties[row] = tie;
    }
  }

  /** How far the label's logit lies above the largest other. */
  private static double margin(Logits logits, int row, int label) {
    double other = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < logits.classes(); c++) {
      other = c == label ? other : Math.max(other, logits.get(row, c));
    }
    return logits.get(row, label) - other;
  }
}
