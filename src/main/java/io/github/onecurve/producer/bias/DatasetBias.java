package io.github.onecurve.producer.bias;

import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.remedy.Remedy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * "The dataset has this bias, so the model probably will as well": a class in a group that is rarer
 * in the training rows than at deployment, and one thing to do about it.
 *
 * @param className the class
 * @param about the group: a level of an attribute, or of each of two
 * @param trainingRows the rows of that class and group among the training rows
 * @param trainingShare their share, in [0, 1]
 * @param diagnosisRows the rows of that class and group among the diagnosis rows
 * @param diagnosisShare their share, in [0, 1]
 * @param divergence p · ln(p / q) of the smoothed shares p in diagnosis and q in training, by which
 *     the group was chosen, in nats; above 0
 * @param act what to do about it
 * @param claims what would have to be true of the model, said before it was asked
 * @param forecast what acting should save; empty where it cannot be acted on
 */
public record DatasetBias(
    String className,
    Slice about,
    int trainingRows,
    double trainingShare,
    int diagnosisRows,
    double diagnosisShare,
    double divergence,
    Remedy act,
    List<Claim> claims,
    Optional<Forecast> forecast)
    implements Insight {
  /** Checks that the shares are shares and that the group is rarer in training. */
  public DatasetBias {
    claims = List.copyOf(claims);
    if (!(trainingShare >= 0 && trainingShare <= 1 && diagnosisShare >= 0 && diagnosisShare <= 1)) {
      throw new IllegalArgumentException(
          "expected shares in [0, 1], found "
              + trainingShare
              + " in training and "
              + diagnosisShare
              + " in diagnosis");
    }
    if (!(divergence > 0 && divergence < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "expected a finite divergence above 0, found " + divergence);
    }
  }

  @Override
  public String statement() {
    return String.format(
        Locale.ROOT,
        "The dataset has this bias, so the model probably will as well: %s where %s is %.1f%% of"
            + " the training rows and %.1f%% of the diagnosis rows.",
        className,
        about,
        100 * trainingShare,
        100 * diagnosisShare);
  }

  @Override
  public Optional<Remedy> remedy() {
    return Optional.of(act);
  }
}
