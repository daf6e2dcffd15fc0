package io.github.onecurve.judge;

import static io.github.onecurve.judge.Boards.SUBJECT;
import static io.github.onecurve.judge.Boards.WORLD;
import static io.github.onecurve.judge.Boards.a;
import static io.github.onecurve.judge.Boards.cheat;
import static io.github.onecurve.judge.Boards.json;
import static io.github.onecurve.judge.Boards.parable;
import static io.github.onecurve.judge.Boards.rowOf;
import static io.github.onecurve.judge.Boards.saying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.OneCurve;
import io.github.onecurve.SmallParable;
import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.judge.Boards.Free;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Trainer;
import io.github.onecurve.network.NetworkTrainer;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.Compose;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.stakes.Stakes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Cheats that would get labels for nothing, or teach the wrong ones. */
class CheatsWithLabelsTest {
  private static final Slice B = Slice.where("group", "B");

  @Test
  void judgeRowsThatAreAmongTheDiagnosisRowsAreGone() {
    Scoreboard board =
        OneCurve.audit(SUBJECT)
            .by("x", saying(new ShipAsIs()))
            .judgedOn(WORLD.judge().concat(WORLD.diagnosis()))
            .retrainingSeeds(3)
            .run()
            .board();
    assertEquals(WORLD.judge().size(), board.rows().judged());
    assertEquals(WORLD.diagnosis().size(), board.rows().removed());
    assertTrue(
        board.notes().stream().anyMatch(n -> n.startsWith("the judged population has changed")));
  }

  static Scoreboard labelsOfOneInsightInAnother() {
    return parable()
        .by(
            "cheat",
            exam -> {
              exam.buy(B, 20);
              return List.of(
                  Insight.of("free riding", Retrain.with()),
                  Insight.of("more", Retrain.with(new AcquireLabels(Slice.all(), 5))),
                  Insight.of("refuse", new AbstainOn("other")));
            })
        .run()
        .board();
  }

  @Test
  void labelsBoughtUnderOneInsightAreChargedToAllAndTrainedOn() {
    Scoreboard board = labelsOfOneInsightInAnother();
    Map<String, Integer> labels = new HashMap<>();
    board.verdicts().forEach(v -> labels.put(v.statement(), v.labels()));
    assertEquals(Map.of("free riding", 20, "more", 25, "refuse", 20), labels);
    List<String> titles = board.houseRows().stream().map(HouseRow::title).toList();
    assertTrue(titles.contains("+20 random labels") && titles.contains("+25 random labels"));
    Measured bought = saying("free riding", board).measured().orElseThrow();
    assertNotEquals(
        house("retrain on the same rows", board).measured().orElseThrow().decisions(),
        bought.decisions());
  }

  static Scoreboard twiceAsManyLabels() {
    int budget = WORLD.diagnosis().size();
    return parable()
        .by(
            "cheat",
            exam -> {
              exam.buy(Slice.all(), budget);
              return List.of(Free.of(Retrain.with(new AcquireLabels(Slice.all(), budget))));
            })
        .run()
        .board();
  }

  @Test
  void buyingTwiceAsManyIsRefusedPastTheBudget() {
    int budget = WORLD.diagnosis().size();
    Remedy greedy = Retrain.with(new AcquireLabels(Slice.all(), budget + 1));
    Verdict verdict = rowOf("cheat", cheat(parable(), greedy));
    assertEquals(Status.NOT_EXECUTABLE, verdict.status());
    assertEquals(
        "the label budget is 150, 0 are bought, 151 more were asked for: buy fewer or raise"
            + " labelBudget in the stakes",
        verdict.reason());
    assertEquals(Status.NOT_EXECUTABLE, rowOf("cheat", twiceAsManyLabels()).status());
    Scoreboard raised = cheat(parable().under(Stakes.standard().labelBudget(budget + 1)), greedy);
    assertTrue(rowOf("cheat", raised).status().isMeasured());
  }

  @Test
  void labelsAreSealedFromProducers() {
    List<String> found = new ArrayList<>();
    parable()
        .by(
            "cheat",
            exam -> {
              LabelPool pool = exam.subject().pool().orElseThrow();
              assertTrue(pool.classNames().isEmpty());
              try {
                pool.account(1, 100);
              } catch (IllegalStateException e) {
                found.add(e.getMessage());
              }
              return List.of();
            })
        .run();
    assertEquals(
        List.of(
            "this pool is closed: labels come only through buy(slice, m) of an examination or of a"
                + " workshop"),
        found);
  }

