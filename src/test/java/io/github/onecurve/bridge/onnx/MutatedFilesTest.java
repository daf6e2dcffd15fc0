package io.github.onecurve.bridge.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.network.Nets;
import io.github.onecurve.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Mutated files are read as networks that work, or refused with one exception. */
class MutatedFilesTest {
  private static final long MOST_RUN = 1L << 20;

  private final Map<String, Integer> outcomes = new TreeMap<>();
  private double slowest;
  private int slowestSeed;
  private long largest;

  @Test
  void twoHundredMutatedFilesWorkOrAreRefused() throws IOException {
    List<byte[]> files = files();
    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> tryAll(files, 200));
    assertEquals(200, outcomes.values().stream().mapToInt(Integer::intValue).sum());
    assertTrue(outcomes.getOrDefault("refused", 0) > 20, outcomes.toString());
    assertTrue(outcomes.getOrDefault("works", 0) > 20, outcomes.toString());
  }

  @Test
  @Tag("quality")
  void twentyThousandMutatedFilesWorkOrAreRefused(TestReporter reporter) throws IOException {
    List<byte[]> files = files();
    tryAll(files, 20_000);
    assertTrue(slowest < 10, "slowest " + slowest + " s");
    reporter.publishEntry("mutated files", summary());
  }

  /** Writes what 20,000 mutated files did. */
  public static void main(String[] arguments) throws IOException {
    MutatedFilesTest test = new MutatedFilesTest();
    test.tryAll(test.files(), arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000);
    System.out.println(test.summary());
  }

  private String summary() {
    return String.format(
        "%s; slowest %.2f s (seed %d); largest heap after one %d MB",
        outcomes, slowest, slowestSeed, largest >> 20);
  }

  private List<byte[]> files() throws IOException {
    List<byte[]> files = new ArrayList<>();
    files.add(Onnx.bytes(Nets.dense(1, "Silu", 5, 4, 3)));
    for (String name :
        List.of(
            "circuits/a_gates/net.onnx",
            "circuits/b_planted/net.onnx",
            "circuits/c_induction/net.onnx",
            "mnist/models/transformer_op13.onnx",
            "mnist/models/transformer.onnx",
            "adult/model/mlp.onnx",
            "mnist/models/cnn.onnx")) {
      files.add(Files.readAllBytes(Reference.file(name)));
    }
    return files;
  }

  private void tryAll(List<byte[]> files, int count) {
    for (int seed = 0; seed < count; seed++) {
      byte[] mutated = new Mutation(seed).of(files.get(seed % files.size()));
      long start = System.nanoTime();
      String outcome = outcome(mutated, seed);
      outcomes.merge(outcome, 1, Integer::sum);
      double seconds = (System.nanoTime() - start) / 1e9;
      slowestSeed = seconds > slowest ? seed : slowestSeed;
      slowest = Math.max(slowest, seconds);
      Runtime runtime = Runtime.getRuntime();
      largest = Math.max(largest, runtime.totalMemory() - runtime.freeMemory());
    }
  }

  private static String outcome(byte[] mutated, int seed) {
    try {
      Network network = Onnx.read(mutated, "mutated.onnx");
      long numbers = network.sites().stream().mapToLong(s -> network.width(s.tensor())).sum();
      if (numbers > MOST_RUN) {
        return "too wide to run";
      }
      float[] logits = network.logits(new float[2 * network.width()], 2);
      assertEquals(2 * network.classes(), logits.length);
      return "works";
    } catch (OnnxFormatException e) {
      assertTrue(e.getMessage().startsWith("mutated.onnx: "), e.getMessage());
      return e.getMessage().contains("breaks a rule") ? "refused by a rule of ours" : "refused";
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + seed + ": " + e, e);
    }
  }
}
