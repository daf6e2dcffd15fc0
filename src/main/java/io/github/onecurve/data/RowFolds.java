package io.github.onecurve.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows dealt into folds by chance that hangs on what the rows hold and on nothing else: neither
 * their order nor the seed of an audit moves a row to another fold, so that audits of any seed
 * speak of the same folds.
 *
 * <p>All rows of an entity fall into one fold. Without entities, each row is keyed by its whole
 * record and by how many equal ones came before it: repeats spread over the folds as independent
 * draws would, and no fold is the likelier to share records with another for having been cut from
 * the same rows.
 */
public final class RowFolds {
  private RowFolds() {}

  /**
   * The folds, of sizes that differ by at most one entity (without entities, one row).
   *
   * @param purpose what the folds are for, a part of the key
   * @throws IllegalArgumentException if there are fewer rows or entities than folds
   */
  public static List<LabelledRows> of(LabelledRows rows, int folds, String purpose) {
    if (folds < 1) {
      throw new IllegalArgumentException("expected at least 1 fold, found " + folds);
    }
    if (folds == 1) {
      return List.of(rows);
    }
    long[] keys = keys(rows, purpose);
    long[] units = Arrays.stream(keys).sorted().distinct().toArray();
    if (units.length < folds) {
      throw new IllegalArgumentException(
          String.format(
              "%d folds need at least as many %s, found %d: reserve fewer folds",
              folds, rows.rows().hasEntities() ? "entities" : "rows", units.length));
    }
    List<LabelledRows> dealt = new ArrayList<>();
    for (int f = 0; f < folds; f++) {
      int fold = f;
      dealt.add(
          rows.select(
              RowSet.where(
                  rows.size(), row -> Arrays.binarySearch(units, keys[row]) % folds == fold)));
    }
    return List.copyOf(dealt);
  }

  private static long[] keys(LabelledRows rows, String purpose) {
    Fingerprint print = Fingerprint.start();
    long[] prints = RecordPrints.whole(rows);
    Map<Long, Integer> repeats = new HashMap<>();
    long[] keys = new long[prints.length];
    for (int row = 0; row < keys.length; row++) {
      print.add(purpose);
      Optional<String> entity = rows.rows().entity(row);
      if (entity.isPresent()) {
        print.add(entity.get());
      } else {
        print.add(prints[row]).add(repeats.merge(prints[row], 1, Integer::sum));
      }
      keys[row] = print.key();
    }
    return keys;
  }
}
