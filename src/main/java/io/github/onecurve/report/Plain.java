package io.github.onecurve.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Text for terminals: one line, the house's own symbols in ASCII, as wide as it looks. */
final class Plain {
  /** The widest line of any text of this room, in columns. */
  static final int WIDTH = 90;

  private static final String CUT = "...";

  private static final Map<Integer, String> ASCII =
      Map.ofEntries(
          Map.entry((int) '→', "->"),
          Map.entry((int) '⊥', "refused"),
          Map.entry((int) '≤', "<="),
          Map.entry((int) '≥', ">="),
          Map.entry((int) '×', "x"),
          Map.entry((int) '∞', "inf"),
          Map.entry((int) '…', CUT),
          Map.entry((int) '−', "-"),
          Map.entry((int) '–', "-"),
          Map.entry((int) '‹', "\""),
          Map.entry((int) '›', "\""),
          Map.entry((int) '“', "\""),
          Map.entry((int) '”', "\""),
          Map.entry((int) '’', "'"),
          Map.entry((int) '·', "-"),
          Map.entry((int) 'λ', "lambda"));

  private static final Set<Character.UnicodeScript> WIDE =
      Set.of(
          Character.UnicodeScript.HAN,
          Character.UnicodeScript.HIRAGANA,
          Character.UnicodeScript.KATAKANA,
          Character.UnicodeScript.HANGUL);

  private Plain() {}

  /** A text in one line: controls and line ends become single spaces. */
  static String line(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isBlank(c)) {
                plain.append(' ');
              } else if (ASCII.containsKey(c)) {
                plain.append(ASCII.get(c));
              } else if (Character.getType(c) != Character.FORMAT) {
                plain.appendCodePoint(c);
              }
            });
    return plain.toString().strip().replaceAll(" {2,}", " ");
  }

  /** The columns that a line takes. */
  static int width(String line) {
    return line.codePoints().map(Plain::columns).sum();
  }

  /** A line of at most some columns; what is cut off leaves three dots. */
  static String cut(String line, int width) {
    return width(line) <= width ? line : start(line, width - CUT.length()).stripTrailing() + CUT;
  }

  static String left(String line, int width) {
    return line + " ".repeat(Math.max(0, width - width(line)));
  }

  static String right(String line, int width) {
    return " ".repeat(Math.max(0, width - width(line))) + line;
  }

  /** A text in lines of at most {@link #WIDTH} columns, those after the first indented. */
  static List<String> wrap(String text, int indent) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (width(rest) > WIDTH) {
      String start = start(rest, WIDTH + 1);
      int space = start.lastIndexOf(' ');
      String head = space > indent ? rest.substring(0, space) : start(rest, WIDTH);
      lines.add(head.stripTrailing());
      rest = " ".repeat(indent) + rest.substring(head.length()).strip();
    }
    lines.add(rest);
    return lines;
  }

  private static String start(String line, int width) {
    int end = 0;
    int used = 0;
    while (end < line.length()) {
      int c = line.codePointAt(end);
      used += columns(c);
      if (used > width) {
        break;
      }
      end += Character.charCount(c);
    }
    return line.substring(0, end);
  }

  private static boolean isBlank(int c) {
    return Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static int columns(int c) {
    if (c < 0x300) {
      return 1;
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean picture = c >= 0x1F300 && c <= 0x1FAFF;
    boolean fullWidth = (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF60);
    return picture || fullWidth || WIDE.contains(Character.UnicodeScript.of(c)) ? 2 : 1;
  }
}
