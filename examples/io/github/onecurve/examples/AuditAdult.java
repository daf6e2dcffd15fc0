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
import io.github.onecurve.remedy.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Audits a model that somebody else made, on a CSV file, and hands the repaired file back.
 *
 * <p>Arguments: the ONNX file, the CSV file, the file to write. Without them, the Adult income
 * model and table under the system property {@code onecurve.data}.
 */
public final class AuditAdult {
  private static final int TRAINING = 19_536;
  private static final int DIAGNOSIS = TRAINING + 2_605;
  private static final int ALL = 32_561;

  private AuditAdult() {}

  /** Runs the audit. */
  public static void main(String[] args) throws IOException {
    Path data = Path.of(System.getProperty("onecurve.data", "."), "adult");
    Path model = args.length > 0 ? Path.of(args[0]) : data.resolve("model/mlp.onnx");
    Path csv = args.length > 1 ? Path.of(args[1]) : data.resolve("data/adult.csv");
    Path repaired = Path.of(args.length > 2 ? args[2] : "target/adult-repaired.onnx");
    if (!Files.exists(model) || !Files.exists(csv)) {
      System.out.println("No Adult data here: give a model and a CSV, or set -Donecurve.data.");
      return;
    }
    Columns columns =
        Columns.inOrder()
            .scaled("age")
            .oneHot("workclass")
            .ignored("fnlwgt")
            .oneHot("education")
            .scaled("education-num")
            .oneHot("marital-status")
            .oneHot("occupation")
            .oneHot("relationship")
            .oneHot("race")
            .oneHot("sex")
            .scaled("capital-gain")
            .scaled("capital-loss")
            .scaled("hours-per-week")
            .oneHot("native-country")
            .label("income-per-year", "<=50K", ">50K")
            .fit(csv, 0, TRAINING);
    Network network = Onnx.read(model);
    Audit audit =
        OneCurve.audit(
                Subject.of(network)
                    .trainedOn(Csv.read(csv, columns, 0, TRAINING))
                    .diagnosedOn(Csv.read(csv, columns, TRAINING, DIAGNOSIS))
                    .with(NetworkTrainer.like(network).learningRate(2e-3).epochs(12).batch(256)))
            .by(Producers.standard())
            .judgedOn(Csv.read(csv, columns, DIAGNOSIS, ALL))
            .reportingTo(Progress::print)
            .run();
    System.out.println(audit);
    audit.writeJson(Path.of("target/adult.json"));
    Optional<BoardRow> best = audit.best();
    if (best.isEmpty()) {
      System.out.println("Ship as it is: nothing on the board does better.");
      return;
    }
    Deployment system = audit.remedied(best.get());
    Onnx.writeNetworkOnly(system, repaired);
    System.out.println("Acted on \"" + best.get().title() + "\", wrote " + repaired);
    System.out.println("Guards to keep in the calling code: " + system.guards());
  }
}
