package io.github.onecurve.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.bridge.onnx.Onnx;
import io.github.onecurve.data.Columns;
import io.github.onecurve.data.Csv;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkTrainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples that are not run by a command of the build, run here. */
class ExamplesTest {
  @Test
  void theScriptForJShellPrintsABoard() throws IOException {
    String script =
        Files.readAllLines(Path.of("examples", "parable.jsh")).stream()
            .filter(line -> !line.startsWith("/") && !line.startsWith("//"))
            .collect(Collectors.joining("\n", "import java.util.*;\n", "\n"));
    String text =
        printed(
            () -> {
              try (JShell shell = JShell.builder().executionEngine("local").build()) {
                evaluate(shell, script);
              }
            });
    assertTrue(text.contains("dataset bias"), text);
    assertTrue(text.contains("harmful"), text);
  }

  @Test
  void theAuditOfAdultWritesARepairedModelThatReadsBack(@TempDir Path folder) throws IOException {
    Path adult = Path.of(System.getProperty("onecurve.data", "."), "adult");
    Assumptions.assumeTrue(
        Files.isDirectory(adult), "reference data is absent: set -Donecurve.data");
    Path model = adult.resolve("model/mlp.onnx");
    Path repaired = folder.resolve("repaired.onnx");
    String text =
        printed(
            () ->
                AuditAdult.main(
                    new String[] {
                      model.toString(),
                      adult.resolve("data/adult.csv").toString(),
                      repaired.toString()
                    }));
    assertTrue(text.contains("wrote " + repaired), text);
    Network before = Onnx.read(model);
    Network after = Onnx.read(repaired);
    assertEquals(before.parameters().keySet(), after.parameters().keySet());
    float[] row = new float[before.width()];
    Arrays.fill(row, 0.5f);
    for (float logit : after.logits(row, 1)) {
      assertTrue(Float.isFinite(logit));
    }
  }

  @Test
  void theShortestAuditRunsOnAFolderOfFiles(@TempDir Path folder) throws IOException {
    for (String kind : List.of("training", "diagnosis", "sealed")) {
      writePeople(
          folder.resolve(kind + ".csv"), kind.hashCode(), kind.equals("sealed") ? 600 : 300);
    }
    Columns columns =
        Columns.inOrder()
            .scaled("age")
            .oneHot("city")
            .attribute("sex")
            .label("paid", "no", "yes")
            .fit(folder.resolve("training.csv"));
    LabelledRows training = Csv.read(folder.resolve("training.csv"), columns);
    Network network =
        NetworkTrainer.mlp(4).epochs(10).train(training, RowWeights.uniform(training.size()), 0);
    Onnx.write(network, folder.resolve("model.onnx"));
    String text = printed(() -> AuditYourModel.main(new String[] {folder.toString()}));
    assertTrue(text.contains("test-set accuracy"), text);
    assertTrue(text.contains("dataset bias"), text);
  }

  @Test
  void aNetOfDl4jIsOpenedEditedAndHandedBack() throws IOException {
    String text = printed(() -> RepairDl4j.main(new String[0]));
    assertTrue(text.contains("network in[4] → 1[3], 3 nodes, 67 parameters"), text);
    assertTrue(text.contains("after  [["), text);
  }

  @Test
  void aSameDiffGraphIsServedWithItsSlope() throws IOException {
    String text = printed(() -> ServeSameDiff.main(new String[0]));
    assertTrue(text.contains("logits [["), text);
    assertTrue(text.contains("slope  [["), text);
  }

  @Test
  void digitsAreReadInALine() throws IOException {
    Path data = Path.of(System.getProperty("onecurve.data", "."), "mnist", "data");
    Assumptions.assumeTrue(
        Files.isDirectory(data), "reference data is absent: set -Donecurve.data");
    String images = data.resolve("t10k-images-idx3-ubyte.gz").toString();
    String labels = data.resolve("t10k-labels-idx1-ubyte.gz").toString();
    String text = printed(() -> ReadDigits.main(new String[] {images, labels}));
    assertTrue(text.startsWith("10000 rows of shape [1, 28, 28]"), text);
  }

  static void writePeople(Path file, int seed, int rows) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder csv = new StringBuilder("age,city,sex,paid\n");
    for (int row = 0; row < rows; row++) {
      double age = 20 + 50 * random.nextDouble();
      String city = List.of("Ghent", "Bergen", "Porto").get(random.nextInt(3));
      boolean paid = age + 10 * random.nextGaussian() > (city.equals("Porto") ? 35 : 50);
      csv.append(age).append(',').append(city).append(',');
      csv.append(random.nextBoolean() ? "f" : "m").append(',').append(paid ? "yes" : "no");
      csv.append('\n');
    }
    Files.writeString(file, csv);
  }

  @Test
  void theExamplesAreUnderSixtyLinesOfAUsersCode() throws IOException {
    for (String example : List.of("Parable.java", "AuditAdult.java")) {
      Path file = Path.of("examples", "io", "github", "onecurve", "examples", example);
      String code = Files.readString(file);
      String body = code.substring(code.indexOf("public static void main"));
      long lines = body.lines().filter(line -> !line.isBlank()).count();
      assertTrue(lines < 60, example + " has " + lines + " lines of a user's code");
    }
  }

  /** A piece of an example that may print. */
  interface Piece {
    void run() throws IOException;
  }

  static String printed(Piece piece) throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream terminal = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      piece.run();
    } finally {
      System.setOut(terminal);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** Line by line as the tool does, a snippet as soon as it is complete. */
  private static void evaluate(JShell shell, String script) {
    StringBuilder snippet = new StringBuilder();
    for (String line : script.lines().toList()) {
      snippet.append(line).append('\n');
      SourceCodeAnalysis.CompletionInfo info =
          shell.sourceCodeAnalysis().analyzeCompletion(snippet.toString());
      if (!info.completeness().isComplete()) {
        continue;
      }
      for (SnippetEvent event : shell.eval(info.source())) {
        assertEquals(Snippet.Status.VALID, event.status(), snippet.toString());
        assertEquals(null, event.exception(), snippet.toString());
      }
      snippet.setLength(0);
    }
    assertTrue(snippet.toString().isBlank(), snippet.toString());
  }
}
