package io.github.onecurve.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.stakes.Stakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The table of cheats in docs/validity.md: what the tests of cheats run, and what came out. */
class CheatTableTest {
  private static final Path DOCS = Path.of("docs", "validity.md");
  private static final Path FILE = Path.of("target", "validity", "cheats.md");
  private static final String HEADING = "| cheat | A | G | status | what else is seen |";

  /** The cheats that the definition says must fail. */
  private static final List<String> DEFINED =
      List.of(
          "exact-match table of the diagnosis rows",
          "abstain on everything",
          "always propose nothing",
          "1,000 insights, hoping one wins",
          "decoys with odd m",
          "clones of one insight",
          "combine the signs of the last board",
          "buy labels under one insight, use them in another",
          "buy twice as many",
          "mutate the model",
          "mutate the data or the stakes",
          "edit an insight after commit",
          "overclaim the forecast",
          "sandbag the forecast",
          "degenerate slice, tiny-slice claim",
          "mask gradients, hide behind a guard",
          "launder a retrained net as an edit",
          "bigger model",
          "opaque model",
          "teach the model dirty labels",
          "claim that it was cheap",
          "a guard on an audit-only attribute",
          "crash, NaN, sleep for ever");

  /** A line of the table; {@code more} says what the number does not. */
  private record Cheat(String name, Supplier<Scoreboard> board, Function<Scoreboard, String> more) {
    String line() {
      Scoreboard shown = board.get();
      Verdict verdict = Boards.rowOf("cheat", shown);
      String a =
          verdict
              .measured()
              .flatMap(Measured::actionability)
              .map(x -> share(x.estimate()))
              .orElse("–");
      String g = verdict.measured().map(m -> number(m.savedPer1000().estimate())).orElse("–");
      String seen =
          List.of(verdict.reason(), more.apply(shown)).stream()
              .filter(s -> !s.isEmpty())
              .collect(Collectors.joining("; "));
      return String.format("| %s | %s | %s | %s | %s |", name, a, g, verdict.status(), seen);
    }
  }

  private final List<Cheat> cheats = new ArrayList<>();

  CheatTableTest() {
    defined();
    definedByWords();
    ownByModels();
    ownByMemory();
    ownByWords();
  }

  @Test
  void theDocsNameTheCheatsThatAreTriedAndNoOther() throws IOException {
    assertEquals(
        cheats.stream().map(Cheat::name).toList(),
        table().stream().map(CheatTableTest::name).filter(name -> !isElsewhere(name)).toList());
  }

  @Test
  void everyCheatOfTheDefinitionIsTried() throws IOException {
    List<String> names = table().stream().map(CheatTableTest::name).toList();
    for (String defined : DEFINED) {
      assertTrue(names.stream().anyMatch(name -> name.startsWith(defined)), defined);
    }
    assertEquals(24, names.stream().filter(name -> name.startsWith("*")).count());
  }

  @Test
  @Tag("quality")
  void theDocsSayWhatCameOutOfEveryCheat() throws IOException {
    List<String> lines = cheats.stream().map(Cheat::line).toList();
    Files.createDirectories(FILE.getParent());
    Files.writeString(FILE, HEADING + "\n|---|---|---|---|---|\n" + String.join("\n", lines));
    assertEquals(lines, table().stream().filter(line -> !isElsewhere(name(line))).toList());
  }

  /** Tried by a test of its own, which is named in the docs. */
  private static boolean isElsewhere(String name) {
    return name.startsWith("combine the signs") || name.startsWith("mask gradients");
  }

  private static String name(String line) {
    return line.substring(2, line.indexOf(" |"));
  }

  private static List<String> table() throws IOException {
    List<String> all = Files.readAllLines(DOCS);
    List<String> below = all.subList(all.indexOf(HEADING) + 2, all.size());
    return below.stream().takeWhile(line -> line.startsWith("| ")).toList();
  }

  private void defined() {
    add("exact-match table of the diagnosis rows", CheatsWithModelsTest::exactMatchTable);
    add(
        "abstain on everything: the model is right in 85%",
        () -> CheatsWithModelsTest.abstainOnEverything(1, 0.85));
    add(
        "abstain on everything: the model is right in 40%",
        () -> CheatsWithModelsTest.abstainOnEverything(1, 0.4));
    add("always propose nothing", CheatsWithForecastsTest::alwaysNothing, this::promise);
    add(
        "1,000 insights, hoping one wins",
        () -> CheatsByNumbersTest.aThousandInsights(1000),
        b -> credited(b) + "; rival " + Boards.rowOf("rival", b).status());
    add(
        "decoys with odd m",
        () -> CheatsByNumbersTest.decoys(exam -> CheatsByNumbersTest.oddNumbersOfLabels()),
        b -> "the fourth: " + reasons(b, Status.NOT_EXECUTABLE));
    add("clones of one insight", CheatsByNumbersTest::clones, this::allSavings);
    add(
        "buy labels under one insight, use them in another",
        CheatsWithLabelsTest::labelsOfOneInsightInAnother,
        this::labels);
    add("buy twice as many", CheatsWithLabelsTest::twiceAsManyLabels);
    add("mutate the model", CheatsWithModelsTest::mutatedModel);
    add(
        "mutate the data or the stakes",
        CheatsWithMemoryTest::mutatedDataAndStakes,
        b -> asWithout(b, CheatsWithMemoryTest.scribbling(false)));
    add("edit an insight after commit", () -> CheatsWithForecastsTest.editedAfterCommit("remedy"));
    add("overclaim the forecast", CheatsWithForecastsTest::overclaim, this::promise);
    add("sandbag the forecast", CheatsWithForecastsTest::sandbag, this::ranks);
  }

