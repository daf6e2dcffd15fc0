package io.github.onecurve.data;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the header of a NumPy file says: a dictionary of exactly {@code descr}, {@code
 * fortran_order} and {@code shape}, in any order, as Python writes it.
 */
record NpyHeader(NumberType type, ByteOrder order, boolean fortranOrder, List<Integer> shape) {
  private static final Map<String, NumberType> TYPES =
      Map.ofEntries(
          Map.entry("b1", NumberType.BOOL),
          Map.entry("i1", NumberType.INT8),
          Map.entry("i2", NumberType.INT16),
          Map.entry("i4", NumberType.INT32),
          Map.entry("i8", NumberType.INT64),
          Map.entry("u1", NumberType.UINT8),
          Map.entry("u2", NumberType.UINT16),
          Map.entry("u4", NumberType.UINT32),
          Map.entry("u8", NumberType.UINT64),
          Map.entry("f2", NumberType.FLOAT16),
          Map.entry("f4", NumberType.FLOAT32),
          Map.entry("f8", NumberType.FLOAT64));

  // Possessive throughout: a header of any bytes is read in one pass, without turning back.
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*+['\"](\\w++)['\"]\\s*+:\\s*+"
              + "(?:['\"]([^'\"]*+)['\"]|(True|False)|\\(([\\d,\\sL]*+)\\)|(\\[))\\s*+(,?+)");

  private static final int LONGEST_SHOWN = 80;
  private static final int MOST_AXES = 64;

  NpyHeader {
    shape = List.copyOf(shape);
  }

  int[] axes() {
    return shape.stream().mapToInt(axis -> axis).toArray();
  }

  static NpyHeader parse(NumberFile file, String text) throws FileFormatException {
    Map<String, String> entries = new HashMap<>();
    String dictionary = text.strip();
    if (!dictionary.startsWith("{") || !dictionary.endsWith("}")) {
      throw unclear(file, text);
    }
    Matcher entry = ENTRY.matcher(dictionary);
    entry.region(1, dictionary.length() - 1);
    boolean more = true;
    while (more && entry.lookingAt()) {
      if (entry.group(5) != null) {
        throw file.fault(
            "expected one array of numbers, found fields of several types: save each field by"
                + " itself, array['name']");
      }
      String value =
          Stream.of(2, 3, 4).map(entry::group).filter(v -> v != null).findFirst().orElseThrow();
      if (entries.putIfAbsent(entry.group(1), value) != null) {
        throw unclear(file, text);
      }
      more = !entry.group(6).isEmpty();
      entry.region(entry.end(), dictionary.length() - 1);
    }
    boolean rest = !dictionary.substring(entry.regionStart(), entry.regionEnd()).isBlank();
    if (rest || !entries.keySet().equals(Set.of("descr", "fortran_order", "shape"))) {
      throw unclear(file, text);
    }
    String descr = entries.get("descr");
    return new NpyHeader(
        type(file, descr),
        descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        isTrue(file, text, entries.get("fortran_order")),
        shape(file, entries.get("shape")));
  }

  private static NumberType type(NumberFile file, String descr) throws FileFormatException {
    boolean ordered = descr.startsWith("<") || descr.startsWith(">") || descr.startsWith("|");
    NumberType type = TYPES.get(ordered ? descr.substring(1) : "");
    if (type == null || (descr.startsWith("|") && type.size() > 1)) {
      throw file.fault(
          String.format(
              "expected numbers (bool, int8 to int64, uint8 to uint64, float16 to float64), found"
                  + " type \"%s\"%s: save them with numpy.save(file, array.astype('float32'))",
              Csv.shown(descr),
              descr.endsWith("O") ? ", objects in a pickle, which is never opened here" : ""));
    }
    return type;
  }

  private static boolean isTrue(NumberFile file, String text, String word)
      throws FileFormatException {
    if (!word.equals("True") && !word.equals("False")) {
      throw unclear(file, text);
    }
    return word.equals("True");
  }

  private static List<Integer> shape(NumberFile file, String axes) throws FileFormatException {
    List<String> counts =
        Pattern.compile(",")
            .splitAsStream(axes)
            .map(axis -> axis.strip().replaceFirst("L$", ""))
            .toList();
    boolean scalar = axes.isBlank();
    if (!scalar && !counts.stream().allMatch(count -> count.matches("\\d{1,9}"))) {
      throw file.fault(
          String.format(
              "expected a shape such as (600, 28, 28), each axis below 10^9, found (%s)",
              Csv.shown(axes)));
    }
    if (counts.size() > MOST_AXES) {
      throw file.fault(
          String.format("expected at most %d axes, found %d", MOST_AXES, counts.size()));
    }
    return scalar ? List.of() : counts.stream().map(Integer::valueOf).toList();
  }

  private static FileFormatException unclear(NumberFile file, String text) {
    String shown = text.strip().replaceAll("\\p{Cntrl}", "?");
    return file.fault(
        String.format(
            "expected a header {'descr': …, 'fortran_order': …, 'shape': …}, found %s",
            shown.length() <= LONGEST_SHOWN ? shown : shown.substring(0, LONGEST_SHOWN) + "…"));
  }
}
