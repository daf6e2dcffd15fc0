package io.github.onecurve.data;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows without labels: inputs of shape {@code [n, …]}, attribute columns and, where given, the
 * entity that each row belongs to.
 *
 * <p>Immutable; it owns its numbers and hands out copies.
 */
public final class Rows {
  private final int size;
  private final int[] rowShape;
  private final int width;
  private final float[] inputs;
  private final Map<String, Attribute> attributes;
  private final List<String> entities;

  /** Two longs a row; none where no cell was read that serves as nothing. */
  private final long[] unread;

  private Rows(
      int size,
      int[] rowShape,
      float[] inputs,
      Map<String, Attribute> attributes,
      List<String> entities,
      long[] unread) {
    this.size = size;
    this.rowShape = rowShape;
    this.width = Arrays.stream(rowShape).reduce(1, (a, b) -> a * b);
    this.inputs = inputs;
    this.attributes = attributes;
    this.entities = entities;
    this.unread = unread;
  }

  /**
   * Rows of flat inputs.
   *
   * @param inputs {@code [n, width]}, finite
   * @throws IllegalArgumentException if there is no row, rows differ in width, or a value is not
   *     finite
   */
  public static Rows of(float[][] inputs) {
    requireNonNull(inputs, "expected inputs [n, width], found null");
    if (inputs.length == 0) {
      throw new IllegalArgumentException("expected at least one row, found none");
    }
    for (int row = 0; row < inputs.length; row++) {
      if (inputs[row] == null) {
        throw new NullPointerException("expected inputs in every row, found null in row " + row);
      }
    }
    int width = inputs[0].length;
    float[] flat = new float[Math.multiplyExact(inputs.length, width)];
    for (int row = 0; row < inputs.length; row++) {
      if (inputs[row].length != width) {
        throw new IllegalArgumentException(
            String.format(
                "expected %d inputs in every row, found %d in row %d",
                width, inputs[row].length, row));
      }
      System.arraycopy(inputs[row], 0, flat, row * width, width);
    }
    return of(flat, inputs.length, width);
  }

  /**
   * Rows of inputs of any shape.
   *
   * @param inputs {@code [n, …]}, row-major, finite; copied
   * @param size the number of rows, at least 1
   * @param rowShape the shape of one row's inputs, all axes at least 1
   * @throws IllegalArgumentException if sizes do not fit or a value is not finite
   */
  public static Rows of(float[] inputs, int size, int... rowShape) {
    if (size < 1) {
      throw new IllegalArgumentException("expected at least one row, found " + size);
    }
    long width = 1;
    for (int axis : rowShape) {
      if (axis < 1) {
        throw new IllegalArgumentException(
            "a row's axes must be at least 1, found " + Arrays.toString(rowShape));
      }
      width *= axis;
    }
    if (width * size != inputs.length) {
      throw new IllegalArgumentException(
          String.format(
              "%d rows of shape %s need %d inputs, found %d",
              size, Arrays.toString(rowShape), width * size, inputs.length));
    }
    for (int i = 0; i < inputs.length; i++) {
      if (!Float.isFinite(inputs[i])) {
        throw new IllegalArgumentException(
            String.format(
                "inputs must be finite, found %s in row %d at input %d: fill missing values first",
                inputs[i], i / width, i % width));
      }
    }
    return new Rows(size, rowShape.clone(), inputs.clone(), Map.of(), List.of(), new long[0]);
  }

  /** Rows that own an array of inputs already known to be finite and to fit the shape. */
  static Rows owning(float[] inputs, int size, int... rowShape) {
    return new Rows(size, rowShape, inputs, Map.of(), List.of(), new long[0]);
  }

  /**
   * These rows with one more attribute column.
   *
   * @throws IllegalArgumentException if its length differs or its name is taken
   */
  public Rows with(Attribute attribute) {
    if (attribute.size() != size) {
      throw new IllegalArgumentException(
          String.format(
              "attribute \"%s\" must have %d cells, one a row, found %d",
              attribute.name(), size, attribute.size()));
    }
    if (attributes.containsKey(attribute.name())) {
      throw new IllegalArgumentException(
          "attribute names must differ, found \"" + attribute.name() + "\" twice");
    }
    Map<String, Attribute> more = new LinkedHashMap<>(attributes);
    more.put(attribute.name(), attribute);
    return new Rows(size, rowShape, inputs, more, entities, unread);
  }

