package io.github.onecurve.judge;

import io.github.onecurve.data.Fingerprint;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A line of a ledger: words, the last of which is a checksum of those before it. */
sealed interface LedgerLine permits LedgerOpening, LedgerAnswers, LedgerTear {
  /** What every line begins with: the kind of file and the version of its format. */
  String VERSION = "onecurve-ledger/1";

  /** A SHA-256 in hexadecimal digits, as a group. */
  String PRINT = " ([0-9a-f]{64})";

  /** The words between version and checksum. */
  String words();

  /** This line, without its end. */
  default String text() {
    String body = VERSION + " " + words();
    return body + " " + sum(body);
  }

  /**
   * The line that a text holds.
   *
   * @throws IllegalArgumentException if it holds none, or its checksum is another
   */
  static LedgerLine parse(String text) {
    for (Kind kind : Kind.ALL) {
      Matcher words = kind.form().matcher(text);
      if (words.matches()) {
        int end = text.lastIndexOf(' ');
        if (!sum(text.substring(0, end)).equals(text.substring(end + 1))) {
          throw new IllegalArgumentException("its checksum is not that of its text");
        }
        return kind.reader().read(words);
      }
    }
    throw new IllegalArgumentException("it has no form of a ledger's line");
  }

  /** Whether a text may be the beginning of a line, the rest of which was not written. */
  static boolean isCutOff(String text) {
    return Kind.ALL.stream()
        .map(kind -> kind.form().matcher(text))
        .anyMatch(words -> !words.matches() && words.hitEnd());
  }

  /** The checksum of a text: 64 bits of SHA-256 in 16 hexadecimal digits. */
  static String sum(String text) {
    return String.format("%016x", Fingerprint.start().add(text).key());
  }

  /** How a kind of line is told and read. */
  record Kind(Pattern form, Reader reader) {
    private static final List<Kind> ALL =
        List.of(
            of(LedgerOpening.WORDS, LedgerOpening::read),
            of(LedgerAnswers.WORDS, LedgerAnswers::read),
            of(LedgerTear.WORDS, LedgerTear::read));

    private static Kind of(String words, Reader reader) {
      return new Kind(
          Pattern.compile(Pattern.quote(VERSION) + " " + words + " [0-9a-f]{16}"), reader);
    }

    /** Reads a line from the groups of its form. */
    interface Reader {
      LedgerLine read(Matcher words);
    }
  }

  /** Numbers as 16 hexadecimal digits each, between commas. */
  static String hex(Stream<Long> numbers) {
    return String.join(",", numbers.map(number -> String.format("%016x", number)).toList());
  }
}
