package io.github.onecurve.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class CsvTest {
  private static final Columns XY = Columns.inOrder().raw("x").label("y", "no", "yes");

  @TempDir Path folder;

  @Test
  void inputsStandInTheOrderOfTheColumnsNotOfTheTable() throws IOException {
    Path table = file("y,b,a\nyes,2,1\nno,4,3\n");
    LabelledRows rows =
        Csv.read(table, Columns.inOrder().raw("a").scaled("b", 2, 4).label("y", "no", "yes"));
    assertArrayEquals(new float[] {1, 0, 3, 0.5f}, rows.rows().inputs());
    assertArrayEquals(new int[] {1, 0}, rows.labels());
  }

  @Test
  void everyInputColumnIsAnAttributeKnownAtDecision() throws IOException {
    Path table = file("a,c,o,who,how,y\n1.5,red,low,ann,7,yes\n-2,blue,high,bob,,no\n");
    Columns columns =
        Columns.inOrder()
            .scaled("a", 1, 2)
            .oneHot("c", List.of("red", "green"))
            .ordinal("o", List.of("low", "high"))
            .attribute("who")
            .attributeNumeric("how")
            .knownAtDecision("how")
            .label("y", "no", "yes");
    Rows rows = Csv.read(table, columns).rows();
    assertEquals(List.of("a", "c=red", "c=green", "o"), columns.featureNames());
    assertArrayEquals(new float[] {0.25f, 1, 0, 0, -1.5f, 0, 0, 1}, rows.inputs());
    assertEquals(
        List.of("a", "c", "o", "who", "how"),
        rows.attributes().stream().map(Attribute::name).toList());
    assertEquals(1.5, rows.attribute("a").orElseThrow().value(0).orElseThrow());
    assertEquals(List.of("red", "green", "blue"), rows.attribute("c").orElseThrow().levels());
    assertEquals("blue", rows.attribute("c").orElseThrow().text(1));
    assertTrue(rows.attribute("o").orElseThrow().atDecision());
    assertFalse(rows.attribute("who").orElseThrow().atDecision());
    assertTrue(rows.attribute("how").orElseThrow().atDecision());
    assertTrue(rows.attribute("how").orElseThrow().isMissing(1));
  }

  @Test
  void unseenAndMissingCellsAreZerosAndCounted() throws IOException {
    Path table = file("a,c,y\n?,red,no\n3,,yes\n,mauve,no\n5,?,no\n5,mauve,no\n");
    Columns columns =
        Columns.inOrder()
            .scaled("a", 4, 2)
            .oneHot("c", List.of("red"))
            .label("y", "no", "yes")
            .missing("?");
    Csv.Reading reading = Csv.readNoted(table, columns);
    assertArrayEquals(
        new float[] {0, 1, -0.5f, 0, 0, 0, 0.5f, 0, 0.5f, 0}, reading.rows().rows().inputs());
    assertEquals(Map.of("c", Map.of("mauve", 2L)), reading.notes().unseen());
    assertEquals(Map.of("a", 2L, "c", 2L), reading.notes().missing());
    assertEquals(
        List.of(
            "column \"c\": categories not given: {mauve=2}",
            "column \"a\": 2 missing",
            "column \"c\": 2 missing"),
        reading.notes().sentences());
    assertTrue(reading.rows().rows().attribute("c").orElseThrow().isMissing(3));
  }

  @Test
  void aDeclaredFillStandsInForMissingNumbers() throws IOException {
    Path table = file("a,b,o,y\n,,,no\nnone,1,dunno,yes\n");
    Columns columns =
        Columns.inOrder()
            .raw("a")
            .scaled("b", 1, 2)
            .ordinal("o", List.of("low", "high"))
            .label("y", "no", "yes")
            .missing("a", List.of("none"))
            .fill("a", 7)
            .fill("b", 5)
            .fill("o", -1);
    assertArrayEquals(new float[] {7, 2, -1, 7, 0, -1}, Csv.read(table, columns).rows().inputs());
  }

  @Test
  void fittingLearnsCategoriesMeansAndClassesFromTheRangeAlone() throws IOException {
    Path table = file("a,c,y\n1,b,yes\n3,\uD83D\uDE00,no\n?,\uFFFD,no\n9,z,maybe\n");
    Columns open = Columns.inOrder().scaled("a").oneHot("c").label("y").missing("a", List.of("?"));
    Columns fitted = open.fit(table, 0, 3);
    assertFalse(open.isFitted());
    assertEquals(new Columns.Scaling(2, 1), fitted.scaling("a").orElseThrow());
    assertEquals(List.of("b", "\uFFFD", "\uD83D\uDE00"), fitted.levels("c"), "by code point");
    assertEquals(List.of("no", "yes"), fitted.classNames());
    assertEquals(fitted, fitted.fit(table));
    assertEquals(4, fitted.width());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void fittingGivesTheSameBitsWhateverTheOrderOfRows(long seed) throws IOException {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < 500; row++) {
      lines.add(1e6 * random.nextGaussian() + "," + "pqrs".charAt(random.nextInt(4)) + ",no");
    }
    Columns open = Columns.inOrder().scaled("a").oneHot("c").label("y", "no", "yes");
    Columns one = open.fit(file("a,c,y\n" + String.join("\n", lines)));
    Collections.shuffle(lines, random);
    assertEquals(one, open.fit(file("a,c,y\n" + String.join("\r\n", lines))));
  }

  @Test
  void quotesByteOrderMarksAndBlankLinesAreUnderstood() throws IOException {
    Path table = file("\uFEFF\"x\",c,y\r\n 1 ,\"a,\"\"b\"\"\nc\",yes\r\n\r\n2e1,d,no");
    Columns columns = Columns.inOrder().raw("x").attribute("c").label("y", "no", "yes");
    LabelledRows rows = Csv.read(table, columns);
    assertArrayEquals(new float[] {1, 20}, rows.rows().inputs());
    assertEquals("a,\"b\"\nc", rows.rows().attribute("c").orElseThrow().text(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"t.csv.gz", "t.csv"})
  void compressedTablesAreReadByNameAndByTheirFirstBytes(String name) throws IOException {
    Path table = folder.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(table))) {
      out.write("x,y\n1,no\n2,yes\n".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(2, Csv.read(table, XY).size());
  }

  @Test
  void rangesAreTheRowsOfTheWholeTable() throws IOException {
    Path table = file("x,y\n0,no\n1,yes\n2,no\n3,yes\n");
    assertEquals(
        Csv.read(table, XY).select(1, 2).fingerprint(), Csv.read(table, XY, 1, 3).fingerprint());
    assertArrayEquals(new float[] {3}, Csv.readUnlabelled(table, XY, 3, 4).inputs());
    assertEquals(
        "t.csv has 4 rows, expected at least 5 for the range [3, 5)",
        refused(() -> Csv.read(table, XY, 3, 5)));
    assertEquals(
        "t.csv has 4 rows, expected at least 7 for the range [5, 7)",
        refused(() -> Csv.read(table, XY, 5, 7)));
    assertEquals(
        "expected a range of rows with 0 <= from < to, found [2, 2)",
        refused(() -> Csv.read(table, XY, 2, 2)));
  }

  @Test
  void aPoolNeedsNoLabelColumnAndDoesNotLookAtOne() throws IOException {
    assertEquals(1, Csv.readUnlabelled(file("x\n1\n"), XY).size());
    Rows rows = Csv.readUnlabelled(file("y,x\nwhatever,1\n"), XY.unlabelled());
    assertEquals(List.of("x"), rows.attributes().stream().map(Attribute::name).toList());
    assertEquals(
        "no column is the label: name it with columns.label(name, classes), or read the rows with"
            + " Csv.readUnlabelled",
        refused(() -> Csv.read(file("x\n1\n"), XY.unlabelled())));
  }

  @Test
  void ignoredCellsTellWholeRecordsApartInAnyOrderOfColumns() throws IOException {
    Columns ignoring = XY.ignored("u", "v");
    LabelledRows judge = Csv.read(file("u,x,v,y\na,1,b,no\nb,1,a,no\nc,5,c,no\n"), ignoring);
    LabelledRows other = Csv.read(file("v,u,x,y\nb,a,1,no\n"), XY.ignoreOthers());
    Separation separation = Separation.judge(judge).from(other).separate();
    assertArrayEquals(new int[] {0}, separation.removed().indices());
    assertEquals(1, separation.repeatedInputs());
  }

  @Test
  void entitiesAreReadAndNamedForEveryRow() throws IOException {
    Columns columns = XY.entity("who");
    LabelledRows rows = Csv.read(file("x,who,y\n1,ann,no\n2,bob,no\n"), columns);
    assertEquals("bob", rows.rows().entity(1).orElseThrow());
    assertEquals(
        "t.csv line 2, column \"who\": the entity is missing: name one for every row, or ignore the"
            + " column",
        refused(() -> Csv.read(file("x,who,y\n1,,no\n"), columns)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          |t.csv is empty: expected a header line with the names of the columns
          x,y\\n|t.csv has a header and no rows: give at least one row
          x,y,x\\n1,no,2\\n|t.csv: the header has the column "x" twice, names must differ
          x\\n1\\n|t.csv has no column "y"; its header is [x] (is the header line missing?)
          x,y,z\\n1,no,2\\n|t.csv has the columns [z], which nothing was said about: make each an input (oneHot, ordinal, raw, scaled), an attribute(...), entity(...), label(...) or ignored(...), or ignoreOthers()
          x,y\\n1,no\\n2\\n|t.csv line 3: expected 2 cells as in the header, found 1
          x,y\\n1,no,3\\n|t.csv line 2: expected 2 cells as in the header, found 3
          x,y\\n1,no\\ntwo,no\\n|t.csv line 3, column "x": expected a finite number, found "two": if it says that there is none, declare it with columns.missing(...)
          x,y\\nNaN,no\\n|t.csv line 2, column "x": expected a finite number, found "NaN": if it says that there is none, declare it with columns.missing(...)
          x,y\\n1f,no\\n|t.csv line 2, column "x": expected a finite number, found "1f": if it says that there is none, declare it with columns.missing(...)
          x,y\\n0x10,no\\n|t.csv line 2, column "x": expected a finite number, found "0x10": if it says that there is none, declare it with columns.missing(...)
          x,y\\n1e999,no\\n|t.csv line 2, column "x": expected a finite number, found "1e999": if it says that there is none, declare it with columns.missing(...)
          x,y\\n1e39,no\\n|t.csv line 2, column "x": expected a number that single precision can hold, found "1e39"
          x,y\\n,no\\n|t.csv line 2, column "x": a number is missing (""): give columns.fill(name, value), or scale the column so that the mean stands in
          x,y\\n1,perhaps\\n|t.csv line 2, column "y": expected one of the classes [no, yes], found "perhaps"
          x,y\\n1,\\n|t.csv line 2, column "y": the label is missing: read rows without labels by Csv.readUnlabelled
          """)
  void faultsAreNamedWithFileLineAndColumn(String text, String message) {
    String content = text == null ? "" : text.replace("\\n", "\n");
    assertEquals(message, refused(() -> Csv.read(file(content), XY)));
  }

  @Test
  void anUnknownOrdinalLevelIsRefusedUnlessFilled() {
    Columns columns = Columns.inOrder().ordinal("o", List.of("low", "high")).label("y", "a", "b");
    assertEquals(
        "t.csv line 2, column \"o\": expected one of the levels [low, high], found \"mid\": add the"
            + " level, or give columns.fill(name, index)",
        refused(() -> Csv.read(file("o,y\nmid,a\n"), columns)));
  }

  @Test
  void aHugeCellIsRefusedAndNotSwallowed() throws IOException {
    String huge = "1".repeat(5_000_000);
    String message = refused(() -> Csv.read(file("x,y\n1,no\n\"" + huge + "\",no\n"), XY));
    assertTrue(
        message.startsWith("t.csv: the row after line 2 is not comma-separated values ("), message);
    assertTrue(
        message.endsWith("a cell has at most 4194304 characters: is a quote left open?"), message);
  }

  @Test
  void textThatIsNotUtf8IsRefused() throws IOException {
    Path latin = folder.resolve("t.csv");
    Files.write(latin, "x,y\n1,n\u00f6\n".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(refused(() -> Csv.read(latin, XY)).startsWith("t.csv is not UTF-8 text"));
    Files.write(latin, "x,y\n1,no\n".getBytes(StandardCharsets.UTF_16));
    assertEquals("t.csv is UTF-16 text: save it as UTF-8", refused(() -> Csv.read(latin, XY)));
  }

  @Test
  void aFileNamedGzThatIsNotCompressedAndOneThatBreaksOffAreRefused() throws IOException {
    Path plain = folder.resolve("plain.gz");
    Files.writeString(plain, "x,y\n1,no\n");
    assertEquals(
        "plain.gz is named .gz and is not compressed: rename it or compress it",
        refused(() -> Csv.read(plain, XY)));
    Path whole = folder.resolve("cut.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
      Random random = new Random(1);
      StringBuilder text = new StringBuilder("x,y\n");
      for (int row = 0; row < 20_000; row++) {
        text.append(random.nextInt()).append(",no\n");
      }
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(whole, Arrays.copyOf(bytes, bytes.length / 2));
    IOException cut = assertThrows(IOException.class, () -> Csv.read(whole, XY));
    assertTrue(
        cut.getMessage().startsWith("cut.csv.gz breaks off or is damaged"), cut.getMessage());
  }

  @Test
  void columnsStillToBeFittedAreNamed() {
    IllegalStateException open =
        assertThrows(
            IllegalStateException.class,
            () -> Csv.read(file("x,y\n1,no\n"), Columns.inOrder().scaled("x").label("y")));
    assertEquals(
        "columns [x, y] are still to be fitted: use columns.fit(training table), or give"
            + " categories, means and sds",
        open.getMessage());
  }

  @Test
  void aTableWithoutInputsIsRefused() {
    assertEquals(
        "no column is an input: name at least one with oneHot, ordinal, raw or scaled",
        refused(() -> Csv.read(file("y\nno\n"), Columns.inOrder().label("y", "no", "yes"))));
  }

  @Test
  void aColumnThatCannotBeFittedIsRefused() {
    assertEquals(
        "column \"a\" is the same in all training rows, so it cannot be scaled: ignore it, or give"
            + " scaled(name, mean, sd)",
        refused(() -> Columns.inOrder().scaled("a").fit(file("a\n3\n3\n"))));
    assertEquals(
        "column \"a\" has no number in the training rows: ignore it",
        refused(() -> Columns.inOrder().scaled("a").missing("-").fit(file("a\n-\n"))));
    assertEquals(
        "column \"a\" has no value in the training rows: ignore it",
        refused(() -> Columns.inOrder().oneHot("a").missing("-").fit(file("a\n-\n"))));
    assertTrue(
        refused(() -> Columns.inOrder().scaled("a").fit(file("a\nx\n")))
            .startsWith("t.csv line 2, column \"a\": expected a finite number"));
  }

  @Test
  void moreRowsThanOneBlockKeepTheirPlaces() throws IOException {
    StringBuilder text = new StringBuilder("x,y\n");
    for (int row = 0; row < 9_000; row++) {
      text.append(row).append(row % 2 == 0 ? ",no\n" : ",yes\n");
    }
    LabelledRows rows = Csv.read(file(text.toString()), XY);
    assertEquals(9_000, rows.size());
    for (int row = 0; row < 9_000; row++) {
      assertEquals(row, rows.rows().input(row, 0));
      assertEquals(row % 2, rows.label(row));
    }
  }

  @Test
  @Tag("quality")
  void aMillionRowsOfTwentyCellsStreamInAFewSeconds() throws IOException {
    Path table = folder.resolve("big.csv");
    Random random = new Random(1);
    try (var out = Files.newBufferedWriter(table)) {
      out.write("n0,n1,n2,n3,n4,n5,n6,n7,n8,n9,c0,c1,c2,c3,c4,c5,c6,c7,c8,y\n");
      for (int row = 0; row < 1_000_000; row++) {
        for (int i = 0; i < 10; i++) {
          out.write(i % 2 == 0 ? random.nextInt(1000) + "," : random.nextInt(100000) / 1e3 + ",");
        }
        for (int i = 0; i < 9; i++) {
          out.write("level" + random.nextInt(10) + ",");
        }
        out.write(random.nextBoolean() ? "yes\n" : "no\n");
      }
    }
    Columns open = Columns.inOrder();
    for (int i = 0; i < 10; i++) {
      open = open.scaled("n" + i);
    }
    for (int i = 0; i < 8; i++) {
      open = open.oneHot("c" + i);
    }
    open = open.ignored("c8").label("y", "no", "yes");
    long start = System.nanoTime();
    Columns fitted = open.fit(table);
    long fit = System.nanoTime();
    LabelledRows rows = Csv.read(table, fitted);
    long read = System.nanoTime();
    RowKeys.order(rows, 1, 0, "pool");
    long ordered = System.nanoTime();
    int chosen =
        Slice.where("c0", "level3")
            .and(Slice.of(new Slice.Range("n0", 0, 500)))
            .rows(rows.rows())
            .size();
    long sliced = System.nanoTime();
    String figures =
        String.format(
            "%d MB: fit %.2f s, read %.2f s, order %.2f s, slice %.4f s (%d rows)",
            Files.size(table) >> 20,
            (fit - start) / 1e9,
            (read - fit) / 1e9,
            (ordered - read) / 1e9,
            (sliced - ordered) / 1e9,
            chosen);
    LoggerFactory.getLogger(CsvTest.class).info(figures);
    assertEquals(1_000_000, rows.size());
    assertTrue((read - fit) / 1e9 < 20, figures);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("t.csv"), text);
  }

  private interface Reading {
    Object run() throws IOException;
  }

  private static String refused(Reading reading) {
    return assertThrows(IllegalArgumentException.class, reading::run).getMessage();
  }
}