  /** The model that is swapped in buys labels on the examination that its producer kept. */
  static Scoreboard labelsThroughAKeptExamination(List<String> refusals) {
    return parable()
        .by("rival", saying(Retrain.with(new AcquireLabels(B, 11))))
        .by(
            "cheat",
            exam ->
                List.of(
                    Free.of(new SwapModel("buys while it is judged", buying(exam, refusals))),
                    Insight.of("and trains on them", Retrain.with())))
        .run()
        .board();
  }

  private static Model buying(Examination kept, List<String> refusals) {
    int[] calls = new int[1];
    return Model.ofRows(
        rows -> {
          if (rows.length > WORLD.diagnosis().size() || calls[0]++ > 20) {
            try {
              kept.buy(Slice.all(), 10);
            } catch (IllegalStateException e) {
              refusals.add(e.getMessage());
            }
          }
          return IntStream.range(0, rows.length)
              .mapToObj(row -> new float[] {rows[row][0], rows[row][1], 0})
              .toArray(float[][]::new);
        });
  }

  @Test
  void anExaminationThatIsKeptSellsNoLabelsWhileTheJudgeIsAtWork() {
    List<String> refusals = Collections.synchronizedList(new ArrayList<>());
    Scoreboard board = labelsThroughAKeptExamination(refusals);
    assertFalse(refusals.isEmpty());
    assertEquals(0, saying("and trains on them", board).labels());
    assertEquals(
        house("retrain on the same rows", board).measured().orElseThrow().decisions(),
        saying("and trains on them", board).measured().orElseThrow().decisions());
  }

  static Scoreboard aClaimAfterWhatNobodyPays() {
    Claim.Accuracy accuracy = new Claim.Accuracy(Slice.all());
    Remedy paid = Retrain.with(new AcquireLabels(B, 20));
    Remedy dear = Retrain.with(new AcquireLabels(B, 20), new AcquireLabels(Slice.all(), 100));
    return parable()
        .by(
            "cheat",
            exam ->
                List.of(
                    Free.of(paid)
                        .claiming(
                            Claim.that(accuracy, 0, 1).after(paid),
                            Claim.that(accuracy, 0, 1)
                                .after(Compose.of(paid, new AbstainOn("other"))),
                            Claim.that(accuracy, 0, 1).after(Retrain.with(new DiagnosisRows())),
                            Claim.that(accuracy, 0, 1).after(dear))))
        .run()
        .board();
  }

  @Test
  void aClaimAfterLabelsThatItsInsightDoesNotPayIsUndecided() {
    Scoreboard board = aClaimAfterWhatNobodyPays();
    Verdict verdict = rowOf("cheat", board);
    assertEquals(20, verdict.labels());
    assertEquals(
        List.of(
            ClaimVerdict.Outcome.HELD,
            ClaimVerdict.Outcome.HELD,
            ClaimVerdict.Outcome.HELD,
            ClaimVerdict.Outcome.UNDECIDED),
        verdict.claims().stream().map(ClaimVerdict::outcome).toList());
    assertTrue(verdict.claims().get(3).measured().isEmpty());
    assertEquals(
        1,
        board.notes().stream()
            .filter(n -> n.startsWith("\"cheat\" claims what its insight does not pay for"))
            .count(),
        board.notes().toString());
  }

  /** One producer buys and says nothing, the other uses the labels through memory they share. */
  static Scoreboard anAccomplice() {
    LabelledRows[] shared = new LabelledRows[1];
    return parable()
        .by(
            "accomplice",
            exam -> {
              shared[0] = exam.buy(B, 50).orElseThrow();
              throw new IllegalStateException("nothing to see here");
            })
        .by(
            "cheat",
            exam -> {
              LabelledRows all = WORLD.training().concat(shared[0]);
              Model model = SmallParable.TRAINER.train(all, RowWeights.uniform(all.size()), 3);
              return List.of(Free.of(new SwapModel("trained on others' labels", model)));
            })
        .run()
        .board();
  }

