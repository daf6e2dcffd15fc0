package io.github.onecurve.judge;

import io.github.onecurve.insight.Forecast;
import io.github.onecurve.stats.ForecastScore;

/**
 * A forecast beside what was measured.
 *
 * @param forecast as the insight gave it
 * @param skill 1 − its CRPS over that of knowing nothing: 1 at best, 0 no better
 * @param overclaim how many standard deviations too much was promised; infinite where a certain
 *     forecast was wrong
 */
public record ForecastVerdict(Forecast forecast, double skill, double overclaim) {
  /** Scores a forecast against a reference that knows nothing, N(0, {@code referenceSd}²). */
  static ForecastVerdict of(Forecast forecast, Measured measured, double referenceSd) {
    ForecastScore score =
        ForecastScore.of(
            forecast.mean(),
            forecast.sd(),
            measured.savedPer1000().estimate(),
            measured.standardError(),
            referenceSd);
    return new ForecastVerdict(forecast, score.skill(), score.overclaim());
  }
}
