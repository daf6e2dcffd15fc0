package io.github.onecurve.insight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.Said;
import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Progress;
import io.github.onecurve.data.RowKeys;
import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Slice;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.model.Trainer;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.Hold;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Stakes.Stratum;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExaminationTest {
  private static final Workers WORKERS = Workers.of(2);
  private static final int N = 53;

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theForecastIsWhatEachFoldSaysThatDidNotChoose(long seed) throws InterruptedException {
    LabelledRows rows = world(seed);
    Stakes stakes =
        Stakes.standard()
            .critical("a", "b", 3)
            .strata(
                List.of(
                    new Stratum(Slice.where("site", "x"), 0.7),
                    new Stratum(Slice.where("site", "y"), 0.3)));
    // Refuses the class that today's system gets wrong most often on the rows it is shown.
    Function<LabelledRows, Remedy> choose = shown -> new AbstainOn(Said.CLASSES.get(worst(shown)));

    int[] fold = RowKeys.folds(rows, 5, 9, "forecast");
    double[] before = new double[N];
    double[] after = new double[N];
    for (int row = 0; row < N; row++) {
      int own = fold[row];
      int refused = worst(rows.select(RowSet.where(N, r -> fold[r] != own)));
      int said = said(rows, row);
      before[row] = cost(rows.label(row), said);
      after[row] = said == refused ? 0.3 : before[row];
    }
    Forecast expected = bruteForce(before, after, 0, new double[] {0.7, 0.3}, 3);

    Examination exam = exam(Subject.of(Said.says(1)).diagnosedOn(rows), stakes, 9);
    near(expected, exam.forecast(choose));
    near(expected, exam.forecastFrom(before, after, 1));
  }

  @Test
  void aForecastCountsWhatRunningSaves() throws InterruptedException {
    LabelledRows rows = world(5);
    double[] before = new double[N];
    double[] after = new double[N];
    for (int row = 0; row < N; row++) {
      before[row] = rows.label(row) == said(rows, row) ? 0 : 1;
      after[row] = 0.3;
    }
    Stakes stakes = Stakes.standard().runningPrice(0.05);
    Examination exam = exam(Subject.of(Said.says(1)).diagnosedOn(rows), stakes, 1);
    Forecast expected = bruteForce(before, after, 0.05, new double[] {1}, 1);
    near(expected, exam.forecast(new Hold()));
    near(expected, exam.forecastFrom(before, after, 0));
  }

  @Test
  void shippingAsItIsSavesNothingForCertain() throws InterruptedException {
    Examination exam = exam(Subject.of(Said.says(1)).diagnosedOn(world(1)), Stakes.standard(), 1);
    assertEquals(new Forecast(0, 0), exam.forecast(new ShipAsIs()));
  }

  @Test
  void aForecastNeverShowsTheFoldThatItPrices() throws InterruptedException {
    LabelledRows rows = world(1);
    List<LabelledRows> shown = new ArrayList<>();
    Trained trained = new Trained();
    Subject subject =
        Subject.of(Said.says(1)).diagnosedOn(rows).trainedOn(extra(1000, 3)).with(trained);
    exam(subject, Stakes.standard(), 9)
        .forecast(
            some -> {
              shown.add(some);
              return Retrain.with(new DiagnosisRows());
            });
    int[] fold = RowKeys.folds(rows, 5, 9, "forecast");
    assertEquals(5, shown.size());
    List<String> expected = new ArrayList<>();
    for (int f = 0; f < 5; f++) {
      int own = f;
      LabelledRows rest = rows.select(RowSet.where(N, r -> fold[r] != own));
      assertEquals(rest.fingerprint(), shown.get(f).fingerprint());
      expected.add(extra(1000, 3).concat(rest).fingerprint());
    }
    List<String> used = trained.rows.stream().map(LabelledRows::fingerprint).sorted().toList();
    assertEquals(expected.stream().sorted().toList(), used);
  }

  @Test
  void rowsOfTheFourFoldsStandInForLabelsWeightedToTheirNumber() throws InterruptedException {
    LabelledRows rows = world(2);
    Slice y = Slice.where("site", "y");
    Trained trained = new Trained();
    LabelledRows poolRows = extra(5000, 40);
    int held = y.rows(poolRows.rows()).size();
    Subject subject =
        Subject.of(Said.says(1))
            .diagnosedOn(rows)
            .trainedOn(extra(1000, 3))
            .with(trained)
            .with(LabelPool.of(poolRows));
    for (int asked : new int[] {7, 1000}) {
      trained.rows.clear();
      trained.weights.clear();
      exam(subject, Stakes.standard(), 9).forecast(Retrain.with(new AcquireLabels(y, asked)));
      assertEquals(5, trained.rows.size());
      for (int f = 0; f < 5; f++) {
        LabelledRows used = trained.rows.get(f);
        RowSet standIns = RowSet.where(used.size(), row -> used.rows().input(row, 0) < N);
        assertEquals(3, used.size() - standIns.size());
        RowWeights weights = trained.weights.get(f).select(standIns);
        assertTrue(weights.isUniform());
        assertEquals(Math.min(asked, held), weights.get(0) * weights.size(), 1e-9);
        assertEquals(standIns, standIns.and(y.rows(used.rows())));
      }
    }
  }

  @Test
  void labelsBoughtWhileExaminingAreThereAsTheyAre() throws InterruptedException {
    Trained trained = new Trained();
    LabelledRows poolRows = extra(5000, 40);
    Slice y = Slice.where("site", "y");
    Subject subject =
        Subject.of(Said.says(1))
            .diagnosedOn(world(2))
            .trainedOn(extra(1000, 3))
            .with(trained)
            .with(LabelPool.of(poolRows));
    Examination exam = exam(subject, Stakes.standard(), 9);
    LabelledRows bought = exam.buy(y, 5).orElseThrow();
    exam.forecast(Retrain.with());
    assertEquals(extra(1000, 3).concat(bought).fingerprint(), trained.rows.get(0).fingerprint());
    trained.rows.clear();
    trained.weights.clear();
    exam.forecast(Retrain.with(new AcquireLabels(y, 1000)));
    LabelledRows used = trained.rows.get(0);
    double weight = 0;
    for (int row = 0; row < used.size(); row++) {
      weight += used.rows().input(row, 0) < N ? trained.weights.get(0).get(row) : 0;
    }
    assertEquals(y.rows(poolRows.rows()).size() - 5, weight, 1e-9);
  }

  @Test
  void chanceHangsOnTheSeedAndTheNameAlone() {
    Subject subject = Subject.of(Said.says(1)).diagnosedOn(world(1));
    Subject other = Subject.of(Said.says(1)).diagnosedOn(world(2));
    long drawn = exam(subject, Stakes.standard(), 4).random("k").nextLong();
    assertEquals(drawn, exam(other, Stakes.standard().abstain(1), 4).random("k").nextLong());
    assertNotEquals(drawn, exam(subject, Stakes.standard(), 5).random("k").nextLong());
    assertNotEquals(drawn, exam(subject, Stakes.standard(), 4).random("l").nextLong());
  }

  @Test
  void buyingIsMeteredAndStopsAtTheBudget() {
    Subject subject =
        Subject.of(Said.says(1)).diagnosedOn(world(1)).with(LabelPool.of(extra(5000, 40)));
    Examination exam = exam(subject, Stakes.standard().labelBudget(10), 1);
    assertEquals(10, exam.labelBudget());
    LabelledRows first = exam.buy(Slice.all(), 6).orElseThrow();
    assertEquals(6, first.size());
    assertEquals(
        "the label budget is 10, 6 are bought, 5 more were asked for: buy fewer or raise"
            + " labelBudget in the stakes",
        assertThrows(IllegalStateException.class, () -> exam.buy(Slice.all(), 5)).getMessage());
    LabelledRows second = exam.buy(Slice.all(), 4).orElseThrow();
    for (int row = 0; row < 4; row++) {
      for (int other = 0; other < 6; other++) {
        assertNotEquals(second.rows().input(row, 0), first.rows().input(other, 0));
      }
    }
    assertTrue(exam.buy(Slice.where("site", "nowhere"), 1).isEmpty());
    assertTrue(exam.subject().pool().orElseThrow().isClosed());
    Examination poor = exam(Subject.of(Said.says(1)).diagnosedOn(world(1)), Stakes.standard(), 1);
    assertEquals(
        "buying labels needs a pool: declare Capability.POOL in requires()",
        assertThrows(IllegalStateException.class, () -> poor.buy(Slice.all(), 1)).getMessage());
  }

  @Test
  void costsGivenMustBeCosts() {
    Examination exam = exam(Subject.of(Said.says(1)).diagnosedOn(world(1)), Stakes.standard(), 1);
    double[] good = new double[N];
    double[] bad = new double[N];
    bad[2] = Double.NaN;
    refuses(
        () -> exam.forecastFrom(good, bad, 1),
        "costs must be finite and not negative, found NaN after in row 2");
    refuses(
        () -> exam.forecastFrom(new double[3], good, 1),
        "expected one cost for each of 53 diagnosis rows, found 3 before and 53 after");
    assertThrows(IllegalArgumentException.class, () -> exam.forecastFrom(good, good, Double.NaN));
    refuses(
        () -> new Forecast(Double.NaN, 1),
        "a forecast needs a finite mean and a finite sd of at least 0, found mean NaN, sd 1.0");
    refuses(
        () -> new Forecast(1, -1),
        "a forecast needs a finite mean and a finite sd of at least 0, found mean 1.0, sd -1.0");
  }

  @Test
  void tooFewDiagnosisRowsAreRefused() {
    LabelledRows four = world(1).select(0, 1, 2, 3);
    assertEquals(
        "an audit needs at least 5 diagnosis rows to forecast on, found 4",
        assertThrows(
                IllegalStateException.class,
                () -> exam(Subject.of(Said.says(1)).diagnosedOn(four), Stakes.standard(), 1))
            .getMessage());
  }

  @Test
  void todaysCostsAndThoseOfARemedyAreOnTheDiagnosisRows() throws InterruptedException {
    LabelledRows rows = world(1);
    int wrong = 0;
    int right2 = 0;
    for (int row = 0; row < N; row++) {
      wrong += said(rows, row) == rows.label(row) ? 0 : 1;
      right2 += (int) rows.rows().input(row, 2) == rows.label(row) ? 1 : 0;
    }
    Bench bench = bench(Subject.of(Said.says(1)).diagnosedOn(rows), Stakes.standard(), 1);
    assertEquals((double) wrong / N + 0.001, bench.lossToday(), 1e-12);
    SwapModel swap = new SwapModel("other", Said.says(2));
    assertEquals((double) (N - right2) / N + 0.001, bench.cost(swap, rows), 1e-12);
    assertEquals((double) (N - right2) / N, bench.costOfDecisions(swap), 1e-12);
    assertEquals(0.3, bench.cost(new Hold(), rows), 1e-12);
  }

  @Test
  void claimsAreCheckedWhenBuilt() {
    Slice x = Slice.where("site", "x");
    refuses(
        () -> Claim.that(new Claim.Accuracy(x), 0.5, 0.4),
        "a claim needs finite low <= high, found [0.5, 0.4]");
    refuses(
        () -> Claim.that(new Claim.Accuracy(x), Double.NaN, 0.4),
        "a claim needs finite low <= high, found [NaN, 0.4]");
    refuses(
        () -> new Claim.AccuracyGap(x, Slice.all()),
        "a gap needs two slices that exclude each other, found \"site = x\" and \"all rows\": let"
            + " them differ in the levels of one column");
  }

  /** Remembers what it is given. */
  private static final class Trained implements Trainer {
    private final List<LabelledRows> rows = Collections.synchronizedList(new ArrayList<>());
    private final List<RowWeights> weights = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Model train(LabelledRows given, RowWeights each, long seed) {
      rows.add(given);
      weights.add(each);
      return Said.says(2);
    }
  }

  private static LabelledRows world(long seed) {
    return withSites(Said.random(seed, 0, N, 0.7, 0.8));
  }

  private static LabelledRows extra(int first, int n) {
    return withSites(Said.random(first, first, n, 0.7, 0.8));
  }

  private static LabelledRows withSites(LabelledRows rows) {
    List<String> sites = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      sites.add(row % 3 == 0 ? "y" : "x");
    }
    return rows.with(Attribute.categorical("site", List.of("x", "y"), sites));
  }

  private static Bench bench(Subject subject, Stakes stakes, long auditSeed) {
    return Bench.of(subject, stakes, auditSeed, WORKERS);
  }

  private static Examination exam(Subject subject, Stakes stakes, long auditSeed) {
    Bench bench = bench(subject, stakes, auditSeed);
    Optional<LabelPool.Account> account =
        subject
            .pool()
            .map(pool -> pool.account(auditSeed, stakes.labelsFor(subject.diagnosis().size())));
    return Examination.of("test", bench, account, Progress.silent());
  }

  private static int said(LabelledRows rows, int row) {
    return (int) rows.rows().input(row, 1);
  }

  private static double cost(int actual, int said) {
    return actual == said ? 0 : actual == 0 && said == 1 ? 3 : 1;
  }

  private static int worst(LabelledRows rows) {
    int[] wrong = new int[3];
    for (int row = 0; row < rows.size(); row++) {
      if (said(rows, row) != rows.label(row)) {
        wrong[said(rows, row)]++;
      }
    }
    int worst = 0;
    for (int c = 1; c < 3; c++) {
      worst = wrong[c] > wrong[worst] ? c : worst;
    }
    return worst;
  }

  /** N and V of the definition from scratch; strata are the sites. */
  private static Forecast bruteForce(
      double[] before, double[] after, double running, double[] weights, double spread) {
    double mean = running;
    double variance = 0;
    double share = 0;
    for (int k = 0; k < weights.length; k++) {
      List<Double> d = new ArrayList<>();
      for (int row = 0; row < N; row++) {
        if (weights.length == 1 || (row % 3 == 0) == (k == 1)) {
          d.add(before[row] - after[row]);
        }
      }
      int n = d.size();
      double m = d.stream().mapToDouble(v -> v).average().orElseThrow();
      double squares = d.stream().mapToDouble(v -> (v - m) * (v - m)).sum();
      mean += weights[k] * m;
      variance += weights[k] * weights[k] * squares / (n - 1) / n;
      share = Math.max(share, weights[k] / n);
    }
    double z = 1.959963984540054;
    variance += Math.max(1, z * z / 2) * share * share * spread * spread;
    return new Forecast(1000 * mean, 1000 * Math.sqrt(variance));
  }

  private static void near(Forecast expected, Forecast found) {
    assertEquals(expected.mean(), found.mean(), 1e-9);
    assertEquals(expected.sd(), found.sd(), 1e-9);
  }

  private static void refuses(Executable call, String message) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
