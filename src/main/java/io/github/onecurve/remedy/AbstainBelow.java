package io.github.onecurve.remedy;

import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Logits;
import io.github.onecurve.stakes.Decision;
import java.util.Locale;

/**
 * Refuses where the largest softmax probability is below a confidence.
 *
 * @param confidence in [0, 1]
 */
public record AbstainBelow(double confidence) implements Remedy {
  /** Checks the range. */
  public AbstainBelow {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence must be in [0, 1], found " + confidence);
    }
  }

  @Override
  public Deployment carryOut(Deployment current, Workshop tools) {
    return current.with(new Guard(toString(), this::decide));
  }

  private int decide(Rows rows, Logits logits, int row, int decision) {
    return logits.confidence(row) < confidence ? Decision.ABSTAIN : decision;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "abstain below confidence %.3f", confidence);
  }
}
