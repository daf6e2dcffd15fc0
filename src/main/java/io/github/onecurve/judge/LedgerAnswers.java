package io.github.onecurve.judge;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;

/**
 * The line of what an audit's systems answered to the rows that it opened, written before they are
 * graded.
 *
 * @param fold the fingerprint of the fold
 * @param audit that of the audit
 * @param prints one a system
 */
record LedgerAnswers(String fold, AuditPrint audit, SortedSet<Long> prints) implements LedgerLine {
  /** The form of its words. */
  static final String WORDS = "answered" + PRINT.repeat(3) + " ([0-9a-f,]+)";

  static LedgerAnswers read(Matcher words) {
    SortedSet<Long> prints = new TreeSet<>();
    Arrays.stream(words.group(4).split(",", -1))
        .forEach(print -> prints.add(Long.parseUnsignedLong(print, 16)));
    return new LedgerAnswers(
        words.group(1), new AuditPrint(words.group(2), words.group(3)), prints);
  }

  /** Whether they are of the same fold by the same audit. */
  boolean isOfSameAuditAs(LedgerAnswers other) {
    return other.fold.equals(fold) && other.audit.equals(audit);
  }

  /**
   * Whether these are the answers of another run, or more of them or fewer, since one of the two
   * was cut off.
   */
  boolean agreeWith(LedgerAnswers other) {
    return contain(other) || other.contain(this);
  }

  /** Whether all answers of another run are among these. */
  boolean contain(LedgerAnswers other) {
    return prints.containsAll(other.prints);
  }

  @Override
  public String words() {
    return String.join(
        " ", "answered", fold, audit.setting(), audit.insights(), LedgerLine.hex(prints.stream()));
  }
}
