package io.github.onecurve.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One reading of a table: the cells of each column go where its role says. */
final class CsvRows {
  private static final int BLOCK_ROWS = 4096;

  private final List<Column> columns = new ArrayList<>();
  private final List<Cells> cells = new ArrayList<>();
  private final UnreadPrints unread;
  private final int width;
  private final int[] offsets;
  private final List<float[]> blocks = new ArrayList<>();
  private int size;

  private CsvRows(CsvTable table, Columns spec) {
    CsvHeader header = CsvHeader.of(table, spec);
    this.width = spec.width();
    if (width == 0) {
      throw new IllegalArgumentException(
          "no column is an input: name at least one with oneHot, ordinal, raw or scaled");
    }
    List<Integer> places = new ArrayList<>();
    int offset = 0;
    for (Column column : spec.columns()) {
      header
          .cells(column, spec)
          .ifPresent(
              reader -> {
                columns.add(column);
                cells.add(reader);
              });
      if (places.size() < cells.size()) {
        places.add(offset);
      }
      offset += column.role().features(column.name()).size();
    }
    this.offsets = places.stream().mapToInt(Integer::intValue).toArray();
    this.unread = new UnreadPrints(table.header(), header.unread());
  }

  /** Reads a range of a table. */
  static CsvRows read(Path path, Columns spec, RowRange range) throws IOException {
    spec.requireFitted();
    try (CsvTable table = CsvTable.open(path)) {
      CsvRows rows = new CsvRows(table, spec);
      table.forEach(range, record -> rows.add(record, table));
      return rows;
    }
  }

  /** The rows with attributes, entities and what else was read of them. */
  Rows rows() {
    Rows rows = Rows.owning(inputs(), size, width);
    for (int i = 0; i < columns.size(); i++) {
      var attribute = cells.get(i).attribute(columns.get(i).name());
      rows = attribute.isPresent() ? rows.with(attribute.get()) : rows;
      rows = cells.get(i) instanceof EntityCells owners ? rows.ofEntities(owners.keys()) : rows;
    }
    long[] prints = unread.prints();
    return prints.length == 0 ? rows : rows.withUnread(prints);
  }

  /** The label of each row; none where there is no label column. */
  int[] labels() {
    return cells.stream()
        .filter(LabelCells.class::isInstance)
        .findFirst()
        .map(labels -> ((LabelCells) labels).labels())
        .orElse(new int[0]);
  }

  /** What was odd about the cells. */
  Csv.Notes notes() {
    Map<String, Map<String, Long>> unseen = new LinkedHashMap<>();
    Map<String, Long> missing = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (column.role().isInput() && !cells.get(i).unseen().isEmpty()) {
        unseen.put(column.name(), cells.get(i).unseen());
      }
      if (cells.get(i).missing() > 0) {
        missing.put(column.name(), cells.get(i).missing());
      }
    }
    return new Csv.Notes(unseen, missing);
  }

  private void add(CsvRecord record, CsvTable table) {
    if (size % BLOCK_ROWS == 0) {
      blocks.add(new float[Math.multiplyExact(BLOCK_ROWS, width)]);
    }
    float[] block = blocks.get(blocks.size() - 1);
    int start = (size % BLOCK_ROWS) * width;
    for (int i = 0; i < offsets.length; i++) {
      Cells column = cells.get(i);
      try {
        column.read(record.getField(column.place()), block, start + offsets[i]);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            table.place() + ", column \"" + columns.get(i).name() + "\": " + e.getMessage(), e);
      }
    }
    unread.read(record::getField);
    size++;
  }

  private float[] inputs() {
    long total = (long) size * width;
    if (total > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          size + " rows of " + width + " inputs are more than one array holds: read a range");
    }
    float[] inputs = new float[(int) total];
    for (int i = 0; i < blocks.size(); i++) {
      int from = i * BLOCK_ROWS * width;
      System.arraycopy(
          blocks.set(i, new float[0]),
          0,
          inputs,
          from,
          Math.min(BLOCK_ROWS * width, inputs.length - from));
    }
    return inputs;
  }
}