  /** These rows, each belonging to an entity (a person, a machine): equal texts, same entity. */
  public Rows ofEntities(List<String> keys) {
    if (keys.size() != size) {
      throw new IllegalArgumentException(
          String.format("expected %d entity keys, one a row, found %d", size, keys.size()));
    }
    return new Rows(size, rowShape, inputs, attributes, List.copyOf(keys), unread);
  }

  /** These rows with a print of 128 bits, two longs a row, of cells that serve as nothing. */
  Rows withUnread(long[] prints) {
    if (prints.length != 2 * size) {
      throw new IllegalArgumentException(
          "expected two longs for each of " + size + " rows, found " + prints.length);
    }
    return new Rows(size, rowShape, inputs, attributes, entities, prints);
  }

  /** The number of rows. */
  public int size() {
    return size;
  }

  /** The number of inputs of one row. */
  public int width() {
    return width;
  }

  /** The shape of one row's inputs. */
  public int[] rowShape() {
    return rowShape.clone();
  }

  /** One input of a row, by its flat index in the row. */
  public float input(int row, int index) {
    return inputs[row * width + index];
  }

  /** A copy of a row's inputs, {@code [width]}. */
  public float[] row(int row) {
    return Arrays.copyOfRange(inputs, row * width, (row + 1) * width);
  }

  /** Whether two rows have the same inputs; −0 is 0. */
  public boolean sameInputs(int one, int other) {
    for (int i = 0; i < width; i++) {
      if (input(one, i) != input(other, i)) {
        return false;
      }
    }
    return true;
  }

  /** A copy of all inputs, {@code [n, …]} row-major. */
  public float[] inputs() {
    return inputs.clone();
  }

  /** Copies the inputs of rows {@code from … to − 1} to the start of an array. */
  public void copyInputs(int from, int to, float[] into) {
    System.arraycopy(inputs, from * width, into, 0, (to - from) * width);
  }

  /** The attribute columns in order. */
  public List<Attribute> attributes() {
    return List.copyOf(attributes.values());
  }

  /** An attribute column, if there is one of that name. */
  public Optional<Attribute> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  /** The entity of a row; empty where none were given. */
  public Optional<String> entity(int row) {
    return entities.isEmpty() ? Optional.empty() : Optional.of(entities.get(row));
  }

  /** Some of these rows, in rising order. */
  public Rows select(RowSet rows) {
    return select(requireUniverse(rows).indices());
  }

