package io.github.onecurve.producer.accuracy;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.model.Logits;
import io.github.onecurve.stakes.Strata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Counts how much of the diagnosis rows the model handles correctly, and looks for the confidence
 * below which refusing to answer pays under the stakes.
 *
 * <p>The forecast is cross-fitted: the threshold is chosen again on four folds of the rows and
 * priced on the fifth. Needs nothing but diagnosis rows.
 */
public final class TestSetAccuracyProducer implements InsightProducer {
  /** The producer; there is nothing to set. */
  public TestSetAccuracyProducer() {}

  @Override
  public List<TestSetAccuracy> examine(Examination exam) throws InterruptedException {
    LabelledRows rows = exam.subject().diagnosis();
    int[] decisions = exam.diagnosisDecisions();
    ConfidenceThreshold threshold = threshold(exam, rows);
    return List.of(
        new TestSetAccuracy(
            accuracy(rows, decisions),
            trafficAccuracy(rows, decisions, exam.strata()),
            recalls(rows, decisions),
            threshold.value(),
            (double) threshold.refused() / rows.size(),
            threshold.remedy(),
            exam.forecast(some -> threshold(exam, some).remedy())));
  }

  private static ConfidenceThreshold threshold(Examination exam, LabelledRows rows) {
    Logits logits = exam.logits(rows);
    Strata strata = Strata.ofPart(exam.stakes(), rows.rows(), "diagnosis");
    return ConfidenceThreshold.of(logits, rows, exam.costs(), strata);
  }

  private static Share accuracy(LabelledRows rows, int[] decisions) {
    int right = 0;
    for (int row = 0; row < decisions.length; row++) {
      right += decisions[row] == rows.label(row) ? 1 : 0;
    }
    return Share.of(right, decisions.length);
  }

  /** Σ_k w_k · (right in stratum k) / n_k. */
  private static double trafficAccuracy(LabelledRows rows, int[] decisions, Strata strata) {
    int[] right = new int[strata.count()];
    for (int row = 0; row < decisions.length; row++) {
      right[strata.of(row)] += decisions[row] == rows.label(row) ? 1 : 0;
    }
    double sum = 0;
    for (int k = 0; k < right.length; k++) {
      sum += strata.weight(k) * right[k] / strata.size(k);
    }
    return Math.min(1, sum);
  }

  private static List<TestSetAccuracy.ClassRecall> recalls(LabelledRows rows, int[] decisions) {
    int[] right = new int[rows.classes()];
    int[] all = new int[rows.classes()];
    for (int row = 0; row < decisions.length; row++) {
      int label = rows.label(row);
      all[label]++;
      right[label] += decisions[row] == label ? 1 : 0;
    }
    List<TestSetAccuracy.ClassRecall> recalls = new ArrayList<>();
    for (int c = 0; c < all.length; c++) {
      Optional<Share> recall =
          all[c] == 0 ? Optional.empty() : Optional.of(Share.of(right[c], all[c]));
      recalls.add(new TestSetAccuracy.ClassRecall(rows.classNames().get(c), recall));
    }
    return recalls;
  }
}
