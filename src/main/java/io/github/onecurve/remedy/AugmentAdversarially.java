package io.github.onecurve.remedy;

import io.github.onecurve.attack.Threat;
import java.util.Optional;

/**
 * Adds the training rows once more, each perturbed within a threat against the model as it is
 * today, with its label.
 */
public record AugmentAdversarially(Threat threat) implements Change {
  @Override
  public Optional<WeightedRows> apply(Optional<WeightedRows> rows, Workshop tools)
      throws InterruptedException {
    return Change.append(rows, WeightedRows.of(tools.perturbedTraining(threat)));
  }

  @Override
  public String toString() {
    return "add the training rows perturbed within " + threat;
  }
}
