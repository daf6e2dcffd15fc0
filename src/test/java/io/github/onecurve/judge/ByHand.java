package io.github.onecurve.judge;

import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The definition's interval for N and for A, straight from its formulas in float64: the second,
 * independent way.
 *
 * @param value N
 * @param variance V₀
 * @param flip (max w/n)² Δ²
 * @param below the denominator of ν
 * @param seeds S
 * @param loss D
 * @param lossVariance V_DD
 * @param covariance V_ND
 */
record ByHand(
    double value,
    double variance,
    double flip,
    double below,
    int seeds,
    double loss,
    double lossVariance,
    double covariance) {
  /**
   * A difference.
   *
   * @param reference costs of the first system, {@code [seeds][n]}
   * @param system costs of the second, {@code [seeds][n]}
   * @param today costs of today's system, {@code [n]}
   * @param running λ (size_h − size_π)/size₀
   * @param lambda λ
   */
  static ByHand of(
      double[][] reference,
      double[][] system,
      double[] today,
      int[] stratum,
      double[] weights,
      double running,
      double lambda,
      double spread) {
    int seeds = system.length;
    double value = running;
    double loss = lambda;
    double v1 = 0;
    double v3 = 0;
    double below = 0;
    double lossVariance = 0;
    double covariance = 0;
    double share = 0;
    double[] bySeed = new double[seeds];
    for (int k = 0; k < weights.length; k++) {
      int own = k;
      int[] rows = IntStream.range(0, today.length).filter(i -> stratum[i] == own).toArray();
      int n = rows.length;
      double w = weights[k];
      double mean = 0;
      double lossMean = 0;
      double[] rowMean = new double[n];
      double[] seedMean = new double[seeds];
      for (int i = 0; i < n; i++) {
        for (int s = 0; s < seeds; s++) {
          double d = reference[s][rows[i]] - system[s][rows[i]];
          rowMean[i] += d / seeds;
          seedMean[s] += d / n;
          mean += d / n / seeds;
        }
        lossMean += today[rows[i]] / n;
      }
      double squares = 0;
      double lossSquares = 0;
      double products = 0;
      double interaction = 0;
      for (int i = 0; i < n; i++) {
        double l = today[rows[i]] - lossMean;
        squares += (rowMean[i] - mean) * (rowMean[i] - mean);
        lossSquares += l * l;
        products += l * (rowMean[i] - mean);
        for (int s = 0; s < seeds; s++) {
          double d = reference[s][rows[i]] - system[s][rows[i]];
          double e = d - rowMean[i] - seedMean[s] + mean;
          interaction += e * e;
        }
      }
      value += w * mean;
      loss += w * lossMean;
      double term = w * w * squares / (n - 1) / n;
      v1 += term;
      below += term * term / (n - 1);
      if (seeds > 1) {
        double ms = w * w * interaction / (n - 1) / (seeds - 1) / n / seeds;
        v3 += ms;
        below += ms * ms / (n - 1) / (seeds - 1);
      }
      lossVariance += w * w * lossSquares / (n - 1) / n;
      covariance += w * w * products / (n - 1) / n;
      share = Math.max(share, w / n);
      for (int s = 0; s < seeds; s++) {
        bySeed[s] += w * seedMean[s];
      }
    }
    double v2 = 0;
    if (seeds > 1) {
      double all = IntStream.range(0, seeds).mapToDouble(s -> bySeed[s]).average().orElseThrow();
      for (double one : bySeed) {
        v2 += (one - all) * (one - all) / (seeds - 1) / seeds;
      }
      below += v2 * v2 / (seeds - 1);
    }
    double variance = seeds == 1 ? v1 : Math.max(v1 + v2 - v3, Math.max(v1, v2));
    double flip = share * share * spread * spread;
    return new ByHand(value, variance, flip, below, seeds, loss, lossVariance, covariance);
  }

  /** V at the one-sided level p. */
  double total(double p) {
    double z = new NormalDistribution().inverseCumulativeProbability(1 - p);
    return variance + Math.max(1, z * z / 2) * flip;
  }

  /** The quantile at the one-sided level p. */
  double t(double p) {
    if (variance == 0) {
      return new NormalDistribution().inverseCumulativeProbability(1 - p);
    }
    double top = seeds == 1 ? total(p) : variance;
    return new TDistribution(null, top * top / below, 1e-14).inverseCumulativeProbability(1 - p);
  }

  double low(double p) {
    return value - t(p) * Math.sqrt(total(p));
  }

  double high(double p) {
    return value + t(p) * Math.sqrt(total(p));
  }

  /** The ends of the interval of N/D by the quadratic of the definition. */
  double[] fieller(double p) {
    double t2 = t(p) * t(p);
    double a = loss * loss - t2 * lossVariance;
    double b = value * loss - t2 * covariance;
    double c = value * value - t2 * total(p);
    double root = Math.sqrt(b * b - a * c);
    return new double[] {(b - root) / a, (b + root) / a};
  }
}
