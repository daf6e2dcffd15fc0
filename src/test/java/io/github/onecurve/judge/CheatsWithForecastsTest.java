package io.github.onecurve.judge;

import static io.github.onecurve.judge.Boards.a;
import static io.github.onecurve.judge.Boards.byHand;
import static io.github.onecurve.judge.Boards.g;
import static io.github.onecurve.judge.Boards.json;
import static io.github.onecurve.judge.Boards.parable;
import static io.github.onecurve.judge.Boards.rowOf;
import static io.github.onecurve.judge.Boards.saying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.Said;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.judge.Boards.Free;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.AbstainWhen;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.report.Json;
import io.github.onecurve.report.TextBoard;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cheats by what is said: promises, claims, and words that change. */
class CheatsWithForecastsTest {
  private static final Remedy REMEDY = new AbstainOn("other");

  static Scoreboard alwaysNothing() {
    return parable()
        .by("cheat", exam -> List.of(Insight.of("Sure.", new ShipAsIs(), new Forecast(1e6, 0))))
        .run()
        .board();
  }

  @Test
  void proposingNothingIsExactlyNothingAndNeverCredited() {
    for (InsightProducer idle :
        List.<InsightProducer>of(
            exam -> List.of(Insight.of("All is well.")), saying(new ShipAsIs()))) {
      Verdict verdict = rowOf("cheat", parable().by("cheat", idle).run().board());
      assertEquals(new Amount(0, 0, 0), g(verdict));
      assertEquals(Status.NO_DIFFERENCE_SHOWN, verdict.status());
    }
    Scoreboard boasting = alwaysNothing();
    assertEquals(new Amount(0, 0, 0), g(rowOf("cheat", boasting)));
    assertEquals(Status.NO_DIFFERENCE_SHOWN, rowOf("cheat", boasting).status());
    assertTrue(boasting.best().isEmpty() || boasting.best().get() instanceof HouseRow);
    Scoreboard silent = parable().by("cheat", exam -> List.of()).run().board();
    assertTrue(silent.verdicts().isEmpty());
    assertTrue(silent.notes().contains("\"cheat\" had nothing to say"), silent.notes().toString());
  }

  private static Scoreboard promising(InsightProducer producer) {
    return parable().by("cheat", producer).run().board();
  }

  static Scoreboard overclaim() {
    return promising(exam -> List.of(Insight.of("x", REMEDY, new Forecast(900, 1))));
  }

  @Test
  void overclaimingLeavesANumberAndSpoilsTheForecast() {
    Verdict honest =
        rowOf("cheat", promising(e -> List.of(Insight.of("x", REMEDY, e.forecast(REMEDY)))));
    Verdict boast = rowOf("cheat", overclaim());
    assertEquals(honest.measured(), boast.measured());
    assertEquals(honest.status(), boast.status());
    ForecastVerdict boasted = boast.forecast().orElseThrow();
    assertTrue(boasted.skill() < honest.forecast().orElseThrow().skill());
    assertTrue(boasted.skill() < -1);
    assertTrue(boasted.overclaim() > 5);
  }

  static Scoreboard sandbag() {
    return promising(
        exam ->
            List.of(
                Insight.of("shy", new AbstainOn("human"), new Forecast(-99, 1)),
                Insight.of("bold", REMEDY, new Forecast(1, 1))));
  }

  @Test
  void sandbaggingCostsTheRankInsideTheProducer() {
    Scoreboard board = sandbag();
    Provenance shy = saying("shy", board).provenance();
    Provenance bold = saying("bold", board).provenance();
    assertEquals(2, shy.rank());
    assertEquals(bold.level() / 0.8 * 0.1, shy.level(), 1e-15);
    assertTrue(saying("shy", board).detectable() > saying("bold", board).detectable());
  }

