package io.github.onecurve.stats;

import java.util.List;
import java.util.function.IntToDoubleFunction;

/** The estimator a second time, straight from the rows x seeds matrix by two passes over it. */
record WholeMatrix(List<PairedLosses> strata, List<Double> prices) {
  double value() {
    return mean(seeds(), this::seedValue);
  }

  double todaysMean() {
    double sum = 0;
    for (PairedLosses k : strata) {
      sum += k.weight() * mean(k.rows(), k::loss);
    }
    return sum;
  }

  double todaysVariance() {
    double sum = 0;
    for (PairedLosses k : strata) {
      sum += square(k.weight()) * covariance(k.rows(), k::loss, k::loss) / k.rows();
    }
    return sum;
  }

  double covariance() {
    double sum = 0;
    for (PairedLosses k : strata) {
      sum += square(k.weight()) * covariance(k.rows(), k::loss, i -> rowMean(k, i)) / k.rows();
    }
    return sum;
  }

  double shownVariance() {
    double v1 = 0;
    double v3 = 0;
    for (PairedLosses k : strata) {
      v1 += rowTerm(k);
      v3 += interactionTerm(k);
    }
    double v2 = seedTerm();
    return seeds() == 1 ? v1 : Math.max(v1 + v2 - v3, Math.max(v1, v2));
  }

  double totalVariance(double p, double gap) {
    double largest = 0;
    for (PairedLosses k : strata) {
      largest = Math.max(largest, k.weight() / k.rows());
    }
    double z = StandardNormal.upperQuantile(p);
    return shownVariance() + Math.max(1, z * z / 2) * square(largest * gap);
  }

  double degreesOfFreedom(double p, double gap) {
    double below = seeds() == 1 ? 0 : square(seedTerm()) / (seeds() - 1);
    for (PairedLosses k : strata) {
      below += square(rowTerm(k)) / (k.rows() - 1);
      below += seeds() == 1 ? 0 : square(interactionTerm(k)) / (k.rows() - 1) / (seeds() - 1);
    }
    return square(seeds() == 1 ? totalVariance(p, gap) : shownVariance()) / below;
  }

  private int seeds() {
    return prices.size();
  }

  private double seedValue(int s) {
    double sum = prices.get(s);
    for (PairedLosses k : strata) {
      sum += k.weight() * mean(k.rows(), i -> k.difference(i, s));
    }
    return sum;
  }

  private double rowTerm(PairedLosses k) {
    IntToDoubleFunction means = i -> rowMean(k, i);
    return square(k.weight()) * covariance(k.rows(), means, means) / k.rows();
  }

  private double seedTerm() {
    return seeds() == 1 ? 0 : covariance(seeds(), this::seedValue, this::seedValue) / seeds();
  }

  private double interactionTerm(PairedLosses k) {
    double grand = mean(k.rows(), i -> rowMean(k, i));
    double squares = 0;
    for (int s = 0; s < seeds(); s++) {
      int column = s;
      double seedMean = mean(k.rows(), i -> k.difference(i, column));
      for (int i = 0; i < k.rows(); i++) {
        squares += square(k.difference(i, s) - rowMean(k, i) - seedMean + grand);
      }
    }
    double meanSquare = squares / (k.rows() - 1) / (seeds() - 1);
    return seeds() == 1 ? 0 : square(k.weight()) * meanSquare / k.rows() / seeds();
  }

  private double rowMean(PairedLosses k, int i) {
    return mean(seeds(), s -> k.difference(i, s));
  }

  private static double covariance(int n, IntToDoubleFunction x, IntToDoubleFunction y) {
    double meanX = mean(n, x);
    double meanY = mean(n, y);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (x.applyAsDouble(i) - meanX) * (y.applyAsDouble(i) - meanY);
    }
    return sum / (n - 1);
  }

  private static double mean(int n, IntToDoubleFunction x) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x.applyAsDouble(i);
    }
    return sum / n;
  }

  private static double square(double x) {
    return x * x;
  }
}
