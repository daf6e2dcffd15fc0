package io.github.onecurve.report;

import io.github.onecurve.insight.Forecast;
import io.github.onecurve.judge.ForecastVerdict;

/** A forecast and its score as the file of a board shows them. */
record ForecastDocument(double mean, double sd, double skill, double overclaim) {
  /** Checks as what it stands for does. */
  ForecastDocument {
    new Forecast(mean, sd);
  }

  static ForecastDocument of(ForecastVerdict verdict) {
    return new ForecastDocument(
        verdict.forecast().mean(), verdict.forecast().sd(), verdict.skill(), verdict.overclaim());
  }

  ForecastVerdict verdict() {
    return new ForecastVerdict(new Forecast(mean, sd), skill, overclaim);
  }
}
