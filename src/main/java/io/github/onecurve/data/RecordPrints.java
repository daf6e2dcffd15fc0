package io.github.onecurve.data;

import java.util.Comparator;
import java.util.List;

/**
 * Rows told apart by 64 bits each, whatever their order and whatever else lies beside them: the
 * first 8 bytes of SHA-256 over what a row holds.
 */
public final class RecordPrints {
  private RecordPrints() {}

  /**
   * Prints of whole records as read, {@code [n]}: inputs, the name of the class, attributes by
   * name, the entity and the cells that serve as nothing.
   */
  public static long[] whole(LabelledRows rows) {
    Rows read = rows.rows();
    List<Attribute> columns =
        read.attributes().stream()
            .sorted(Comparator.comparing(Attribute::name, TextOrder.BY_CODE_POINT))
            .toList();
    Fingerprint print = Fingerprint.start();
    long[] prints = new long[rows.size()];
    for (int row = 0; row < prints.length; row++) {
      read.addInputs(print, row);
      print.add(className(rows, row));
      for (Attribute column : columns) {
        print.add(column.name());
        column.addCell(print, row);
      }
      read.entity(row).ifPresent(print::add);
      read.addUnread(print, row);
      prints[row] = print.key();
    }
    return prints;
  }

  /**
   * Prints of inputs and the name of the class alone, {@code [n]}: one more column beside them
   * changes nothing.
   */
  public static long[] inputsAndLabel(LabelledRows rows) {
    Fingerprint print = Fingerprint.start();
    long[] prints = new long[rows.size()];
    for (int row = 0; row < prints.length; row++) {
      rows.rows().addInputs(print, row);
      prints[row] = print.add(className(rows, row)).key();
    }
    return prints;
  }

  private static String className(LabelledRows rows, int row) {
    return rows.classNames().get(rows.label(row));
  }
}
