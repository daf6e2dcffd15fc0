package io.github.onecurve;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.model.Model;
import java.util.List;
import java.util.Random;

/**
 * A world in which decisions are chosen by hand: input 0 is a row's number, and each further input
 * is what one model says about it.
 */
public final class Said {
  /** The classes of this world. */
  public static final List<String> CLASSES = List.of("a", "b", "c");

  /** What a model that gives no number says. */
  public static final int NO_NUMBER = -2;

  private Said() {}

  /**
   * Rows numbered from {@code first}.
   *
   * @param said what each model says, {@code [models][n]}
   */
  public static LabelledRows rows(int first, int[] labels, int[]... said) {
    float[][] inputs = new float[labels.length][said.length + 1];
    for (int row = 0; row < labels.length; row++) {
      inputs[row][0] = first + row;
      for (int model = 0; model < said.length; model++) {
        inputs[row][model + 1] = said[model][row];
      }
    }
    return LabelledRows.of(inputs, labels, CLASSES);
  }

  /** Rows on which model 1 is right in a share of cases and model 2 in another. */
  public static LabelledRows random(long seed, int first, int n, double right1, double right2) {
    Random random = new Random(seed);
    int[] labels = random.ints(n, 0, 3).toArray();
    int[] one = new int[n];
    int[] two = new int[n];
    for (int row = 0; row < n; row++) {
      one[row] = random.nextDouble() < right1 ? labels[row] : (labels[row] + 1) % 3;
      two[row] = random.nextDouble() < right2 ? labels[row] : (labels[row] + 2) % 3;
    }
    return rows(first, labels, one, two);
  }

  /** The model whose word is input {@code column}. */
  public static Model says(int column) {
    return Model.ofRows(
        inputs -> {
          float[][] logits = new float[inputs.length][];
          for (int row = 0; row < inputs.length; row++) {
            logits[row] = logits((int) inputs[row][column]);
          }
          return logits;
        });
  }

  /** Logits that are sure of a class, or no numbers. */
  public static float[] logits(int said) {
    float[] logits = new float[CLASSES.size()];
    if (said == NO_NUMBER) {
      logits[0] = Float.NaN;
    } else {
      logits[said] = 4;
    }
    return logits;
  }
}
