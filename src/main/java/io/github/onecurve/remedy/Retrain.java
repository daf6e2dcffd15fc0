package io.github.onecurve.remedy;

import io.github.onecurve.model.Model;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Trains the model anew, once: from scratch on the training rows and the labels that its insight
 * has bought already, with the changes applied; or, without training rows, on from today's model on
 * those labels and the rows that the changes bring.
 *
 * @param changes in the order they apply; none means the same rows again
 */
public record Retrain(List<Change> changes) implements Remedy {
  /** Keeps a copy of the changes. */
  public Retrain {
    changes = List.copyOf(changes);
  }

  /** Trains anew with these changes. */
  public static Retrain with(Change... changes) {
    return new Retrain(List.of(changes));
  }

  @Override
  public Deployment carryOut(Deployment current, Workshop tools) throws InterruptedException {
    Optional<WeightedRows> training = tools.subject().training().map(WeightedRows::of);
    Optional<WeightedRows> bought = tools.bought();
    Optional<WeightedRows> rows =
        bought.isPresent() ? Change.append(training, bought.get()) : training;
    for (Change change : changes) {
      rows = change.apply(rows, tools);
    }
    WeightedRows all =
        rows.orElseThrow(
            () ->
                new NotExecutableException(
                    "retraining needs rows: training rows, bought labels or the diagnosis rows,"
                        + " found none"));
    Model trained = training.isPresent() ? tools.train(all) : tools.continueTraining(all);
    return current.with(trained);
  }

  @Override
  public boolean retrains() {
    return true;
  }

  @Override
  public List<AcquireLabels> purchases() {
    return changes.stream()
        .filter(AcquireLabels.class::isInstance)
        .map(AcquireLabels.class::cast)
        .toList();
  }

  @Override
  public String toString() {
    return changes.isEmpty()
        ? "retrain on the same rows"
        : changes.stream().map(Change::toString).collect(Collectors.joining(", ")) + " and retrain";
  }
}
