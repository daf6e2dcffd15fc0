package io.github.onecurve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.judge.Measured;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.AbstainBelow;
import io.github.onecurve.remedy.Compose;
import io.github.onecurve.remedy.SwapModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The example worked by hand in {@code docs/actionability.md}, run. */
class ActionabilityPageTest {
  private static final List<String> CLASSES = List.of("no", "yes");

  /** A row is (its number, what today's system says, what the repaired one says, how surely). */
  private static final int TODAY = 1;

  private static final int REPAIRED = 2;
  private static final int SURENESS = 3;

  @Test
  void theExampleOnThePageIsWhatTheJudgeMeasures() throws IOException {
    Measured measured =
        OneCurve.audit(Subject.of(says(TODAY)).diagnosedOn(rows(100_000)))
            .by(
                "by hand",
                exam ->
                    List.of(
                        Insight.of(
                            "The other system is better.",
                            Compose.of(
                                new SwapModel("other", says(REPAIRED)), new AbstainBelow(0.6)))))
            .judgedOn(rows(0))
            .run()
            .board()
            .verdicts()
            .get(0)
            .measured()
            .orElseThrow();
    assertEquals(39.0, measured.savedPer1000().estimate(), 1e-9);
    assertEquals(0.039 / 0.101, measured.actionability().orElseThrow().estimate(), 1e-12);
    assertEquals(24.0, measured.savedPer1000().low(), 0.05);
    assertEquals(54.0, measured.savedPer1000().high(), 0.05);
    assertEquals(40, measured.fixed(), 1e-9);
    assertEquals(10, measured.broke(), 1e-9);
    assertEquals(20, measured.abstained(), 1e-9);

    String page = Files.readString(Path.of("docs", "actionability.md"));
    for (String figure :
        List.of(
            String.format(Locale.ROOT, "G = %.1f", measured.savedPer1000().estimate()),
            String.format(
                Locale.ROOT, "= %.3f**", measured.actionability().orElseThrow().estimate()),
            String.format(
                Locale.ROOT,
                "from %.1f to %.1f",
                measured.savedPer1000().low(),
                measured.savedPer1000().high()))) {
      assertTrue(page.contains(figure), figure);
    }
  }

  /** 1,000 rows whose right answer is always "yes"; numbered from {@code first}. */
  private static LabelledRows rows(int first) {
    List<float[]> rows = new ArrayList<>();
    add(rows, 40, 0, 1, 1);
    add(rows, 10, 1, 0, 1);
    add(rows, 15, 0, 1, 0);
    add(rows, 5, 1, 1, 0);
    add(rows, 45, 0, 0, 1);
    add(rows, 885, 1, 1, 1);
    float[][] inputs = rows.toArray(float[][]::new);
    int[] labels = new int[inputs.length];
    for (int row = 0; row < inputs.length; row++) {
      inputs[row][0] = first + row;
      labels[row] = 1;
    }
    return LabelledRows.of(inputs, labels, CLASSES);
  }

  private static void add(List<float[]> rows, int count, int today, int repaired, int sure) {
    for (int i = 0; i < count; i++) {
      rows.add(new float[] {0, today, repaired, sure});
    }
  }

  /** A model that reads its answer off a column; unsure where the row says so. */
  private static Model says(int column) {
    return Model.ofRows(
        inputs -> {
          float[][] logits = new float[inputs.length][];
          for (int row = 0; row < inputs.length; row++) {
            float margin = inputs[row][SURENESS] == 1 ? 5 : 0.1f;
            logits[row] =
                inputs[row][column] == 1 ? new float[] {0, margin} : new float[] {margin, 0};
          }
          return logits;
        });
  }
}
