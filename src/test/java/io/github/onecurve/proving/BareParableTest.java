package io.github.onecurve.proving;

import static io.github.onecurve.proving.BareParable.ABSTAIN;
import static io.github.onecurve.proving.BareParable.GORILLA;
import static io.github.onecurve.proving.BareParable.GROUP_A;
import static io.github.onecurve.proving.BareParable.GROUP_B;
import static io.github.onecurve.proving.BareParable.HUMAN;
import static io.github.onecurve.proving.BareParable.NO_GROUP;
import static io.github.onecurve.proving.BareParable.OTHER;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.proving.BareParable.Kind;
import io.github.onecurve.proving.BareParable.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class BareParableTest {
  private static final int WORLDS = 12;
  private static final int SEEDS = 5;
  private static final double[] CRITICAL = {1, 5, 20, 100};

  /** The definition's line: mean and sd of A over worlds, percentages of B and of gorillas. */
  private record Line(String row, double mean, double sd, double b, double gorilla) {}

  private static final List<Line> DEFINITION =
      List.of(
          new Line("oracle", 0.56, 0.07, 3.2, 1.9),
          new Line("bob+diagnosis", 0.52, 0.06, 4.9, 1.4),
          new Line("bob", 0.51, 0.07, 5.1, 1.3),
          new Line("random+diagnosis", 0.41, 0.06, 9.9, 0.7),
          new Line("diagnosis", 0.36, 0.06, 11.8, 0.6),
          new Line("reweighting", 0.29, 0.05, 12.5, 0.7),
          new Line("random", 0.25, 0.08, 14.6, 0.5),
          new Line("careful", 0.19, 0.11, 10.5, 1.6),
          new Line("chow", 0.13, 0.01, 16.1, 0.1),
          new Line("same", -0.02, 0.07, 22.9, 0.3),
          new Line("alice", -0.63, 0.80, 1.9, 11.6),
          new Line("refuse", -0.84, 0.19, 0, 0.2),
          new Line("prune", -3.10, 2.18, 57.7, 10.9),
          new Line("hold", -5.01, 0.91, 0, 0));

  /** A of bob, alice, refuse and bob+refuse where calling a human a gorilla costs 1, 5, 20, 100. */
  private static final Map<String, double[]> CURVE =
      Map.of(
          "bob", new double[] {0.51, 0.67, 0.73, 0.76},
          "alice", new double[] {-0.63, 0.35, 0.75, 0.88},
          "refuse", new double[] {-0.84, 0.33, 0.80, 0.96},
          "bob+refuse", new double[] {-0.56, 0.43, 0.83, 0.96});

  private record World(Rows judge, Map<String, int[][]> decisions) {
    double a(String row, double critical) {
      return BareParable.figures(judge, decisions, critical).get(row);
    }

    double bCalledGorilla(String row) {
      return 100 * BareParable.share(judge, HUMAN, GROUP_B, GORILLA, decisions.get(row));
    }

    double gorillaCalledHuman(String row) {
      return 100 * BareParable.share(judge, GORILLA, NO_GROUP, HUMAN, decisions.get(row));
    }
  }

  @Test
  @Tag("quality")
  void tableOfTheDefinitionIsReproducedWithinTwoStandardDeviations() throws Exception {
    List<World> worlds = worlds();
    List<Executable> checks = new ArrayList<>();
    StringBuilder table = new StringBuilder();
    for (Line line : DEFINITION) {
      double[] a = worlds.stream().mapToDouble(w -> w.a(line.row, 1)).toArray();
      double mean = mean(a);
      table.append(
          String.format(
              Locale.ROOT,
              "%-18s A %+.2f ± %.2f (%+.2f ± %.2f, %+.1f sd)   B %4.1f%% (%.1f%%)   gorilla %4.1f%%"
                  + " (%.1f%%)%n",
              line.row,
              mean,
              sd(a),
              line.mean,
              line.sd,
              (mean - line.mean) / line.sd,
              mean(worlds.stream().mapToDouble(w -> w.bCalledGorilla(line.row)).toArray()),
              line.b,
              mean(worlds.stream().mapToDouble(w -> w.gorillaCalledHuman(line.row)).toArray()),
              line.gorilla));
      checks.add(() -> assertEquals(line.mean, mean, 2 * line.sd, line.row));
    }
    for (String row : List.of("bob", "alice", "refuse", "bob+refuse")) {
      table.append(String.format(Locale.ROOT, "%-12s", row));
      for (int i = 0; i < CRITICAL.length; i++)
        table.append(
            String.format(
                Locale.ROOT,
                "  at %3.0f: %+.2f (%+.2f)",
                CRITICAL[i],
                curve(worlds, row, CRITICAL[i]),
                CURVE.get(row)[i]));
      table.append(System.lineSeparator());
    }
    double overtaken = 1;
    while (curve(worlds, "refuse", overtaken) < curve(worlds, "bob", overtaken)) overtaken += 0.1;
    table.append(String.format(Locale.ROOT, "refusing overtakes bob past %.1f (13)%n", overtaken));
    System.out.print(table);
    assertAll(checks);
    assertEquals(13, overtaken, 4);
  }

  private static List<World> worlds() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Callable<World>> tasks = new ArrayList<>();
      for (int seed = 1; seed <= WORLDS; seed++) {
        long world = seed;
        tasks.add(
            () -> {
              Map<Kind, Rows> rows = BareParable.world(world);
              return new World(
                  rows.get(Kind.JUDGE),
                  BareParable.decisions(rows, BareParable.bare(world), SEEDS));
            });
      }
      List<World> worlds = new ArrayList<>();
      for (Future<World> done : threads.invokeAll(tasks)) worlds.add(done.get());
      return worlds;
    } finally {
      threads.shutdown();
    }
  }

  private static double curve(List<World> worlds, String row, double critical) {
    return mean(worlds.stream().mapToDouble(w -> w.a(row, critical)).toArray());
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double sd(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }

  @Test
  @Tag("quality")
  void oneTrainingTakesAboutATenthOfASecond() {
    Rows training = BareParable.rows(1, Kind.TRAINING);
    float[] ones = new float[training.y.length];
    Arrays.fill(ones, 1);
    double[] seconds =
        Stream.generate(() -> seconds(training, ones)).limit(20).mapToDouble(s -> s).toArray();
    System.out.printf(
        Locale.ROOT,
        "one training, warm: least %.3f s, median %.3f s%n",
        Arrays.stream(seconds).skip(5).min().orElseThrow(),
        Arrays.stream(seconds).skip(5).sorted().skip(7).findFirst().orElseThrow());
    assertTrue(Arrays.stream(seconds).min().orElseThrow() < 1);
  }

  private static double seconds(Rows rows, float[] ones) {
    long start = System.nanoTime();
    BareNet.train(rows.x, rows.y, ones, 40, new SplittableRandom(1));
    return (System.nanoTime() - start) * 1e-9;
  }

  @Test
  void rowsFollowTheDefinition() {
    Rows training = BareParable.rows(1, Kind.TRAINING);
    Rows judge = BareParable.rows(1, Kind.JUDGE);
    assertEquals(0.5, count(judge, HUMAN, -1) / 20_000.0, 0.015);
    assertEquals(0.2, count(judge, GORILLA, -1) / 20_000.0, 0.015);
    assertEquals(0.2, count(judge, HUMAN, GROUP_B) / (double) count(judge, HUMAN, -1), 0.015);
    assertEquals(
        0.01, count(training, HUMAN, GROUP_B) / (double) count(training, HUMAN, -1), 0.005);
    assertEquals(count(judge, GORILLA, -1), count(judge, GORILLA, NO_GROUP));
    assertEquals(count(judge, OTHER, -1), count(judge, OTHER, NO_GROUP));
    double[][] means = { // of the features 0, 1 to 7, 8 to 10, 11 to 15
      {-1.6, 0.75, -0.3, 0}, {1.6, 0.75, -0.3, 0}, {1.6, -0.75, -0.3, 0}, {0, 0, 1.3, 0}
    };
    for (int j = 0; j < BareNet.WIDTH; j++) {
      int kind = j == 0 ? 0 : j < 8 ? 1 : j < 11 ? 2 : 3;
      double sd = j == 0 ? 0.5 : 1;
      assertFeature(judge, HUMAN, GROUP_A, j, means[0][kind], sd);
      assertFeature(judge, HUMAN, GROUP_B, j, means[1][kind], sd);
      assertFeature(judge, GORILLA, NO_GROUP, j, means[2][kind], sd);
      assertFeature(judge, OTHER, NO_GROUP, j, means[3][kind], sd);
    }
  }

  @Test
  void rowsAreTheSameToTheBitWhereverTheyAreDrawn() {
    Rows diagnosis = BareParable.rows(1, Kind.DIAGNOSIS);
    assertEquals(-1827262912, Arrays.hashCode(diagnosis.x));
    assertEquals(275998963, Arrays.hashCode(diagnosis.y));
    assertEquals(1618604139, Arrays.hashCode(diagnosis.group));
  }

  @Test
  void lossIsTheMeanOfTheCostTable() {
    int[] labels = {HUMAN, HUMAN, GORILLA, OTHER};
    int[] today = {HUMAN, GORILLA, HUMAN, OTHER};
    int[] refused = BareParable.refusing(today, GORILLA);
    assertEquals(0.5, BareParable.loss(labels, today, BareParable.cost(1)), 1e-12);
    assertEquals(1.5, BareParable.loss(labels, today, BareParable.cost(5)), 1e-12);
    assertEquals(0.325, BareParable.loss(labels, refused, BareParable.cost(5)), 1e-12);
    assertEquals(
        (0.5 - (0.325 + 0.5) / 2) / 0.5,
        BareParable.actionability(labels, today, new int[][] {refused, today}, BareParable.cost(1)),
        1e-12);
  }

  @Test
  void chowAbstainsWhereNoClassReachesSeventyPercent() {
    float[] logits = {(float) Math.log(0.71 / 0.29), 0, -40, 0, (float) Math.log(0.69 / 0.31), -40};
    assertArrayEquals(new int[] {HUMAN, ABSTAIN}, BareParable.chow(logits, BareParable.cost(1)));
  }

  @Test
  void pruningKeepsATenthOfTheWeightsAndAllBiases() {
    float[] net = new float[BareNet.SIZE];
    for (int i = 0; i < net.length; i++) net[i] = (i % 2 == 0 ? 1 : -1) * (1 + i);
    float[] pruned = BareParable.pruned(net);
    for (int i = 0; i < net.length; i++) {
      boolean bias = (i >= BareNet.B1 && i < BareNet.W2) || i >= BareNet.B2;
      assertEquals(bias || i >= BareNet.B2 - 31 ? net[i] : 0, pruned[i], "weight " + i);
    }
  }

  @Test
  void aliceLeavesTheNetAloneWhereNoHumanIsCalledGorilla() {
    float[] net = new float[BareNet.SIZE]; // all logits equal: everyone is called human
    Rows diagnosis = BareParable.rows(1, Kind.DIAGNOSIS);
    double[] scores = BareParable.scores(net, BareParable.means(net, diagnosis), diagnosis);
    assertArrayEquals(new double[BareNet.WIDTH], scores);
    assertEquals(0, BareParable.aliceK(net, new float[BareNet.WIDTH], scores, diagnosis));
  }

  @Test
  void reweightingGivesEachCellItsShareInTheDiagnosisRows() {
    Rows training = BareParable.rows(1, Kind.TRAINING);
    Rows diagnosis = BareParable.rows(1, Kind.DIAGNOSIS);
    float[] weights = BareParable.reweighted(training, diagnosis);
    double ofB = 0;
    double all = 0;
    for (int i = 0; i < weights.length; i++) {
      all += weights[i];
      ofB += training.group[i] == GROUP_B ? weights[i] : 0;
    }
    assertEquals(6_000, all, 0.01);
    assertEquals(count(diagnosis, HUMAN, GROUP_B) / 600.0, ofB / all, 1e-6);
  }

  private static int count(Rows rows, int label, int group) {
    int count = 0;
    for (int i = 0; i < rows.y.length; i++)
      if (rows.y[i] == label && (group < 0 || rows.group[i] == group)) count++;
    return count;
  }

  private static void assertFeature(
      Rows rows, int label, int group, int feature, double mean, double sd) {
    double[] values =
        IntStream.range(0, rows.y.length)
            .filter(i -> rows.y[i] == label && rows.group[i] == group)
            .mapToDouble(i -> rows.x[i * BareNet.WIDTH + feature])
            .toArray();
    assertEquals(mean, mean(values), 5 * sd / Math.sqrt(values.length), "mean of x" + feature);
    assertEquals(sd, sd(values), 5 * sd / Math.sqrt(2.0 * values.length), "sd of x" + feature);
  }
}
