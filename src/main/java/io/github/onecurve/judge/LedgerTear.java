package io.github.onecurve.judge;

import java.util.regex.Matcher;

/**
 * The line that stands behind what was torn off when a writer died: without it, a broken line in
 * the middle is not to be trusted.
 *
 * @param sum the checksum of what is torn
 */
record LedgerTear(String sum) implements LedgerLine {
  /** The form of its words. */
  static final String WORDS = "torn ([0-9a-f]{16})";

  static LedgerTear of(String torn) {
    return new LedgerTear(LedgerLine.sum(torn));
  }

  static LedgerTear read(Matcher words) {
    return new LedgerTear(words.group(1));
  }

  @Override
  public String words() {
    return "torn " + sum;
  }
}
