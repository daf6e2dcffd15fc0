package io.github.onecurve.judge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a ledger says, line by line.
 *
 * <p>A writer that dies leaves the beginning of a line at the end of the file. The next one closes
 * it off by a {@link LedgerTear}; from then on it stands in the middle, and is still no opening:
 * the rows of an opening are used only once its line is on the disk.
 *
 * @param lines in the order of the file
 * @param torn what is torn at the end and not closed off
 * @param openEnd whether the last line lacks its end
 */
record LedgerText(List<Numbered> lines, Optional<String> torn, boolean openEnd) {
  /** A line and its number from 1. */
  record Numbered(int number, LedgerLine line) {}

  /**
   * What a text says.
   *
   * @param path where it is from, for the messages
   * @throws UnusableLedgerException if it is no ledger or some line of it is broken
   */
  static LedgerText parse(Path path, String text) {
    List<Numbered> lines = new ArrayList<>();
    List<String> torn = new ArrayList<>();
    String[] texts = text.split("\n", -1);
    int last = texts[texts.length - 1].isEmpty() ? texts.length - 1 : texts.length;
    for (int i = 0; i < last; i++) {
      if (LedgerLine.isCutOff(texts[i])) {
        torn.add(texts[i]);
        continue;
      }
      LedgerLine line = line(path, i + 1, texts[i]);
      boolean fits =
          line instanceof LedgerTear tear
              ? !torn.isEmpty() && tear.equals(LedgerTear.of(String.join("\n", torn)))
              : torn.isEmpty();
      if (!fits) {
        throw broken(
            path,
            i + 1 - torn.size(),
            torn.isEmpty()
                ? "it closes off what is not there"
                : "it is cut off, though lines follow");
      }
      torn.clear();
      lines.add(new Numbered(i + 1, line));
    }
    return new LedgerText(
        lines,
        torn.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", torn)),
        last == texts.length);
  }

  /** What to append so that a line stands on a line of its own. */
  String appended(LedgerLine line) {
    return (openEnd ? "\n" : "")
        + torn.map(text -> LedgerTear.of(text).text() + "\n").orElse("")
        + line.text()
        + "\n";
  }

  private static LedgerLine line(Path path, int number, String text) {
    try {
      return LedgerLine.parse(text);
    } catch (IllegalArgumentException e) {
      throw text.startsWith(LedgerLine.VERSION + " ")
          ? broken(path, number, e.getMessage())
          : foreign(path, number, text);
    }
  }

  private static UnusableLedgerException broken(Path path, int number, String why) {
    return new UnusableLedgerException(
        "expected whole lines in the ledger "
            + path
            + ", found line "
            + number
            + " broken: "
            + why
            + "; put the file back as it was, or give the ledger a new path and judge rows that"
            + " nobody has opened");
  }

  private static UnusableLedgerException foreign(Path path, int number, String text) {
    String start = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    return new UnusableLedgerException(
        "expected lines that begin with \""
            + LedgerLine.VERSION
            + "\" in the ledger "
            + path
            + ", found \""
            + start.replaceAll("[^ -~…]", "?")
            + "\" in line "
            + number
            + ": give the ledger a path of its own, or the version of OneCurve that wrote it");
  }
}