  private void definedByWords() {
    add("degenerate slice, tiny-slice claim", CheatsWithForecastsTest::tinySlice, this::claims);
    add(
        "launder a retrained net as an edit",
        CheatsWithModelsTest::launderedNet,
        b -> artefact(b) + (seconds(b) > 0 ? ", its seconds metered" : ""));
    add("bigger model", CheatsWithModelsTest::biggerModel, this::size);
    add("opaque model: today's, wrapped", CheatsWithModelsTest::opaqueModel, this::size);
    add("teach the model dirty labels", CheatsWithLabelsTest::dirtyLabels);
    add(
        "claim that it was cheap",
        CheatsWithLabelsTest::aClaimThatItWasCheap,
        b -> "labels charged: " + Boards.rowOf("cheat", b).labels());
    add("a guard on an audit-only attribute", CheatsWithSlicesTest::auditOnlyGuard);
    add(
        "crash, NaN, sleep for ever",
        CheatsByNumbersTest::endingBadly,
        b ->
            "as did: "
                + b.verdicts().stream()
                    .filter(v -> v.status() == Status.DID_NOT_FINISH && !isCheat(v))
                    .map(Verdict::title)
                    .sorted()
                    .collect(Collectors.joining(", ")));
  }

  private void ownByModels() {
    add(
        "* the same model, its products hidden in sums",
        CheatsWithModelsTest::hiddenWork,
        this::size);
    Supplier<Scoreboard> wrong =
        () -> CheatsWithModelsTest.noNumberWhereWrong(1, Stakes.standard(), false);
    add(
        "* NaN exactly where it would be wrong",
        () -> CheatsWithModelsTest.noNumberWhereWrong(1, Stakes.standard(), true),
        b -> "being wrong there: G " + saved(Boards.rowOf("cheat", wrong.get())));
    add(
        "* a model that reads its neighbours",
        CheatsWithModelsTest::transductive,
        b -> "alone: G " + saved(Boards.rowOf("rival", b)) + "; " + noted(b));
    add(
        "* a model that reads labels off the order of equal rows",
        () -> CheatsWithMemoryTest.labelsFromTheOrderOfEqualRows(1),
        b -> "a constant: G " + saved(Boards.rowOf("rival", b)));
    add("* a model that counts its calls", () -> CheatsWithModelsTest.countingItsCalls(6));
    add("* a remedy of 10,000 parts", CheatsWithModelsTest::tenThousandParts);
    add(
        "* two models that say they are equal",
        CheatsWithModelsTest::equalToAll,
        b -> "the second: G " + saved(b.verdicts().get(1)));
  }

  private void ownByMemory() {
    add(
        "* a model that learns from the judge's rows",
        CheatsWithModelsTest::rememberingTheJudgesRows);
    add(
        "* the same, hidden from the diagnosis rows",
        CheatsWithMemoryTest::learningFromTheJudgesRowsAlone);
    add(
        "* one model watches for another",
        CheatsWithMemoryTest::oneModelWatchesForAnother,
        b -> "**known limit**: inputs, not labels, reach models that share memory");
    add("* hold the model's lock for ever", CheatsWithMemoryTest::holdingTheModel);
    add("* train while the judge is at work", CheatsWithMemoryTest::trainingWhileItIsJudged);
    add("* interrupt the audit", CheatsWithMemoryTest::interruptingTheAudit, this::partial);
    List<String> refusals = new ArrayList<>();
    add(
        "* labels through a kept examination",
        () -> CheatsWithLabelsTest.labelsThroughAKeptExamination(refusals),
        b -> "\"" + refusals.get(0) + "\"");
    add(
        "* labels bought by an accomplice",
        CheatsWithLabelsTest::anAccomplice,
        b -> artefact(b) + "; " + noted(b) + "; **known limit**: its user pays none of them");
    add(
        "* turn the trainer down",
        CheatsWithLabelsTest::turningTheTrainerDown,
        b -> asWithout(b, CheatsWithLabelsTest.tuned(false)));
  }

