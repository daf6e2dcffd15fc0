package io.github.onecurve.proving;

import static io.github.onecurve.proving.BareNet.B1;
import static io.github.onecurve.proving.BareNet.B2;
import static io.github.onecurve.proving.BareNet.CLASSES;
import static io.github.onecurve.proving.BareNet.W2;
import static io.github.onecurve.proving.BareNet.WIDTH;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The parable without the house: the second, independent way to its figures. Data, nets and prices
 * are apart, so that each can be fed from elsewhere.
 */
final class BareParable {
  static final int HUMAN = 0;
  static final int GORILLA = 1;
  static final int OTHER = 2;
  static final int ABSTAIN = 3; // also the last column of a cost table
  static final int GROUP_A = 0;
  static final int GROUP_B = 1;
  static final int NO_GROUP = 2;

  private BareParable() {}

  // ---- data

  /** The kinds of rows of a world: how many, and the share of group B among their humans. */
  enum Kind {
    TRAINING(1, 6_000, 0.01),
    DIAGNOSIS(2, 600, 0.2),
    POOL(3, 6_000, 0.2),
    JUDGE(4, 20_000, 0.2),
    ORACLE(5, 30_000, 0.2);

    final int key;
    final int size;
    final double shareOfB;

    Kind(int key, int size, double shareOfB) {
      this.key = key;
      this.size = size;
      this.shareOfB = shareOfB;
    }
  }

  /** Inputs {@code [n, 16]} flat, labels and groups {@code [n]}. */
  static final class Rows {
    final float[] x;
    final int[] y;
    final int[] group;

    Rows(int n) {
      x = new float[n * WIDTH];
      y = new int[n];
      group = new int[n];
    }

    /** These rows, then those of {@code more} at the given places. */
    Rows and(Rows more, int[] places) {
      Rows all = new Rows(y.length + places.length);
      for (int i = 0; i < all.y.length; i++) {
        Rows from = i < y.length ? this : more;
        int at = i < y.length ? i : places[i - y.length];
        System.arraycopy(from.x, at * WIDTH, all.x, i * WIDTH, WIDTH);
        all.y[i] = from.y[at];
        all.group[i] = from.group[at];
      }
      return all;
    }

    Rows and(Rows more) {
      return and(more, IntStream.range(0, more.y.length).toArray());
    }
  }

