package io.github.onecurve.judge;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RecordPrints;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line of one opening of a fold.
 *
 * @param opening first, or of rows opened before
 * @param fold the fingerprint of the fold
 * @param audit that of the audit that opened it
 * @param records of the fold: whole records as read
 * @param inputs of the fold: inputs and labels alone
 */
record LedgerOpening(
    Opening opening, String fold, AuditPrint audit, RowSample records, RowSample inputs)
    implements LedgerLine {
  /** The form of its words. */
  static final String WORDS =
      "opened (first|reused)"
          + PRINT.repeat(3)
          + " (all|lowest) ([0-9a-f*,]+) (all|lowest) ([0-9a-f*,]+)";

  private static final int MOST_PRINTS = 2048;
  private static final Pattern COUNTED = Pattern.compile("([0-9a-f]{16})(?:\\*([1-9][0-9]{0,8}))?");

  /** The first opening of a fold by an audit, with all of the fold's records. */
  static LedgerOpening of(LabelledRows fold, AuditPrint audit) {
    return new LedgerOpening(
        Opening.FIRST,
        fold.fingerprint(),
        audit,
        RowSample.of(RecordPrints.whole(fold)),
        RowSample.of(RecordPrints.inputsAndLabel(fold)));
  }

  static LedgerOpening read(Matcher words) {
    return new LedgerOpening(
        words.group(1).equals("first") ? Opening.FIRST : Opening.REUSED,
        words.group(2),
        new AuditPrint(words.group(3), words.group(4)),
        sample(words.group(5), words.group(6)),
        sample(words.group(7), words.group(8)));
  }

  LedgerOpening as(Opening other) {
    return new LedgerOpening(other, fold, audit, records, inputs);
  }

  /** Whether it is of the same fold by the same audit. */
  boolean isReplayOf(LedgerOpening known) {
    return known.fold.equals(fold) && known.audit.equals(audit);
  }

  /**
   * Whether its fold shares more rows with that of another opening than honest draws would.
   *
   * @param z how many standard errors are chance
   */
  boolean sharesRowsWith(LedgerOpening known, double z) {
    return records.sharesRowsWith(known.records, z) || inputs.sharesRowsWith(known.inputs, z);
  }

  @Override
  public String words() {
    return String.join(
        " ",
        "opened",
        opening == Opening.FIRST ? "first" : "reused",
        fold,
        audit.setting(),
        audit.insights(),
        words(records.lowest(MOST_PRINTS)),
        words(inputs.lowest(MOST_PRINTS)));
  }

  private static String words(RowSample sample) {
    StringBuilder text = new StringBuilder(sample.isAll() ? "all " : "lowest ");
    long[] prints = sample.prints();
    for (int i = 0; i < prints.length; i++) {
      text.append(i == 0 ? "" : ",").append(String.format("%016x", prints[i]));
      if (sample.count(i) > 1) {
        text.append('*').append(sample.count(i));
      }
    }
    return text.toString();
  }

  private static RowSample sample(String reach, String prints) {
    Map<Long, Integer> counts = new HashMap<>();
    Matcher print = COUNTED.matcher(prints);
    int from = 0;
    while (print.find(from) && print.start() == from) {
      counts.put(
          Long.parseUnsignedLong(print.group(1), 16),
          print.group(2) == null ? 1 : Integer.parseInt(print.group(2)));
      from = Math.min(prints.length(), print.end() + 1);
    }
    return RowSample.kept(counts, reach.equals("all"));
  }
}
