package io.github.onecurve.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.judge.ClaimVerdict;
import io.github.onecurve.judge.Meters;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.judge.Status;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.model.Model;
import io.github.onecurve.remedy.Change;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.SwapModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTest {
  private static final String GOLDEN = golden("board-2.json");

  @TempDir Path folder;

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  static String golden(String name) {
    try (InputStream stream = JsonTest.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyBoardReadsBackEqual(long seed) {
    Scoreboard board = RandomBoard.of(seed);
    String text = Json.toText(board);
    Scoreboard read = Json.parse(text);
    assertEquals(board, read);
    assertEquals(text, Json.toText(read));
  }

  @Test
  void theBoardsOfTheseTestsHoldEveryKindAndEveryStatus() {
    List<String> texts = seeds().mapToObj(seed -> Json.toText(RandomBoard.of(seed))).toList();
    for (String text : new String[] {GOLDEN, String.join("", texts)}) {
      for (Class<?> sealed :
          List.of(Remedy.class, Change.class, Slice.Atom.class, Claim.Quantity.class)) {
        for (Class<?> kind : sealed.getPermittedSubclasses()) {
          String name = kind.getSimpleName();
          String written =
              name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1);
          assertTrue(text.contains("\"kind\" : \"" + written + "\""), written);
        }
      }
      Stream.of(ClaimVerdict.Outcome.values())
          .forEach(o -> assertTrue(text.contains("\"outcome\" : \"" + o + "\""), o.toString()));
    }
    Stream.of(Status.values())
        .forEach(
            s ->
                assertTrue(
                    texts.stream().anyMatch(t -> t.contains("\"status\" : \"" + s + "\"")),
                    s.toString()));
  }

  @Test
  void aFileOfSchema1StillReads() {
    assertEquals(FixedBoard.board(), Json.parse(GOLDEN));
  }

  @Test
  void theSameBoardIsWrittenAsEver() {
    assertEquals(GOLDEN, Json.toText(FixedBoard.board()));
  }

  @Test
  void metersComeLastAndAreAllThatDiffersFromRunToRun() {
    Scoreboard board = FixedBoard.board();
    String one = Json.toText(board);
    String other = Json.toText(board.with(new Meters(List.of(new Meters.Stage("judge", 99.0, 1)))));
    int meters = one.lastIndexOf("\n  \"meters\" : ");
    assertEquals(one.substring(0, meters), other.substring(0, meters));
    assertFalse(one.substring(meters + 3).contains("\n  \""));
    assertTrue(one.endsWith("}\n") && !one.contains("\r"));
  }

  @Test
  void theHeadlineOfAnInsightStandsUnderItsNames() {
    for (String name :
        List.of(
            "producer",
            "statement",
            "status",
            "actionability",
            "savedPer1000",
            "lift",
            "forecast",
            "claims",
            "remedy")) {
      assertTrue(GOLDEN.contains("\n    \"" + name + "\" : "), name);
    }
    assertTrue(GOLDEN.contains("\"low\" : \"-Infinity\",\n      \"high\" : \"Infinity\""));
  }

  @Test
  void aModelThatWasReadRefusesToRun() {
    Verdict swap =
        Json.parse(GOLDEN).verdicts().stream()
            .filter(v -> v.act().filter(SwapModel.class::isInstance).isPresent())
            .findFirst()
            .orElseThrow();
    Model model = ((SwapModel) swap.act().orElseThrow()).model();
    String message =
        assertThrows(UnsupportedOperationException.class, () -> model.logits(null)).getMessage();
    assertTrue(
        message.contains("keeps only the print of a model's logits")
            && message.contains("put the model itself in the remedy"),
        message);
  }

  @Test
  void aLiveModelIsRefusedWithItsPlace() {
    Scoreboard board = with(new SwapModel("other", Model.ofRows(rows -> rows)));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Json.toText(board)).getMessage();
    assertTrue(
        message.startsWith("expected a recorded model at /verdicts/0/remedy/model, found a "),
        message);
  }

  @Test
  void notANumberIsRefusedWithItsPlace() {
    Scoreboard board =
        FixedBoard.board().with(new Meters(List.of(new Meters.Stage("judge", Double.NaN, 1))));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Json.toText(board)).getMessage();
    assertTrue(
        message.startsWith("expected a number to write at /meters/stages/0/seconds, found NaN"),
        message);
  }

  private static Scoreboard with(Remedy remedy) {
    Scoreboard board = FixedBoard.board();
    List<Verdict> verdicts = new ArrayList<>(board.verdicts());
    Verdict first = verdicts.get(0);
    verdicts.set(
        0,
        new Verdict(
            first.provenance(),
            first.statement(),
            first.about(),
            Optional.of(remedy),
            false,
            first.status(),
            first.reason(),
            first.measured(),
            first.detectable(),
            first.forecast(),
            first.claims(),
            first.acting()));
    return new Scoreboard(
        board.stakes(),
        board.classNames(),
        board.auditSeed(),
        board.retrainingSeeds(),
        board.fingerprints(),
        board.rows(),
        board.opening(),
        board.lossPer1000(),
        board.today(),
        board.attackedPer1000(),
        verdicts,
        board.houseRows(),
        board.remaining(),
        board.notes(),
        board.partial(),
        board.meters());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "onecurve-board/2 | onecurve-board/1 | at /schema: expected \"onecurve-board/2\", found the"
            + " text \"onecurve-board/1\": read it with the version of this library that wrote it",
        "\"auditSeed\" | \"seed\" | at the top: expected the member \"auditSeed\", found only",
        "\"removed\" : 12 | \"removed\" : 1.5 | at /rows/removed: expected a whole number of 32"
            + " bits, found the number 1.5",
        "\"removed\" : 12 | \"removed\" : 3000000000 | at /rows/removed: expected a whole number of"
            + " 32 bits, found the number 3000000000",
        "\"auditSeed\" : 1 | \"auditSeed\" : 1e99 | at /auditSeed: expected a whole number of 64"
            + " bits",
        "\"wrong\" : 1.0 | \"wrong\" : \"1\" | at /stakes/wrong: expected a number, \"Infinity\" or"
            + " \"-Infinity\", found the text \"1\"",
        "\"wrong\" : 1.0 | \"wrong\" : \"NaN\" | at /stakes/wrong: expected a number, \"Infinity\""
            + " or \"-Infinity\", found the text \"NaN\"",
        "\"wrong\" : 1.0 | \"wrong\" : 1e999 | at /stakes/wrong: expected a number",
        "\"wrong\" : 1.0 | \"wrong\" : -1.0 | at /stakes: wrong must be between 0 and 1e9, found"
            + " -1.0",
        "\"wrong\" : 1.0 | \"wrong\" : NaN | at /stakes/wrong: expected JSON, found a fault in line"
            + " 4, column",
        "\"partial\" : false | \"partial\" : null | at /partial: expected true or false, found null",
        "\"statement\" : \"What bias | \"statement\" : {}, \"x\" : \"What bias | at"
            + " /verdicts/0/statement: expected a text, found an object",
        "\"classNames\" : [ \"human\", \"gorilla\" ] | \"classNames\" : {} | at /classNames:"
            + " expected a list, found an object",
        "\"rows\" : { | \"rows\" : [ ], \"x\" : { | at /rows: expected an object, found a list",
        "\"status\" : \"credited\" | \"status\" : \"great\" | at /verdicts/0/status: expected one of"
            + " [credited, pays, reused rows, no difference shown, harmful, did not finish, not"
            + " applicable, not executable, voided], found the text \"great\"",
        "\"kind\" : \"retrain\" | \"kind\" : \"pray\" | at /verdicts/0/claims/1/claim/after/kind:"
            + " expected one of [shipAsIs, hold, abstainBelow",
        "\"kind\" : \"prune\" | \"kind\" : 5 | at /verdicts/3/remedy/kind: expected a text, found"
            + " the number 5",
        "\"confidence\" : 0.625 | \"confidence\" : 2.0 | at /verdicts/1/remedy: confidence must be"
            + " in [0, 1], found 2.0",
        "\"removed\" : 12 | \"removed\" : 12, \"more\" : 1 | at /rows: expected only the members"
            + " [judged, removed, equalRecords, sharedEntities, repeatedInputs], found \"more\" too",
        "\"removed\" : 12 | \"removed\" : 12, \"removed\" : 13 | at /rows/removed: expected JSON,"
            + " found a fault in line",
        "\"sd\" : 0.0 | \"sd\" : -1.0 | at /verdicts/0/forecast: a forecast needs a finite mean",
        "\"savedPer1000BySeed\" : [ 90.75, 89.75 ] | \"savedPer1000BySeed\" : [ ] | at"
            + " /verdicts/0/measured: expected G at one retraining seed at least",
        "\"values\" : [ 0.1, 0.25 ] | \"values\" : [ 0.1 ] | shape [2] needs 2 values, found 1",
        "\"schema\" | schema | at the top: expected JSON, found a fault in line 2, column",
      })
  void aFaultIsRefusedWithItsPlace(String sound, String faulty, String message) {
    assertTrue(GOLDEN.contains(sound), sound);
    String text =
        GOLDEN.replaceFirst(
            java.util.regex.Pattern.quote(sound), java.util.regex.Matcher.quoteReplacement(faulty));
    UnreadableBoardException refusal =
        assertThrows(UnreadableBoardException.class, () -> Json.parse(text));
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    assertFalse(refusal.getMessage().contains("ALLOW_"), refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | at the top: expected a board as JSON, found nothing",
        "hello | at the top: expected JSON, found a fault in line 1, column",
        "[] | at the top: expected an object, found a list",
        "5 | at the top: expected an object, found the number 5",
        "{} | at the top: expected the member \"schema\", found none: write null where there is no"
            + " value",
        "{} {} | at the top: expected one board, found more after it",
        "{\"schema\": 1} | at /schema: expected a text, found the number 1",
      })
  void whatIsNoBoardIsRefused(String text, String message) {
    UnreadableBoardException refusal =
        assertThrows(UnreadableBoardException.class, () -> Json.parse(text));
    assertTrue(refusal.getMessage().startsWith(message), refusal.getMessage());
  }

  @Test
  void aFileThatWasCutOffIsRefusedWhereverItWasCut() {
    for (int end = 0; end < GOLDEN.length() - 2; end += 97) {
      String text = GOLDEN.substring(0, end);
      assertThrows(UnreadableBoardException.class, () -> Json.parse(text), "cut at " + end);
    }
    String text = GOLDEN.substring(0, GOLDEN.indexOf("\"removed\"") + 12);
    UnreadableBoardException refusal =
        assertThrows(UnreadableBoardException.class, () -> Json.parse(text));
    assertTrue(refusal.pointer().startsWith("/rows"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("end-of-input"), refusal.getMessage());
  }

  @Test
  void hugeNestingIsRefused() {
    String deep = "{\"schema\":" + "[".repeat(100_000);
    UnreadableBoardException refusal =
        assertThrows(UnreadableBoardException.class, () -> Json.parse(deep));
    assertTrue(refusal.getMessage().contains("nesting depth"), refusal.getMessage());
    assertTrue(refusal.getMessage().length() < 400, refusal.getMessage());
  }

  @Test
  void aBoardIsWrittenInPlaceOfAnOlderOneAndLeavesNothingBeside() throws IOException {
    Path path = folder.resolve("board.json");
    Files.writeString(path, "an older file");
    for (long seed = 0; seed < 5; seed++) {
      Json.write(RandomBoard.of(seed), path);
      assertEquals(RandomBoard.of(seed), Json.read(path));
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(path), files.toList());
    }
  }

  @Test
  void whatCannotBeWrittenLeavesTheOlderFile() throws IOException {
    Path path = folder.resolve("board.json");
    Json.write(FixedBoard.board(), path);
    Scoreboard faulty =
        FixedBoard.board().with(new Meters(List.of(new Meters.Stage("judge", Double.NaN, 1))));
    assertThrows(IllegalArgumentException.class, () -> Json.write(faulty, path));
    assertEquals(FixedBoard.board(), Json.read(path));
  }

  @Test
  void aMissingFolderIsNamed() {
    Path path = folder.resolve("none").resolve("board.json");
    String message =
        assertThrows(IOException.class, () -> Json.write(FixedBoard.board(), path)).getMessage();
    assertEquals(
        "expected a folder to write board.json into, found none at "
            + folder.resolve("none")
            + ": make it first",
        message);
  }

  @Test
  void aFolderInPlaceOfTheFileIsNamed() {
    String message =
        assertThrows(IOException.class, () -> Json.write(FixedBoard.board(), folder)).getMessage();
    assertEquals("expected a file to write, found the folder " + folder, message);
  }

  @Test
  void aFolderThatTakesNoFileIsNamed() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    boolean set = closed.toFile().setWritable(false);
    Path path =
        set && !Files.isWritable(closed)
            ? closed.resolve("board.json")
            : Path.of("/proc/self/board.json");
    assumeFalse(!Files.isDirectory(path.getParent()), "no folder here that takes no file");
    String message =
        assertThrows(IOException.class, () -> Json.write(FixedBoard.board(), path)).getMessage();
    assertTrue(
        message.startsWith(
                "expected a file that can be written at " + path + ", found that it cannot: ")
            && message.endsWith("check the rights of the folder and the space left"),
        message);
    assertTrue(closed.toFile().setWritable(true));
  }

  @Test
  void aFaultyFileIsNamedWithThePlace() throws IOException {
    Path path = folder.resolve("board.json");
    Files.writeString(path, GOLDEN.replace("\"partial\" : false", "\"partial\" : 0"));
    UnreadableBoardException refusal =
        assertThrows(UnreadableBoardException.class, () -> Json.read(path));
    assertEquals(
        path + " at /partial: expected true or false, found the number 0", refusal.getMessage());
    assertEquals("/partial", refusal.pointer());
  }

  @Test
  void aMissingFileIsNamed() {
    Path path = folder.resolve("none.json");
    String message = assertThrows(IOException.class, () -> Json.read(path)).getMessage();
    assertEquals(
        "expected a readable file " + path + ", found none: give the path of a board", message);
  }

  @Test
  void aFileThatIsNotUtf8IsNamed() throws IOException {
    Path path = folder.resolve("board.json");
    Files.write(path, new byte[] {'{', (byte) 0xff});
    String message = assertThrows(IOException.class, () -> Json.read(path)).getMessage();
    assertEquals("expected a board in UTF-8 in " + path + ", found other bytes", message);
  }
}