  static Map<Kind, Rows> world(long seed) {
    Map<Kind, Rows> world = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) world.put(kind, rows(seed, kind));
    return world;
  }

  /** Draw order of a row: class, group if human, the 16 features from left to right. */
  static Rows rows(long world, Kind kind) {
    SplittableRandom random = keyed(world, kind.key, 0);
    Rows rows = new Rows(kind.size);
    for (int i = 0; i < kind.size; i++) {
      double u = random.nextDouble();
      int y = u < 0.5 ? HUMAN : u < 0.7 ? GORILLA : OTHER;
      boolean inB = y == HUMAN && random.nextDouble() < kind.shareOfB;
      rows.y[i] = y;
      rows.group[i] = y != HUMAN ? NO_GROUP : inB ? GROUP_B : GROUP_A;
      double tone = y == OTHER ? 0 : y == GORILLA || inB ? 1.6 : -1.6;
      double shape = y == OTHER ? 0 : y == GORILLA ? -0.75 : 0.75;
      for (int j = 0; j < WIDTH; j++) {
        double mean = j == 0 ? tone : j < 8 ? shape : j > 10 ? 0 : y == OTHER ? 1.3 : -0.3;
        rows.x[i * WIDTH + j] = (float) (mean + (j == 0 ? 0.5 : 1) * random.nextGaussian());
      }
    }
    return rows;
  }

  private static SplittableRandom keyed(long world, int purpose, int seed) {
    return new SplittableRandom(world << 32 | (long) purpose << 16 | seed);
  }

  // ---- nets

  /** Where nets and the order of the pool come from; seed −1 is the deployed net. */
  interface Maker {
    float[] train(Rows rows, float[] weights, int seed);

    int[] poolOrder(Rows pool, int seed);
  }

  /** Bare loops, keyed by world and seed. */
  static Maker bare(long world) {
    return new Maker() {
      @Override
      public float[] train(Rows rows, float[] weights, int seed) {
        return BareNet.train(rows.x, rows.y, weights, 40, keyed(world, 10, seed + 1));
      }

      @Override
      public int[] poolOrder(Rows pool, int seed) {
        int[] order = IntStream.range(0, pool.y.length).toArray();
        BareNet.shuffle(order, keyed(world, 11, seed));
        return order;
      }
    };
  }

  /** For each (class, group) cell its share in the diagnosis rows over its share in training. */
  static float[] reweighted(Rows training, Rows diagnosis) {
    int[] had = cells(training);
    int[] met = cells(diagnosis);
    double scale = (double) training.y.length / diagnosis.y.length;
    float[] weights = new float[training.y.length];
    for (int i = 0; i < weights.length; i++) {
      int cell = training.y[i] * 3 + training.group[i];
      weights[i] = (float) (scale * met[cell] / had[cell]);
    }
    return weights;
  }

  private static int[] cells(Rows rows) {
    int[] count = new int[9];
    for (int i = 0; i < rows.y.length; i++) count[rows.y[i] * 3 + rows.group[i]]++;
    return count;
  }

  /** Zeroes the ⌊0.9 · 304⌋ smallest weights of both matrices together, biases left alone. */
  static float[] pruned(float[] net) {
    float[] kept = net.clone();
    IntStream.range(0, B2)
        .filter(i -> i < B1 || i >= W2)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> Math.abs(net[i])))
        .limit((B1 + B2 - W2) * 9 / 10)
        .forEach(i -> kept[i] = 0);
    return kept;
  }

  static float[] means(float[] net, Rows training) {
    double[] sum = new double[WIDTH];
    float[] hidden = BareNet.hidden(net, training.x);
    for (int i = 0; i < hidden.length; i++) sum[i % WIDTH] += hidden[i];
    float[] mean = new float[WIDTH];
    for (int k = 0; k < WIDTH; k++) mean[k] = (float) (sum[k] / training.y.length);
    return mean;
  }

  /** Alice's score of each unit; all zero where no diagnosis human is called gorilla. */
  static double[] scores(float[] net, float[] means, Rows diagnosis) {
    float[] hidden = BareNet.hidden(net, diagnosis.x);
    int[] said = argmax(BareNet.logits(net, diagnosis.x));
    double[] score = new double[WIDTH];
    for (int i = 0; i < hidden.length; i++) {
      int k = i % WIDTH;
      if (diagnosis.y[i / WIDTH] == HUMAN && said[i / WIDTH] == GORILLA)
        score[k] += (hidden[i] - means[k]) * (net[W2 + WIDTH + k] - net[W2 + k]);
    }
    return score;
  }

  /** The k units of highest score held at their means: their second layer moves to the biases. */
  static float[] ablated(float[] net, float[] means, double[] scores, int k) {
    float[] edited = net.clone();
    IntStream.range(0, WIDTH)
        .boxed()
        .sorted(Comparator.comparingDouble(unit -> -scores[unit]))
        .limit(k)
        .forEach(
            unit -> {
              for (int c = 0; c < CLASSES; c++) {
                edited[B2 + c] += net[W2 + c * WIDTH + unit] * means[unit];
                edited[W2 + c * WIDTH + unit] = 0;
              }
            });
    return edited;
  }

  /** The smallest k that makes 90% of the cases human again, else 16; 0 where there is no case. */
  static int aliceK(float[] net, float[] means, double[] scores, Rows diagnosis) {
    int[] before = argmax(BareNet.logits(net, diagnosis.x));
    int[] cases =
        IntStream.range(0, before.length)
            .filter(i -> diagnosis.y[i] == HUMAN && before[i] == GORILLA)
            .toArray();
    for (int k = 0; k < WIDTH; k++) {
      int[] after = argmax(BareNet.logits(ablated(net, means, scores, k), diagnosis.x));
      long human = Arrays.stream(cases).filter(i -> after[i] == HUMAN).count();
      if (human >= 0.9 * cases.length) return k;
    }
    return WIDTH;
  }

  /** The k of least cost on the diagnosis rows, the smallest of equals. */
  static int carefulK(float[] net, float[] means, double[] scores, Rows rows, double[][] cost) {
    double[] loss = new double[WIDTH + 1];
    for (int k = 0; k <= WIDTH; k++)
      loss[k] = loss(rows.y, argmax(BareNet.logits(ablated(net, means, scores, k), rows.x)), cost);
    return IntStream.rangeClosed(0, WIDTH)
        .reduce((best, k) -> loss[k] < loss[best] ? k : best)
        .getAsInt();
  }

  // ---- decisions and prices

  static int[] argmax(float[] logits) {
    int[] said = new int[logits.length / CLASSES];
    for (int i = 0; i < logits.length; i++)
      if (logits[i] > logits[i / CLASSES * CLASSES + said[i / CLASSES]])
        said[i / CLASSES] = i % CLASSES;
    return said;
  }

  /** Chow 1970: the action of least expected cost under the softmax, abstaining among them. */
  static int[] chow(float[] logits, double[][] cost) {
    int[] said = new int[logits.length / CLASSES];
    for (int r = 0; r < said.length; r++) {
      double best = Double.POSITIVE_INFINITY;
      for (int a = 0; a <= ABSTAIN; a++) {
        double expected = 0; // times the sum of the exponentials, which all actions share
        for (int y = 0; y < CLASSES; y++)
          expected += Math.exp(logits[r * CLASSES + y] - logits[r * CLASSES]) * cost[y][a];
        if (expected < best) said[r] = a;
        best = Math.min(best, expected);
      }
    }
    return said;
  }

  static int[] refusing(int[] decisions, int refused) {
    return Arrays.stream(decisions).map(said -> said == refused ? ABSTAIN : said).toArray();
  }

  /** Wrong 1, abstain 0.3, a human called gorilla {@code critical}; {@code [class][decision]}. */
  static double[][] cost(double critical) {
    return new double[][] {{0, critical, 1, 0.3}, {1, 0, 1, 0.3}, {1, 1, 0, 0.3}};
  }

  static double loss(int[] labels, int[] decisions, double[][] cost) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) sum += cost[labels[i]][decisions[i]];
    return sum / labels.length;
  }

  /** A of a row without λ: {@code decisions} holds one array for each retraining seed. */
  static double actionability(int[] labels, int[] today, int[][] decisions, double[][] cost) {
    double was = loss(labels, today, cost);
    double is =
        Arrays.stream(decisions).mapToDouble(d -> loss(labels, d, cost)).average().orElse(0);
    return (was - is) / was;
  }

  /** Share of the rows of a class (and group) decided as {@code said}, mean over the seeds. */
  static double share(Rows rows, int label, int group, int said, int[][] decisions) {
    int[] of =
        IntStream.range(0, rows.y.length)
            .filter(i -> rows.y[i] == label && rows.group[i] == group)
            .toArray();
    return Arrays.stream(decisions)
        .mapToDouble(d -> Arrays.stream(of).filter(i -> d[i] == said).count() / (double) of.length)
        .average()
        .orElse(0);
  }

  // ---- the table

  /** A of every row of the table in one world, plain stakes but for {@code critical}. */
  static Map<String, Double> figures(Rows judge, Map<String, int[][]> decisions, double critical) {
    Map<String, Double> figures = new LinkedHashMap<>();
    int[] today = decisions.get("today")[0];
    decisions.forEach(
        (row, d) -> figures.put(row, actionability(judge.y, today, d, cost(critical))));
    return figures;
  }

  /**
   * Decisions on the judge's rows by row of the table, {@code [seeds][n]}; one array where nothing
   * is trained. Remedies are chosen under the plain stakes and stay as they are at other prices.
   */
  static Map<String, int[][]> decisions(Map<Kind, Rows> world, Maker maker, int seeds) {
    Rows training = world.get(Kind.TRAINING);
    Rows diagnosis = world.get(Kind.DIAGNOSIS);
    Rows pool = world.get(Kind.POOL);
    float[] x = world.get(Kind.JUDGE).x;
    float[] net = maker.train(training, ones(training), -1);
    float[] logits = BareNet.logits(net, x);
    int[] today = argmax(logits);
    float[] means = means(net, training);
    double[] scores = scores(net, means, diagnosis);
    int alice = aliceK(net, means, scores, diagnosis);
    int careful = carefulK(net, means, scores, diagnosis, cost(1));
    int[] hold = new int[today.length];
    Arrays.fill(hold, ABSTAIN);

    Map<String, int[][]> table = new LinkedHashMap<>();
    IntFunction<Rows> bob = s -> training.and(pool, labels(maker, pool, s, true));
    IntFunction<Rows> random = s -> training.and(pool, labels(maker, pool, s, false));
    float[] weights = reweighted(training, diagnosis);
    table.put("oracle", retrained(maker, seeds, s -> world.get(Kind.ORACLE), x));
    table.put("bob+diagnosis", retrained(maker, seeds, s -> bob.apply(s).and(diagnosis), x));
    table.put("bob", retrained(maker, seeds, bob, x));
    table.put("random+diagnosis", retrained(maker, seeds, s -> random.apply(s).and(diagnosis), x));
    table.put("diagnosis", retrained(maker, seeds, s -> training.and(diagnosis), x));
    table.put("random", retrained(maker, seeds, random, x));
    table.put("same", retrained(maker, seeds, s -> training, x));
    table.put("reweighting", seeds(seeds, s -> said(maker.train(training, weights, s), x)));
    table.put("careful", new int[][] {said(ablated(net, means, scores, careful), x)});
    table.put("alice", new int[][] {said(ablated(net, means, scores, alice), x)});
    table.put("chow", new int[][] {chow(logits, cost(1))});
    table.put("prune", new int[][] {said(pruned(net), x)});
    table.put("today", new int[][] {today});
    table.put("refuse", new int[][] {refusing(today, GORILLA)});
    table.put("bob+refuse", seeds(seeds, s -> refusing(table.get("bob")[s], GORILLA)));
    table.put("hold", new int[][] {hold});
    return table;
  }

  /** The first 300 of the pool, or of its group B, in the order of the seed. */
  private static int[] labels(Maker maker, Rows pool, int seed, boolean onlyB) {
    return Arrays.stream(maker.poolOrder(pool, seed))
        .filter(i -> !onlyB || pool.group[i] == GROUP_B)
        .limit(300)
        .toArray();
  }

  private static float[] ones(Rows rows) {
    float[] ones = new float[rows.y.length];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static int[][] retrained(Maker maker, int seeds, IntFunction<Rows> rows, float[] x) {
    return seeds(
        seeds,
        s -> {
          Rows learnt = rows.apply(s);
          return said(maker.train(learnt, ones(learnt), s), x);
        });
  }

  private static int[][] seeds(int seeds, IntFunction<int[]> decisions) {
    return IntStream.range(0, seeds).mapToObj(decisions).toArray(int[][]::new);
  }

  private static int[] said(float[] net, float[] x) {
    return argmax(BareNet.logits(net, x));
  }
}
