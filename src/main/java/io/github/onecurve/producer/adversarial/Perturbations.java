package io.github.onecurve.producer.adversarial;

import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.model.Batching;
import io.github.onecurve.model.Logits;
import io.github.onecurve.model.Model;
import io.github.onecurve.remedy.Answers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The perturbations that make a model fail, each shortened along its own direction: bisected eight
 * times between nothing and all of it, so to 1/256 of its length, keeping what still does it.
 */
final class Perturbations {
  private static final int HALVINGS = 8;

  private final LabelledRows clean;
  private final int[] rows;
  private final float[][] changes;
  private final int[] decisions;
  private final double[] sizes;

  private Perturbations(
      LabelledRows clean, int[] rows, float[][] changes, int[] decisions, double[] sizes) {
    this.clean = clean;
    this.rows = rows;
    this.changes = changes;
    this.decisions = decisions;
    this.sizes = sizes;
  }

  /**
   * Shortens what an attack found.
   *
   * @param clean the rows attacked
   * @param found the same with the inputs found
   * @param failed those that the model gets right when left alone, and wrong as found
   */
  static Perturbations of(
      Model model, LabelledRows clean, LabelledRows found, RowSet failed, Threat threat)
      throws InterruptedException {
    int[] rows = failed.indices();
    float[][] whole = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      whole[i] = difference(clean.rows().row(rows[i]), found.rows().row(rows[i]));
    }
    if (rows.length == 0) {
      return new Perturbations(clean, rows, whole, new int[0], new double[0]);
    }
    LabelledRows some = clean.select(rows);
    Asked asked = new Asked(model, some);
    float[][] shortest = whole.clone();
    int[] decisions = asked.about(whole);
    double[] fails = new double[rows.length];
    double[] stands = new double[rows.length];
    Arrays.fill(fails, 1);
    for (int halving = 0; halving < HALVINGS; halving++) {
      float[][] tried = new float[rows.length][];
      for (int i = 0; i < rows.length; i++) {
        tried[i] = times((fails[i] + stands[i]) / 2, whole[i]);
      }
      int[] answers = asked.about(tried);
      for (int i = 0; i < rows.length; i++) {
        double middle = (fails[i] + stands[i]) / 2;
        if (answers[i] == some.label(i)) {
          stands[i] = middle;
        } else {
          fails[i] = middle;
          shortest[i] = tried[i];
          decisions[i] = answers[i];
        }
      }
    }
    return onlyThoseThatFail(clean, rows, shortest, decisions, threat);
  }

  /** How many there are. */
  int size() {
    return rows.length;
  }

  /** The median of their sizes. */
  OptionalDouble medianSize() {
    if (sizes.length == 0) {
      return OptionalDouble.empty();
    }
    double[] sorted = sizes.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }

  /** The smallest of them on its row. */
  Optional<AdversarialExample> smallest() {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      all.add(i);
    }
    return all.stream().min(Comparator.comparingDouble(i -> sizes[i])).map(this::example);
  }

  private AdversarialExample example(int i) {
    int[] shape = clean.rows().rowShape();
    return new AdversarialExample(
        rows[i],
        clean.classNames().get(clean.label(rows[i])),
        decisions[i] < 0 ? "not a number" : clean.classNames().get(decisions[i]),
        Tensor.of(clean.rows().row(rows[i]), shape),
        Tensor.of(changes[i], shape),
        sizes[i]);
  }

  /**
   * Leaves out what fails no more once it is written as a sum of two float32 numbers, or as another
   * batch.
   */
  private static Perturbations onlyThoseThatFail(
      LabelledRows clean, int[] rows, float[][] changes, int[] decisions, Threat threat) {
    int[] kept = new int[rows.length];
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      float[] row = clean.rows().row(rows[i]);
      if (decisions[i] != clean.label(rows[i]) && threat.allows(row, sum(row, changes[i]))) {
        kept[count++] = i;
      }
    }
    int[] keep = Arrays.copyOf(kept, count);
    double[] sizes = new double[count];
    for (int i = 0; i < count; i++) {
      float[] row = clean.rows().row(rows[keep[i]]);
      sizes[i] = threat.distance(row, sum(row, changes[keep[i]]));
    }
    return new Perturbations(
        clean,
        Arrays.stream(keep).map(i -> rows[i]).toArray(),
        Arrays.stream(keep).mapToObj(i -> changes[i]).toArray(float[][]::new),
        Arrays.stream(keep).map(i -> decisions[i]).toArray(),
        sizes);
  }

  /** A model that is asked about rows with changes. */
  private static final class Asked {
    private final Model model;
    private final LabelledRows rows;
    private final Batching batching;

    Asked(Model model, LabelledRows rows) {
      this.model = model;
      this.rows = rows;
      this.batching = Answers.batching(model, rows.rows(), rows.classes());
    }

    /** The decision about each row with its change; −1 where the logits are not numbers. */
    int[] about(float[][] changes) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while shortening perturbations");
      }
      int width = rows.rows().width();
      float[] inputs = rows.rows().inputs();
      for (int i = 0; i < changes.length; i++) {
        for (int j = 0; j < width; j++) {
          inputs[i * width + j] += changes[i][j];
        }
      }
      Logits logits = Logits.of(model, rows.rows().withInputs(inputs), rows.classes(), batching);
      int[] decisions = new int[changes.length];
      for (int i = 0; i < decisions.length; i++) {
        decisions[i] = logits.isNumber(i) ? logits.argmax(i) : -1;
      }
      return decisions;
    }
  }

  private static float[] difference(float[] from, float[] to) {
    float[] change = new float[from.length];
    for (int i = 0; i < change.length; i++) {
      change[i] = to[i] - from[i];
    }
    return change;
  }

  private static float[] sum(float[] row, float[] change) {
    float[] sum = new float[row.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = row[i] + change[i];
    }
    return sum;
  }

  private static float[] times(double factor, float[] change) {
    float[] product = new float[change.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = (float) (factor * change[i]);
    }
    return product;
  }
}