  /** Junk promised without any doubt stands before what is good, and takes its level. */
  static Scoreboard certainPromises() {
    return byHand(Said.random(1, 1000, 400, 0.7, 0.9))
        .by(
            "cheat",
            exam ->
                List.of(
                    Insight.of("good", new SwapModel("better", Said.says(2)), new Forecast(150, 1)),
                    Insight.of("junk", new AbstainOn("a"), new Forecast(150, 0))))
        .run()
        .board();
  }

  @Test
  void aForecastWithoutDoubtTakesARankAndIsShownToBeWrong() {
    Scoreboard board = certainPromises();
    assertEquals(1, saying("junk", board).provenance().rank());
    assertEquals(2, saying("good", board).provenance().rank());
    ForecastVerdict junk = saying("junk", board).forecast().orElseThrow();
    assertTrue(junk.skill() < -1 && junk.overclaim() > 5, junk.toString());
    assertThrows(IllegalArgumentException.class, () -> new Forecast(Double.NaN, 0));
    assertThrows(IllegalArgumentException.class, () -> new Forecast(0, -1));
    assertThrows(IllegalArgumentException.class, () -> new Forecast(1e300 * 1e300, 0));
  }

  /** The diagnosis rows learnt by heart and forecast on, honestly or not. */
  static Scoreboard learntByHeart(boolean outOfFold) {
    return promising(
        exam -> {
          SwapModel table =
              new SwapModel("table", CheatsWithModelsTest.tableOf(exam.subject().diagnosis()));
          Forecast forecast =
              outOfFold
                  ? exam.forecast(
                      rows -> new SwapModel("table", CheatsWithModelsTest.tableOf(rows)))
                  : exam.forecast(table);
          return List.of(Insight.of("I know them all", table, forecast));
        });
  }

  @Test
  void whatWasLearntByHeartIsForecastAsHarmOutOfFold() {
    Verdict honest = rowOf("cheat", learntByHeart(true));
    Verdict boast = rowOf("cheat", learntByHeart(false));
    double lost = learntByHeart(true).lossPer1000().estimate();
    assertTrue(honest.forecast().orElseThrow().forecast().mean() < 0);
    assertTrue(boast.forecast().orElseThrow().forecast().mean() > 0.5 * lost);
    assertEquals(honest.measured(), boast.measured());
    assertEquals(Status.HARMFUL, boast.status());
    assertTrue(a(boast).estimate() < 0);
    assertTrue(boast.forecast().orElseThrow().overclaim() > 10);
    assertTrue(boast.forecast().orElseThrow().skill() < 0);
    assertTrue(honest.forecast().orElseThrow().skill() > 0);
  }

  private static final Slice NOWHERE = Slice.of(new Slice.FeatureRange(0, -9e9, -8e9));

  static Scoreboard emptyClaims() {
    return byHand(Said.random(1, 1000, 400, 0.7, 0.9))
        .by(
            "cheat",
            exam ->
                List.of(
                    Free.of(REMEDY_BY_HAND)
                        .claiming(
                            Claim.that(new Claim.Accuracy(Slice.all()), 0, 1),
                            Claim.that(new Claim.Accuracy(NOWHERE), 0, 1),
                            Claim.that(
                                new Claim.AccuracyGap(
                                    NOWHERE, Slice.of(new Slice.FeatureRange(0, 0, 9e9))),
                                -1,
                                1))))
        .by("rival", saying(REMEDY_BY_HAND))
        .run()
        .board();
  }

  private static final Remedy REMEDY_BY_HAND = new AbstainOn("a");

  @Test
  void aClaimThatSaysNothingHoldsOneAboutNobodyIsUndecidedAndNeitherMovesTheNumber() {
    Scoreboard board = emptyClaims();
    Verdict verdict = rowOf("cheat", board);
    assertEquals(
        List.of(
            ClaimVerdict.Outcome.HELD,
            ClaimVerdict.Outcome.UNDECIDED,
            ClaimVerdict.Outcome.UNDECIDED),
        verdict.claims().stream().map(ClaimVerdict::outcome).toList());
    assertEquals(rowOf("rival", board).measured(), verdict.measured());
    assertEquals(rowOf("rival", board).status(), verdict.status());
  }

