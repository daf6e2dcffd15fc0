package io.github.onecurve.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows cut into parts by chance, the same parts whatever the order of the rows; an entity stays on
 * one side.
 *
 * <p>Rows stand in the order of their key ({@link RowKeys}) and are cut at the fractions. Where
 * rows belong to entities, entities stand in the order of their own key, and each goes whole to the
 * part in which the middle of its rows falls; so parts may be off by part of an entity.
 */
public final class Split {
  private static final double TOLERANCE = 1e-9;

  private Split() {}

  /**
   * The parts, one for each fraction, each with its rows in the order in which they stood.
   *
   * @param fractions positive, summing to 1 within 1e-9
   * @throws IllegalArgumentException if the fractions are not such, or a part would be empty
   */
  public static List<LabelledRows> of(LabelledRows rows, List<Double> fractions, long seed) {
    requireFractions(fractions);
    int[] part =
        rows.rows().hasEntities() ? byEntity(rows, fractions, seed) : byRow(rows, fractions, seed);
    List<LabelledRows> parts = new ArrayList<>();
    for (int p = 0; p < fractions.size(); p++) {
      int wanted = p;
      RowSet members = RowSet.where(rows.size(), row -> part[row] == wanted);
      if (members.isEmpty()) {
        throw new IllegalArgumentException(
            String.format(
                "part %d of the split, a share of %s of %d rows, is empty: give it a larger share or"
                    + " more rows (an entity is never cut)",
                p, fractions.get(p), rows.size()));
      }
      parts.add(rows.select(members));
    }
    return List.copyOf(parts);
  }

  private static int[] byRow(LabelledRows rows, List<Double> fractions, long seed) {
    int[] order = RowKeys.order(rows, seed, 0, "split");
    int[] part = new int[order.length];
    for (int place = 0; place < order.length; place++) {
      part[order[place]] = part(fractions, (place + 0.5) / order.length);
    }
    return part;
  }

  private static int[] byEntity(LabelledRows rows, List<Double> fractions, long seed) {
    Map<String, List<Integer>> members = new TreeMap<>(TextOrder.BY_CODE_POINT);
    for (int row = 0; row < rows.size(); row++) {
      members
          .computeIfAbsent(rows.rows().entity(row).orElseThrow(), key -> new ArrayList<>())
          .add(row);
    }
    List<String> entities = List.copyOf(members.keySet());
    Fingerprint print = Fingerprint.start();
    long[] keys =
        entities.stream().mapToLong(key -> print.add(seed).add("split").add(key).key()).toArray();
    int[] part = new int[rows.size()];
    int before = 0;
    for (int entity : RowKeys.sorted(keys, Comparator.naturalOrder())) {
      List<Integer> its = members.get(entities.get(entity));
      double middle = (before + its.size() / 2.0) / rows.size();
      its.forEach(row -> part[row] = part(fractions, middle));
      before += its.size();
    }
    return part;
  }

  private static int part(List<Double> fractions, double place) {
    double end = 0;
    for (int p = 0; p < fractions.size(); p++) {
      end += fractions.get(p);
      if (place < end) {
        return p;
      }
    }
    return fractions.size() - 1;
  }

  private static void requireFractions(List<Double> fractions) {
    double sum = 0;
    for (double fraction : fractions) {
      if (!(fraction > 0)) {
        throw new IllegalArgumentException("fractions must be positive, found " + fractions);
      }
      sum += fraction;
    }
    if (!(Math.abs(sum - 1) <= TOLERANCE)) {
      throw new IllegalArgumentException(
          "fractions must sum to 1, found " + fractions + " with the sum " + sum);
    }
  }
}
