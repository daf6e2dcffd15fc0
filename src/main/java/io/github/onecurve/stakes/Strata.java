package io.github.onecurve.stakes;

import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Rows;
import java.util.ArrayList;
import java.util.List;

/** Which stratum of the traffic each of some rows lies in, and what the strata weigh. */
public final class Strata {
  private final int[] stratumOfRow;
  private final double[] weights;
  private final int[] sizes;

  private Strata(int[] stratumOfRow, double[] weights) {
    this.stratumOfRow = stratumOfRow;
    this.weights = weights;
    this.sizes = new int[weights.length];
    for (int stratum : stratumOfRow) {
      sizes[stratum]++;
    }
  }

  /**
   * Places rows in the strata of some stakes.
   *
   * @param kind what to call the rows in a message, "judge" for instance
   * @throws IllegalArgumentException if a row lies in no stratum or in several, or a stratum holds
   *     no row
   */
  public static Strata of(Stakes stakes, Rows rows, String kind) {
    Strata strata = ofPart(stakes, rows, kind);
    strata.requireRows(stakes, kind);
    return strata;
  }

  /** Places some of the rows of a kind in the strata, of which some may then hold no row. */
  public static Strata ofPart(Stakes stakes, Rows rows, String kind) {
    if (stakes.strata().isEmpty()) {
      return new Strata(new int[rows.size()], new double[] {1});
    }
    int[] stratumOfRow = new int[rows.size()];
    RowSet several = RowSet.of(rows.size());
    RowSet taken = RowSet.of(rows.size());
    for (int k = 0; k < stakes.strata().size(); k++) {
      RowSet inside = stakes.strata().get(k).slice().rows(rows);
      several = several.or(taken.and(inside));
      taken = taken.or(inside);
      for (int row : inside.indices()) {
        stratumOfRow[row] = k;
      }
    }
    int none = rows.size() - taken.size();
    if (none > 0 || !several.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "every %s row must lie in exactly one stratum, found %d in none and %d in several:"
                  + " let the slices cover the data and exclude each other",
              kind, none, several.size()));
    }
    double[] weights = stakes.strata().stream().mapToDouble(Stakes.Stratum::weight).toArray();
    return new Strata(stratumOfRow, weights);
  }

  /** The number of strata, at least 1. */
  public int count() {
    return weights.length;
  }

  /** The stratum that a row lies in. */
  public int of(int row) {
    return stratumOfRow[row];
  }

  /** The weight of a stratum. */
  public double weight(int stratum) {
    return weights[stratum];
  }

  /** The number of rows in a stratum. */
  public int size(int stratum) {
    return sizes[stratum];
  }

  private void requireRows(Stakes stakes, String kind) {
    List<String> empty = new ArrayList<>();
    for (int k = 0; k < count(); k++) {
      if (sizes[k] == 0) {
        empty.add(stakes.strata().get(k).slice().toString());
      }
    }
    if (!empty.isEmpty()) {
      throw new IllegalArgumentException(
          "every stratum needs a " + kind + " row, found none in " + empty);
    }
  }
}
