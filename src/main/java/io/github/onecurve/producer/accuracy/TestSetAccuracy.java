package io.github.onecurve.producer.accuracy;

import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.stats.Interval;
import io.github.onecurve.stats.Proportions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * "This model handles 85% of the data correctly", and the confidence below which refusing pays.
 *
 * <p>It claims that the accuracy on new data of the same kind lies in the 99% Wilson interval of
 * the accuracy counted here. The judge refutes a claim only where its own interval lies wholly
 * outside, so a true model's claim is refuted in about 1 of 100 audits at most, however many rows
 * the judge has.
 *
 * @param accuracy the share of the diagnosis rows decided as their true class
 * @param trafficAccuracy the same with rows weighted as the strata of the stakes say, in [0, 1];
 *     equal to the share where there is one stratum
 * @param recalls for each class in the order of the labels, the share of its rows decided as it
 * @param threshold the confidence t, in [0, 1], of least cost on the diagnosis rows; 0 where
 *     refusing does not pay
 * @param refused the share of the diagnosis rows whose confidence is below t, in [0, 1]
 * @param act refusing below t, or shipping as it is where t is 0
 * @param saving what that should save, cross-fitted
 */
public record TestSetAccuracy(
    Share accuracy,
    double trafficAccuracy,
    List<ClassRecall> recalls,
    double threshold,
    double refused,
    Remedy act,
    Forecast saving)
    implements Insight {
  private static final double CLAIM_LEVEL = 0.99;

  /**
   * The recall of a class.
   *
   * @param recall empty where the class has no diagnosis row: 0/0 is no number
   */
  public record ClassRecall(String className, Optional<Share> recall) {}

  /** Keeps a copy of the recalls and checks the shares. */
  public TestSetAccuracy {
    recalls = List.copyOf(recalls);
    requireShare("trafficAccuracy", trafficAccuracy);
    requireShare("threshold", threshold);
    requireShare("refused", refused);
  }

  /** The mean recall of the classes that have rows, in [0, 1]. */
  public double balancedAccuracy() {
    return recalls.stream()
        .flatMap(recall -> recall.recall().stream())
        .mapToDouble(Share::value)
        .average()
        .orElseThrow();
  }

  @Override
  public String statement() {
    return "This model handles "
        + percent(accuracy.value())
        + " of the data correctly."
        + traffic()
        + onlyClass();
  }

  @Override
  public List<Claim> claims() {
    Interval range = Proportions.wilson(accuracy.right(), accuracy.rows(), CLAIM_LEVEL);
    return List.of(Claim.that(new Claim.Accuracy(Slice.all()), range.low(), range.high()));
  }

  @Override
  public Optional<Remedy> remedy() {
    return Optional.of(act);
  }

  @Override
  public Optional<Forecast> forecast() {
    return Optional.of(saving);
  }

  private String traffic() {
    String weighted = percent(trafficAccuracy);
    return weighted.equals(percent(accuracy.value()))
        ? ""
        : " Under the declared mix of traffic it is " + weighted + ".";
  }

  /** A warning where the rows cannot speak of more than one class. */
  private String onlyClass() {
    List<ClassRecall> seen = recalls.stream().filter(r -> r.recall().isPresent()).toList();
    return seen.size() > 1
        ? ""
        : String.format(
            " All %d rows are of class \"%s\", so nothing is known of the other classes.",
            accuracy.rows(), seen.get(0).className());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1], found " + value);
    }
  }
}
