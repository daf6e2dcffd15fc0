package io.github.onecurve.judge;

import io.github.onecurve.insight.TimeLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The second reading of the insights, at the end: whichever no longer says what it said when it was
 * committed is void. What is read is not ours, so it is read within a time limit.
 */
final class Rereading {
  private static final TimeLimit HURRIED = TimeLimit.of(Duration.ofSeconds(1));

  private TimeLimit limit;
  private boolean hurried;

  /** A reading that takes at most so long for each producer. */
  Rereading(TimeLimit limit) {
    this.limit = limit;
  }

  /** Reads on with little time left, because the audit was interrupted. */
  void hurry() {
    limit = HURRIED;
    hurried = true;
  }

  /** Whether the audit was interrupted before or while reading. */
  boolean isHurried() {
    return hurried;
  }

  /** The insights that were changed or cannot be read again. */
  Set<Commitment> changed(List<Docket.Entry> entries) {
    Map<String, List<Commitment>> byProducer = new LinkedHashMap<>();
    for (Docket.Entry entry : entries) {
      entry
          .commitment()
          .ifPresent(
              said ->
                  byProducer
                      .computeIfAbsent(entry.provenance().producer(), p -> new ArrayList<>())
                      .add(said));
    }
    Set<Commitment> changed = new HashSet<>();
    byProducer.values().forEach(said -> changed.addAll(changedAmong(said)));
    return changed;
  }

  private List<Commitment> changedAmong(List<Commitment> said) {
    try {
      return limit
          .run(() -> said.stream().filter(commitment -> !commitment.isUnchanged()).toList())
          .value()
          .orElse(said);
    } catch (InterruptedException e) {
      hurry();
      return changedAmong(said);
    }
  }
}
