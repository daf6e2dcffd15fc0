package io.github.onecurve.remedy;

import io.github.onecurve.model.Model;
import java.util.List;
import java.util.function.Function;

/**
 * What to do about an insight: plain data that carries itself out.
 *
 * <p>The algebra is closed, because it is where everyone is compared; openness lives in producers
 * and models.
 */
public sealed interface Remedy
    permits ShipAsIs,
        Hold,
        AbstainBelow,
        AbstainWhen,
        AbstainOn,
        ExpectedCostRule,
        Ablate,
        Prune,
        Retrain,
        SwapModel,
        Compose {
  /**
   * Carries this remedy out.
   *
   * @param current the system as it stands
   * @param tools the data, the trainer and the till that may be used
   * @return the system that results; {@code current} stays as it is
   * @throws NotExecutableException if it cannot be carried out on this subject
   */
  Deployment carryOut(Deployment current, Workshop tools) throws InterruptedException;

  /** Whether a model is trained, so that the result depends on the retraining seed. */
  default boolean retrains() {
    return false;
  }

  /** The labels that it buys, in order. */
  default List<AcquireLabels> purchases() {
    return List.of();
  }

  /** Whether parameters are set to values that were made elsewhere. */
  default boolean setsGivenValues() {
    return false;
  }

  /**
   * This remedy as a board keeps it, a pure value: each model in it is a {@link RecordedModel}.
   *
   * @param print the print of a model by what it answers
   */
  default Remedy recorded(Function<Model, String> print) {
    return this;
  }
}
