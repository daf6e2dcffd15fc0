package io.github.onecurve.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.AuditPlan;
import io.github.onecurve.OneCurve;
import io.github.onecurve.Said;
import io.github.onecurve.SmallParable;
import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.AbstainBelow;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.Compose;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.ExpectedCostRule;
import io.github.onecurve.remedy.Hold;
import io.github.onecurve.remedy.Prune;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.report.Json;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Stakes.Stratum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Properties of the definition over seeds, critical costs, strata and retraining seeds, where there
 * are networks, labels and sizes.
 */
class InvariancesTest {
  private static final List<Remedy> REMEDIES =
      List.of(
          new AbstainOn("other"),
          new AbstainBelow(0.7),
          new ExpectedCostRule(),
          new Hold(),
          new Prune(0.3),
          Compose.of(new Prune(0.5), new AbstainBelow(0.6)),
          Retrain.with(new DiagnosisRows()),
          Retrain.with(new AcquireLabels(Slice.where("group", "A"), 7)),
          Retrain.with(new AcquireLabels(Slice.all(), 13), new DiagnosisRows()));

  /** What decisions cost and how traffic is mixed; a seed stands for one of them in turn. */
  private enum Setting {
    PLAIN,
    CRITICAL,
    STRATA,
    ALL;

    static Setting of(long seed) {
      return values()[(int) (seed % values().length)];
    }

    /** The stakes, scaled; strata are given with the worlds. */
    Stakes stakes(double scale, double running, String dear, String missed, Slice... parts) {
      Stakes stakes =
          Stakes.standard().wrong(scale).abstain(scale * 0.3).runningPrice(scale * running);
      if (this == CRITICAL || this == ALL) {
        stakes = stakes.critical(dear, missed, 4 * scale);
      }
      if (parts.length > 0 && (this == STRATA || this == ALL)) {
        List<Stratum> strata = new ArrayList<>();
        for (int k = 0; k < parts.length; k++) {
          double weight = k == 0 ? 1 - 0.2 * (parts.length - 1) : 0.2;
          strata.add(new Stratum(parts[k], weight));
        }
        stakes = stakes.strata(strata);
      }
      return stakes;
    }

    Stakes ofParable(double scale, double running) {
      return stakes(
          scale,
          running,
          "human",
          "gorilla",
          Slice.where("group", "none"),
          Slice.where("group", "A"),
          Slice.where("group", "B"));
    }

    Stakes byHand() {
      return stakes(1, 0.001, "b", "a", Slice.where("site", "x"), Slice.where("site", "y"));
    }
  }

  static Stream<Arguments> cells() {
    return LongStream.rangeClosed(1, 5)
        .boxed()
        .flatMap(seed -> Stream.of(Setting.values()).map(setting -> Arguments.of(seed, setting)));
  }

  private static AuditPlan plan(SmallParable world) {
    return OneCurve.audit(world.subject()).judgedOn(world.judge()).retrainingSeeds(3);
  }

  private static AuditPlan plan(SmallParable world, Setting setting) {
    return plan(world).under(setting.ofParable(1, 0.001));
  }

  /** By hand: today's system is model 1; retrained, it is one of models 2 to 4 at each seed. */
  private static AuditPlan byHand(LabelledRows judge, Setting setting) {
    LabelledRows known = withSites(four(77, 0, 100));
    return OneCurve.audit(
            Subject.of(Said.says(1))
                .diagnosedOn(known)
                .trainedOn(withSites(four(78, 500, 50)))
                .with((rows, weights, seed) -> Said.says(2 + (int) Math.floorMod(seed, 3L))))
        .judgedOn(judge)
        .retrainingSeeds(4)
        .under(setting.byHand());
  }

  /** Rows about which model 1 is right in 70% and models 2 to 4 in 60%. */
  private static LabelledRows four(long seed, int first, int n) {
    Random random = new Random(seed);
    int[] labels = random.ints(n, 0, 3).toArray();
    int[][] said = new int[4][n];
    for (int row = 0; row < n; row++) {
      for (int model = 0; model < 4; model++) {
        boolean right = random.nextDouble() < (model == 0 ? 0.7 : 0.6);
        said[model][row] = right ? labels[row] : (labels[row] + 1 + model % 2) % 3;
      }
    }
    return Said.rows(first, labels, said);
  }

