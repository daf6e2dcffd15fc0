package io.github.onecurve.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads rows from files of comma-separated values (RFC 4180, UTF-8, a header line first), also
 * compressed with gzip, as {@link Columns} say.
 *
 * <p>Every method throws {@link IOException} where the file cannot be read, {@link
 * IllegalArgumentException} where it is not as the columns say, with its name, the line and the
 * column, and {@link IllegalStateException} where columns are still to be fitted. Ranges count rows
 * from 0, the header and empty lines not counted.
 */
public final class Csv {
  private static final Logger LOG = LoggerFactory.getLogger(Csv.class);
  private static final int LONGEST_SHOWN = 60;

  private Csv() {}

  /** All rows of a table with their labels. What was odd is logged; see {@link #readNoted}. */
  public static LabelledRows read(Path table, Columns columns) throws IOException {
    return labelled(table, columns, RowRange.all()).rows();
  }

  /** The rows {@code from … to − 1} of a table with their labels. */
  public static LabelledRows read(Path table, Columns columns, int from, int to)
      throws IOException {
    return labelled(table, columns, RowRange.of(from, to)).rows();
  }

  /** All rows of a table with their labels, and what was odd about its cells. */
  public static Reading readNoted(Path table, Columns columns) throws IOException {
    return labelled(table, columns, RowRange.all());
  }

  /** All rows of a table without labels; a label column is not looked at and may be absent. */
  public static Rows readUnlabelled(Path table, Columns columns) throws IOException {
    return CsvRows.read(table, columns.unlabelled(), RowRange.all()).rows();
  }

  /** The rows {@code from … to − 1} of a table without labels. */
  public static Rows readUnlabelled(Path table, Columns columns, int from, int to)
      throws IOException {
    return CsvRows.read(table, columns.unlabelled(), RowRange.of(from, to)).rows();
  }

  /** Rows that were read, and what was odd about their cells. */
  public record Reading(LabelledRows rows, Notes notes) {}

  /**
   * What was odd about the cells of a table but could be read.
   *
   * @param unseen by column, the categories that the columns do not give, each with its count
   * @param missing by column, the number of cells that were missing
   */
  public record Notes(Map<String, Map<String, Long>> unseen, Map<String, Long> missing) {
    /** Columns are kept in their natural order. */
    public Notes {
      Map<String, Map<String, Long>> copies = new TreeMap<>();
      unseen.forEach(
          (column, counts) ->
              copies.put(column, Collections.unmodifiableMap(new TreeMap<>(counts))));
      unseen = Collections.unmodifiableMap(copies);
      missing = Collections.unmodifiableMap(new TreeMap<>(missing));
    }

    /** Whether nothing was odd. */
    public boolean isEmpty() {
      return unseen.isEmpty() && missing.isEmpty();
    }

    /** One sentence for each column that had something odd. */
    public List<String> sentences() {
      List<String> sentences = new ArrayList<>();
      unseen.forEach(
          (column, counts) ->
              sentences.add("column \"" + column + "\": categories not given: " + shown(counts)));
      missing.forEach(
          (column, count) -> sentences.add("column \"" + column + "\": " + count + " missing"));
      return List.copyOf(sentences);
    }

    private static String shown(Map<String, Long> counts) {
      return Csv.shown(counts.toString());
    }
  }

  /** The columns with everything learnt from a range of a table. */
  static Columns fit(Path table, Columns columns, RowRange training) throws IOException {
    return CsvFit.fit(table, columns, training);
  }

  /** A cell as a message shows it. */
  static String shown(String cell) {
    return cell.length() <= LONGEST_SHOWN ? cell : cell.substring(0, LONGEST_SHOWN) + "…";
  }

  private static Reading labelled(Path table, Columns columns, RowRange range) throws IOException {
    if (columns.label().isEmpty()) {
      throw new IllegalArgumentException(
          "no column is the label: name it with columns.label(name, classes), or read the rows with"
              + " Csv.readUnlabelled");
    }
    CsvRows read = CsvRows.read(table, columns, range);
    read.notes().sentences().forEach(note -> LOG.info("{}: {}", table.getFileName(), note));
    return new Reading(
        LabelledRows.of(read.rows(), read.labels(), columns.classNames()), read.notes());
  }
}
