package io.github.onecurve.examples;

import io.github.onecurve.bridge.onnx.Onnx;
import io.github.onecurve.bridge.onnxruntime.OnnxRuntimeModel;
import io.github.onecurve.data.Idx;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Batching;
import io.github.onecurve.model.Logits;
import io.github.onecurve.network.Network;
import io.github.onecurve.surgery.Magnitude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Reads a net from an ONNX file, prunes half of its weights, writes it back, and runs the file that
 * came out in ONNX Runtime.
 */
public final class PruneAndServe {
  private PruneAndServe() {}

  /** Prunes the model given, or a net of handwritten digits where the reference data are there. */
  public static void main(String[] args) throws IOException {
    Path digits = Path.of(System.getProperty("onecurve.data", "."), "mnist");
    boolean given = args.length > 0;
    Path file = given ? Path.of(args[0]) : digits.resolve("models/mlp.onnx");
    if (!Files.exists(file)) {
      System.out.println("Give an ONNX file, and a second path for the pruned one if it is kept.");
      return;
    }
    Network network = Onnx.read(file);
    Network pruned = Magnitude.prune(network, 0.5);
    Path copy = args.length > 1 ? Path.of(args[1]) : Files.createTempFile("pruned", ".onnx");
    Onnx.write(pruned, copy);
    System.out.printf("read      %s%n", network);
    System.out.printf("products  %,d multiply-adds a row%n", network.nonzeroMultiplyAdds());
    System.out.printf("pruned    %,d multiply-adds a row%n", pruned.nonzeroMultiplyAdds());
    System.out.printf("wrote     %s, %,d bytes%n", copy, Files.size(copy));

    Rows rows = given ? anyRows(network) : digits(digits, network).rows();
    Batching free = Batching.free();
    try (OnnxRuntimeModel served = OnnxRuntimeModel.open(copy)) {
      Logits here = Logits.of(pruned, rows, network.classes(), free);
      Logits there = Logits.of(served, rows, network.classes(), free);
      double largest = 0;
      for (int row = 0; row < rows.size(); row++) {
        for (int c = 0; c < network.classes(); c++) {
          largest = Math.max(largest, Math.abs(here.get(row, c) - there.get(row, c)));
        }
      }
      System.out.printf("runs in ONNX Runtime; largest difference of a logit %.1e%n", largest);
      if (!given) {
        Logits before = Logits.of(network, rows, network.classes(), free);
        System.out.printf(
            "accuracy  %.4f before, %.4f after%n",
            accuracy(before, digits(digits, network)), accuracy(there, digits(digits, network)));
      }
    }
    if (args.length < 2) {
      Files.delete(copy);
    }
  }

  private static LabelledRows digits(Path folder, Network network) throws IOException {
    LabelledRows all =
        Idx.read(
            folder.resolve("data/t10k-images-idx3-ubyte.gz"),
            folder.resolve("data/t10k-labels-idx1-ubyte.gz"),
            network.inputShape());
    return all.select(IntStream.range(8000, 10000).toArray());
  }

  private static Rows anyRows(Network network) {
    Random random = new Random(1);
    float[] inputs = new float[64 * network.width()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    return Rows.of(inputs, 64, network.inputShape());
  }

  private static double accuracy(Logits logits, LabelledRows rows) {
    long right =
        IntStream.range(0, rows.size())
            .filter(row -> logits.argmax(row) == rows.label(row))
            .count();
    return (double) right / rows.size();
  }
}
