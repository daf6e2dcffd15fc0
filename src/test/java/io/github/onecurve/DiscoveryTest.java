package io.github.onecurve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.insight.NamedProducer;
import io.github.onecurve.judge.Meters;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.judge.Status;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.AbstainOn;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Producers that ServiceLoader finds; each test has a class path of its own. */
class DiscoveryTest {
  private static final String PREFIX = "io.github.onecurve.Providers$";
  private static final double ALPHA = 0.05;

  @Test
  void whereNothingIsNamedNothingIsFound() throws IOException {
    assertEquals(List.of(), discovered());
  }

  @Test
  void producersStandUnderTheNamesOfTheirClassesWhateverTheClassPathOrder() throws IOException {
    List<String> names = List.of(PREFIX + "First", PREFIX + "Second", PREFIX + "Third");
    assertEquals(names, discovered("one", "two").stream().map(NamedProducer::name).toList());
    assertEquals(names, discovered("two", "one").stream().map(NamedProducer::name).toList());
    assertEquals(board(discovered("one", "two")), board(discovered("two", "one")));
  }

  @Test
  void theOrderInWhichTheyAreRegisteredChangesNothing() throws IOException {
    List<NamedProducer> all = discovered("one", "two");
    List<NamedProducer> reversed = new ArrayList<>(all);
    Collections.reverse(reversed);
    assertEquals(board(all), board(reversed));
  }

  @Test
  void allThatIsDiscoveredSharesOneLevelAndIsRankedTogether() throws IOException {
    Scoreboard board = board(discovered("one", "two"));
    Map<Integer, String> ranked = new TreeMap<>();
    for (Verdict verdict : board.verdicts()) {
      if (verdict.title().startsWith(PREFIX)) {
        int rank = verdict.provenance().rank();
        ranked.put(rank, verdict.statement());
        double part = rank == 1 ? 0.8 : 0.2 / (rank * (rank - 1));
        assertEquals(ALPHA * part / 2, verdict.provenance().level(), 1e-15, verdict.statement());
      }
    }
    assertEquals(
        List.of("second, less sure", "first, shy", "third"),
        List.copyOf(ranked.values()).subList(2, 5));
    assertEquals(
        List.of("first, sure", "second, sure"),
        ranked.values().stream().limit(2).sorted().toList());
  }

  @Test
  void howManyAreDiscoveredChangesNoRivalsLevel() throws IOException {
    double one = rival(board(discovered("two").subList(0, 1))).provenance().level();
    assertEquals(ALPHA * 0.8 / 2, one, 1e-15);
    assertEquals(
        rival(board(discovered("two").subList(0, 1))), rival(board(discovered("one", "two"))));
    assertEquals(one, rival(board(discovered("one", "two", "bad", "torn"))).provenance().level());
  }

  @Test
  void ifNoneOfThemAppliesTheyTakeNoLevel() throws IOException {
    List<NamedProducer> needs =
        discovered("bad").stream().filter(p -> p.name().endsWith("$Needs")).toList();
    assertEquals(ALPHA * 0.8, rival(board(needs)).provenance().level(), 1e-15);
  }

  @Test
  void whatCannotBeLoadedIsARowWithItsReasonAndHoldsNobodyUp() throws IOException {
    Scoreboard board = board(discovered("bad", "torn", "one"));
    Map<String, String> reasons =
        board.verdicts().stream()
            .filter(verdict -> !verdict.reason().isEmpty())
            .filter(verdict -> verdict.status() == Status.DID_NOT_FINISH)
            .collect(Collectors.toMap(Verdict::title, Verdict::reason));
    assertEquals(
        "ServiceConfigurationError: Provider "
            + PREFIX
            + "Throws could not be instantiated: IllegalStateException: no licence found",
        reasons.get(PREFIX + "Throws"));
    assertEquals(
        "ServiceConfigurationError: Provider " + PREFIX + "Gone not found",
        reasons.get(PREFIX + "Gone"));
    assertEquals(
        "ServiceConfigurationError: " + PREFIX + "Other not a subtype",
        reasons.get(PREFIX + "Other"));
    assertTrue(reasons.get(PREFIX + "NoConstructor").contains("no-arg constructor"));
    assertTrue(reasons.get(PREFIX + "Recurses").endsWith("instantiated: StackOverflowError"));
    List<String> torn = reasons.keySet().stream().filter(title -> title.contains("torn")).toList();
    assertEquals(1, torn.size());
    assertTrue(torn.get(0).endsWith(":1: Illegal configuration-file syntax"), torn.get(0));
    assertEquals(6, reasons.size());
    assertEquals(
        List.of(Status.NOT_APPLICABLE),
        board.verdicts().stream()
            .filter(verdict -> verdict.title().equals(PREFIX + "Needs"))
            .map(Verdict::status)
            .toList());
    assertEquals(4, board.verdicts().stream().filter(v -> v.measured().isPresent()).count() - 1);
  }

  private static Scoreboard board(List<NamedProducer> discovered) {
    Subject subject = Subject.of(Said.says(1)).diagnosedOn(Said.random(1, 0, 60, 0.8, 0.9));
    Scoreboard board =
        OneCurve.audit(subject)
            .by("rival", exam -> List.of(Insight.of("No a.", new AbstainOn("a"))))
            .by(discovered)
            .judgedOn(Said.random(2, 1000, 200, 0.8, 0.9))
            .run()
            .board();
    return board.with(new Meters(List.of()));
  }

  private static Verdict rival(Scoreboard board) {
    return board.verdicts().stream()
        .filter(verdict -> verdict.title().equals("rival"))
        .findFirst()
        .orElseThrow();
  }

  /** What a thread finds whose class path has some of the folders under {@code discovered/}. */
  private static List<NamedProducer> discovered(String... folders) throws IOException {
    URL[] roots = new URL[folders.length];
    for (int i = 0; i < folders.length; i++) {
      roots[i] =
          Objects.requireNonNull(
              DiscoveryTest.class.getResource("/discovered/" + folders[i] + "/"), folders[i]);
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(roots, InsightProducer.class.getClassLoader())) {
      thread.setContextClassLoader(loader);
      return Producers.discovered();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
