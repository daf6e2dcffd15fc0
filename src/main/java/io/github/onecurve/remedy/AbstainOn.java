package io.github.onecurve.remedy;

import io.github.onecurve.stakes.Decision;
import java.util.Objects;

/** Refuses where the decision would be a class. */
public record AbstainOn(String className) implements Remedy {
  /** Checks that there is a name. */
  public AbstainOn {
    Objects.requireNonNull(className, "expected the name of a class to refuse, found null");
  }

  @Override
  public Deployment carryOut(Deployment current, Workshop tools) {
    int refused = tools.classIndex(className);
    return current.with(
        new Guard(
            toString(),
            (rows, logits, row, decision) -> decision == refused ? Decision.ABSTAIN : decision));
  }

  @Override
  public String toString() {
    return "abstain instead of " + className;
  }
}
