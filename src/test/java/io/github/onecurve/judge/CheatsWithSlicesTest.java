package io.github.onecurve.judge;

import static io.github.onecurve.judge.Boards.byHand;
import static io.github.onecurve.judge.Boards.cheat;
import static io.github.onecurve.judge.Boards.g;
import static io.github.onecurve.judge.Boards.parable;
import static io.github.onecurve.judge.Boards.rowOf;
import static io.github.onecurve.judge.Boards.saying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.OneCurve;
import io.github.onecurve.Said;
import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.judge.Boards.Free;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.AbstainWhen;
import io.github.onecurve.remedy.Compose;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.stakes.Stakes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Cheats by where a guard stands: on columns that nobody has at decision, on names of rows. */
class CheatsWithSlicesTest {
  static Scoreboard auditOnlyGuard() {
    return cheat(parable(), new AbstainWhen(Slice.where("group", "B")));
  }

  @Test
  void aGuardOnAnAuditOnlyAttributeIsNotExecutable() {
    Verdict verdict = rowOf("cheat", auditOnlyGuard());
    assertEquals(Status.NOT_EXECUTABLE, verdict.status());
    assertEquals(
        "a guard may use only attributes known at decision, found \"group\": declare it with"
            + " knownAtDecision, if it is",
        verdict.reason());
  }

  private static LabelledRows identified(LabelledRows rows, String prefix) {
    List<String> ids = IntStream.range(0, rows.size()).mapToObj(row -> prefix + row).toList();
    return rows.with(Attribute.categorical("id", ids).knownAtDecision());
  }

  /** Refuses, by name, each diagnosis row that the model got wrong, and as many guesses. */
  static Scoreboard guardOnNames() {
    LabelledRows known = identified(Said.random(77, 0, 100, 0.7, 0.8), "d");
    return OneCurve.audit(Subject.of(Said.says(1)).diagnosedOn(known))
        .judgedOn(identified(Said.random(1, 1000, 400, 0.7, 0.9), "j"))
        .by(
            "cheat",
            exam -> {
              LabelledRows rows = exam.subject().diagnosis();
              int[] said = exam.diagnosisDecisions();
              Set<String> wrong = new TreeSet<>();
              for (int row = 0; row < rows.size(); row++) {
                if (said[row] != rows.label(row)) {
                  wrong.add(rows.rows().attribute("id").orElseThrow().text(row));
                }
              }
              AbstainWhen refuse = new AbstainWhen(Slice.of(new Slice.Level("id", wrong)));
              return List.of(Insight.of("these rows", refuse, exam.forecast(refuse)));
            })
        .run()
        .board();
  }

  @Test
  void aGuardOnTheNamesOfRowsRefusesNobodyAndWasForecastAsMuch() {
    Verdict verdict = rowOf("cheat", guardOnNames());
    assertEquals(0, g(verdict).estimate());
    assertEquals(0, verdict.measured().orElseThrow().abstained());
    assertTrue(g(verdict).low() < 0 && g(verdict).high() > 0);
    assertEquals(Status.NO_DIFFERENCE_SHOWN, verdict.status());
    assertTrue(verdict.forecast().orElseThrow().overclaim() > 5);
    assertTrue(verdict.forecast().orElseThrow().skill() < -1);
  }

  /** Guesses at which judge rows are wrong: a hundred guards on numbers of rows. */
  static Scoreboard guessedRows() {
    List<Insight> guesses = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Slice some = Slice.of(new Slice.FeatureRange(0, 1000 + 4 * i, 1004 + 4 * i));
      guesses.add(Free.of(new AbstainWhen(some)).about(some));
    }
    return byHand(Said.random(1, 1000, 400, 0.7, 0.9))
        .by("rival", saying(new AbstainWhen(Slice.all())))
        .by("cheat", exam -> guesses)
        .run()
        .board();
  }

  @Test
  void noneOfAHundredGuessesAtRowsIsCredited() {
    Scoreboard board = guessedRows();
    for (Verdict verdict : board.verdicts()) {
      assertTrue(verdict.status() != Status.CREDITED && verdict.status() != Status.PAYS);
      if (verdict.title().equals("cheat")) {
        assertTrue(g(verdict).estimate() <= 0.7 * 4 * 1000 / 400);
      }
    }
  }

  /** Refuses, by a lucky guess, the one judge row whose confusion costs as much as 1,000 others. */
  static Scoreboard droppingTheRowThatHurts() {
    LabelledRows rows = Said.random(1, 1000, 400, 0.7, 0.9);
    int[] labels = rows.labels();
    int[] one = IntStream.range(0, 400).map(row -> (int) rows.rows().input(row, 1)).toArray();
    int hurts = IntStream.range(0, 400).filter(row -> labels[row] == 0).findFirst().orElseThrow();
    one[hurts] = 2;
    Slice it = Slice.of(new Slice.FeatureRange(0, 1000 + hurts, 1001 + hurts));
    return byHand(Said.rows(1000, labels, one, one))
        .under(Stakes.standard().critical("a", "c", 1000))
        .by("cheat", saying(new AbstainWhen(it)))
        .run()
        .board();
  }

  @Test
  void droppingTheOneRowThatHurtsIsNotShownToSaveAnything() {
    Verdict verdict = rowOf("cheat", droppingTheRowThatHurts());
    assertEquals(999.7 * 1000 / 400, g(verdict).estimate(), 1e-9);
    assertTrue(g(verdict).low() < 0, g(verdict).toString());
    assertEquals(Status.NO_DIFFERENCE_SHOWN, verdict.status());
  }

  /** A set of levels that grows after the guard was made and committed. */
  static Scoreboard levelsThatGrow() {
    LabelledRows known = identified(Said.random(77, 0, 100, 0.7, 0.8), "d");
    Set<String> levels = new TreeSet<>(Set.of("j1"));
    AbstainWhen refuse = new AbstainWhen(Slice.of(new Slice.Level("id", levels)));
    Model growing =
        Model.ofRows(
            rows -> {
              levels.add("j" + levels.size());
              return Arrays.stream(rows)
                  .map(row -> Said.logits((int) row[1]))
                  .toArray(float[][]::new);
            });
    return OneCurve.audit(Subject.of(Said.says(1)).diagnosedOn(known))
        .judgedOn(identified(Said.random(1, 1000, 400, 0.7, 0.9), "j"))
        .by("cheat", saying(Compose.of(new SwapModel("grows", growing), refuse)))
        .run()
        .board();
  }

  @Test
  void levelsAddedToASliceAfterwardsAreNotInIt() {
    Verdict verdict = rowOf("cheat", levelsThatGrow());
    assertEquals(1000.0 / 400, verdict.measured().orElseThrow().abstained(), 1e-9);
  }
}