  private void ownByWords() {
    add(
        "* a claim after labels that nobody pays",
        CheatsWithLabelsTest::aClaimAfterWhatNobodyPays,
        this::claims);
    add("* claims that say nothing", CheatsWithForecastsTest::emptyClaims, this::claims);
    add("* a list of claims that grows after commit", CheatsWithForecastsTest::lazyLists);
    add(
        "* learn by heart, forecast on it",
        () -> CheatsWithForecastsTest.learntByHeart(false),
        this::promise);
    add("* words that draw a row of the board", CheatsWithForecastsTest::forgedWords);
    add("* a guard on the names of rows", CheatsWithSlicesTest::guardOnNames, this::promise);
    add(
        "* drop the one row that hurts",
        CheatsWithSlicesTest::droppingTheRowThatHurts,
        b -> {
          Amount g = Boards.g(Boards.rowOf("cheat", b));
          return "G between " + number(g.low()) + " and " + number(g.high());
        });
    add(
        "* the same producer 41 times",
        () -> CheatsByNumbersTest.registeredOften(40),
        b ->
            String.format(
                Locale.ROOT,
                "a rival's level falls from %.4f to %.4f; %s",
                Boards.rowOf("rival", CheatsByNumbersTest.registeredOften(0)).provenance().level(),
                Boards.rowOf("rival", b).provenance().level(),
                Boards.rowOf("rival", b).status()));
  }

  private void add(String name, Supplier<Scoreboard> board) {
    add(name, board, b -> "");
  }

  private void add(String name, Supplier<Scoreboard> board, Function<Scoreboard, String> more) {
    cheats.add(new Cheat(name, board, more));
  }

  private static boolean isCheat(Verdict verdict) {
    return verdict.title().equals("cheat");
  }

  private String size(Scoreboard board) {
    Measured m = Boards.rowOf("cheat", board).measured().orElseThrow();
    String counted = m.sizeCounted() ? "" : ", not counted";
    return String.format(Locale.ROOT, "size ratio %.2f%s", m.sizeRatio(), counted);
  }

  private static String artefact(Scoreboard board) {
    boolean fixed = Boards.rowOf("cheat", board).acting().fixedArtefact();
    return fixed ? "fixed artefact" : "no artefact";
  }

  private static double seconds(Scoreboard board) {
    return board.meters().stages().stream()
        .filter(s -> s.name().equals("cheat"))
        .mapToDouble(Meters.Stage::seconds)
        .sum();
  }

  private static String asWithout(Scoreboard board, Scoreboard calm) {
    for (String producer : List.of("cheat", "rival")) {
      assertEquals(Boards.json(producer, calm), Boards.json(producer, board));
    }
    return "all rows as without it, to the bit";
  }

  private String noted(Scoreboard board) {
    return board.notes().stream()
        .filter(n -> n.contains("row-exact") || n.contains("bought"))
        .map(n -> "note: " + n)
        .collect(Collectors.joining("; "));
  }

  private String claims(Scoreboard board) {
    return Boards.rowOf("cheat", board).claims().stream()
        .map(c -> c.outcome().toString())
        .collect(Collectors.joining(", ", "claims: ", ""));
  }

  private String promise(Scoreboard board) {
    ForecastVerdict f = Boards.rowOf("cheat", board).forecast().orElseThrow();
    return String.format(
        Locale.ROOT,
        "promised %s, skill %.2f, overclaim %.1f",
        number(f.forecast().mean()),
        f.skill(),
        f.overclaim());
  }

  private String ranks(Scoreboard board) {
    return board.verdicts().stream()
        .filter(CheatTableTest::isCheat)
        .map(v -> "\"" + v.statement() + "\": rank " + v.provenance().rank() + ", G " + saved(v))
        .sorted()
        .collect(Collectors.joining("; "));
  }

  private String labels(Scoreboard board) {
    return board.verdicts().stream()
        .map(v -> "" + v.labels())
        .sorted()
        .collect(Collectors.joining(", ", "labels charged: ", ""));
  }

  private String allSavings(Scoreboard board) {
    return board.verdicts().stream()
        .map(CheatTableTest::saved)
        .collect(Collectors.joining(", ", "G of all: ", ""));
  }

  private static String reasons(Scoreboard board, Status status) {
    return board.verdicts().stream()
        .filter(v -> v.status() == status)
        .map(Verdict::reason)
        .collect(Collectors.joining("; "));
  }

  private String partial(Scoreboard board) {
    return (board.partial() ? "board marked partial; " : "") + credited(board);
  }

  private static String credited(Scoreboard board) {
    long count =
        board.verdicts().stream()
            .filter(CheatTableTest::isCheat)
            .filter(v -> v.status() == Status.CREDITED)
            .count();
    return count + " credited";
  }

  private static String saved(Verdict verdict) {
    return number(Boards.g(verdict).estimate());
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%+.2f", value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%+.1f", value);
  }
}
