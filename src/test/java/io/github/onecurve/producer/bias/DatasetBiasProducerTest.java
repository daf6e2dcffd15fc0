package io.github.onecurve.producer.bias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.Audit;
import io.github.onecurve.OneCurve;
import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Examinations;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.insight.InsightProducerContract;
import io.github.onecurve.insight.SmallWorld;
import io.github.onecurve.judge.Status;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.Reweight;
import io.github.onecurve.stakes.Stakes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetBiasProducerTest implements InsightProducerContract {
  private static final double EXACT = 1e-12;

  @Override
  public InsightProducer producer() {
    return new DatasetBiasProducer();
  }

  @Override
  public Subject bareSubject() {
    return SmallWorld.bare().trainedOn(SmallWorld.training());
  }

  /** What is retrained depends on the order in which its rows stand, and so does its forecast. */
  @Override
  public boolean ignoresOrder() {
    return false;
  }

  @Test
  void saysAndProposesTheSameInAnyOrderOfRows() throws Exception {
    Subject subject = SmallWorld.subject();
    LabelledRows rows = subject.diagnosis();
    int[] reversed = IntStream.range(0, rows.size()).map(i -> rows.size() - 1 - i).toArray();
    assertEquals(acts(subject), acts(subject.diagnosedOn(rows.select(reversed))));
  }

  private static List<String> acts(Subject subject) throws Exception {
    return Examinations.of(new DatasetBiasProducer(), subject, Stakes.standard()).stream()
        .map(i -> i.statement() + i.about() + i.claims() + i.remedy())
        .toList();
  }

  @Test
  void namesTheCellOfLargestDivergenceAsByHand() throws Exception {
    DatasetBias bias = first(byHand(), Stakes.standard());
    double p = 12.5 / 51.5;
    double q = 4.5 / 101.5;
    assertEquals("a", bias.className());
    assertEquals(Slice.where("site", "y"), bias.about());
    assertEquals(4, bias.trainingRows());
    assertEquals(0.04, bias.trainingShare(), EXACT);
    assertEquals(12, bias.diagnosisRows());
    assertEquals(0.24, bias.diagnosisShare(), EXACT);
    assertEquals(p * Math.log(p / q), bias.divergence(), EXACT);
    assertEquals(
        "The dataset has this bias, so the model probably will as well: a where site = y is 4.0%"
            + " of the training rows and 24.0% of the diagnosis rows.",
        bias.statement());
  }

  @Test
  void claimsTheShortfallThatTheCountsAloneForetell() throws Exception {
    double have = 0.5 / Math.sqrt(100 * 4.5 / 101.5);
    double due = 0.5 / Math.sqrt(100 * 12.5 / 51.5);
    Claim claim = first(byHand(), Stakes.standard()).claims().get(0);
    assertEquals(
        new Claim.AccuracyGap(Slice.where("site", "y"), Slice.where("site", "x")),
        claim.quantity());
    assertEquals(-1, claim.low());
    assertEquals(-(have - due), claim.high(), EXACT);
  }

  @Test
  void proposesHalfTheBudgetWithAndWithoutTheDiagnosisRowsAndTheWeights() throws Exception {
    List<? extends Insight> insights =
        Examinations.of(producer(), byHand(), Stakes.standard().labelBudget(31));
    AcquireLabels buying = new AcquireLabels(Slice.where("site", "y"), 15);
    assertEquals(3, insights.size());
    assertEquals(Retrain.with(buying, new DiagnosisRows()), insights.get(0).remedy().orElseThrow());
    assertEquals(Retrain.with(buying), insights.get(1).remedy().orElseThrow());
    double[] ratios = {
      (20.5 / 51.5) / (60.5 / 101.5), (12.5 / 51.5) / (4.5 / 101.5), (18.5 / 51.5) / (36.5 / 101.5)
    };
    double mean = (60 * ratios[0] + 4 * ratios[1] + 36 * ratios[2]) / 100;
    List<Reweight.Cell> cells = cells(insights.get(2));
    assertEquals(List.of("a", "a", "b"), cells.stream().map(Reweight.Cell::className).toList());
    assertEquals(
        List.of(Slice.where("site", "x"), Slice.where("site", "y"), Slice.where("site", "x")),
        cells.stream().map(Reweight.Cell::slice).toList());
    for (int i = 0; i < 3; i++) {
      assertEquals(ratios[i] / mean, cells.get(i).weight(), EXACT);
    }
  }

  @Test
  void aCellOfNineDiagnosisRowsIsNotNamed() throws Exception {
    LabelledRows training =
        table(new Cell("a", "x", 60), new Cell("a", "y", 4), new Cell("b", "x", 36));
    LabelledRows nine =
        table(new Cell("a", "x", 23), new Cell("a", "y", 9), new Cell("b", "x", 18));
    LabelledRows ten =
        table(new Cell("a", "x", 22), new Cell("a", "y", 10), new Cell("b", "x", 18));
    assertTrue(Finding.largest(training, nine).isEmpty());
    assertEquals(Slice.where("site", "y"), sliceOf(Finding.largest(training, ten).orElseThrow()));
  }

  @Test
  void nothingRarerInTrainingIsSaidWithoutARemedy() throws Exception {
    LabelledRows same = table(new Cell("a", "x", 20), new Cell("b", "x", 20));
    List<? extends Insight> insights =
        Examinations.of(producer(), subject(same, same), Stakes.standard());
    assertEquals(1, insights.size());
    assertTrue(insights.get(0).remedy().isEmpty());
    assertEquals(
        "No class is rarer in the training rows than in the diagnosis rows in any group of the one"
            + " attribute looked at, so there is nothing to repair here.",
        insights.get(0).statement());
  }

  @Test
  void numbersAndNamesAreNoGroups() throws Exception {
    double[] numbers = IntStream.range(0, 70).asDoubleStream().toArray();
    List<String> names = IntStream.range(0, 70).mapToObj(i -> "n" + i).toList();
    LabelledRows rows =
        table(new Cell("a", "x", 35), new Cell("b", "x", 35))
            .with(Attribute.numeric("age", numbers))
            .with(Attribute.categorical("name", names));
    LabelledRows without =
        LabelledRows.of(Rows.of(rows.rows().inputs(), 70, 2), rows.labels(), rows.classNames())
            .with(Attribute.numeric("age", numbers))
            .with(Attribute.categorical("name", names));
    assertEquals(
        List.of("site"), Finding.columns(rows, rows).stream().map(Grouping.Axis::column).toList());
    assertEquals(
        "No bias was looked for: training and diagnosis rows share no categorical attribute of at"
            + " most 64 levels.",
        Examinations.of(producer(), subject(without, without), Stakes.standard())
            .get(0)
            .statement());
  }

  @Test
  void equalDivergencesGoToTheFirstAttributeByNameWhateverTheOrderOfColumns() {
    LabelledRows training = table(new Cell("a", "x", 60), new Cell("a", "y", 4));
    LabelledRows diagnosis = table(new Cell("a", "x", 20), new Cell("a", "y", 20));
    for (String twin : List.of("area", "zone")) {
      Finding finding =
          Finding.largest(copied(training, twin), copied(diagnosis, twin)).orElseThrow();
      assertEquals(Slice.where(twin.equals("area") ? "area" : "site", "y"), sliceOf(finding));
    }
  }

  @Test
  void equalDivergencesGoToTheFirstLevel() {
    LabelledRows training =
        table(new Cell("a", "z", 4), new Cell("a", "y", 4), new Cell("a", "x", 60));
    LabelledRows diagnosis =
        table(new Cell("a", "z", 20), new Cell("a", "y", 20), new Cell("a", "x", 10));
    assertEquals(
        Slice.where("site", "y"), sliceOf(Finding.largest(training, diagnosis).orElseThrow()));
  }

  @Test
  void aPairIsNamedWhereNeitherAttributeAloneIsRarer() throws Exception {
    LabelledRows training =
        pairs(
            new Pair("f", "old", 49),
            new Pair("f", "young", 1),
            new Pair("m", "old", 10),
            new Pair("m", "young", 40));
    LabelledRows diagnosis =
        pairs(
            new Pair("f", "old", 25),
            new Pair("f", "young", 25),
            new Pair("m", "old", 25),
            new Pair("m", "young", 25));
    DatasetBias bias = first(subject(training, diagnosis), Stakes.standard());
    Slice named = Slice.where("age", "young").and(Slice.where("sex", "f"));
    assertEquals(named, bias.about());
    assertEquals(
        new Claim.AccuracyGap(named, Slice.where("age", "old").and(Slice.where("sex", "f"))),
        bias.claims().get(0).quantity());
    Insight weights =
        Examinations.of(producer(), subject(training, diagnosis), Stakes.standard()).get(2);
    assertEquals(4, cells(weights).size());
    assertTrue(cells(weights).stream().anyMatch(cell -> cell.slice().equals(named)));
  }

  @Test
  void aMissingGroupIsInNoCell() {
    LabelledRows training =
        table(new Cell("a", "x", 60), new Cell("a", "y", 4), new Cell("a", "", 900));
    LabelledRows diagnosis =
        table(new Cell("a", "x", 20), new Cell("a", "y", 20), new Cell("a", "", 1));
    Finding finding = Finding.largest(training, diagnosis).orElseThrow();
    assertEquals(20.5 / 41, finding.counts().p(finding.cell()), EXACT);
    assertEquals(4.5 / 65, finding.counts().q(finding.cell()), EXACT);
  }

  @Test
  void aLevelThatTrainingNeverSawIsNamed() {
    LabelledRows training = table(new Cell("a", "x", 60), new Cell("b", "x", 40));
    LabelledRows diagnosis = table(new Cell("a", "x", 30), new Cell("b", "w", 20));
    assertEquals(
        Slice.where("site", "w"), sliceOf(Finding.largest(training, diagnosis).orElseThrow()));
  }

  @Test
  void withoutAPoolBuyingIsShownAsNotExecutableAndTheWeightsAreCarriedOut() {
    Subject subject = SmallWorld.bare().trainedOn(SmallWorld.training()).with(SmallWorld.trainer());
    Audit audit =
        OneCurve.audit(subject)
            .by("bias", producer())
            .judgedOn(SmallWorld.judge())
            .retrainingSeeds(3)
            .run();
    List<Status> statuses = audit.board().verdicts().stream().map(v -> v.status()).toList();
    assertEquals(3, statuses.size());
    assertEquals(2, Collections.frequency(statuses, Status.NOT_EXECUTABLE));
    assertEquals(
        1, audit.board().verdicts().stream().filter(v -> v.measured().isPresent()).count());
  }

  @Test
  void aBudgetThatBuysNothingLeavesTheForecastOut() throws Exception {
    List<? extends Insight> insights =
        Examinations.of(producer(), SmallWorld.subject(), Stakes.standard().labelBudget(0));
    assertEquals(
        List.of(false, false, true),
        insights.stream().map(insight -> insight.forecast().isPresent()).toList());
  }

  private static DatasetBias first(Subject subject, Stakes stakes) throws Exception {
    return (DatasetBias) Examinations.of(new DatasetBiasProducer(), subject, stakes).get(0);
  }

  private static List<Reweight.Cell> cells(Insight insight) {
    Retrain retrain = (Retrain) insight.remedy().orElseThrow();
    return ((Reweight) retrain.changes().get(0)).cells();
  }

  private static Slice sliceOf(Finding finding) {
    return finding.counts().slice(finding.cell());
  }

  private static Subject byHand() {
    return subject(
        table(new Cell("a", "x", 60), new Cell("a", "y", 4), new Cell("b", "x", 36)),
        table(new Cell("a", "x", 20), new Cell("a", "y", 12), new Cell("b", "x", 18)));
  }

  private static Subject subject(LabelledRows training, LabelledRows diagnosis) {
    return Subject.of(Model.ofRows(rows -> rows)).trainedOn(training).diagnosedOn(diagnosis);
  }

  private record Cell(String className, String site, int rows) {}

  private record Pair(String sex, String age, int rows) {}

  private static LabelledRows table(Cell... cells) {
    List<String> classes = new ArrayList<>();
    List<String> sites = new ArrayList<>();
    for (Cell cell : cells) {
      classes.addAll(Collections.nCopies(cell.rows(), cell.className()));
      sites.addAll(Collections.nCopies(cell.rows(), cell.site()));
    }
    return rows(classes).with(Attribute.categorical("site", sites));
  }

  private static LabelledRows pairs(Pair... pairs) {
    List<String> sexes = new ArrayList<>();
    List<String> ages = new ArrayList<>();
    for (Pair pair : pairs) {
      sexes.addAll(Collections.nCopies(pair.rows(), pair.sex()));
      ages.addAll(Collections.nCopies(pair.rows(), pair.age()));
    }
    return rows(Collections.nCopies(sexes.size(), "a"))
        .with(Attribute.categorical("sex", sexes))
        .with(Attribute.categorical("age", ages));
  }

  private static LabelledRows rows(List<String> classes) {
    int[] labels = classes.stream().mapToInt(name -> name.equals("a") ? 0 : 1).toArray();
    float[] inputs = new float[2 * labels.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = i;
    }
    return LabelledRows.of(Rows.of(inputs, labels.length, 2), labels, List.of("a", "b"));
  }

  private static LabelledRows copied(LabelledRows rows, String name) {
    Attribute site = rows.rows().attribute("site").orElseThrow();
    List<String> cells = IntStream.range(0, rows.size()).mapToObj(site::text).toList();
    return rows.with(Attribute.categorical(name, cells));
  }
}
