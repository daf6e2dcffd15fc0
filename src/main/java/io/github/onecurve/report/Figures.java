package io.github.onecurve.report;

import io.github.onecurve.judge.Amount;
import java.util.Locale;

/**
 * How numbers are written on a board.
 *
 * @param decimals of mistakes per 1,000 decisions
 */
record Figures(int decimals) {
  private static final double MANY = 10;
  private static final double HUGE = 1e6;

  /** The figures for a loss per 1,000 decisions: a decimal more where it is small. */
  static Figures forLoss(double lossPer1000) {
    return new Figures(Math.abs(lossPer1000) >= MANY ? 1 : 2);
  }

  /** A share with its sign, as A. */
  static String share(double share) {
    return signed(share, Math.abs(share) < 100 ? 2 : 0);
  }

  /** A share with its interval. */
  static String share(Amount share) {
    return share(share.estimate())
        + " "
        + (share.isUnbounded()
            ? "unbounded"
            : "[" + share(share.low()) + ", " + share(share.high()) + "]");
  }

  /** Mistakes per 1,000 decisions with their sign, as G. */
  String saved(double per1000) {
    return signed(per1000, decimals);
  }

  /** G with its interval. */
  String saved(Amount per1000) {
    return saved(per1000.estimate())
        + " "
        + (per1000.isUnbounded()
            ? "unbounded"
            : "[" + saved(per1000.low()) + ", " + saved(per1000.high()) + "]");
  }

  /** Mistakes or decisions per 1,000 decisions, of which there cannot be fewer than none. */
  String per1000(double amount) {
    return saved(amount).replace("+", "");
  }

  /** A loss per 1,000 decisions with its interval. */
  String per1000(Amount amount) {
    return saved(amount).replace("+", "");
  }

  /** A price, or a number of no special kind, in at most 4 digits where it is not whole. */
  static String number(double number) {
    if (Double.isInfinite(number)) {
      return number > 0 ? "infinite" : "-infinite";
    }
    boolean whole = number == Math.rint(number) && Math.abs(number) < HUGE;
    return whole
        ? String.format(Locale.ROOT, "%.0f", number + 0.0)
        : String.format(Locale.ROOT, "%.4g", number)
            .replaceFirst("(\\.\\d*?)0+(e|$)", "$1$2")
            .replaceFirst("\\.(e|$)", "$1");
  }

  /** A count with commas between thousands. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A count of things. */
  static String count(long count, String thing) {
    return count(count, thing, thing + "s");
  }

  /** A count of things that are called otherwise where there are several. */
  static String count(long count, String thing, String things) {
    return count(count) + " " + (count == 1 ? thing : things);
  }

  private static String signed(double number, int decimals) {
    if (Double.isInfinite(number)) {
      return number > 0 ? "infinite" : "-infinite";
    }
    if (Math.abs(number) >= HUGE) {
      return String.format(Locale.ROOT, "%+.1e", number);
    }
    String text = String.format(Locale.ROOT, "%+." + decimals + "f", number);
    return text.matches("[+-]0(\\.0+)?") ? text.substring(1) : text;
  }
}
