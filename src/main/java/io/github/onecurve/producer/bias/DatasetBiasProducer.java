package io.github.onecurve.producer.bias;

import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Capability;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.NotExecutableException;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Names the group that the training rows hold too few of, from the data alone, and proposes to buy
 * labels there or to weigh what there is.
 *
 * <p>It looks at categorical attributes and at pairs of them. See {@code
 * docs/producers/dataset-bias.md}.
 */
public final class DatasetBiasProducer implements InsightProducer {
  /** Looks at every categorical attribute and at each pair. */
  public DatasetBiasProducer() {}

  @Override
  public Set<Capability> requires() {
    return Set.of(Capability.ATTRIBUTES, Capability.TRAINING_ROWS);
  }

  @Override
  public List<Insight> examine(Examination exam) throws InterruptedException {
    LabelledRows training = exam.subject().training().orElseThrow();
    LabelledRows diagnosis = exam.subject().diagnosis();
    Optional<Finding> finding = Finding.largest(training, diagnosis);
    return finding.isEmpty()
        ? List.of(Insight.of(nothingFound(training, diagnosis)))
        : insights(exam, finding.get());
  }

  private static List<Insight> insights(Examination exam, Finding finding)
      throws InterruptedException {
    AcquireLabels buying =
        new AcquireLabels(
            finding.counts().slice(finding.cell()), Math.max(1, exam.labelBudget() / 2));
    List<Remedy> remedies =
        List.of(
            Retrain.with(buying, new DiagnosisRows()),
            Retrain.with(buying),
            Retrain.with(finding.counts().reweighting()));
    List<Claim> claims = claims(exam, finding);
    List<Insight> insights = new ArrayList<>();
    for (Remedy remedy : remedies) {
      exam.progress(insights.size(), remedies.size());
      insights.add(insight(exam, finding, remedy, claims));
    }
    exam.progress(remedies.size(), remedies.size());
    return insights;
  }

  private static DatasetBias insight(
      Examination exam, Finding finding, Remedy remedy, List<Claim> claims)
      throws InterruptedException {
    CellCounts counts = finding.counts();
    int trainingRows = counts.training(finding.cell());
    int diagnosisRows = counts.diagnosis(finding.cell());
    return new DatasetBias(
        counts.className(finding.cell()),
        counts.slice(finding.cell()),
        trainingRows,
        (double) trainingRows / exam.subject().training().orElseThrow().size(),
        diagnosisRows,
        (double) diagnosisRows / exam.subject().diagnosis().size(),
        counts.divergence(finding.cell()),
        remedy,
        claims,
        forecast(exam, remedy));
  }

  /** Empty where the remedy cannot be carried out here; the judge will say why. */
  private static Optional<Forecast> forecast(Examination exam, Remedy remedy)
      throws InterruptedException {
    if (remedy.purchases().stream().anyMatch(buying -> !isSold(exam, buying))) {
      return Optional.empty();
    }
    try {
      return Optional.of(exam.forecast(remedy));
    } catch (NotExecutableException e) {
      return Optional.empty();
    }
  }

  private static boolean isSold(Examination exam, AcquireLabels buying) {
    Optional<Rows> pool = exam.subject().pool().map(LabelPool::rows);
    return pool.isPresent()
        && buying.labels() <= exam.labelBudget()
        && buying.slice().columns().stream()
            .allMatch(column -> pool.get().attribute(column).isPresent());
  }

  /**
   * What the counts alone say of the model: a share learnt from n rows is off by up to ½ / √n (one
   * standard error), so the group's accuracy should fall short of the others' by the difference
   * between that at the rows there are and that at the rows there would be at its deployed share,
   * times the cell's share of the group.
   */
  private static List<Claim> claims(Examination exam, Finding finding) {
    CellCounts counts = finding.counts();
    Slice others = counts.grouping().others(counts.group(finding.cell()));
    if (others.isAll()) {
      return List.of();
    }
    int size = exam.subject().training().orElseThrow().size();
    double have = 0.5 / Math.sqrt(size * counts.q(finding.cell()));
    double due = 0.5 / Math.sqrt(size * counts.p(finding.cell()));
    double cellOfGroup =
        (double) counts.diagnosis(finding.cell()) / counts.diagnosisOfGroup(finding.cell());
    double shortfall = Math.min(1, cellOfGroup * (have - due));
    return List.of(
        Claim.that(new Claim.AccuracyGap(counts.slice(finding.cell()), others), -1, -shortfall));
  }

  private static String nothingFound(LabelledRows training, LabelledRows diagnosis) {
    int columns = Finding.columns(training, diagnosis).size();
    return columns == 0
        ? "No bias was looked for: training and diagnosis rows share no categorical attribute of"
            + " at most "
            + Finding.MOST_LEVELS
            + " levels."
        : "No class is rarer in the training rows than in the diagnosis rows in any group of "
            + (columns == 1 ? "the one attribute" : columns + " attributes")
            + " looked at, so there is nothing to repair here.";
  }
}
