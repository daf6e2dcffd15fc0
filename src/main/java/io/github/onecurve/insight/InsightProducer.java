package io.github.onecurve.insight;

import java.util.List;
import java.util.Set;

/** A way of learning something about a model: a lambda, a class, a service. */
@FunctionalInterface
public interface InsightProducer {
  /**
   * Looks at the subject and says what it found, best first; an empty list says that there is
   * nothing to say.
   */
  List<? extends Insight> examine(Examination exam) throws Exception;

  /** What the subject must have; where it has not, the producer is not applicable and says so. */
  default Set<Capability> requires() {
    return Set.of();
  }
}
