package io.github.onecurve.judge;

import java.util.Arrays;
import java.util.Map;

/**
 * The records of a fold by their prints, or those of them that are lowest in the order of the
 * prints: enough to tell whether another fold shares rows with it.
 *
 * <p><b>When two folds share rows.</b> On a coarse table honest draws repeat records too. But then,
 * given all records of both folds, it is by lot which fold has which: a permutation test that knows
 * nothing of how often a record is drawn. Let two folds have N and M rows with a print in the range
 * that both samples cover, T = N + M, π = N/T, θ = M/T, and let a record be in them n and m times,
 * t = n + m. Rows that are shared make records split evenly, which
 *
 * <pre>
 *   S = Σ n m / t
 * </pre>
 *
 * counts. By lot E[S] = πθ T/(T − 1) Σ (t − 1), and, n being nearly binomial with Σ n = N fixed,
 *
 * <pre>
 *   V = Σ ( t⁽⁴⁾π²θ² + t(t − 1)²πθ − (t(t − 1)πθ)² )/t²  −  (1 − 2π)² πθ (Σ (t − 1))²/T
 * </pre>
 *
 * with t⁽⁴⁾ = t(t − 1)(t − 2)(t − 3). A row shared of records that are there once else adds ½ − πθ
 * to S − E[S]. The folds share rows when S − E[S] is above that for one in a hundred rows of the
 * smaller one, and z √(V + ½) more; the half is for few repeats, whose number is far from normal. z
 * is 3, and more where a fold is held against many.
 */
final class RowSample {
  /** So much of a fold may be shared before it is called so. */
  private static final double SLACK = 0.01;

  /** Added to a variance, since a few repeats are far from normal. */
  private static final double FEW = 0.5;

  /** Prints in unsigned order, all different, and how many rows have each. */
  private final long[] prints;

  private final int[] counts;

  /** The largest print that the sample covers, unsigned. */
  private final long reach;

  private RowSample(long[] prints, int[] counts, long reach) {
    this.prints = prints;
    this.counts = counts;
    this.reach = reach;
  }

  /** A sample of all records of a fold. */
  static RowSample of(long[] prints) {
    long[] sorted = prints.clone();
    sortUnsigned(sorted);
    long[] different = new long[sorted.length];
    int[] counts = new int[sorted.length];
    int size = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        different[size++] = sorted[i];
      }
      counts[size - 1]++;
    }
    return new RowSample(Arrays.copyOf(different, size), Arrays.copyOf(counts, size), -1);
  }

  /** A sample as it was kept. */
  static RowSample kept(Map<Long, Integer> counts, boolean all) {
    RowSample whole = of(counts, -1);
    return all ? whole : whole.upTo(whole.prints[whole.prints.length - 1]);
  }

  /** The lowest of these records, at most so many different ones. */
  RowSample lowest(int most) {
    return prints.length <= most ? this : upTo(prints[most - 1]);
  }

  /** Whether every record is here. */
  boolean isAll() {
    return reach == -1;
  }

  /** The prints in unsigned order, all different. */
  long[] prints() {
    return prints.clone();
  }

  /** How many rows have the print at a place. */
  int count(int place) {
    return counts[place];
  }

  /**
   * Whether a fold of these records shares more rows with a known one than honest draws would.
   *
   * @param z how many standard errors are chance
   */
  boolean sharesRowsWith(RowSample known, double z) {
    long common = Long.compareUnsigned(reach, known.reach) < 0 ? reach : known.reach;
    RowSample mine = upTo(common);
    RowSample theirs = known.upTo(common);
    double n = mine.rows();
    double m = theirs.rows();
    double total = n + m;
    double spread = n * m / (total * total);
    double split = 0;
    double repeats = 0;
    double variance = 0;
    int there = 0;
    for (int here = 0; here < mine.prints.length; here++) {
      while (there < theirs.prints.length && theirs.isBelow(mine.prints[here], there)) {
        repeats += theirs.counts[there] - 1;
        variance += varianceOfSplit(theirs.counts[there++], spread);
      }
      double times = mine.counts[here];
      if (there < theirs.prints.length && theirs.prints[there] == mine.prints[here]) {
        split += times * theirs.counts[there] / (times + theirs.counts[there]);
        times += theirs.counts[there++];
      }
      repeats += times - 1;
      variance += varianceOfSplit(times, spread);
    }
    for (; there < theirs.prints.length; there++) {
      repeats += theirs.counts[there] - 1;
      variance += varianceOfSplit(theirs.counts[there], spread);
    }
    double expected = spread * total / (total - 1) * repeats;
    double bound = (1 - 4 * spread) * spread * repeats * repeats / total;
    double slack = SLACK * Math.min(n, m) * (0.5 - spread);
    return split - expected > slack + z * Math.sqrt(Math.max(0, variance - bound) + FEW);
  }

  /** The variance of n m / t where a record is there t times, each time on either side by lot. */
  private static double varianceOfSplit(double t, double spread) {
    double pairs = t * (t - 1) * spread;
    return (pairs * (t - 2) * (t - 3) * spread + pairs * (t - 1) - pairs * pairs) / (t * t);
  }

  private boolean isBelow(long print, int place) {
    return Long.compareUnsigned(prints[place], print) < 0;
  }

  private long rows() {
    return Arrays.stream(counts).asLongStream().sum();
  }

  private RowSample upTo(long last) {
    int size = 0;
    while (size < prints.length && Long.compareUnsigned(prints[size], last) <= 0) {
      size++;
    }
    return new RowSample(Arrays.copyOf(prints, size), Arrays.copyOf(counts, size), last);
  }

  private static RowSample of(Map<Long, Integer> counts, long reach) {
    long[] prints = counts.keySet().stream().mapToLong(Long::longValue).toArray();
    sortUnsigned(prints);
    return new RowSample(prints, Arrays.stream(prints).mapToInt(counts::get).toArray(), reach);
  }

  private static void sortUnsigned(long[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] ^= Long.MIN_VALUE;
    }
    Arrays.sort(numbers);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] ^= Long.MIN_VALUE;
    }
  }
}
