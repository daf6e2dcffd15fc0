package io.github.onecurve.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which of some rows occur among others, as whole records: found by print, then compared in full.
 */
final class Records {
  private final LabelledRows rows;
  private final Rows others;
  private final Optional<LabelledRows> labelled;
  private final List<Column> common;
  private final boolean unread;
  private final boolean entities;

  /** Columns that both sides have are compared, the label where the others have one. */
  Records(LabelledRows rows, Rows others, Optional<LabelledRows> labelled) {
    this.rows = rows;
    this.others = others;
    this.labelled = labelled;
    this.common = common(rows.rows(), others);
    this.unread = rows.rows().hasUnread() && others.hasUnread();
    this.entities = rows.rows().hasEntities() && others.hasEntities();
  }

  /** The rows whose record equals one of the others. */
  RowSet equalRecords() {
    return equal(
        rows.size(),
        (print, row) -> {
          rows.rows().addInputs(print, row);
          common.forEach(column -> column.here().addCell(print, row));
          labelled.ifPresent(known -> print.add(className(rows, row)));
          addRest(print, rows.rows(), row);
        },
        others.size(),
        (print, row) -> {
          others.addInputs(print, row);
          common.forEach(column -> column.there().addCell(print, row));
          labelled.ifPresent(known -> print.add(className(known, row)));
          addRest(print, others, row);
        },
        this::same);
  }

  /** The rows whose inputs equal those of one of the others. */
  static RowSet equalInputs(Rows rows, Rows others) {
    return equal(
        rows.size(),
        rows::addInputs,
        others.size(),
        others::addInputs,
        (row, other) -> rows.sameInputs(row, others, other));
  }

  private boolean same(int row, int other) {
    Rows here = rows.rows();
    return here.sameInputs(row, others, other)
        && labelled.map(known -> className(rows, row).equals(className(known, other))).orElse(true)
        && common.stream().allMatch(column -> column.here().sameCell(row, column.there(), other))
        && (!unread || here.sameUnread(row, others, other))
        && (!entities || here.entity(row).equals(others.entity(other)));
  }

  private void addRest(Fingerprint print, Rows side, int row) {
    if (unread) {
      side.addUnread(print, row);
    }
    if (entities) {
      side.entity(row).ifPresent(print::add);
    }
  }

  private static String className(LabelledRows rows, int row) {
    return rows.classNames().get(rows.label(row));
  }

  private static List<Column> common(Rows rows, Rows others) {
    List<Column> columns = new ArrayList<>();
    for (Attribute here : rows.attributes()) {
      others
          .attribute(here.name())
          .ifPresent(there -> columns.add(new Column(here, there.requireKindOf(here))));
    }
    return List.copyOf(columns);
  }

  private static RowSet equal(int rows, Printer here, int others, Printer there, Equality inFull) {
    long[] prints = prints(others, there);
    int[] order = RowKeys.sorted(prints, Comparator.naturalOrder());
    long[] mine = prints(rows, here);
    return RowSet.where(
        rows,
        row -> {
          int place = firstAtLeast(prints, order, mine[row]);
          while (place < order.length && prints[order[place]] == mine[row]) {
            if (inFull.same(row, order[place])) {
              return true;
            }
            place++;
          }
          return false;
        });
  }

  private static long[] prints(int rows, Printer printer) {
    Fingerprint print = Fingerprint.start();
    long[] prints = new long[rows];
    for (int row = 0; row < rows; row++) {
      printer.add(print, row);
      prints[row] = print.key();
    }
    return prints;
  }

  private static int firstAtLeast(long[] prints, int[] order, long wanted) {
    int low = 0;
    int high = order.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(prints[order[middle]], wanted) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private record Column(Attribute here, Attribute there) {}

  private interface Printer {
    void add(Fingerprint print, int row);
  }

  private interface Equality {
    boolean same(int row, int other);
  }
}
