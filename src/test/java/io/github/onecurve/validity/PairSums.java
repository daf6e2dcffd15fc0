package io.github.onecurve.validity;

import io.github.onecurve.stats.StratumDifference;
import io.github.onecurve.stats.StratumLoss;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The sums of one pair of systems over one stratum, in units of {@link Population#UNIT}. */
final class PairSums {
  private static final long UNITS_PER_COST = 100_000_000;
  private static final long SCALE = Math.round(UNITS_PER_COST * Population.UNIT);

  private final long[] perSeed;
  private long squaredRowTotals;
  private long squares;
  private long timesLoss;

  PairSums(int seeds) {
    this.perSeed = new long[seeds];
  }

  /** Adds {@code count} rows that differ alike, the only seed's. */
  void add(long count, long loss, long difference) {
    perSeed[0] += count * difference;
    squares += count * difference * difference;
    squaredRowTotals += count * difference * difference;
    timesLoss += count * loss * difference;
  }

  /** Adds one row. */
  void add(long loss, long[] differences) {
    long total = 0;
    for (int s = 0; s < perSeed.length; s++) {
      perSeed[s] += differences[s];
      squares += differences[s] * differences[s];
      total += differences[s];
    }
    squaredRowTotals += total * total;
    timesLoss += loss * total;
  }

  StratumDifference sums(StratumLoss today) {
    List<BigInteger> seeds = new ArrayList<>();
    for (long seed : perSeed) {
      seeds.add(once(seed));
    }
    return new StratumDifference(
        today, seeds, twice(squaredRowTotals), twice(squares), twice(timesLoss));
  }

  static StratumLoss today(Stratum stratum, int[] counts) {
    long sum = 0;
    long squares = 0;
    for (int j = 0; j < counts.length; j++) {
      long loss = stratum.kinds().get(j).loss();
      sum += counts[j] * loss;
      squares += counts[j] * loss * loss;
    }
    return new StratumLoss(
        stratum.rows(), stratum.weight(), UNITS_PER_COST, once(sum), twice(squares));
  }

  private static BigInteger once(long units) {
    return BigInteger.valueOf(units).multiply(BigInteger.valueOf(SCALE));
  }

  private static BigInteger twice(long squaredUnits) {
    return once(squaredUnits).multiply(BigInteger.valueOf(SCALE));
  }
}
