package io.github.onecurve.remedy;

import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Logits;
import io.github.onecurve.model.Model;
import io.github.onecurve.network.Network;
import io.github.onecurve.stakes.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A system that decides: a model with guards behind it, or one that is held back and refuses every
 * row.
 *
 * <p>Guards apply in the order they stand; the first to refuse wins.
 */
public final class Deployment {
  private final Model model;
  private final List<Guard> guards;
  private final boolean held;
  private final Optional<Deployment> cameFrom;

  private Deployment(Model model, List<Guard> guards, boolean held, Optional<Deployment> cameFrom) {
    this.model = model;
    this.guards = List.copyOf(guards);
    this.held = held;
    this.cameFrom = cameFrom;
  }

  /** A model as it is. */
  public static Deployment of(Model model) {
    return new Deployment(model, List.of(), false, Optional.empty());
  }

  /** The model behind the decisions. */
  public Model model() {
    return model;
  }

  /** The guards by name, in the order they stand. */
  public List<String> guards() {
    return guards.stream().map(Guard::name).toList();
  }

  /** Whether this system is held back and refuses every row. */
  public boolean isHeld() {
    return held;
  }

  /** The system as it was before the last remedy that changed the model. */
  public Optional<Deployment> cameFrom() {
    return cameFrom;
  }

  Deployment with(Guard guard) {
    List<Guard> more = new ArrayList<>(guards);
    more.add(guard);
    return new Deployment(model, more, held, cameFrom);
  }

  Deployment with(Model changed) {
    if (!guards.isEmpty() || held) {
      throw new NotExecutableException(
          "a remedy that changes the model must come before the guards, found "
              + (held ? "hold" : guards)
              + " before it: put the guards last");
    }
    return new Deployment(changed, guards, false, Optional.of(this));
  }

  Deployment hold() {
    return new Deployment(model, guards, true, cameFrom);
  }

  /**
   * What this system decides about each row, {@code [n]}: a class, or one of {@link Decision}.
   *
   * @param logits what {@link #model()} answered to these rows
   */
  public int[] decide(Rows rows, Logits logits) {
    int[] decisions = new int[rows.size()];
    if (held) {
      Arrays.fill(decisions, Decision.ABSTAIN);
      return decisions;
    }
    for (int row = 0; row < decisions.length; row++) {
      decisions[row] = decide(rows, logits, row);
    }
    return decisions;
  }

  private int decide(Rows rows, Logits logits, int row) {
    if (!logits.isNumber(row)) {
      return Decision.NOT_A_NUMBER;
    }
    int decision = logits.argmax(row);
    for (Guard guard : guards) {
      decision = guard.rule().decide(rows, logits, row, decision);
      if (decision == Decision.ABSTAIN) {
        return decision;
      }
    }
    return decision;
  }

  /**
   * The cost of running this system over that of running another: the ratio of their nonzero
   * multiply-adds. Empty where they cannot be counted; 0 for a system that is held back.
   */
  public OptionalDouble sizeRatio(Deployment today) {
    if (held) {
      return OptionalDouble.of(0);
    }
    if (model == today.model) {
      return model instanceof Network ? OptionalDouble.of(1) : OptionalDouble.empty();
    }
    if (model instanceof Network mine
        && today.model instanceof Network theirs
        && theirs.nonzeroMultiplyAdds() > 0) {
      return OptionalDouble.of(
          (double) mine.nonzeroMultiplyAdds() / (double) theirs.nonzeroMultiplyAdds());
    }
    return OptionalDouble.empty();
  }

  @Override
  public String toString() {
    return (held ? "held back" : "deployed") + (guards.isEmpty() ? "" : " behind " + guards);
  }
}
