package io.github.onecurve.remedy;

import io.github.onecurve.surgery.Magnitude;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Sets the smallest weights of the network to zero: the ⌊level · count⌋ of smallest magnitude over
 * all weight matrices together, without fine-tuning.
 *
 * @param level the share that goes, in [0, 1]
 */
public record Prune(double level) implements Remedy {
  /** Checks the range. */
  public Prune {
    if (!(level >= 0 && level <= 1)) {
      throw new IllegalArgumentException("the share to prune must be in [0, 1], found " + level);
    }
  }

  @Override
  public Deployment carryOut(Deployment current, Workshop tools) {
    return current.with(Magnitude.prune(tools.network(current, this), level));
  }

  @Override
  public String toString() {
    String percent =
        BigDecimal.valueOf(level)
            .movePointRight(2)
            .round(new MathContext(4))
            .stripTrailingZeros()
            .toPlainString();
    return "prune " + percent + "% of the weights";
  }
}
