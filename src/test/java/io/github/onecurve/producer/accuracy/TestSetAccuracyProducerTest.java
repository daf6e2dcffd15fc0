package io.github.onecurve.producer.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.Examinations;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.insight.InsightProducerContract;
import io.github.onecurve.model.Logits;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.AbstainBelow;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stats.Interval;
import io.github.onecurve.stats.Proportions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestSetAccuracyProducerTest implements InsightProducerContract {
  private static final Model LOGITS_AS_GIVEN = Model.ofRows(rows -> rows);

  @Override
  public InsightProducer producer() {
    return new TestSetAccuracyProducer();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void thresholdIsTheCheapestOfAllMidpoints(int seed) throws Exception {
    Random random = new Random(seed);
    LabelledRows rows = random(random, 60, 2 + random.nextInt(3));
    Stakes stakes = random(random, rows);
    Examinations.ask(
        Subject.of(LOGITS_AS_GIVEN).diagnosedOn(rows),
        stakes,
        exam -> {
          TestSetAccuracy said = new TestSetAccuracyProducer().examine(exam).get(0);
          assertEquals(cheapest(exam, rows), said.act());
          Forecast again = exam.forecast(some -> cheapest(exam, some));
          assertEquals(again, said.saving());
          return said;
        });
  }

  @Test
  void figuresAreThoseCountedByHand() throws Exception {
    LabelledRows rows =
        rows(
            new int[] {0, 0, 0, 1, 1, 0},
            new float[][] {{2, 0}, {3, 0}, {0, .1f}, {0, 4}, {.2f, 0}, {1, 0}});
    TestSetAccuracy said = said(rows, Stakes.standard().runningPrice(0));
    assertEquals("This model handles 66.7% of the data correctly.", said.statement());
    assertEquals(Proportions.wilson(4, 6, 0.95), said.accuracy().interval());
    assertEquals(0.75, said.recalls().get(0).recall().orElseThrow().value());
    assertEquals(0.5, said.recalls().get(1).recall().orElseThrow().value());
    assertEquals(0.625, said.balancedAccuracy());
    double third = confidence(.2);
    assertEquals((third + confidence(1)) / 2, said.threshold(), 1e-7);
    assertEquals(2.0 / 6, said.refused());
  }

  @Test
  void claimsTheAccuracyOfNewDataInTheWilsonIntervalAtNinetyNinePercent() throws Exception {
    LabelledRows rows = random(new Random(1), 300, 3);
    TestSetAccuracy said = said(rows, Stakes.standard());
    Interval range = Proportions.wilson(said.accuracy().right(), 300, 0.99);
    assertEquals(
        List.of(Claim.that(new Claim.Accuracy(Slice.all()), range.low(), range.high())),
        said.claims());
  }

  @Test
  void claimOfTrueModelIsRefutedInFewerThanTwoOfHundredAudits() {
    Random random = new Random(5);
    int refuted = 0;
    int audits = 1_000;
    for (int audit = 0; audit < audits; audit++) {
      int right = count(random, 300, 0.85);
      Interval claim = Proportions.wilson(right, 300, 0.99);
      Interval measured = Proportions.wilson(count(random, 5_000, 0.85), 5_000, 0.95);
      refuted += measured.isDisjointFrom(claim) ? 1 : 0;
    }
    assertTrue(refuted < 0.02 * audits, "refuted " + refuted);
  }

  @Test
  void saysTheAccuracyOfTheDeclaredTrafficBesideTheCount() throws Exception {
    LabelledRows rows =
        rows(new int[] {0, 0, 0, 0}, new float[][] {{1, 0}, {1, 0}, {0, 1}, {0, 1}})
            .with(Attribute.categorical("site", List.of("a", "b"), List.of("a", "a", "b", "b")));
    Stakes stakes =
        Stakes.standard()
            .strata(
                List.of(
                    new Stakes.Stratum(Slice.where("site", "a"), 0.9),
                    new Stakes.Stratum(Slice.where("site", "b"), 0.1)));
    TestSetAccuracy said = TestSetAccuracyProducerTest.said(repeated(rows, 3), stakes);
    assertEquals(0.9, said.trafficAccuracy(), 1e-12);
    assertTrue(
        said.statement()
            .startsWith(
                "This model handles 50.0% of the data correctly. Under the declared mix of"
                    + " traffic it is 90.0%."),
        said.statement());
  }

  @Test
  void saysThatOneClassTellsNothingOfTheOthers() throws Exception {
    LabelledRows rows = rows(new int[6], new float[6][2]);
    TestSetAccuracy said = said(rows, Stakes.standard());
    assertTrue(
        said.statement()
            .endsWith("All 6 rows are of class \"a\", so nothing is known of the other classes."),
        said.statement());
    assertEquals(Optional.empty(), said.recalls().get(1).recall());
    assertEquals(1, said.balancedAccuracy());
  }

  @Test
  void shipsAsItIsWhereRefusingDoesNotPay() throws Exception {
    LabelledRows rows =
        rows(new int[] {0, 0, 0, 1, 1}, new float[][] {{2, 0}, {3, 0}, {4, 0}, {0, 5}, {0, 6}});
    TestSetAccuracy said = said(rows, Stakes.standard());
    assertEquals(new ShipAsIs(), said.act());
    assertEquals(0, said.threshold());
    assertEquals(new Forecast(0, said.saving().sd()), said.saving());
  }

  @Test
  void answersThatAreNotNumbersAreWrongAndLeaveFiguresNumbers() throws Exception {
    Model broken =
        Model.ofRows(
            rows -> {
              for (float[] row : rows) {
                row[0] = row[1] > 5 ? Float.NaN : row[0];
              }
              return rows;
            });
    LabelledRows rows =
        rows(
            new int[] {0, 1, 0, 1, 1, 1},
            new float[][] {{2, 0}, {0, 6}, {0, .1f}, {0, 4}, {0, 7}, {0, 1}});
    TestSetAccuracy said =
        (TestSetAccuracy)
            Examinations.of(
                    new TestSetAccuracyProducer(),
                    Subject.of(broken).diagnosedOn(rows),
                    Stakes.standard())
                .get(0);
    assertEquals(3, said.accuracy().right());
    assertTrue(said.threshold() > 0.5 && said.threshold() < 1);
  }

  @Test
  void recordRefusesWhatIsNoShare() {
    Share half = Share.of(1, 2);
    Forecast nothing = new Forecast(0, 0);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new TestSetAccuracy(half, Double.NaN, List.of(), 0, 0, new ShipAsIs(), nothing));
    assertEquals("trafficAccuracy must be in [0, 1], found NaN", refused.getMessage());
  }

  /** By carrying out every threshold: the lowest of those that cost least. */
  private static Remedy cheapest(Examination exam, LabelledRows rows) {
    Logits logits = exam.logits(rows);
    TreeSet<Double> confidences = new TreeSet<>();
    for (int row = 0; row < rows.size(); row++) {
      confidences.add(logits.confidence(row));
    }
    List<Double> sorted = new ArrayList<>(confidences);
    Remedy best = new ShipAsIs();
    try {
      double least = exam.cost(best, rows);
      for (int i = 0; i + 1 < sorted.size(); i++) {
        Remedy tried = new AbstainBelow((sorted.get(i) + sorted.get(i + 1)) / 2);
        double cost = exam.cost(tried, rows);
        if (cost < least - 1e-12) {
          least = cost;
          best = tried;
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return best;
  }

  private static Stakes random(Random random, LabelledRows rows) {
    Stakes stakes =
        Stakes.standard()
            .abstain((1 + random.nextInt(9)) / 10.0)
            .critical(rows.classNames().get(0), rows.classNames().get(1), 1 + random.nextInt(9));
    return random.nextBoolean()
        ? stakes
        : stakes.strata(
            List.of(
                new Stakes.Stratum(Slice.where("site", "a"), 0.3),
                new Stakes.Stratum(Slice.where("site", "b"), 0.7)));
  }

  /** Coarse logits, so that confidences repeat; right more often than not. */
  private static LabelledRows random(Random random, int n, int classes) {
    float[][] logits = new float[n][classes];
    int[] labels = new int[n];
    List<String> sites = new ArrayList<>();
    for (int row = 0; row < n; row++) {
      labels[row] = random.nextInt(classes);
      for (int c = 0; c < classes; c++) {
        logits[row][c] = random.nextInt(12) / 4f + (c == labels[row] ? 1 : 0);
      }
      sites.add(random.nextInt(3) == 0 ? "a" : "b");
    }
    List<String> names = List.of("a", "b", "c", "d").subList(0, classes);
    return LabelledRows.of(logits, labels, names)
        .with(Attribute.categorical("site", List.of("a", "b"), sites));
  }

  private static LabelledRows rows(int[] labels, float[][] logits) {
    return LabelledRows.of(logits, labels, List.of("a", "b"));
  }

  private static LabelledRows repeated(LabelledRows rows, int times) {
    LabelledRows all = rows;
    for (int i = 1; i < times; i++) {
      all = all.concat(rows);
    }
    return all;
  }

  private static TestSetAccuracy said(LabelledRows rows, Stakes stakes) throws Exception {
    List<?> all =
        Examinations.of(
            new TestSetAccuracyProducer(), Subject.of(LOGITS_AS_GIVEN).diagnosedOn(rows), stakes);
    assertFalse(all.isEmpty());
    return (TestSetAccuracy) all.get(0);
  }

  private static double confidence(double margin) {
    return 1 / (1 + Math.exp(-margin));
  }

  private static int count(Random random, int trials, double share) {
    int right = 0;
    for (int i = 0; i < trials; i++) {
      right += random.nextDouble() < share ? 1 : 0;
    }
    return right;
  }
}
