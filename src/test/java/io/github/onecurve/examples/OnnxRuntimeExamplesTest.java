package io.github.onecurve.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.bridge.onnx.Onnx;
import io.github.onecurve.bridge.onnx.Reference;
import io.github.onecurve.data.Columns;
import io.github.onecurve.data.Csv;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.network.Nets;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples that serve files through ONNX Runtime. */
class OnnxRuntimeExamplesTest {
  private static final Pattern DIFFERENCE = Pattern.compile("largest difference of a logit (\\S+)");

  @TempDir Path folder;

  @Test
  void aPrunedNetRunsInOnnxRuntimeAsItDoesHere() throws IOException {
    Network network = Nets.dense(1, "Relu", 20, 16, 4);
    Path model = folder.resolve("model.onnx");
    Path pruned = folder.resolve("pruned.onnx");
    Onnx.write(network, model);
    String text =
        ExamplesTest.printed(
            () -> PruneAndServe.main(new String[] {model.toString(), pruned.toString()}));
    assertTrue(largest(text) < 1e-4, text);
    assertTrue(Onnx.read(pruned).nonzeroMultiplyAdds() <= network.multiplyAdds() / 2, text);
  }

  @Test
  void prunedDigitsAreStillTold() throws IOException {
    Reference.file("mnist/models/mlp.onnx");
    String text = ExamplesTest.printed(() -> PruneAndServe.main(new String[0]));
    assertTrue(largest(text) < 1e-4, text);
    assertTrue(text.contains("accuracy  0.9645 before, 0.9"), text);
  }

  @Test
  void aBlackBoxIsAudited() throws IOException {
    for (String kind : List.of("training", "diagnosis", "sealed")) {
      ExamplesTest.writePeople(folder.resolve(kind + ".csv"), kind.hashCode(), 300);
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
        NetworkTrainer.mlp(4).epochs(5).train(training, RowWeights.uniform(training.size()), 0);
    Onnx.write(network, folder.resolve("model.onnx"));
    String text = ExamplesTest.printed(() -> ServeBlackBox.main(new String[] {folder.toString()}));
    assertTrue(text.contains("test-set accuracy"), text);
    assertTrue(text.contains("not applicable"), text);
  }

  private static double largest(String text) {
    Matcher found = DIFFERENCE.matcher(text);
    assertTrue(found.find(), text);
    return Double.parseDouble(found.group(1));
  }
}