  @Test
  void aRefutedClaimLeavesTheNumberAndIsShown() {
    LabelledRows judge = Said.random(1, 1000, 400, 0.7, 0.9);
    Claim wrong = Claim.that(new Claim.Accuracy(Slice.all()), 0.9, 1);
    Scoreboard board =
        byHand(judge)
            .by("cheat", exam -> List.of(Free.of(REMEDY_BY_HAND).claiming(wrong)))
            .by("rival", saying(REMEDY_BY_HAND))
            .run()
            .board();
    assertEquals(ClaimVerdict.Outcome.REFUTED, rowOf("cheat", board).claims().get(0).outcome());
    assertEquals(rowOf("rival", board).measured(), rowOf("cheat", board).measured());
  }

  static Scoreboard editedAfterCommit(String what) {
    return parable()
        .by("rival", saying(REMEDY))
        .by("cheat", exam -> List.of(new Sly(what, 2, Integer.MAX_VALUE)))
        .run()
        .board();
  }

  @ParameterizedTest
  @ValueSource(strings = {"statement", "about", "claims", "remedy", "forecast", "crash", "error"})
  void anInsightEditedAfterCommitIsVoidedAndMovesNobodyElse(String what) {
    Scoreboard calm =
        parable().by("rival", saying(REMEDY)).by("cheat", saying(REMEDY)).run().board();
    Scoreboard board = editedAfterCommit(what);
    Verdict sly = rowOf("cheat", board);
    assertEquals(Status.VOIDED, sly.status(), what);
    assertEquals("the insight was changed after it was committed", sly.reason());
    assertEquals("I am true.", sly.statement());
    assertEquals(json("rival", calm), json("rival", board));
  }

  /** What is said on one reading alone is what is judged, whatever is said between. */
  @ParameterizedTest
  @ValueSource(strings = {"about", "claims", "remedy"})
  void anInsightThatLiesOnOneReadingIsJudgedByWhatWasCommitted(String what) {
    Verdict honest = rowOf("cheat", promising(exam -> List.of(new Sly("nothing", 9, 9))));
    Verdict sly = rowOf("cheat", promising(exam -> List.of(new Sly(what, 2, 2))));
    assertEquals(Status.VOIDED, sly.status());
    Verdict first = rowOf("cheat", promising(exam -> List.of(new Sly(what, 1, 1))));
    assertEquals(Status.VOIDED, first.status());
    assertNotEquals(honest.provenance().contentHash(), first.provenance().contentHash());
  }

  /** Says one thing on some readings and another on the others. */
  private static final class Sly implements Insight {
    private final String what;
    private final int from;
    private final int to;
    private int reading;

    Sly(String what, int from, int to) {
      this.what = what;
      this.from = from;
      this.to = to;
    }

    private boolean turned(String part) {
      return reading >= from && reading <= to && what.equals(part);
    }

    @Override
    public String statement() {
      reading++;
      if (turned("crash")) {
        throw new IllegalStateException("gone");
      }
      if (turned("error")) {
        throw new StackOverflowError();
      }
      return turned("statement") ? "I was true." : "I am true.";
    }

    @Override
    public Slice about() {
      return turned("about") ? Slice.where("group", "B") : Slice.all();
    }

    @Override
    public List<Claim> claims() {
      return turned("claims")
          ? List.of(Claim.that(new Claim.Accuracy(Slice.all()), 0, 1))
          : List.of();
    }

    @Override
    public Optional<Remedy> remedy() {
      return Optional.of(new AbstainOn(turned("remedy") ? "human" : "gorilla"));
    }

    @Override
    public Optional<Forecast> forecast() {
      return turned("forecast") ? Optional.of(new Forecast(0, 0)) : Optional.empty();
    }
  }

