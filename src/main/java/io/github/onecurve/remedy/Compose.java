package io.github.onecurve.remedy;

import io.github.onecurve.model.Model;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Several remedies, one after the other; those that change the model before the guards. */
public record Compose(List<Remedy> parts) implements Remedy {
  /** Checks that there is a part, and that at most one of them retrains. */
  public Compose {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("expected at least one remedy to compose, found none");
    }
    if (parts.stream().filter(Remedy::retrains).count() > 1) {
      throw new IllegalArgumentException(
          "a remedy trains once, found several that retrain: put all changes in one of " + parts);
    }
  }

  /** Several remedies, one after the other. */
  public static Compose of(Remedy... parts) {
    return new Compose(List.of(parts));
  }

  @Override
  public Deployment carryOut(Deployment current, Workshop tools) throws InterruptedException {
    Deployment result = current;
    for (Remedy part : parts) {
      result = part.carryOut(result, tools);
    }
    return result;
  }

  @Override
  public boolean retrains() {
    return parts.stream().anyMatch(Remedy::retrains);
  }

  @Override
  public List<AcquireLabels> purchases() {
    return parts.stream().flatMap(part -> part.purchases().stream()).toList();
  }

  @Override
  public boolean setsGivenValues() {
    return parts.stream().anyMatch(Remedy::setsGivenValues);
  }

  @Override
  public Compose recorded(Function<Model, String> print) {
    return new Compose(parts.stream().map(part -> part.recorded(print)).toList());
  }

  @Override
  public String toString() {
    return parts.stream().map(Remedy::toString).collect(Collectors.joining(", then "));
  }
}
