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
import java.util.BitSet;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An attack under way: where each row is now and the best inputs seen for it, which are the first
 * that the model gets wrong, else those of the highest loss. Only rows that still stand go on.
 *
 * <p>Each row's path hangs on the row alone, never on its neighbours, so rows may come in any order
 * and batches be cut anywhere.
 */
final class Pursuit {
  private final LabelledRows rows;
  private final Threat threat;
  private final Ball ball;
  private final int batch;
  private final float[][] at;
  private final float[][] best;
  private final double[] odds;
  private final BitSet succeeded = new BitSet();
  private final BitSet stuck = new BitSet();

  Pursuit(LabelledRows rows, Threat threat, int batch) {
    threat.requireFits(rows.rows());
    this.rows = rows;
    this.threat = threat;
    this.ball = Ball.of(threat, rows.rows().width());
    this.batch = batch;
    this.at = new float[rows.size()][];
    Arrays.setAll(at, rows.rows()::row);
    this.best = at.clone();
    this.odds = new double[rows.size()];
    Arrays.fill(odds, Double.NEGATIVE_INFINITY);
  }

  /** Asks the model about every standing row where it is now. */
  void look(Model model) throws InterruptedException {
    for (int[] some : batches()) {
      Rows now = Rows.of(points(some), some.length, rows.rows().rowShape());
      Logits answer = Logits.of(model, now, rows.classes(), Batching.free());
      for (int i = 0; i < some.length; i++) {
        judge(some[i], answer.row(i));
      }
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
    for (int[] some : batches()) {
      float[] gradients = gradients(model, some);
      int width = rows.rows().width();
      for (int i = 0; i < some.length; i++) {
        int row = some[i];
        float[] gradient = Arrays.copyOfRange(gradients, i * width, (i + 1) * width);
        if (succeeded.get(row)) {
          continue;
        }
        if (ball.isFlat(gradient)) {
          stuck.set(row);
        } else {
          at[row] = ball.ascend(clean(row), at[row], gradient, length);
        }
      }
    }
  }

  /** The best inputs of every row, each checked against the threat. */
  Adversarial end() {
    int width = rows.rows().width();
    float[] inputs = new float[rows.size() * width];
    for (int row = 0; row < rows.size(); row++) {
      if (!ball.allows(clean(row), best[row])) {
        throw new IllegalStateException(
            String.format(
                "the attack left the threat %s at row %d, distance %s: this is a fault of the"
                    + " attack, please report it",
                threat, row, ball.distance(clean(row), best[row])));
      }
      System.arraycopy(best[row], 0, inputs, row * width, width);
    }
    return new Adversarial(
        rows.withInputs(inputs),
        RowSet.where(rows.size(), succeeded::get),
        RowSet.where(rows.size(), stuck::get));
  }

  private void judge(int row, float[] logits) {
    int label = rows.label(row);
    double here = CrossEntropy.logOdds(logits, label);
    if (!CrossEntropy.decides(logits, label)) {
      succeeded.set(row);
      best[row] = at[row];
    } else if (here > odds[row]) {
      odds[row] = here;
      best[row] = at[row];
    }
  }

  private float[] gradients(Differentiable model, int[] some) {
    int[] rowShape = rows.rows().rowShape();
    long[] shape = new long[rowShape.length + 1];
    shape[0] = some.length;
    for (int axis = 0; axis < rowShape.length; axis++) {
      shape[axis + 1] = rowShape[axis];
    }
    try (INDArray inputs = Nd4j.create(points(some), shape, 'c');
        INDArray gradient = model.inputGradient(inputs, logits -> slopes(logits, some))) {
      if (gradient == null || gradient.length() != inputs.length()) {
        throw new IllegalStateException(
            String.format(
                "expected the model's input gradient to have the shape of its inputs %s, found %s",
                Arrays.toString(shape),
                gradient == null ? "null" : Arrays.toString(gradient.shape())));
      }
      return floats(gradient);
    }
  }

  /** Judges a batch by its logits and answers with the slope of each row's loss at them. */
  private INDArray slopes(INDArray logits, int[] some) {
    int classes = rows.classes();
    boolean oneColumn = classes == 2 && logits.length() == some.length;
    int columns = oneColumn ? 1 : classes;
    if (logits.length() != (long) some.length * columns) {
      throw new IllegalStateException(
          String.format(
              "expected the model to answer with logits [%d, %d], found %s",
              some.length, classes, Arrays.toString(logits.shape())));
    }
    float[] flat = floats(logits);
    float[] slopes = new float[flat.length];
    for (int i = 0; i < some.length; i++) {
      float[] own = new float[classes];
      System.arraycopy(flat, i * columns, own, classes - columns, columns);
      judge(some[i], own);
      float[] slope = CrossEntropy.gradient(own, rows.label(some[i]));
      System.arraycopy(slope, classes - columns, slopes, i * columns, columns);
    }
    return Nd4j.create(slopes, logits.shape(), 'c');
  }

  private static float[] floats(INDArray array) {
    try (INDArray ordered = array.dup('c')) {
      return ordered.data().asFloat();
    }
  }

  private int[] standing() {
    return RowSet.where(rows.size(), row -> !succeeded.get(row) && !stuck.get(row)).indices();
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

  private float[] points(int[] some) {
    int width = rows.rows().width();
    float[] points = new float[some.length * width];
    for (int i = 0; i < some.length; i++) {
      System.arraycopy(at[some[i]], 0, points, i * width, width);
    }
    return points;
  }

  private float[] clean(int row) {
    return rows.rows().row(row);
  }
}
