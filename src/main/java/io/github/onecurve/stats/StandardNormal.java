package io.github.onecurve.stats;

import org.apache.commons.math3.special.Erf;

/**
 * The normal distribution with mean 0 and standard deviation 1.
 *
 * <p>Not commons-math's {@code NormalDistribution} for quantiles: it goes by 1 − 2·tail, so it is
 * 2e-11 off at a tail of 1e-8, 4e-7 at 1e-12, and infinite at 1e-40. Φ is by its {@link Erf}.
 */
final class StandardNormal {
  // Numerator and denominator of each of the three rational forms of AS 241, highest power first.
  private static final double[] CENTRE = {
    2509.0809287301227,
    33430.57558358813,
    67265.7709270087,
    45921.95393154987,
    13731.69376550946,
    1971.5909503065513,
    133.14166789178438,
    3.3871328727963665
  };
  private static final double[] CENTRE_BELOW = {
    5226.495278852546,
    28729.085735721943,
    39307.89580009271,
    21213.794301586597,
    5394.196021424751,
    687.1870074920579,
    42.31333070160091,
    1.0
  };
  private static final double[] TAIL = {
    0.0007745450142783414,
    0.022723844989269184,
    0.2417807251774506,
    1.2704582524523684,
    3.6478483247632045,
    5.769497221460691,
    4.630337846156546,
    1.4234371107496835
  };
  private static final double[] TAIL_BELOW = {
    1.0507500716444169e-9,
    0.0005475938084995345,
    0.015198666563616457,
    0.14810397642748008,
    0.6897673349851,
    1.6763848301838038,
    2.053191626637759,
    1.0
  };
  private static final double[] FAR = {
    2.0103343992922881e-7,
    2.7115555687434876e-5,
    0.0012426609473880784,
    0.026532189526576124,
    0.29656057182850487,
    1.7848265399172913,
    5.463784911164114,
    6.657904643501103
  };
  private static final double[] FAR_BELOW = {
    2.0442631033899397e-15,
    1.421511758316446e-7,
    1.8463183175100548e-5,
    0.0007868691311456133,
    0.014875361290850615,
    0.1369298809227358,
    0.599832206555888,
    1.0
  };

  private StandardNormal() {}

  /**
   * z_{1−tail}: the value that a standard normal exceeds with probability {@code tail}. Exact to
   * about 1e-15 relative also far out, where 1 − tail would have rounded to 1.
   *
   * <p>Source: Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988).
   *
   * @param tail probability above the value, in (0, 1); above 0.5 the value is negative
   * @throws IllegalArgumentException if {@code tail} is not in (0, 1)
   */
  static double upperQuantile(double tail) {
    if (!(tail > 0 && tail < 1)) {
      throw new IllegalArgumentException(
          "expected a tail probability between 0 and 1 (exclusive), found "
              + tail
              + "; pass 0.025 for the quantile 1.96");
    }
    double q = 0.5 - tail;
    if (Math.abs(q) <= 0.425) {
      double r = 0.180625 - q * q;
      return q * polynomial(CENTRE, r) / polynomial(CENTRE_BELOW, r);
    }
    double r = Math.sqrt(-Math.log(q > 0 ? tail : 1 - tail));
    double z =
        r <= 5
            ? polynomial(TAIL, r - 1.6) / polynomial(TAIL_BELOW, r - 1.6)
            : polynomial(FAR, r - 5) / polynomial(FAR_BELOW, r - 5);
    return q > 0 ? z : -z;
  }

  /** Density at {@code z}. */
  static double density(double z) {
    return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  }

  /** Probability between −{@code z} and {@code z}, with the sign of {@code z}: 2Φ(z) − 1. */
  static double central(double z) {
    return Erf.erf(z / Math.sqrt(2));
  }

  private static double polynomial(double[] highestPowerFirst, double x) {
    double value = 0;
    for (double c : highestPowerFirst) {
      value = value * x + c;
    }
    return value;
  }
}
