package io.github.onecurve.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The cells of the label column: the right answers. */
final class LabelCells extends Cells {
  private final Map<String, Integer> classes = new HashMap<>();
  private final List<String> classNames;
  private int[] labels = new int[64];
  private int size;

  LabelCells(int place, List<String> classNames) {
    super(place);
    this.classNames = classNames;
    classNames.forEach(name -> classes.put(name, classes.size()));
  }

  @Override
  void read(String cell, float[] inputs, int at) {
    if (size == labels.length) {
      labels = Arrays.copyOf(labels, 2 * size);
    }
    Integer label = classes.get(cell);
    if (label == null) {
      throw new IllegalArgumentException(
          cell.isEmpty()
              ? "the label is missing: read rows without labels by Csv.readUnlabelled"
              : "expected one of the classes "
                  + classNames
                  + ", found \""
                  + Csv.shown(cell)
                  + "\"");
    }
    labels[size++] = label;
  }

  /** The label of each row. */
  int[] labels() {
    return Arrays.copyOf(labels, size);
  }
}
