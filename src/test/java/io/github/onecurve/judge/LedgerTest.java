package io.github.onecurve.judge;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.Said;
import io.github.onecurve.data.LabelledRows;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a ledger: whole lines whoever writes and whoever dies, and no other file touched. */
class LedgerTest {
  @TempDir private Path folder;

  @Test
  void anOpeningIsALineThatReadsBackEqual() {
    LedgerOpening opening = LedgerOpening.of(fold(1, 5000), audit("a"));
    String text = opening.text();
    LedgerOpening read = (LedgerOpening) LedgerLine.parse(text);
    assertEquals(text, read.text());
    assertEquals(opening.fold(), read.fold());
    assertEquals(opening.audit(), read.audit());
    assertFalse(read.records().isAll());
    assertEquals(2048, read.records().prints().length);
    assertTrue(((LedgerOpening) LedgerLine.parse(small("a").text())).records().isAll());
  }

  @Test
  void aReplayIsToldFromAReuseAndFoldsAreTakenInTurn() throws Exception {
    Ledger ledger = ledger();
    List<LabelledRows> folds = List.of(fold(1, 40), fold(2, 40));
    assertEquals(new Opened(Opening.FIRST, 0, List.of("judged on fold 1 of 2")), open("a", folds));
    assertEquals(new Opened(Opening.FIRST, 1, List.of("judged on fold 2 of 2")), open("b", folds));
    Opened third = open("c", folds);
    assertEquals(Opening.REUSED, third.opening());
    assertEquals(0, third.fold());
    assertTrue(
        third.notes().get(1).startsWith("reused rows: line 1 of the ledger opened them before"),
        third.notes().toString());
    byte[] lines = Files.readAllBytes(path());
    assertEquals(new Opened(Opening.FIRST, 1, List.of("judged on fold 2 of 2")), open("b", folds));
    assertEquals(third, ledger.open(folds, audit("c")));
    assertEquals(new Opened(Opening.FIRST, 0, List.of()), open("a", folds.subList(0, 1)));
    assertEquals(
        List.of(lines.length, 3), List.of(Files.readAllBytes(path()).length, lines().size()));
  }

  @Test
  void theSameAuditThatAnswersOtherwiseIsAnother() throws Exception {
    Ledger ledger = ledger();
    LabelledRows fold = fold(1, 40);
    Opened opened = ledger.open(List.of(fold), audit("a"));
    AuditPrint audit = audit("a");
    assertEquals(opened, ledger.answer(opened, fold, audit, new TreeSet<>(List.of(1L, -2L))));
    assertEquals(2, lines().size());
    for (List<Long> less : List.of(List.of(1L), List.of(1L, -2L), List.<Long>of(-2L))) {
      assertEquals(opened, ledger.answer(opened, fold, audit, new TreeSet<>(less)));
      assertEquals(2, lines().size(), "what is known already is not written again");
    }
    assertEquals(opened, ledger.answer(opened, fold, audit, new TreeSet<>(List.of(1L, -2L, 3L))));
    assertEquals(3, lines().size());
    for (List<Long> others : List.of(List.of(1L, -2L, 4L), List.of(5L), List.of(1L, -2L, 3L, 4L))) {
      Opened again = ledger.answer(opened, fold, audit, new TreeSet<>(others));
      boolean more = others.size() == 4;
      assertEquals(more ? Opening.FIRST : Opening.REUSED, again.opening(), others.toString());
    }
    assertEquals(opened, ledger.answer(opened, fold, audit("b"), new TreeSet<>(List.of(9L))));
  }

  @Test
  void aLineTornAtAnyByteIsIgnoredAndClosedOff() throws Exception {
    LabelledRows one = fold(1, 3);
    open("a", List.of(one));
    byte[] first = Files.readAllBytes(path());
    open("b", List.of(fold(2, 3)));
    byte[] both = Files.readAllBytes(path());
    for (int cut = first.length + 1; cut < both.length; cut++) {
      Files.write(path(), Arrays.copyOf(both, cut));
      boolean whole = cut == both.length - 1;
      assertEquals(whole ? 2 : 1, known().lines().size());
      Opened next = open("c", List.of(fold(3, 3)));
      assertEquals(Opening.FIRST, next.opening());
      assertEquals(whole ? List.of() : List.of(torn(1)), next.notes(), "cut at byte " + cut);
      assertEquals(whole ? 3 : 4, lines().size());
      assertEquals(3, known().lines().size(), "the torn line is closed off by one of its own");
      assertEquals(next, open("c", List.of(fold(3, 3))), "a replay says the same");
      assertEquals(Opening.REUSED, open("d", List.of(one)).opening());
    }
  }

