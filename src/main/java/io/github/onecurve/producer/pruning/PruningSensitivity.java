package io.github.onecurve.producer.pruning;

import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.remedy.Prune;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.stats.Interval;
import io.github.onecurve.stats.Proportions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * "90% of the weights can go and performance decreases by only 2%", and the level that pays.
 *
 * <p>It claims the accuracy after pruning at the level of the sentence and at the level to act on.
 * Both levels were chosen by looking at these rows, so each range is a Wilson interval wide enough
 * to hold at all L levels scanned at once in 99 of 100 audits: level 1 − 0.01/L each.
 *
 * @param levels every level scanned, rising, the first of them 0, which is today's network
 * @param tolerance the fall of accuracy, as a share of all rows, that the sentence allows
 * @param harmless the largest level whose accuracy falls by at most the tolerance; 0 where none
 *     does
 * @param paying the level of least cost under the stakes on the diagnosis rows; 0 where pruning
 *     does not pay
 * @param saving what pruning at that level should save, cross-fitted
 */
public record PruningSensitivity(
    List<PrunedLevel> levels, double tolerance, double harmless, double paying, Forecast saving)
    implements Insight {
  private static final double CLAIM_ERROR = 0.01;

  /** Keeps a copy of the levels and checks that it says something about those named. */
  public PruningSensitivity {
    levels = List.copyOf(levels);
    if (levels.size() < 2 || levels.get(0).level() != 0) {
      throw new IllegalArgumentException(
          "expected level 0 and at least one more, found "
              + levels.stream().map(PrunedLevel::level).toList());
    }
    at(levels, harmless);
    at(levels, paying);
  }

  @Override
  public String statement() {
    PrunedLevel today = levels.get(0);
    if (harmless == 0) {
      PrunedLevel least = levels.get(1);
      return String.format(
          Locale.ROOT,
          "Not even %s of the weights can go: accuracy falls from %s to %s.",
          share(least.level()),
          percent(today.accuracy()),
          percent(least.accuracy()));
    }
    PrunedLevel named = at(levels, harmless);
    double fall = 100 * (today.accuracy() - named.accuracy());
    return String.format(
        Locale.ROOT,
        "%s of the weights can go and accuracy %s (%s, before %s).",
        share(named.level()),
        fall > 0
            ? String.format(Locale.ROOT, "decreases by only %.1f points", fall)
            : "does not decrease",
        percent(named.accuracy()),
        percent(today.accuracy()));
  }

  @Override
  public List<Claim> claims() {
    List<Claim> claims = new ArrayList<>();
    claims.add(claim(harmless));
    if (paying != harmless) {
      claims.add(claim(paying));
    }
    return claims;
  }

  @Override
  public Optional<Remedy> remedy() {
    return Optional.of(act(paying));
  }

  @Override
  public Optional<Forecast> forecast() {
    return Optional.of(saving);
  }

  /** What is done at a level. */
  static Remedy act(double level) {
    return level == 0 ? new ShipAsIs() : new Prune(level);
  }

  private Claim claim(double level) {
    PrunedLevel pruned = at(levels, level);
    Interval range =
        Proportions.wilson(pruned.right(), pruned.rows(), 1 - CLAIM_ERROR / levels.size());
    Claim claim = Claim.that(new Claim.Accuracy(Slice.all()), range.low(), range.high());
    return level == 0 ? claim : claim.after(act(level));
  }

  private static PrunedLevel at(List<PrunedLevel> levels, double level) {
    return levels.stream()
        .filter(pruned -> pruned.level() == level)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of the levels "
                        + levels.stream().map(PrunedLevel::level).toList()
                        + ", found "
                        + level));
  }

  private static String share(double level) {
    return String.format(Locale.ROOT, "%.4g", 100 * level).replaceAll("\\.?0+$", "") + "%";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }
}
