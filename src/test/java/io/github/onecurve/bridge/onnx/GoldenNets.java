package io.github.onecurve.bridge.onnx;

import io.github.onecurve.data.AdultData;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Npy;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** The reference nets against what their peers answered: the table of nets and errors. */
public final class GoldenNets {
  private GoldenNets() {}

  /**
   * One line of the table; errors are the largest absolute ones.
   *
   * @param gradient of the mean cross-entropy at the inputs; 0 where there is no golden one
   * @param writtenBack of the logits, after every parameter was edited, written and read again
   */
  record Line(String net, double logits, double gradient, double writtenBack) {}

  static List<Line> table() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (String name :
        List.of("mlp", "cnn", "robust", "trojan", "transformer", "transformer_op13")) {
      lines.add(digits(name));
    }
    lines.add(income("lr"));
    lines.add(income("mlp"));
    lines.add(circuit("a_gates", "a_gates/xor"));
    lines.add(circuit("b_planted", "b_planted/class3"));
    lines.add(circuit("c_induction", "c_induction"));
    return lines;
  }

  /** Writes the table. */
  public static void main(String[] arguments) throws IOException {
    System.out.println("| net | logits | input gradient | logits after write-back |");
    System.out.println("|---|---|---|---|");
    for (Line line : table()) {
      System.out.println(
          String.format(
              Locale.ROOT,
              "| %s | %.1e | %.1e | %.1e |",
              line.net(),
              line.logits(),
              line.gradient(),
              line.writtenBack()));
    }
  }

  private static Line digits(String name) throws IOException {
    Network network = Onnx.read(Reference.file("mnist/models/" + name + ".onnx"));
    String golden = "mnist/models/" + name.replace("_op13", "");
    float[] rows = Reference.digits(8000, 64);
    int[] labels = Reference.digitLabels(8000, 16);
    float[] slope =
        network.inputGradient(
            Reference.digits(8000, 16), 16, logits -> meanCrossEntropy(logits, labels, 10));
    return new Line(
        "mnist/" + name,
        error(
            Npy.tensor(Reference.file(golden + ".logits.npy")).values(), network.logits(rows, 64)),
        error(Npy.tensor(Reference.file(golden + ".inputgrad.npy")).values(), slope),
        writtenBack(network, rows, 64));
  }

  private static Line income(String name) throws IOException {
    Network network = Onnx.read(Reference.file("adult/model/" + name + ".onnx"));
    LabelledRows rows = AdultData.diagnosis().concat(AdultData.judge());
    float[] golden =
        Npy.tensor(Reference.file("adult/model/" + name + "_judge_logits.npy")).values();
    float[] inputs = rows.rows().inputs();
    return new Line(
        "adult/" + name,
        error(golden, network.logits(inputs, rows.size())),
        0,
        writtenBack(network, inputs, rows.size()));
  }

  private static Line circuit(String folder, String task) throws IOException {
    Network network = Onnx.read(Reference.file("circuits/" + folder + "/net.onnx"));
    Tensor clean = Npy.tensor(Reference.file("circuits/" + task + "/clean.npy"));
    float[] golden =
        Npy.tensor(Reference.file("circuits/" + task + "/golden_logits_clean.npy")).values();
    int n = clean.axis(0);
    return new Line(
        "circuits/" + folder,
        error(golden, network.logits(clean.values(), n)),
        0,
        writtenBack(network, clean.values(), n));
  }

  /** How far the logits of an edited network move by writing and reading it. */
  static double writtenBack(Network network, float[] rows, int n) throws IOException {
    Network edited = network.with(nudged(network));
    Network back = Onnx.read(Onnx.bytes(edited), "back.onnx");
    float[] expected = edited.logits(rows, n);
    if (error(expected, network.logits(rows, n)) == 0) {
      throw new IllegalStateException("expected an edit that moves the logits");
    }
    return error(expected, back.logits(rows, n));
  }

  /** Every parameter with every third number moved a little. */
  static Map<String, Tensor> nudged(Network network) {
    Random random = new Random(1);
    Map<String, Tensor> edits = new LinkedHashMap<>();
    network
        .parameters()
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.values();
              for (int i = 0; i < values.length; i += 3) {
                values[i] += 0.01f * Math.abs((float) random.nextGaussian());
              }
              edits.put(name, Tensor.of(values, tensor.shape()));
            });
    return edits;
  }

  static double error(float[] expected, float[] found) {
    if (expected.length != found.length) {
      throw new IllegalArgumentException(
          "expected " + expected.length + " numbers, found " + found.length);
    }
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i] - found[i]));
    }
    return largest;
  }

  static float[] meanCrossEntropy(float[] logits, int[] labels, int classes) {
    float[] gradient = new float[logits.length];
    for (int row = 0; row < labels.length; row++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(logits[row * classes + c]);
      }
      for (int c = 0; c < classes; c++) {
        double p = Math.exp(logits[row * classes + c]) / sum;
        gradient[row * classes + c] = (float) ((p - (c == labels[row] ? 1 : 0)) / labels.length);
      }
    }
    return gradient;
  }
}
