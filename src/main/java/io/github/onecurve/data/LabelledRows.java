package io.github.onecurve.data;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Rows whose right answers are known: {@link Rows} with an integer label each, {@code [n]}, and the
 * names of the classes.
 */
public final class LabelledRows {
  private final Rows rows;
  private final int[] labels;
  private final List<String> classNames;

  private LabelledRows(Rows rows, int[] labels, List<String> classNames) {
    this.rows = rows;
    this.labels = labels;
    this.classNames = classNames;
  }

  /**
   * Labelled rows of flat inputs.
   *
   * @param inputs {@code [n, width]}
   * @param labels {@code [n]}, each an index into the class names
   */
  public static LabelledRows of(float[][] inputs, int[] labels, List<String> classNames) {
    return of(Rows.of(inputs), labels, classNames);
  }

  /**
   * Rows with their labels.
   *
   * @param labels {@code [n]}, each an index into the class names
   * @param classNames at least two, all different and not blank
   * @throws IllegalArgumentException if the number of labels differs from the number of rows, or a
   *     label is no class
   */
  public static LabelledRows of(Rows rows, int[] labels, List<String> classNames) {
    Objects.requireNonNull(rows, "expected rows, found null");
    Objects.requireNonNull(labels, "expected labels, one a row, found null");
    Objects.requireNonNull(classNames, "expected the names of the classes, found null");
    Set<String> different = new HashSet<>(classNames);
    if (classNames.size() < 2
        || different.size() < classNames.size()
        || classNames.stream().anyMatch(name -> name == null || name.isBlank())) {
      throw new IllegalArgumentException(
          "expected at least two classes with different names, found " + classNames);
    }
    if (labels.length != rows.size()) {
      throw new IllegalArgumentException(
          "expected " + rows.size() + " labels, one a row, found " + labels.length);
    }
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= classNames.size()) {
        throw new IllegalArgumentException(
            String.format(
                "labels must be in [0, %d), one of %s, found %d in row %d",
                classNames.size(), classNames, labels[row], row));
      }
    }
    return new LabelledRows(rows, labels.clone(), List.copyOf(classNames));
  }

  /** These rows with one more attribute column. */
  public LabelledRows with(Attribute attribute) {
    return new LabelledRows(rows.with(attribute), labels, classNames);
  }

  /** These rows, each belonging to an entity. */
  public LabelledRows ofEntities(List<String> keys) {
    return new LabelledRows(rows.ofEntities(keys), labels, classNames);
  }

  /** The rows without their labels. */
  public Rows rows() {
    return rows;
  }

  /** The number of rows. */
  public int size() {
    return labels.length;
  }

  /** The label of a row. */
  public int label(int row) {
    return labels[row];
  }

  /** A copy of the labels, {@code [n]}. */
  public int[] labels() {
    return labels.clone();
  }

  /** The names of the classes in the order of the labels. */
  public List<String> classNames() {
    return classNames;
  }

  /** The number of classes. */
  public int classes() {
    return classNames.size();
  }

  /**
   * The index of a class.
   *
   * @throws IllegalArgumentException if there is no class of that name
   */
  public int classIndex(String name) {
    int index = classNames.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "expected one of the classes " + classNames + ", found \"" + name + "\"");
    }
    return index;
  }

  /** Some of these rows, in rising order. */
  public LabelledRows select(RowSet chosen) {
    return select(rows.requireUniverse(chosen).indices());
  }

  /** Some of these rows, in the order given; a row may occur more than once. */
  public LabelledRows select(int... chosen) {
    int[] some = Arrays.stream(chosen).map(row -> labels[row]).toArray();
    return new LabelledRows(rows.select(chosen), some, classNames);
  }

  /**
   * These rows followed by others.
   *
   * @throws IllegalArgumentException if class names or row shapes differ
   */
  public LabelledRows concat(LabelledRows next) {
    if (!classNames.equals(next.classNames)) {
      throw new IllegalArgumentException(
          "rows must have one list of classes, expected "
              + classNames
              + ", found "
              + next.classNames);
    }
    int[] both = Arrays.copyOf(labels, labels.length + next.labels.length);
    System.arraycopy(next.labels, 0, both, labels.length, next.labels.length);
    return new LabelledRows(rows.concat(next.rows), both, classNames);
  }

  /** These rows with other inputs of the same shape; labels and attributes stay. */
  public LabelledRows withInputs(float[] inputs) {
    return new LabelledRows(rows.withInputs(inputs), labels, classNames);
  }

  /**
   * SHA-256 over everything that these rows hold, 64 hexadecimal digits. The order of the rows and
   * that of the attribute columns do not change it.
   */
  public String fingerprint() {
    return rows.fingerprint(labels, classNames);
  }

  @Override
  public String toString() {
    return rows + ", classes " + classNames;
  }
}
