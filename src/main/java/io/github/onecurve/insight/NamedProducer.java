package io.github.onecurve.insight;

import java.util.Objects;
import java.util.Optional;

/**
 * A producer under the name by which the board calls it.
 *
 * @param family the name of those with whom it counts as one producer and shares one level; empty
 *     where it counts as one by itself
 */
public record NamedProducer(String name, InsightProducer producer, Optional<String> family) {
  /** Checks that there is a name. */
  public NamedProducer {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(
          "a producer needs a name, found " + (name == null ? "null" : "a blank one"));
    }
    Objects.requireNonNull(family, "expected the name of a family or none, found null");
  }

  /** A producer that counts as one. */
  public NamedProducer(String name, InsightProducer producer) {
    this(name, producer, Optional.empty());
  }
}
