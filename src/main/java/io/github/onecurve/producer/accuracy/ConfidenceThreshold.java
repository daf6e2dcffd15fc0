package io.github.onecurve.producer.accuracy;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.model.Logits;
import io.github.onecurve.remedy.AbstainBelow;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Decision;
import io.github.onecurve.stakes.Strata;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The confidence below which refusing costs least on some rows: 0 and the midpoints of the distinct
 * confidences are tried, ties go to the lowest.
 *
 * <p>Cost(t) = Σ_k w_k/n_k · (Σ over the rows of stratum k with confidence ≥ t of C[y, class] + Σ
 * over the others of C[y, ⊥]). Rows are taken by rising confidence, so that all t cost one sort;
 * the sums of a stratum are whole numbers and do not hang on the order of rows. A row whose logits
 * are not numbers is dear at every t.
 *
 * @param value t, in [0, 1]; 0 refuses nothing
 * @param refused how many rows have a lower confidence
 */
record ConfidenceThreshold(double value, int refused) {
  /** What refusing a row of a confidence costs more than answering it, in units. */
  private record Answered(double confidence, int stratum, long extra) {}

  static ConfidenceThreshold of(Logits logits, LabelledRows rows, CostTable costs, Strata strata) {
    List<Answered> answered =
        IntStream.range(0, rows.size())
            .filter(logits::isNumber)
            .mapToObj(row -> answered(row, logits, rows, costs, strata))
            .sorted(Comparator.comparingDouble(Answered::confidence))
            .toList();
    long[] extra = new long[strata.count()];
    ConfidenceThreshold best = new ConfidenceThreshold(0, 0);
    double least = 0;
    for (int i = 0; i + 1 < answered.size(); i++) {
      Answered last = answered.get(i);
      double next = answered.get(i + 1).confidence;
      extra[last.stratum] += last.extra;
      double more = weighted(extra, strata);
      if (last.confidence < next && more < least) {
        least = more;
        best = new ConfidenceThreshold(between(last.confidence, next), i + 1);
      }
    }
    return best;
  }

  Remedy remedy() {
    return value == 0 ? new ShipAsIs() : new AbstainBelow(value);
  }

  private static Answered answered(
      int row, Logits logits, LabelledRows rows, CostTable costs, Strata strata) {
    long refusing = costs.cost(rows.label(row), Decision.ABSTAIN);
    long answering = costs.cost(rows.label(row), logits.argmax(row));
    return new Answered(logits.confidence(row), strata.of(row), refusing - answering);
  }

  private static double weighted(long[] extra, Strata strata) {
    double sum = 0;
    for (int k = 0; k < extra.length; k++) {
      sum += extra[k] == 0 ? 0 : strata.weight(k) * extra[k] / strata.size(k);
    }
    return sum;
  }

  /** The midpoint, or the upper of two neighbours that have none between them. */
  private static double between(double low, double high) {
    double middle = low + (high - low) / 2;
    return middle > low ? middle : high;
  }
}