  /** Some of these rows, in the order given; a row may occur more than once. */
  public Rows select(int... rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("expected at least one row to be chosen, found none");
    }
    float[] chosen = new float[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < 0 || rows[i] >= size) {
        throw new IllegalArgumentException(
            "expected rows in [0, " + size + "), found " + rows[i] + ": choose rows of this data");
      }
      System.arraycopy(inputs, rows[i] * width, chosen, i * width, width);
    }
    Map<String, Attribute> columns = new LinkedHashMap<>();
    attributes.forEach((name, attribute) -> columns.put(name, attribute.select(rows)));
    List<String> keys =
        entities.isEmpty() ? entities : Arrays.stream(rows).mapToObj(entities::get).toList();
    long[] prints = new long[unread.length == 0 ? 0 : 2 * rows.length];
    for (int i = 0; i < prints.length; i++) {
      prints[i] = unread[2 * rows[i / 2] + i % 2];
    }
    return new Rows(rows.length, rowShape, chosen, columns, keys, prints);
  }

  /**
   * These rows followed by others; an attribute that one side lacks is missing there. Entities are
   * kept only where both sides have them.
   *
   * @throws IllegalArgumentException if the shapes of a row differ
   */
  public Rows concat(Rows next) {
    if (!Arrays.equals(rowShape, next.rowShape)) {
      throw new IllegalArgumentException(
          String.format(
              "rows must have one shape, expected %s, found %s",
              Arrays.toString(rowShape), Arrays.toString(next.rowShape)));
    }
    float[] both = Arrays.copyOf(inputs, inputs.length + next.inputs.length);
    System.arraycopy(next.inputs, 0, both, inputs.length, next.inputs.length);
    Map<String, Attribute> columns = new LinkedHashMap<>();
    attributes.forEach(
        (name, a) -> {
          Attribute other = next.attributes.get(name);
          columns.put(name, a.concat(other == null ? a.allMissing(next.size) : other));
        });
    next.attributes.forEach(
        (name, a) -> columns.computeIfAbsent(name, key -> a.allMissing(size).concat(a)));
    List<String> keys = List.of();
    if (!entities.isEmpty() && !next.entities.isEmpty()) {
      keys = new ArrayList<>(entities);
      keys.addAll(next.entities);
    }
    long[] prints = new long[0];
    if (unread.length > 0 && next.unread.length > 0) {
      prints = Arrays.copyOf(unread, unread.length + next.unread.length);
      System.arraycopy(next.unread, 0, prints, unread.length, next.unread.length);
    }
    return new Rows(size + next.size, rowShape, both, columns, List.copyOf(keys), prints);
  }

  /**
   * These rows with other inputs of the same shape, {@code [n, …]}, finite; attributes and entities
   * stay, but they are no longer records as they were read.
   */
  public Rows withInputs(float[] others) {
    Rows checked = of(others, size, rowShape);
    return new Rows(size, rowShape, checked.inputs, attributes, entities, new long[0]);
  }

  /** A row's number for drawing and ordering: see {@link RowKeys}. */
  long key(Fingerprint print, int row, long auditSeed, int seed, String purpose) {
    return print.add(auditSeed).add(seed).add(purpose).add(inputs, row * width, width).key();
  }

  /** Row numbers by what their attributes say as text, the columns taken by name. */
  Comparator<Integer> byAttributes() {
    List<Attribute> columns = byName();
    return (a, b) -> {
      for (Attribute column : columns) {
        int order = TextOrder.BY_CODE_POINT.compare(column.text(a), column.text(b));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }

  /** Whether each row belongs to an entity. */
  boolean hasEntities() {
    return !entities.isEmpty();
  }

  /** Whether cells were read that serve as nothing. */
  boolean hasUnread() {
    return unread.length > 0;
  }

  /** Adds a row's inputs, −0 as +0. */
  void addInputs(Fingerprint print, int row) {
    print.add(inputs, row * width, width);
  }

  /** Adds the print of the cells of a row that serve as nothing, if there are any. */
  void addUnread(Fingerprint print, int row) {
    if (hasUnread()) {
      print.add(unread[2 * row]).add(unread[2 * row + 1]);
    }
  }

  /** A quick hash of a row's inputs, −0 as +0: equal inputs have equal ones. */
  long hashOfInputs(int row) {
    long hash = width;
    for (int i = row * width; i < (row + 1) * width; i++) {
      hash = Mixing.mix(31 * hash + Float.floatToIntBits(inputs[i] + 0f));
    }
    return hash;
  }

  /** Whether a row has the inputs of a row of others, −0 as +0. */
  boolean sameInputs(int row, Rows others, int other) {
    if (width != others.width) {
      return false;
    }
    for (int i = 0; i < width; i++) {
      if (inputs[row * width + i] != others.inputs[other * width + i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether the cells of a row that serve as nothing are those of a row of others. */
  boolean sameUnread(int row, Rows others, int other) {
    return unread[2 * row] == others.unread[2 * other]
        && unread[2 * row + 1] == others.unread[2 * other + 1];
  }

  /**
   * SHA-256 over everything that these rows hold, 64 hexadecimal digits. The order of the rows and
   * that of the attribute columns do not change it.
   */
  public String fingerprint() {
    return fingerprint(new int[0], List.of());
  }

  /** The print of these rows together with a label each, where there are labels. */
  String fingerprint(int[] labels, List<String> classNames) {
    Fingerprint print = Fingerprint.start();
    List<Attribute> columns = byName();
    byte[][] prints = new byte[size][];
    for (int row = 0; row < size; row++) {
      addInputs(print, row);
      for (Attribute column : columns) {
        column.addCell(print, row);
      }
      entity(row).ifPresent(print::add);
      addUnread(print, row);
      prints[row] = print.add(labels.length == 0 ? -1 : labels[row]).bytes();
    }
    Arrays.sort(prints, Arrays::compareUnsigned);
    print.add(size).add(rowShape).add(columns.size());
    columns.forEach(column -> column.addHead(print));
    print.add(hasEntities() ? 1 : 0).add(hasUnread() ? 1 : 0).add(classNames.size());
    classNames.forEach(print::add);
    for (byte[] row : prints) {
      print.add(row);
    }
    return print.hex();
  }

  private List<Attribute> byName() {
    return attributes.values().stream()
        .sorted(Comparator.comparing(Attribute::name, TextOrder.BY_CODE_POINT))
        .toList();
  }

  RowSet requireUniverse(RowSet rows) {
    if (rows.universe() != size) {
      throw new IllegalArgumentException(
          "expected a choice out of " + size + " rows, found one out of " + rows.universe());
    }
    return rows;
  }

  @Override
  public String toString() {
    return size
        + " rows of shape "
        + Arrays.toString(rowShape)
        + ", attributes "
        + attributes.keySet();
  }
}
