package io.github.onecurve.validity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** A part of the traffic: its weight, how many judge rows it has, and their kinds. */
public final class Stratum {
  private final double weight;
  private final int rows;
  private final List<Kind> kinds;
  private final List<BinomialDraws> draws = new ArrayList<>();

  /**
   * A stratum; rows of no kind lose nothing and never change.
   *
   * @throws IllegalArgumentException if the shares sum to more than 1
   */
  public Stratum(double weight, int rows, List<Kind> kinds) {
    this.weight = weight;
    this.rows = rows;
    // Rare kinds first: then few different numbers of rows are left to draw from.
    this.kinds =
        kinds.stream()
            .filter(kind -> kind.share() > 0)
            .sorted(Comparator.comparingDouble(Kind::share))
            .toList();
    double left = 1;
    for (Kind kind : this.kinds) {
      draws.add(new BinomialDraws(Math.min(1, kind.share() / left)));
      left -= kind.share();
    }
    if (left < -1e-9) {
      throw new IllegalArgumentException("expected shares of at most 1, found " + (1 - left));
    }
  }

  double weight() {
    return weight;
  }

  int rows() {
    return rows;
  }

  List<Kind> kinds() {
    return kinds;
  }

  /** How many rows of each kind a sample of this stratum has. */
  int[] draw(SplittableRandom random) {
    int[] counts = new int[kinds.size()];
    int left = rows;
    for (int j = 0; j < counts.length; j++) {
      counts[j] = draws.get(j).draw(left, random);
      left -= counts[j];
    }
    return counts;
  }

  double mean(java.util.function.ToDoubleFunction<Kind> value) {
    double mean = 0;
    for (Kind kind : kinds) {
      mean += kind.share() * value.applyAsDouble(kind);
    }
    return mean;
  }
}