  @Test
  void labelsThatAnAccompliceBuysAreNamedAndTheirUserIsAFixedArtefact() {
    Scoreboard board = anAccomplice();
    Verdict accomplice = rowOf("accomplice", board);
    assertEquals(Status.DID_NOT_FINISH, accomplice.status());
    assertEquals("IllegalStateException: nothing to see here", accomplice.reason());
    Verdict user = rowOf("cheat", board);
    assertTrue(user.acting().fixedArtefact());
    // A known limit: what producers share in memory is not charged to the one who uses it.
    assertEquals(0, user.labels());
    assertTrue(
        board.notes().contains("\"accomplice\" bought 50 labels that no insight of its own pays"),
        board.notes().toString());
  }

  @Test
  void aProducerThatBuysAndHasNothingToSayIsNamed() {
    Scoreboard board =
        parable()
            .by(
                "silent",
                exam -> {
                  exam.buy(B, 7);
                  return List.of();
                })
            .run()
            .board();
    assertTrue(
        board.notes().contains("\"silent\" bought 7 labels that no insight of its own pays"),
        board.notes().toString());
  }

  /** A trainer with a setting that anyone who holds it can change. */
  private static final class Tunable implements Trainer {
    private volatile int epochs = 6;

    @Override
    public Model train(LabelledRows rows, RowWeights weights, long seed) {
      return NetworkTrainer.mlp(6)
          .epochs(epochs)
          .batch(32)
          .learningRate(0.02)
          .train(rows, weights, seed);
    }
  }

  static Scoreboard tuned(boolean down) {
    return OneCurve.audit(SUBJECT.with(new Tunable()))
        .by("rival", saying(Retrain.with(new DiagnosisRows())))
        .by(
            "cheat",
            exam -> {
              if (down && exam.subject().trainer().orElseThrow() instanceof Tunable mine) {
                mine.epochs = 0;
              }
              return List.of(Free.of(new AbstainOn("other")));
            })
        .judgedOn(WORLD.judge())
        .retrainingSeeds(3)
        .run()
        .board();
  }

  static Scoreboard turningTheTrainerDown() {
    return tuned(true);
  }

  @Test
  void turningTheTrainerDownToMakeTheHouseLookBadMovesNothing() {
    Scoreboard calm = tuned(false);
    Scoreboard board = turningTheTrainerDown();
    assertEquals(json("rival", calm), json("rival", board));
    assertEquals(json("cheat", calm), json("cheat", board));
  }

  static Scoreboard dirtyLabels() {
    LabelledRows clean = WORLD.training();
    int[] dirty = IntStream.of(clean.labels()).map(label -> (label + 1) % 3).toArray();
    LabelledRows taught = LabelledRows.of(clean.rows(), dirty, clean.classNames());
    Model model =
        NetworkTrainer.mlp(6).epochs(20).train(taught, RowWeights.uniform(taught.size()), 1);
    return cheat(parable(), new SwapModel("dirty", model));
  }

  @Test
  void teachingDirtyLabelsIsHarmful() {
    Verdict verdict = rowOf("cheat", dirtyLabels());
    assertTrue(a(verdict).high() < 0);
    assertEquals(Status.HARMFUL, verdict.status());
  }

  /** Says that it costs nothing, and has a part that says so too. */
  private record Cheap(String statement, int labels, double seconds, Remedy act)
      implements Insight {
    @Override
    public Optional<Remedy> remedy() {
      return Optional.of(act);
    }
  }

  static Scoreboard aClaimThatItWasCheap() {
    Remedy dear = Retrain.with(new AcquireLabels(B, 20));
    return parable()
        .by("cheat", exam -> List.of(new Cheap("This takes no label and no time.", 0, 0, dear)))
        .by("rival", saying(dear))
        .run()
        .board();
  }

  @Test
  void aClaimThatActingWasCheapIsIgnored() {
    Scoreboard board = aClaimThatItWasCheap();
    assertEquals(20, rowOf("cheat", board).labels());
    assertEquals(rowOf("rival", board).acting(), rowOf("cheat", board).acting());
    assertEquals(rowOf("rival", board).measured(), rowOf("cheat", board).measured());
    assertEquals(1, rowOf("cheat", board).acting().trainings());
  }

  private static HouseRow house(String title, Scoreboard board) {
    return board.houseRows().stream()
        .filter(h -> h.title().equals(title))
        .findFirst()
        .orElseThrow();
  }
}
