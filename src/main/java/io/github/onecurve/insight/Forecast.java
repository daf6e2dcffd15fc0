package io.github.onecurve.insight;

/**
 * What acting on an insight should save, as a normal distribution.
 *
 * @param mean mistake-equivalents saved per 1,000 decisions
 * @param sd its standard deviation, at least 0
 */
public record Forecast(double mean, double sd) {
  /** Checks that both are numbers. */
  public Forecast {
    if (!Double.isFinite(mean) || !(sd >= 0 && sd < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a forecast needs a finite mean and a finite sd of at least 0, found mean "
              + mean
              + ", sd "
              + sd);
    }
  }
}
