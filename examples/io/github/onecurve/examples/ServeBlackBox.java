package io.github.onecurve.examples;

import io.github.onecurve.Audit;
import io.github.onecurve.OneCurve;
import io.github.onecurve.Producers;
import io.github.onecurve.bridge.onnxruntime.OnnxRuntimeModel;
import io.github.onecurve.data.Columns;
import io.github.onecurve.data.Csv;
import io.github.onecurve.model.Subject;
import io.github.onecurve.stakes.Stakes;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Audits a model of which nothing is seen but its answers: an ONNX file, whatever operations it
 * holds, served by ONNX Runtime, and three CSV files in a folder.
 */
public final class ServeBlackBox {
  private ServeBlackBox() {}

  /** Audits the model in the folder given. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.out.println(
          "Give a folder that holds model.onnx, training.csv, diagnosis.csv and sealed.csv.");
      return;
    }
    Path folder = Path.of(args[0]);
    Path training = folder.resolve("training.csv");
    Columns columns =
        Columns.inOrder()
            .scaled("age")
            .oneHot("city")
            .attribute("sex")
            .label("paid", "no", "yes")
            .fit(training);
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(folder.resolve("model.onnx"))) {
      Audit audit =
          OneCurve.audit(
                  Subject.of(model)
                      .trainedOn(Csv.read(training, columns))
                      .diagnosedOn(Csv.read(folder.resolve("diagnosis.csv"), columns)))
              .by(Producers.standard())
              .under(Stakes.standard().critical("no", "yes", 5))
              .judgedOn(Csv.read(folder.resolve("sealed.csv"), columns))
              .run();
      System.out.println(audit);
    }
  }
}
