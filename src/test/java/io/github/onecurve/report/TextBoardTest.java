package io.github.onecurve.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.Slice;
import io.github.onecurve.judge.Acting;
import io.github.onecurve.judge.Amount;
import io.github.onecurve.judge.HouseRow;
import io.github.onecurve.judge.Measured;
import io.github.onecurve.judge.Provenance;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.judge.Status;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.remedy.Hold;
import io.github.onecurve.remedy.Prune;
import io.github.onecurve.remedy.ShipAsIs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextBoardTest {
  private static final Pattern ROW = Pattern.compile(" *\\d+  .*| +\\[.*");

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @Test
  void theSameBoardLooksAsEver() {
    Scoreboard board = FixedBoard.board();
    assertEquals(
        JsonTest.golden("board-2.txt"),
        TextBoard.of(board)
            + "\n"
            + TextBoard.explain(board, 1)
            + "\n"
            + TextBoard.curve(board, "human", "gorilla", 1, 5, 20, 100));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noLineIsWiderThan90ColumnsWhateverTheBoardHolds(long seed) {
    Scoreboard board = RandomBoard.of(seed);
    requireNarrow(TextBoard.of(board));
    for (int rank = 1; rank <= board.verdicts().size(); rank++) {
      requireNarrow(TextBoard.explain(board, rank));
    }
    requireNarrow(TextBoard.curve(board, "human", "gorilla", 1, 5, 20, 100, 1000, 0.5));
  }

  private static void requireNarrow(String text) {
    assertTrue(text.endsWith("\n"));
    for (String line : text.split("\n", -1)) {
      assertTrue(Plain.width(line) <= 90, line);
      assertEquals(line.stripTrailing(), line);
      assertTrue(line.codePoints().noneMatch(Character::isISOControl), line);
      assertFalse(line.matches(".*[→⊥≤∞…×].*"), line);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void atMost10RowsAreShownAndTheBest4HouseRowsAlways(long seed) {
    Scoreboard board = RandomBoard.of(seed);
    long house = board.houseRows().stream().filter(h -> h.measured().isPresent()).count();
    long insights = board.verdicts().stream().filter(v -> v.measured().isPresent()).count();
    List<String> rows = rows(TextBoard.of(board));
    long shownHouse = rows.stream().filter(row -> row.strip().startsWith("[")).count();
    assertEquals(Math.min(10, house + insights), rows.size());
    assertTrue(shownHouse >= Math.min(4, house), rows.toString());
    assertTrue(rows.size() - shownHouse >= Math.min(6, insights), rows.toString());
  }

  private static List<String> rows(String text) {
    List<String> lines = List.of(text.split("\n", -1));
    int start = lines.indexOf("") + 2;
    return lines.subList(start, start + lines.subList(start, lines.size()).indexOf(""));
  }

  @Test
  void rowsStandByTheLowerEndOfTheSavingWithInsightsNumbered() {
    List<Double> lows = List.of(30.0, 20.0, 5.0, -1.0, -2.0);
    Scoreboard board = board(lows, List.of(25.0, 5.0, 0.0));
    List<String> rows = rows(TextBoard.of(board));
    List<String> starts =
        rows.stream()
            .map(row -> row.replaceFirst("(who \\d+|house \\d+).*", "$1").strip())
            .toList();
    assertEquals(
        List.of(
            "1  who 1",
            "[house 1",
            "2  who 2",
            "[house 2",
            "3  who 3",
            "[house 3",
            "4  who 4",
            "5  who 5"),
        starts);
    assertTrue(rows.stream().allMatch(row -> ROW.matcher(row).matches()), rows.toString());
  }

  @Test
  void columnsStandUnderEachOther() {
    String text = TextBoard.of(FixedBoard.board());
    String heading = text.lines().filter(line -> line.contains("A [95%]")).findFirst().get();
    int left = heading.indexOf("A [95%]");
    int right = heading.indexOf("G/1,000") + "G/1,000".length();
    for (String row : rows(text)) {
      assertTrue(row.startsWith("  ", left - 2) && row.charAt(left) != ' ', row);
      assertTrue(row.charAt(right - 1) != ' ' && row.length() <= 90, row);
      assertTrue(row.length() == right || row.startsWith("  ", right), row);
    }
  }

  @Test
  void theRowToActOnIsShownHoweverFarDownItStands() {
    List<Double> lows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      lows.add(1000.0 - i);
    }
    Scoreboard many = board(lows, List.of(0.0, -1.0, -2.0, -3.0, -4.0));
    String text = TextBoard.of(many);
    List<String> rows = rows(text);
    assertTrue(rows.get(5).contains("1000  who 1000"), text);
    assertTrue(text.contains("best: 1000 who 1000, saves +2"), text);
    assertTrue(text.contains("not shown: 6 who 6"), text);
    assertTrue(text.contains("and 989 more"), text);
  }

  @Test
  void whereNothingIsCreditedTheBoardSaysToShip() {
    Scoreboard board = board(List.of(-5.0), List.of(0.0));
    String text = TextBoard.of(board);
    assertTrue(text.contains("best: ship as it is; no insight is credited or pays"), text);
  }

  @Test
  void moreRowsAreShownWhereAsked() {
    List<Double> lows = LongStream.range(0, 30).mapToObj(i -> 30.0 - i).toList();
    Scoreboard board = board(lows, List.of(0.0, -1.0));
    assertEquals(20, rows(TextBoard.of(board, 20)).size());
  }

  @Test
  void aBoardOfFewerThan5RowsIsRefused() {
    refuses(
        "expected at least 5 rows to show, found 4: 4 are house rows",
        () -> TextBoard.of(FixedBoard.board(), 4));
  }

  @Test
  void unboundedIntervalsAndTooLittleToFixAreSaidInWords() {
    String text = TextBoard.of(FixedBoard.board());
    assertTrue(text.contains("-2.00 unbounded"), text);
    String little = TextBoard.of(board(List.of(1.0), List.of(0.0)));
    assertTrue(little.contains("nothing to fix here"), little);
  }

  @Test
  void whatDidNotFinishIsListedWithItsReason() {
    String text = TextBoard.of(FixedBoard.board());
    assertTrue(text.contains("\n7 attack: not applicable: needs gradients to the inputs\n"), text);
    assertTrue(text.contains("\n[retrain on the same rows]: out of memory\n"), text);
    String explained = TextBoard.explain(FixedBoard.board(), 8);
    assertTrue(explained.contains("did not finish: IllegalStateException: no luck"), explained);
  }

  @ParameterizedTest
  @CsvSource({"0", "9", "-1"})
  void aRankThatIsNotOnTheBoardIsRefused(int rank) {
    refuses(
        "expected a rank from 1 to 8, found "
            + rank
            + ": take the number of an insight on the board",
        () -> TextBoard.explain(FixedBoard.board(), rank));
  }

  @Test
  void aBoardWithoutInsightsHasNoneToExplain() {
    refuses(
        "expected a board with insights, found none to explain under rank 1",
        () -> TextBoard.explain(board(List.of(), List.of(0.0)), 1));
  }

  @Test
  void theCurveGivesTheShareAtEachCostWithTheBestMarked() {
    String text = TextBoard.curve(FixedBoard.board(), "human", "gorilla", 1, 100);
    double before = 0.95 * (0.03 * 100 + 0.01) + 0.0125 + 0.001;
    double after = 0.95 * (0.03 * 0.44 * 100 + 0.01) + 0.01 + 0.001 * 0.5;
    String share = String.format("%+.2f", (before - after) / before);
    assertTrue(text.contains("1  bias: buy 300") && text.contains(share), text);
    String harmful = text.lines().filter(l -> l.startsWith("4")).findFirst().orElseThrow();
    assertTrue(harmful.endsWith("*"), text);
    String shipped = text.lines().filter(l -> l.contains("[ship")).findFirst().orElseThrow();
    assertTrue(shipped.matches(".* 0\\.00 +0\\.00"), text);
  }

  @Test
  void theCurveRefusesWhatItCannotVary() {
    Scoreboard board = FixedBoard.board();
    refuses(
        "expected one of the classes [human, gorilla], found \"chimp\"",
        () -> TextBoard.curve(board, "human", "chimp", 1));
    refuses("expected 1 to 6 costs, found 0", () -> TextBoard.curve(board, "human", "gorilla"));
    refuses(
        "a critical confusion needs two different classes, found \"human\" twice",
        () -> TextBoard.curve(board, "human", "human", 1));
    refuses(
        "cost of human called gorilla must be between 0 and 1e9, found -1.0: give a price in"
            + " mistakes",
        () -> TextBoard.curve(board, "human", "gorilla", -1));
  }

  @Test
  void explainingSaysAllThatTheBoardKnows() {
    String text = TextBoard.explain(FixedBoard.board(), 1).replaceAll("\\s+", " ");
    for (String part :
        List.of(
            "What bias says, in a sentence.",
            "about group = B",
            "buy 300 labels where group = B",
            "status credited",
            "A +0.56 [+0.52, +0.61]",
            "G +90.3 [+85.8, +94.8]",
            "+90.8 handed back",
            "fixed 12.5, broke 0.3, abstained 0.0",
            "+0.44 [+0.31, +0.81] over the best house row, \"Chow's rule\"",
            "G of 3.8 per 1,000",
            "running price none, cost of human -> gorilla 1.25",
            "skill 0.25 of at most 1, promised 1.5 sds too much",
            "held: accuracy of group = B in [0.7, 0.8]; measured 0.75 [0.72, 0.78]",
            "after this act",
            "undecided: accuracy within L2 <= 0.5",
            "300 labels, 1 training, 323 parameters changed",
            "level 0.008, committed as 0011")) {
      assertTrue(text.contains(part), part + " in " + text);
    }
    String swapped = TextBoard.explain(FixedBoard.board(), 6).replaceAll("\\s+", " ");
    assertTrue(
        swapped.contains("a fixed artefact: the luck of making it is not in these numbers"),
        swapped);
    assertTrue(swapped.contains("infinitely many sds too much"), swapped);
    String chosen = TextBoard.explain(FixedBoard.board(), 3).replaceAll("\\s+", " ");
    assertTrue(chosen.contains("(chosen by the judge: the insight proposes nothing)"), chosen);
  }

  private static void refuses(String message, org.junit.jupiter.api.function.Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  /** Insights and house rows of these lower ends; the last insight is credited, if it pays. */
  private static Scoreboard board(List<Double> insights, List<Double> house) {
    Scoreboard fixed = FixedBoard.board();
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 1; i <= insights.size(); i++) {
      double low = insights.get(i - 1);
      verdicts.add(
          new Verdict(
              new Provenance("who " + i, 1, "", 0.01),
              "says",
              Slice.all(),
              Optional.of(new Prune(0.5)),
              false,
              i == insights.size() && low > 0 ? Status.CREDITED : Status.NO_DIFFERENCE_SHOWN,
              "",
              Optional.of(measured(low)),
              1,
              Optional.empty(),
              List.of(),
              new Acting(0, 0, 0, 0, false)));
    }
    List<HouseRow> rows = new ArrayList<>();
    for (int i = 1; i <= house.size(); i++) {
      double low = house.get(i - 1);
      rows.add(
          new HouseRow(
              "house " + i,
              low == 0 ? new ShipAsIs() : new Hold(),
              0,
              "",
              Optional.of(measured(low))));
    }
    return new Scoreboard(
        fixed.stakes(),
        fixed.classNames(),
        1,
        5,
        fixed.fingerprints(),
        fixed.rows(),
        fixed.opening(),
        fixed.lossPer1000(),
        fixed.today(),
        fixed.attackedPer1000(),
        verdicts,
        rows,
        Optional.empty(),
        List.of(),
        false,
        fixed.meters());
  }

  private static Measured measured(double low) {
    return new Measured(
        Optional.empty(),
        OptionalDouble.empty(),
        new Amount(low + 1, low, low + 2),
        List.of(low + 1),
        1,
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        0,
        1,
        true,
        List.of(),
        FixedBoard.board().today(),
        OptionalDouble.empty());
  }
}
