package io.github.onecurve.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The cells of a column of levels: one-hot, ordinal or only described. */
final class LevelCells extends Cells {
  private final Set<String> missingTexts;
  private final List<String> given;
  private final Encoding encoding;
  private final boolean atDecision;
  private final Map<String, Integer> index = new HashMap<>();
  private final List<String> texts = new ArrayList<>();
  private long[] unseen = new long[8];
  private int[] codes = new int[64];
  private int size;
  private long missing;

  /** What a code becomes. */
  interface Encoding {
    /** Writes the inputs of a code: below {@code given} a level, −1 missing, else unseen. */
    void write(int code, String cell, float[] inputs, int at);
  }

  LevelCells(int place, Set<String> missing, List<String> given, boolean atDecision, Encoding how) {
    super(place);
    this.missingTexts = missing;
    this.given = given;
    this.atDecision = atDecision;
    this.encoding = how;
    given.forEach(this::add);
  }

  /** An input of 0 or 1 for each level. */
  static Encoding oneHot(int levels) {
    return (code, cell, inputs, at) -> {
      if (code >= 0 && code < levels) {
        inputs[at + code] = 1;
      }
    };
  }

  /** One input, the index of the level; others become the fill. */
  static Encoding ordinal(List<String> levels, OptionalDouble fill) {
    return (code, cell, inputs, at) -> {
      if (code >= 0 && code < levels.size()) {
        inputs[at] = code;
      } else {
        inputs[at] =
            (float)
                fill.orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "expected one of the levels "
                                + levels
                                + ", found \""
                                + Csv.shown(cell)
                                + "\": add the level, or give columns.fill(name, index)"));
      }
    };
  }

  /** No input. */
  static Encoding none() {
    return (code, cell, inputs, at) -> {};
  }

  @Override
  void read(String cell, float[] inputs, int at) {
    if (size == codes.length) {
      codes = Arrays.copyOf(codes, 2 * size);
    }
    int code = code(cell);
    codes[size++] = code;
    if (code < 0) {
      missing++;
    } else if (code >= given.size()) {
      unseen[code - given.size()]++;
    }
    encoding.write(code, cell, inputs, at);
  }

  /** The levels given, then those that only occur, in code-point order. */
  List<String> levels() {
    List<String> all = new ArrayList<>(given);
    all.addAll(unseen().keySet());
    return all;
  }

  @Override
  Optional<Attribute> attribute(String name) {
    List<String> levels = levels();
    Map<String, Integer> position = new HashMap<>();
    levels.forEach(level -> position.put(level, position.size()));
    int[] moved = texts.stream().mapToInt(position::get).toArray();
    int[] sorted = new int[size];
    Arrays.setAll(sorted, row -> codes[row] < 0 ? codes[row] : moved[codes[row]]);
    Attribute column = Attribute.ofCodes(name, levels, sorted);
    return Optional.of(atDecision ? column.knownAtDecision() : column);
  }

  @Override
  long missing() {
    return missing;
  }

  @Override
  Map<String, Long> unseen() {
    Map<String, Long> counts = new LinkedHashMap<>();
    texts.subList(given.size(), texts.size()).stream()
        .sorted(TextOrder.BY_CODE_POINT)
        .forEach(text -> counts.put(text, unseen[index.get(text) - given.size()]));
    return counts;
  }

  private int code(String cell) {
    Integer known = index.get(cell);
    if (known != null) {
      return known;
    }
    return missingTexts.contains(cell) ? -1 : add(cell);
  }

  private int add(String text) {
    int code = texts.size();
    texts.add(text);
    index.put(text, code);
    if (code - given.size() >= unseen.length) {
      unseen = Arrays.copyOf(unseen, 2 * unseen.length);
    }
    return code;
  }
}
