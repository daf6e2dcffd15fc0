package io.github.onecurve.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.Audit;
import io.github.onecurve.OneCurve;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.AbstainBelow;
import io.github.onecurve.remedy.Compose;
import io.github.onecurve.remedy.RecordedModel;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.stakes.Stakes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boards as the judge makes them. */
class AuditedBoardTest {
  private static final List<String> CLASSES = List.of("no", "yes");

  @TempDir Path folder;

  @Test
  void aBoardOnWhichModelsAreSwappedIsWrittenAndReadsBackEqual() throws IOException {
    Model better = model(0);
    Audit audit = audit(better);
    Path path = folder.resolve("board.json");
    audit.writeJson(path);
    Scoreboard read = Json.read(path);
    assertEquals(audit.board(), read);
    Verdict first = read.verdicts().get(0);
    Compose compose = (Compose) first.act().orElseThrow();
    RecordedModel recorded = (RecordedModel) ((SwapModel) compose.parts().get(0)).model();
    assertEquals(64, recorded.fingerprint().length());
    assertNotEquals(read.fingerprints().get("model"), recorded.fingerprint());
    assertEquals(first.act(), first.claims().get(0).claim().after());
    assertSame(better, audit.remedied(first).model());
  }

  @Test
  void aBoardSaysWhatLiftIsOver() {
    Verdict first = audit(model(0)).board().verdicts().get(0);
    assertTrue(first.measured().orElseThrow().bestHouseRow().isPresent(), first.toString());
  }

  private static Audit audit(Model better) {
    Remedy remedy = Compose.of(new SwapModel("better", better), new AbstainBelow(0.5));
    return OneCurve.audit(Subject.of(model(0.4f)).diagnosedOn(rows(1, 80)))
        .by("vendor", exam -> List.of(new Swapped(remedy)))
        .under(Stakes.standard())
        .judgedOn(rows(2, 400))
        .run();
  }

  private record Swapped(Remedy act) implements Insight {
    @Override
    public String statement() {
      return "Another model is better.";
    }

    @Override
    public Optional<Remedy> remedy() {
      return Optional.of(act);
    }

    @Override
    public List<Claim> claims() {
      return List.of(Claim.that(new Claim.Accuracy(Slice.all()), 0.9, 1).after(act));
    }
  }

  private static Model model(float threshold) {
    return Model.ofRows(
        inputs -> {
          float[][] logits = new float[inputs.length][2];
          for (int i = 0; i < inputs.length; i++) {
            logits[i][1] = 8 * (inputs[i][0] - threshold);
          }
          return logits;
        });
  }

  private static LabelledRows rows(long seed, int size) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] inputs = new float[size][2];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      inputs[i][0] = (float) random.nextDouble(-1, 1);
      inputs[i][1] = (float) random.nextDouble(-1, 1);
      labels[i] = inputs[i][0] > 0 ? 1 : 0;
    }
    return LabelledRows.of(inputs, labels, CLASSES);
  }
}