  /** Sites that hang on a row's number alone, so that labels can change and sites do not. */
  private static LabelledRows withSites(LabelledRows rows) {
    List<String> sites =
        IntStream.range(0, rows.size())
            .mapToObj(row -> (int) rows.rows().input(row, 0) % 3 == 0 ? "x" : "y")
            .toList();
    return rows.with(Attribute.categorical("site", List.of("x", "y"), sites));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void shippingAsItIsIsExactlyNothing(long seed, Setting setting) {
    Scoreboard board =
        byHand(withSites(four(seed, 1000, 200)), setting)
            .by("x", Boards.saying(new ShipAsIs(), Compose.of(new ShipAsIs(), new ShipAsIs())))
            .run()
            .board();
    board.verdicts().forEach(verdict -> assertEquals(0, Boards.g(verdict).estimate()));
    Verdict shipped = Boards.saying(new ShipAsIs().toString(), board);
    assertEquals(new Amount(0, 0, 0), Boards.g(shipped));
    assertEquals(new Amount(0, 0, 0), Boards.a(shipped));
    assertEquals(Status.NO_DIFFERENCE_SHOWN, shipped.status());
  }

  @ParameterizedTest
  @MethodSource("cells")
  void turningAWrongDecisionOfAnySeedRightNeverLowersA(long seed, Setting setting) {
    Random random = new Random(seed);
    LabelledRows rows = four(seed, 1000, 200);
    int[] labels = rows.labels();
    int[][] said = new int[4][];
    for (int model = 0; model < 4; model++) {
      int column = model + 1;
      said[model] =
          IntStream.range(0, 200).map(row -> (int) rows.rows().input(row, column)).toArray();
    }
    double first = retrained(labels, said, setting);
    double before = first;
    for (int step = 0; step < 4; step++) {
      int row = random.nextInt(200);
      said[1 + random.nextInt(3)][row] = labels[row];
      double after = retrained(labels, said, setting);
      assertTrue(after >= before, before + " to " + after);
      before = after;
    }
    said[1] = labels;
    said[2] = labels;
    said[3] = labels;
    assertEquals(1, retrained(labels, said, setting), 1e-2);
    assertTrue(first < 1);
  }

  private static double retrained(int[] labels, int[][] said, Setting setting) {
    AuditPlan plan = byHand(withSites(Said.rows(1000, labels, said)), setting);
    Scoreboard board = plan.by("x", Boards.saying(Retrain.with())).run().board();
    return Boards.a(board.verdicts().get(0)).estimate();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aConstantWrongClassifierScoresBelowNothing(long seed, Setting setting) {
    SwapModel constant =
        new SwapModel(
            "always a",
            Model.ofRows(
                rows -> Arrays.stream(rows).map(row -> Said.logits(0)).toArray(float[][]::new)));
    Scoreboard board =
        byHand(withSites(four(seed, 1000, 400)), setting)
            .by("x", Boards.saying(constant))
            .run()
            .board();
    assertTrue(Boards.a(board.verdicts().get(0)).high() < 0);
    assertEquals(Status.HARMFUL, board.verdicts().get(0).status());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void scalingAllPricesLeavesAWhereSizesDiffer(long seed) {
    Setting setting = Setting.of(seed);
    AuditPlan plan =
        plan(SmallParable.of(seed))
            .by("p", Boards.saying(new Prune(0.5)))
            .by("h", Boards.saying(new Hold()))
            .by("r", Boards.saying(Retrain.with(new DiagnosisRows())))
            .by("c", Boards.saying(Compose.of(new Prune(0.3), new AbstainOn("other"))));
    Scoreboard before = plan.under(setting.ofParable(1, 0.01)).run().board();
    for (int scale : new int[] {3, 50}) {
      Stakes scaled = setting.ofParable(scale, 0.01);
      Scoreboard after = plan.under(scaled).run().board();
      for (String name : List.of("p", "h", "r", "c")) {
        Amount first = Boards.a(Boards.rowOf(name, before));
        Amount second = Boards.a(Boards.rowOf(name, after));
        assertEquals(first.estimate(), second.estimate(), 1e-12);
        assertEquals(first.low(), second.low(), 1e-9);
        assertEquals(first.high(), second.high(), 1e-9);
        assertEquals(Boards.rowOf(name, before).status(), Boards.rowOf(name, after).status());
      }
      // Leaving λ out of the scaling does move A.
      Scoreboard half = plan.under(scaled.runningPrice(0.01)).run().board();
      double moved = Boards.a(Boards.rowOf("h", half)).estimate();
      assertTrue(Math.abs(Boards.a(Boards.rowOf("h", before)).estimate() - moved) > 1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyRivalsMoveNoEstimateAndNoInterval(long seed) {
    SmallParable world = SmallParable.of(1 + seed % 3);
    Random random = new Random(seed);
    Remedy mine = REMEDIES.get(random.nextInt(REMEDIES.size()));
    Setting setting = Setting.of(seed);
    Scoreboard alone = plan(world, setting).by("mine", Boards.saying(mine)).run().board();
    AuditPlan beset = plan(world, setting);
    int rivals = 1 + random.nextInt(4);
    int place = random.nextInt(rivals + 1);
    for (int rival = 0; rival <= rivals; rival++) {
      if (rival == place) {
        beset = beset.by("mine", Boards.saying(mine));
      } else {
        Remedy[] theirs = new Remedy[1 + random.nextInt(3)];
        for (int i = 0; i < theirs.length; i++) {
          theirs[i] = REMEDIES.get(random.nextInt(REMEDIES.size()));
        }
        beset = beset.by("rival " + rival, Boards.saying(theirs));
      }
    }
    Scoreboard together = beset.run().board();
    Verdict before = Boards.rowOf("mine", alone);
    Verdict after = Boards.rowOf("mine", together);
    assertEquals(before.measured(), after.measured());
    assertEquals(before.acting(), after.acting());
    assertEquals(before.provenance().contentHash(), after.provenance().contentHash());
    Map<String, HouseRow> house = new HashMap<>();
    together.houseRows().forEach(row -> house.put(row.title(), row));
    alone.houseRows().forEach(row -> assertEquals(row, house.get(row.title())));
    assertEquals(alone.lossPer1000(), together.lossPer1000());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void renamingWhoBuysLabelsChangesNothing(long seed) {
    SmallParable world = SmallParable.of(seed);
    Map<String, Measured> first = new HashMap<>();
    Map<String, Double> levels = new HashMap<>();
    for (String prefix : List.of("", "zz ", "A")) {
      AuditPlan plan = plan(world, Setting.of(seed + 1));
      for (int i = 0; i < REMEDIES.size(); i++) {
        Remedy remedy = REMEDIES.get(i);
        plan =
            plan.by(
                prefix + (prefix.isEmpty() ? i : REMEDIES.size() - i),
                exam -> {
                  exam.buy(Slice.where("group", "B"), 3);
                  return List.of(Boards.Free.of(remedy));
                });
      }
      for (Verdict verdict : plan.run().board().verdicts()) {
        String hash = verdict.provenance().contentHash();
        verdict.measured().ifPresent(m -> assertEquals(first.computeIfAbsent(hash, h -> m), m));
        double level = verdict.provenance().level();
        assertEquals(levels.computeIfAbsent(hash, h -> level), level);
      }
    }
    assertEquals(REMEDIES.size(), first.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theFileHasTheSameBitsWhateverTheOrderAndTheThreads(long seed) {
    SmallParable world = SmallParable.of(seed);
    String expected = text(seed, world.subject(), 1, 0);
    for (long shuffle = 1; shuffle <= 2; shuffle++) {
      Subject subject =
          Subject.of(world.model())
              .trainedOn(shuffled(world.training(), shuffle))
              .diagnosedOn(shuffled(world.diagnosis(), shuffle + 1))
              .with(SmallParable.TRAINER)
              .with(LabelPool.of(shuffled(world.poolRows(), shuffle + 2)));
      assertEquals(expected, text(seed, subject, (int) shuffle + 1, shuffle + 3));
    }
  }

  private static String text(long seed, Subject subject, int threads, long shuffle) {
    SmallParable world = SmallParable.of(seed);
    List<Remedy> remedies = new ArrayList<>(REMEDIES);
    Collections.shuffle(remedies, new Random(shuffle));
    AuditPlan plan =
        OneCurve.audit(subject)
            .judgedOn(shuffle == 0 ? world.judge() : shuffled(world.judge(), shuffle))
            .retrainingSeeds(3)
            .under(Setting.of(seed).ofParable(1, 0.001))
            .threads(threads);
    for (Remedy remedy : remedies) {
      plan =
          plan.by(
              remedy.toString(), exam -> List.of(Insight.of("x", remedy, exam.forecast(remedy))));
    }
    return Json.toText(plan.run().board().with(new Meters(List.of())));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void lossAndSavingAreLinearInAnyMixOfTraffic(long seed) {
    double share = 0.05 + 0.9 * new Random(seed).nextDouble();
    double[] only = new double[4];
    double[] mixed = new double[4];
    mix(seed, 0.01, only, 0);
    mix(seed, 0.99, only, 2);
    mix(seed, 0.01 + 0.98 * share, mixed, 0);
    assertEquals((1 - share) * only[0] + share * only[2], mixed[0], 1e-9);
    assertEquals((1 - share) * only[1] + share * only[3], mixed[1], 1e-9);
    assertTrue(Math.abs(only[1] - only[3]) > 1);
  }

  private static void mix(long seed, double weight, double[] into, int at) {
    Stakes stakes =
        Setting.of(seed)
            .stakes(1, 0.001, "a", "b")
            .strata(
                List.of(
                    new Stratum(Slice.where("site", "x"), weight),
                    new Stratum(Slice.where("site", "y"), 1 - weight)));
    Subject subject = Subject.of(Said.says(1)).diagnosedOn(sites(Said.random(9, 0, 100, 0.7, 0.8)));
    Scoreboard board =
        OneCurve.audit(subject)
            .judgedOn(sites(Said.random(seed, 1000, 300, 0.7, 0.8)))
            .under(stakes)
            .by(
                "x",
                Boards.saying(Compose.of(new SwapModel("o", Said.says(2)), new AbstainOn("a"))))
            .run()
            .board();
    into[at] = board.lossPer1000().estimate();
    into[at + 1] = Boards.g(board.verdicts().get(0)).estimate();
  }

  private static LabelledRows sites(LabelledRows rows) {
    List<String> sites =
        IntStream.range(0, rows.size())
            .mapToObj(row -> row % 4 == 0 || rows.label(row) == 0 ? "x" : "y")
            .toList();
    return rows.with(Attribute.categorical("site", List.of("x", "y"), sites));
  }

  private static LabelledRows shuffled(LabelledRows rows, long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    return rows.select(order.stream().mapToInt(i -> i).toArray());
  }
}
