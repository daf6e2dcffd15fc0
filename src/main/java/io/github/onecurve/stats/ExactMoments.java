package io.github.onecurve.stats;

import java.math.BigInteger;

/**
 * Centring in whole numbers, before anything is rounded: no cancellation, and the same bits in any
 * order.
 */
final class ExactMoments {
  private ExactMoments() {}

  /** n Σxy − Σx Σy, which is n(n − 1) times the covariance. */
  static BigInteger centred(long n, BigInteger sumXy, BigInteger sumX, BigInteger sumY) {
    return sumXy.multiply(BigInteger.valueOf(n)).subtract(sumX.multiply(sumY));
  }

  static BigInteger product(long... factors) {
    BigInteger product = BigInteger.ONE;
    for (long factor : factors) {
      product = product.multiply(BigInteger.valueOf(factor));
    }
    return product;
  }

  /** The quotient of two whole numbers, each rounded once. */
  static double ratio(BigInteger above, BigInteger below) {
    return above.doubleValue() / below.doubleValue();
  }

  static void requireNotNegative(BigInteger sumOfSquares, String what) {
    if (sumOfSquares.signum() < 0) {
      throw new IllegalArgumentException(
          "expected sums that some rows can have, found a negative sum of squares for "
              + what
              + "; take all sums over the same rows and in the same units");
    }
  }
}