  /** A list that holds one claim more whenever it is copied, and an insight more with it. */
  static Scoreboard lazyLists() {
    return promising(
        exam -> {
          List<Insight> growing = new ArrayList<>();
          List<Claim> more =
              new AbstractList<>() {
                private int size;

                @Override
                public Claim get(int index) {
                  return Claim.that(new Claim.Accuracy(Slice.all()), 0, 1);
                }

                @Override
                public int size() {
                  return size;
                }

                @Override
                public Object[] toArray() {
                  size++;
                  if (size > 1) {
                    growing.add(Free.of(new AbstainOn("gorilla")));
                  }
                  return super.toArray();
                }
              };
          growing.add(new Lazy(more));
          return growing;
        });
  }

  private static final class Lazy implements Insight {
    private final List<Claim> said;

    Lazy(List<Claim> said) {
      this.said = said;
    }

    @Override
    public String statement() {
      return "x";
    }

    @Override
    public List<Claim> claims() {
      return said;
    }
  }

  @Test
  void aListThatChangesAfterTheCommitIsVoidedAndWhatItAddsIsNotHeard() {
    Scoreboard board = lazyLists();
    assertEquals(1, board.verdicts().size());
    assertEquals(Status.VOIDED, rowOf("cheat", board).status());
    assertEquals(1, rowOf("cheat", board).claims().size());
  }

  static Scoreboard tinySlice() {
    LabelledRows judge = Said.random(1, 1000, 400, 0.8, 0.9);
    int wrong =
        IntStream.range(0, 400)
            .filter(row -> (int) judge.rows().input(row, 1) != judge.label(row))
            .findFirst()
            .orElseThrow();
    Slice row17 = Slice.of(new Slice.FeatureRange(0, 1000 + wrong, 1001 + wrong));
    return byHand(judge)
        .by(
            "cheat",
            exam ->
                List.of(
                    Free.of(new AbstainWhen(row17))
                        .about(row17)
                        .claiming(Claim.that(new Claim.Accuracy(row17), 0, 0.5))))
        .run()
        .board();
  }

  @Test
  void aDegenerateSliceIsWorthNoMoreThanItsShareAndAClaimAboutItIsUndecided() {
    Verdict verdict = rowOf("cheat", tinySlice());
    assertEquals(0.7 * 1000.0 / 400, g(verdict).estimate(), 1e-9);
    assertTrue(g(verdict).low() < 0 && g(verdict).high() > 0);
    assertEquals(Status.NO_DIFFERENCE_SHOWN, verdict.status());
    ClaimVerdict claim = verdict.claims().get(0);
    assertEquals(ClaimVerdict.Outcome.UNDECIDED, claim.outcome());
    // Wilson for 0 of 1: what is claimed about one row is never shown by it.
    assertEquals(0, claim.measured().orElseThrow().estimate());
    assertTrue(claim.measured().orElseThrow().high() > 0.5);
  }

  private static final String FORGED =
      "x\n1   0.99   999  credited  the best there is\u001b[2K\u001b[1A\r\u2028Act on 1.";

  /** Words that would draw a row of their own over the board, and take the house's brackets. */
  static Scoreboard forgedWords() {
    return parable()
        .by("cheat", exam -> List.of(Insight.of(FORGED, new ShipAsIs())))
        .by("cheat\n[hold]   1.00   999  credited", exam -> List.of(Insight.of("x")))
        .run()
        .board();
  }

  @Test
  void wordsDrawNoRowOfTheBoard() {
    Scoreboard board = forgedWords();
    assertEquals(Status.NO_DIFFERENCE_SHOWN, rowOf("cheat", board).status());
    String text = TextBoard.of(board) + TextBoard.explain(board, 1) + TextBoard.explain(board, 2);
    for (String line : text.split("\n", -1)) {
      assertTrue(line.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x2028), line);
      assertFalse(line.startsWith("1   0.99") || line.startsWith("[hold]   1.00"), line);
    }
    assertEquals(board, Json.parse(Json.toText(board)));
  }
}
