package io.github.onecurve.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small rows by chance for tests, coarse enough that many repeat. */
final class RandomRows {
  private RandomRows() {}

  /** Rows with two inputs out of a few values, a group, an age and three classes. */
  static LabelledRows of(int size, Random random) {
    float[][] inputs = new float[size][2];
    int[] labels = new int[size];
    String[] groups = new String[size];
    double[] ages = new double[size];
    for (int row = 0; row < size; row++) {
      inputs[row] = new float[] {random.nextInt(4) - 1, random.nextInt(3) / 3f};
      labels[row] = random.nextInt(3);
      groups[row] = List.of("B", "A", "", "none").get(random.nextInt(4));
      ages[row] = random.nextInt(5) == 0 ? Double.NaN : random.nextInt(90);
    }
    return LabelledRows.of(inputs, labels, List.of("human", "gorilla", "other"))
        .with(Attribute.categorical("group", List.of(groups)))
        .with(Attribute.numeric("age", ages).knownAtDecision());
  }

  /** The numbers 0 … n − 1 in any order. */
  static int[] permutation(int size, Random random) {
    List<Integer> order = IntStream.range(0, size).boxed().collect(Collectors.toList());
    Collections.shuffle(order, random);
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Each row as one text, in the order of the rows. */
  static List<String> texts(LabelledRows rows) {
    return IntStream.range(0, rows.size())
        .mapToObj(
            row ->
                Arrays.toString(rows.rows().row(row))
                    + rows.label(row)
                    + rows.rows().attributes().stream().map(a -> a.text(row)).toList()
                    + rows.rows().entity(row))
        .toList();
  }
}