  @Test
  void aWriterThatDiesWhileItClosesOffATearIsSurvivedToo() throws Exception {
    open("a", List.of(fold(1, 3)));
    byte[] first = Files.readAllBytes(path());
    Files.write(
        path(),
        "onecurve-ledger/1 opened fir".getBytes(StandardCharsets.US_ASCII),
        StandardOpenOption.APPEND);
    byte[] torn = Files.readAllBytes(path());
    open("b", List.of(fold(2, 3)));
    byte[] closed = Files.readAllBytes(path());
    assertEquals(Arrays.mismatch(torn, closed), torn.length, "only appended to");
    int tear = LedgerTear.of("onecurve-ledger/1 opened fir").text().length();
    for (int cut = first.length + 1; cut < torn.length + tear + 40; cut++) {
      Files.write(path(), Arrays.copyOf(closed, cut));
      assertEquals(Opening.FIRST, open("c", List.of(fold(3, 3))).opening(), "cut at byte " + cut);
      assertEquals(Opening.FIRST, open("e", List.of(fold(4, 3))).opening(), "cut at byte " + cut);
      assertEquals(Opening.REUSED, open("d", List.of(fold(1, 3))).opening());
    }
  }

  @Test
  void anEditedLineIsRefusedByItsNumberWhereverItWasEdited() throws Exception {
    for (String audit : List.of("a", "b", "c")) {
      open(audit, List.of(fold(audit.hashCode(), 3)));
    }
    byte[] whole = Files.readAllBytes(path());
    int start = lines().get(0).length() + 1;
    int length = lines().get(1).length();
    for (int at = start; at < start + length; at++) {
      byte[] edited = whole.clone();
      edited[at] = (byte) (edited[at] == '7' ? '8' : '7');
      Files.write(path(), edited);
      String message = refused();
      assertTrue(message.contains(" line 2"), message);
      assertEquals(edited.length, Files.size(path()));
    }
    Files.write(path(), cutOut(whole, start + length / 2, start + length));
    assertEquals(
        "expected whole lines in the ledger "
            + path()
            + ", found line 2 broken: it is cut off, though lines follow; put the file back as it"
            + " was, or give the ledger a new path and judge rows that nobody has opened",
        refused());
    Files.write(path(), cutOut(whole, start - 1, start));
    assertTrue(refused().contains("found line 1 broken: it has no form"), refused());
    Files.writeString(path(), LedgerTear.of("x").text() + "\n");
    assertTrue(refused().contains("line 1 broken: it closes off what is not there"), refused());
  }

