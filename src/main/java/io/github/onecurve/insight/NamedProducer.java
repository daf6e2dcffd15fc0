package io.github.onecurve.insight;

/** A producer under the name by which the board calls it. */
public record NamedProducer(String name, InsightProducer producer) {
  /** Checks that there is a name. */
  public NamedProducer {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(
          "a producer needs a name, found " + (name == null ? "null" : "a blank one"));
    }
  }
}
