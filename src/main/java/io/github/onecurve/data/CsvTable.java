package io.github.onecurve.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A file of comma-separated values with a header, read once from top to bottom. */
final class CsvTable implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_CELL = 1 << 22;
  private static final int LONGEST_RECORD = 1 << 26;
  private static final int MOST_COLUMNS = 1 << 20;

  private final String file;
  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> records;
  private final List<String> header;
  private long line;

  private CsvTable(Path path, Reader text) throws IOException {
    this.file = String.valueOf(path.getFileName());
    this.reader =
        CsvReader.builder()
            .allowExtraFields(true)
            .allowMissingFields(true)
            .maxBufferSize(LONGEST_CELL)
            .build(
                CsvRecordHandler.of(
                    limits ->
                        limits
                            .maxFields(MOST_COLUMNS)
                            .maxFieldSize(LONGEST_CELL)
                            .maxRecordSize(LONGEST_RECORD)),
                text);
    this.records = reader.iterator();
    this.header = readHeader();
  }

  /**
   * Opens a table, compressed or not.
   *
   * @throws IllegalArgumentException if it is empty or no text in UTF-8, or its header is at fault
   */
  static CsvTable open(Path path) throws IOException {
    GivenFile.require(path, "a CSV file");
    InputStream bytes = unpacked(path, new BufferedInputStream(Files.newInputStream(path), BUFFER));
    try {
      Reader text =
          new InputStreamReader(
              withoutByteOrderMark(path, new BufferedInputStream(bytes, BUFFER)),
              StandardCharsets.UTF_8
                  .newDecoder()
                  .onMalformedInput(CodingErrorAction.REPORT)
                  .onUnmappableCharacter(CodingErrorAction.REPORT));
      return new CsvTable(path, text);
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  /** The names of the columns. */
  List<String> header() {
    return header;
  }

  /** Hears the cells of each row. */
  interface Hearer {
    void row(CsvRecord cells);
  }

  /**
   * Hands on the rows of a range.
   *
   * @return how many there were
   * @throws IllegalArgumentException if a row has not as many cells as the header, or there are
   *     fewer rows than the range needs
   */
  int forEach(RowRange range, Hearer hearer) throws IOException {
    int row = 0;
    for (; row < range.to() && hasNext(); row++) {
      CsvRecord cells = next();
      if (cells.getFieldCount() != header.size()) {
        throw new IllegalArgumentException(
            String.format(
                "%s line %d: expected %d cells as in the header, found %d",
                file, line, header.size(), cells.getFieldCount()));
      }
      if (row >= range.from()) {
        hearer.row(cells);
      }
    }
    if (row == 0) {
      throw new IllegalArgumentException(file + " has a header and no rows: give at least one row");
    }
    if (row <= range.from() || (!range.isToEnd() && row < range.to())) {
      throw new IllegalArgumentException(
          String.format(
              "%s has %d rows, expected at least %d for the range [%d, %s)",
              file,
              row,
              range.isToEnd() ? range.from() + 1 : range.to(),
              range.from(),
              range.isToEnd() ? "end" : String.valueOf(range.to())));
    }
    return row - range.from();
  }

  /** Where reading stands, for messages: the file and the line on which the last row began. */
  String place() {
    return file + " line " + line;
  }

  /** The file's name. */
  String file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private List<String> readHeader() throws IOException {
    if (!hasNext()) {
      throw new IllegalArgumentException(
          file + " is empty: expected a header line with the names of the columns");
    }
    List<String> names = List.copyOf(next().getFields());
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            file + ": the header has the column \"" + name + "\" twice, names must differ");
      }
    }
    return names;
  }

  private boolean hasNext() throws IOException {
    try {
      return records.hasNext();
    } catch (UncheckedIOException e) {
      throw unreadable(e.getCause());
    } catch (CsvParseException e) {
      throw malformed(e);
    }
  }

  private CsvRecord next() {
    CsvRecord record = records.next();
    line = record.getStartingLineNumber();
    return record;
  }

  private IOException unreadable(IOException cause) {
    if (cause instanceof CharacterCodingException) {
      throw new IllegalArgumentException(
          file + " is not UTF-8 text, seen after line " + line + ": save it as UTF-8", cause);
    }
    if (cause instanceof EOFException || cause instanceof ZipException) {
      return new IOException(
          file + " breaks off or is damaged after line " + line + ": copy it again", cause);
    }
    return cause;
  }

  private IllegalArgumentException malformed(CsvParseException cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new IllegalArgumentException(
        String.format(
            "%s: the row after line %d is not comma-separated values (%s); a cell has at most %d"
                + " characters: is a quote left open?",
            file, line, root.getMessage(), LONGEST_CELL),
        cause);
  }

  private static InputStream unpacked(Path path, BufferedInputStream bytes) throws IOException {
    byte[] magic = peek(bytes, 2);
    boolean packed = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
    if (!packed && path.toString().endsWith(".gz")) {
      bytes.close();
      throw new IllegalArgumentException(
          path.getFileName() + " is named .gz and is not compressed: rename it or compress it");
    }
    return packed ? new GZIPInputStream(bytes, BUFFER) : bytes;
  }

  private static InputStream withoutByteOrderMark(Path path, BufferedInputStream bytes)
      throws IOException {
    byte[] mark = peek(bytes, 3);
    if (mark.length >= 2 && (mark[0] & 0xff) + (mark[1] & 0xff) == 0xff + 0xfe) {
      throw new IllegalArgumentException(path.getFileName() + " is UTF-16 text: save it as UTF-8");
    }
    boolean marked =
        mark.length == 3
            && mark[0] == (byte) 0xef
            && mark[1] == (byte) 0xbb
            && mark[2] == (byte) 0xbf;
    bytes.skipNBytes(marked ? 3 : 0);
    return bytes;
  }

  private static byte[] peek(BufferedInputStream bytes, int count) throws IOException {
    bytes.mark(count);
    byte[] first = bytes.readNBytes(count);
    bytes.reset();
    return first;
  }
}
