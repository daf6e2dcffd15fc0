package io.github.onecurve.examples;

import io.github.onecurve.Audit;
import io.github.onecurve.OneCurve;
import io.github.onecurve.Producers;
import io.github.onecurve.bridge.onnx.Onnx;
import io.github.onecurve.data.Columns;
import io.github.onecurve.data.Csv;
import io.github.onecurve.judge.BoardRow;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkTrainer;
import io.github.onecurve.stakes.Stakes;
import java.io.IOException;
import java.nio.file.Path;

/** The shortest audit of a model of one's own: an ONNX file and three CSV files in a folder. */
public final class AuditYourModel {
  private AuditYourModel() {}

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
    Network network = Onnx.read(folder.resolve("model.onnx"));
    Audit audit =
        OneCurve.audit(
                Subject.of(network)
                    .trainedOn(Csv.read(training, columns))
                    .diagnosedOn(Csv.read(folder.resolve("diagnosis.csv"), columns))
                    .with(NetworkTrainer.like(network)))
            .by(Producers.standard())
            .under(Stakes.standard().critical("no", "yes", 5))
            .judgedOn(Csv.read(folder.resolve("sealed.csv"), columns))
            .run();
    System.out.println(audit);
    if (audit.best().isPresent()) {
      BoardRow best = audit.best().get();
      System.out.println(audit.remedied(best).guards());
      Onnx.writeNetworkOnly(audit.remedied(best), folder.resolve("repaired.onnx"));
    }
  }
}
