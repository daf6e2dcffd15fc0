package io.github.onecurve.producer.circuit;

import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Logits;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Run;
import io.github.onecurve.network.Site;

/** What a network thinks about rows: the units that its last layer reads, and its logits. */
final class Readings {
  private static final int BLOCK = 1024;

  private final int width;
  private final float[] hidden;
  private final Logits logits;

  private Readings(int width, float[] hidden, Logits logits) {
    this.width = width;
    this.hidden = hidden;
    this.logits = logits;
  }

  /** Reads a tensor and the logits for each row. */
  static Readings of(Network network, String tensor, Rows rows, int classes) {
    int width = network.width(tensor);
    float[] hidden = new float[Math.multiplyExact(rows.size(), width)];
    float[] logits = new float[rows.size() * network.classes()];
    walk(
        network,
        rows,
        (run, from) -> {
          float[] units = run.read(Site.whole(tensor));
          System.arraycopy(units, 0, hidden, from * width, units.length);
          float[] answers = run.logits();
          System.arraycopy(answers, 0, logits, from * network.classes(), answers.length);
        });
    return new Readings(width, hidden, logits(logits, rows.size(), classes));
  }

  /** The mean of each unit of a tensor over rows, {@code [width]}. */
  static float[] means(Network network, String tensor, Rows rows) {
    int width = network.width(tensor);
    double[] sums = new double[width];
    walk(
        network,
        rows,
        (run, from) -> {
          float[] units = run.read(Site.whole(tensor));
          for (int i = 0; i < units.length; i++) {
            sums[i % width] += units[i];
          }
        });
    float[] means = new float[width];
    for (int unit = 0; unit < width; unit++) {
      means[unit] = (float) (sums[unit] / rows.size());
    }
    return means;
  }

  /** Sees a block of rows run, the first of them {@code from}. */
  private interface Reader {
    void read(Run run, int from);
  }

  private static void walk(Network network, Rows rows, Reader reader) {
    float[] inputs = new float[Math.min(BLOCK, rows.size()) * rows.width()];
    for (int from = 0; from < rows.size(); from += BLOCK) {
      int to = Math.min(from + BLOCK, rows.size());
      rows.copyInputs(from, to, inputs);
      try (Run run = network.on(inputs, to - from)) {
        reader.read(run, from);
      }
    }
  }

  /** Answers {@code [n, outputs]}; one output z is widened to [0, z] where classes are two. */
  static Logits logits(float[] answers, int n, int classes) {
    if (classes != 2 || answers.length != n) {
      return Logits.of(answers, classes);
    }
    float[] both = new float[2 * n];
    for (int row = 0; row < n; row++) {
      both[2 * row + 1] = answers[row];
    }
    return Logits.of(both, 2);
  }

  /** The logits of the rows. */
  Logits logits() {
    return logits;
  }

  /** A unit's value for a row. */
  float hidden(int row, int unit) {
    return hidden[row * width + unit];
  }
}
