package io.github.onecurve.producer.circuit;

import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Logits;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Place;
import io.github.onecurve.network.Site;
import java.util.List;
import java.util.Map;

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
    Site hidden = network.site(tensor);
    Site output = network.site(network.output());
    Map<Place, float[]> read = network.read(List.of(hidden, output), rows.inputs(), rows.size());
    return new Readings(
        network.width(tensor), read.get(hidden), logits(read.get(output), rows.size(), classes));
  }

  /** The mean of each unit of a tensor over rows, {@code [width]}. */
  static float[] means(Network network, String tensor, Rows rows) {
    int width = network.width(tensor);
    double[] sums = new double[width];
    float[] inputs = new float[Math.min(BLOCK, rows.size()) * rows.width()];
    Site hidden = network.site(tensor);
    for (int from = 0; from < rows.size(); from += BLOCK) {
      int to = Math.min(from + BLOCK, rows.size());
      rows.copyInputs(from, to, inputs);
      float[] units = network.read(List.of(hidden), inputs, to - from).get(hidden);
      for (int i = 0; i < units.length; i++) {
        sums[i % width] += units[i];
      }
    }
    float[] means = new float[width];
    for (int unit = 0; unit < width; unit++) {
      means[unit] = (float) (sums[unit] / rows.size());
    }
    return means;
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