  @Test
  void aFileThatIsNoLedgerIsRefusedAndLeftAsItIs() throws Exception {
    for (String text :
        List.of(
            "age,label\n1,yes\n",
            "age",
            "onecurve-board/2\n",
            "onecurve-ledger/2 opened first\n",
            "\u0000\u0001\u00ff binary\n",
            "x".repeat(1000))) {
      Files.writeString(path(), text, StandardCharsets.ISO_8859_1);
      String message = refused();
      assertTrue(
          message.startsWith(
              "expected lines that begin with \"onecurve-ledger/1\" in the ledger "
                  + path()
                  + ", found \""),
          message);
      assertTrue(
          message.endsWith(
              "\" in line 1: give the ledger a path of its own, or the version of OneCurve that"
                  + " wrote it"),
          message);
      assertTrue(message.chars().allMatch(c -> c >= ' '), message);
      assertEquals(text, Files.readString(path(), StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void whereNoFileCanBeIsSaidAndNothingIsMade() throws Exception {
    Path missing = folder.resolve("none").resolve("ledger");
    assertEquals(
        "expected a folder to keep the ledger "
            + missing
            + " in, found none at "
            + missing.getParent()
            + ": make it, or give the ledger another path",
        refused(missing));
    assertFalse(Files.exists(missing.getParent()));
    assertEquals(
        "expected a file for the ledger, found a folder at "
            + folder
            + ": give the path of a file, which is made if it is not there",
        refused(folder));
  }

  @Test
  void aFileThatCannotBeWrittenIsRefused() throws Exception {
    Files.writeString(path(), "");
    assertTrue(path().toFile().setWritable(false));
    Assumptions.assumeFalse(
        Files.isWritable(path()), "whoever runs this may write to read-only files");
    String message = refused();
    assertTrue(
        message.startsWith(
            "expected a ledger that can be read and written at " + path() + ", found java.nio."),
        message);
    assertTrue(message.endsWith(": make it writable, or give the ledger another path"), message);
  }

  @Test
  void aLedgerThatSomebodyElseHoldsIsWaitedForAndThenRefused() throws Exception {
    try (FileChannel channel =
            FileChannel.open(path(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertTrue(lock.isValid());
      String message =
          assertThrows(
                  UnusableLedgerException.class,
                  () -> Ledger.at(path(), Duration.ofMillis(50)).requireUsable())
              .getMessage();
      assertTrue(message.contains("found it locked all the while"), message);
    }
    ledger().requireUsable();
  }

  @Test
  void anInterruptOpensNothingAndStays() throws Exception {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> open("a", List.of(fold(1, 3))));
    assertEquals(0, Files.size(path()));
    Opened opened = open("a", List.of(fold(1, 3)));
    Thread.currentThread().interrupt();
    ledger().requireUsable();
    ledger().answer(opened, fold(1, 3), audit("a"), new TreeSet<>(List.of(1L)));
    assertTrue(Thread.interrupted());
    assertEquals(2, lines().size());
  }

  @Test
  void threadsNeverMixTheirLinesAndOneAloneIsFirst() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Opened>> openings = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      for (int i = 0; i < 50; i++) {
        String audit = thread + " " + i;
        LabelledRows fold = fold(i, 4);
        openings.add(threads.submit(() -> open(audit, List.of(fold))));
      }
    }
    int first = 0;
    for (Future<Opened> opening : openings) {
      first += opening.get(60, TimeUnit.SECONDS).opening() == Opening.FIRST ? 1 : 0;
    }
    threads.shutdown();
    assertEquals(50, first, "50 folds, 8 audits each");
    assertEquals(400, known().lines().size());
    assertEquals(400, lines().size());
  }

  @Test
  void processesNeverMixTheirLinesAndOneAloneIsFirst() throws Exception {
    List<Process> writers = new ArrayList<>();
    for (String name : List.of("one", "two")) {
      writers.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  LedgerWriter.class.getName(),
                  path().toString(),
                  name)
              .redirectErrorStream(true)
              .start());
    }
    for (Process writer : writers) {
      assertEquals("ready", writer.inputReader(StandardCharsets.UTF_8).readLine());
    }
    for (Process writer : writers) {
      writer.getOutputStream().write('\n');
      writer.getOutputStream().flush();
    }
    int first = 0;
    for (Process writer : writers) {
      String said = writer.inputReader(StandardCharsets.UTF_8).lines().collect(joining("\n"));
      assertEquals(0, writer.waitFor(), said);
      first += Integer.parseInt(said);
    }
    assertEquals(LedgerWriter.FOLDS, first, "two processes of two threads, one set of folds");
    assertEquals(2 * LedgerWriter.THREADS * LedgerWriter.FOLDS, known().lines().size());
    assertEquals(known().lines().size(), lines().size());
  }

  private static String torn(int tears) {
    return "torn lines of the ledger, ignored: "
        + tears
        + "; whoever wrote them died before it used the rows";
  }

  private static byte[] cutOut(byte[] bytes, int from, int to) {
    byte[] rest = Arrays.copyOf(bytes, bytes.length - (to - from));
    System.arraycopy(bytes, to, rest, from, bytes.length - to);
    return rest;
  }

  private static LabelledRows fold(long seed, int rows) {
    return Said.random(seed, (int) (1000 * (seed % 100_000)), rows, 0.8, 0.9);
  }

  private static LedgerOpening small(String audit) {
    return LedgerOpening.of(fold(1, 3), audit(audit));
  }

  private static AuditPrint audit(String name) {
    return LedgerWriter.audit(name);
  }

  private Path path() {
    return folder.resolve("ledger.txt");
  }

  private Ledger ledger() {
    return Ledger.at(path());
  }

  private Opened open(String audit, List<LabelledRows> folds) throws InterruptedException {
    return ledger().open(folds, audit(audit));
  }

  private LedgerText known() throws IOException {
    return LedgerText.parse(path(), Files.readString(path(), StandardCharsets.ISO_8859_1));
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(path(), StandardCharsets.ISO_8859_1);
  }

  private String refused() {
    return refused(path());
  }

  private static String refused(Path path) {
    return assertThrows(UnusableLedgerException.class, () -> Ledger.at(path).requireUsable())
        .getMessage();
  }
}
