package io.github.onecurve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.AbstainOn;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Judge rows that nearly equal others are told of on the board, once, and stay. */
class NearDuplicatesNoteTest {
  private static final LabelledRows DIAGNOSIS = Said.random(1, 0, 60, 0.8, 0.9);
  private static final LabelledRows JUDGE = Said.random(2, 1000, 200, 0.8, 0.9);

  @Test
  void copiesThatWereShiftedALittleAreToldOf() {
    float[] shifted = DIAGNOSIS.select(0, 1, 2, 3, 4, 5).rows().inputs();
    for (int i = 0; i < shifted.length; i += 3) {
      shifted[i] += 0.01f;
    }
    LabelledRows copies = DIAGNOSIS.select(0, 1, 2, 3, 4, 5).withInputs(shifted);
    assertEquals(
        List.of(
            "6 of 206 judge rows nearly equal a row of another kind (inputs apart by at most 0.001"
                + " standard deviations, root mean square), where chance makes at most 4: what"
                + " learnt from those rows may look better than it is"),
        nearIn(JUDGE.concat(copies)));
  }

  @Test
  void independentRowsAreNot() {
    assertEquals(List.of(), nearIn(JUDGE));
  }

  private static List<String> nearIn(LabelledRows judge) {
    Audit audit =
        OneCurve.audit(Subject.of(Said.says(1)).diagnosedOn(DIAGNOSIS))
            .by("refuse", exam -> List.of(Insight.of("No a.", new AbstainOn("a"))))
            .judgedOn(judge)
            .run();
    assertEquals(judge.size(), audit.board().rows().judged());
    return audit.board().notes().stream().filter(note -> note.contains("nearly")).toList();
  }
}
