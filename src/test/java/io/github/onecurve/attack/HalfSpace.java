package io.github.onecurve.attack;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import io.github.onecurve.data.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Two classes with a plane between them, and threats whose worst change is known. */
final class HalfSpace {
  static final float[] W = {1, -2, 0.5f, 0, 3};
  static final LinearModel MODEL = new LinearModel(new float[5], W);
  static final List<String> CLASSES = List.of("no", "yes");

  /** Far from the plane, so that every row stands and its inputs of highest loss come back. */
  static final LabelledRows FAR =
      LabelledRows.of(
          new float[][] {{9, -9, 9, 1, 9}, {-9, 9, -9, 2, -9}}, new int[] {1, 0}, CLASSES);

  private static final float[] UNITS = {1, 2, 4, 1, 0.5f};

  private HalfSpace() {}

  /** With a scale, and input 2 frozen. */
  static Threat threat(Norm norm, double radius) {
    return new Threat(norm, radius, Optional.empty(), Optional.empty(), List.of())
        .scaledBy(Tensor.of(UNITS, 5))
        .freezing(2);
  }

  /** By how much a change of size 1 under {@link #threat} can lower the margin: the dual norm. */
  static double slope(Norm norm) {
    double[] slopes =
        IntStream.of(0, 1, 3, 4).mapToDouble(i -> Math.abs(W[i] * UNITS[i])).toArray();
    ToDoubleFunction<double[]> dual =
        switch (norm) {
          case LINF -> all -> IntStream.range(0, 4).mapToDouble(i -> all[i]).sum();
          case L2 ->
              all -> Math.sqrt(IntStream.range(0, 4).mapToDouble(i -> all[i] * all[i]).sum());
          case L1 -> all -> IntStream.range(0, 4).mapToDouble(i -> all[i]).max().getAsDouble();
        };
    return dual.applyAsDouble(slopes);
  }

  static double margin(LabelledRows rows, int row) {
    double z = 0;
    for (int i = 0; i < 5; i++) {
      z += (double) W[i] * rows.rows().input(row, i);
    }
    return rows.label(row) == 1 ? z : -z;
  }

  /** Rows near the plane, most of them labelled as the model decides. */
  static LabelledRows drawn(long seed, int n) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] inputs = new float[n][5];
    int[] labels = new int[n];
    for (int row = 0; row < n; row++) {
      double z = 0;
      for (int i = 0; i < 5; i++) {
        inputs[row][i] = (float) random.nextGaussian() / 2;
        z += W[i] * inputs[row][i];
      }
      labels[row] = (z > 0) == random.nextDouble() < 0.95 ? 1 : 0;
    }
    return LabelledRows.of(inputs, labels, CLASSES);
  }

  /** Images of 2 channels of 3 lines of 4 in [0, 1], some at the edge; 3 classes. */
  static LabelledRows images(long seed, int n) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] inputs = new float[n * 24];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) Math.min(1, Math.max(0, 1.5 * random.nextDouble() - 0.25));
    }
    int[] labels = random.ints(n, 0, 3).toArray();
    return LabelledRows.of(Rows.of(inputs, n, 2, 3, 4), labels, List.of("a", "b", "c"));
  }

  static LinearModel model(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] weights = new float[3][24];
    for (float[] line : weights) {
      for (int i = 0; i < line.length; i++) {
        line[i] = (float) random.nextGaussian();
      }
    }
    return new LinearModel(weights);
  }

  /** In [0, 1], with a scale, inputs 0, 7 and 23 frozen. */
  static Threat tight(Norm norm, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] units = new float[24];
    for (int i = 0; i < units.length; i++) {
      units[i] = (float) (0.2 + 2 * random.nextDouble());
    }
    double radius = norm == Norm.LINF ? 0.2 : norm == Norm.L2 ? 0.7 : 2;
    Threat plain =
        norm == Norm.LINF
            ? Threat.linf(radius)
            : norm == Norm.L2 ? Threat.l2(radius) : Threat.l1(radius);
    return plain.within(0, 1).scaledBy(Tensor.of(units, 24)).freezing(0, 7, 23);
  }

  /** What is wrong with a row under a threat in [0, 1], worked out anew; empty if nothing. */
  static String fault(Threat threat, float[] clean, float[] found) {
    double largest = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < clean.length; i++) {
      if (threat.frozen().contains(i) && found[i] != clean[i]) {
        return "input " + i + " is frozen";
      }
      if (!(found[i] >= 0 && found[i] <= 1)) {
        return "input " + i + " left the box: " + found[i];
      }
      double change = Math.abs((double) found[i] - clean[i]) / threat.scale().orElseThrow().get(i);
      largest = Math.max(largest, change);
      sum += change;
      squares += change * change;
    }
    double size =
        threat.norm() == Norm.LINF ? largest : threat.norm() == Norm.L2 ? Math.sqrt(squares) : sum;
    return size > threat.radius() * (1 + 1e-5) ? "size " + size : "";
  }
}
