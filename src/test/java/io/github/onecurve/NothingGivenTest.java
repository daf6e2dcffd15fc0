package io.github.onecurve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.onecurve.attack.Threat;
import io.github.onecurve.bridge.onnx.Onnx;
import io.github.onecurve.data.Columns;
import io.github.onecurve.data.Csv;
import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Rows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkTrainer;
import io.github.onecurve.remedy.AbstainWhen;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.Hold;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.stakes.Stakes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Where nothing is given, or what does not fit, the message says what was expected. */
class NothingGivenTest {
  private static final List<String> CLASSES = List.of("no", "yes");

  @TempDir Path folder;

  @Test
  void whatIsNullSaysWhatWasExpected() {
    float[][] one = {{1}};
    int[] label = {0};
    assertNull("expected inputs [n, width], found null", () -> Rows.of(null));
    assertNull(
        "expected inputs in every row, found null in row 1",
        () -> Rows.of(new float[][] {{1}, null}));
    assertNull("expected labels, one a row, found null", () -> LabelledRows.of(one, null, CLASSES));
    assertNull(
        "expected the names of the classes, found null", () -> LabelledRows.of(one, label, null));
    assertNull("expected the rows of a pool, found null", () -> LabelPool.of(null));
    assertNull("expected the name of a column, found null", () -> Columns.inOrder().raw(null));
    assertNull("expected a function of rows, found null", () -> Model.ofRows(null));
    assertNull(
        "expected a sentence that says what was learnt, found null",
        () -> Insight.of(null, new Hold()));
    assertNull(
        "expected a remedy, found null: leave it out where there is none",
        () -> Insight.of("Something.", null));
    assertNull("expected a threat, found null", () -> Stakes.standard().attack(null));
    assertNull(
        "expected a budget of the attack, found null",
        () -> Stakes.standard().attack(Threat.l1(1), 0.1, null));
    LabelledRows row = LabelledRows.of(one, label, CLASSES);
    assertNull(
        "expected a file for the ledger, found null",
        () -> OneCurve.audit(Subject.of(Model.ofRows(rows -> rows)).diagnosedOn(row)).ledger(null));
    assertNull("expected the slice of a stratum, found null", () -> new Stakes.Stratum(null, 1));
    assertNull(
        "expected the strata of the traffic, found null: an empty list is all rows",
        () -> Stakes.standard().strata(null));
    assertNull(
        "expected the name of the true class, found null",
        () -> Stakes.standard().critical(null, "yes", 5));
  }

  @Test
  void aPlaceWithoutAFileSaysWhatWasExpectedThere() {
    Columns columns = Columns.inOrder().raw("age").label("paid", "no", "yes");
    Path none = folder.resolve("none");
    for (Path path : List.of(folder, none)) {
      String found = path.equals(none) ? "none" : "a folder";
      String rest = " at " + path + ", found " + found + ": give the path of the file";
      assertEquals(
          "expected a CSV file" + rest,
          assertThrows(IOException.class, () -> Csv.read(path, columns)).getMessage());
      assertEquals(
          "expected an ONNX file" + rest,
          assertThrows(IOException.class, () -> Onnx.read(path)).getMessage());
    }
  }

  @Test
  void rowsThatTheNetworkDoesNotTakeAreRefusedBeforeAllElse() {
    LabelledRows narrow = rows(40, 0, 2);
    Network network =
        NetworkTrainer.mlp().epochs(0).train(narrow, RowWeights.uniform(narrow.size()), 0);
    AuditPlan plan =
        OneCurve.audit(Subject.of(network).diagnosedOn(rows(40, 0, 3)))
            .by(Producers.standard())
            .judgedOn(rows(40, 40, 3));
    assertEquals(
        "expected rows of 2 inputs, which the network takes, found 3: name the columns that it"
            + " was trained on, in that order",
        assertThrows(IllegalArgumentException.class, plan::run).getMessage());
  }

  @Test
  void producersAndTrainersThatGiveNothingAreRowsWithTheirReasons() {
    Audit audit =
        OneCurve.audit(
                Subject.of(Model.ofRows(rows -> new float[rows.length][2]))
                    .diagnosedOn(rows(40, 0, 2))
                    .trainedOn(rows(40, 80, 2))
                    .with((rows, weights, seed) -> null))
            .by("none among them", exam -> Arrays.asList((Insight) null))
            .by(
                "retrain",
                exam ->
                    List.of(Insight.of("More rows.", new Retrain(List.of(new DiagnosisRows())))))
            .by(
                "column",
                exam -> List.of(Insight.of("Odd.", new AbstainWhen(Slice.where("age", "old")))))
            .judgedOn(rows(40, 40, 2))
            .run();
    Set<String> reasons =
        audit.board().verdicts().stream().map(v -> v.reason()).collect(Collectors.toSet());
    assertEquals(
        Set.of(
            "NullPointerException: expected insights, found null among them",
            "NullPointerException: expected the trainer to give a model, found null",
            "expected one of the columns [], found \"age\""),
        reasons);
  }

  private static LabelledRows rows(int count, int from, int width) {
    float[][] inputs = new float[count][width];
    int[] labels = new int[count];
    for (int row = 0; row < count; row++) {
      Arrays.fill(inputs[row], from + row);
      labels[row] = row % 2;
    }
    return LabelledRows.of(inputs, labels, CLASSES);
  }

  private static void assertNull(String expected, Executable act) {
    assertEquals(expected, assertThrows(NullPointerException.class, act).getMessage());
  }
}
