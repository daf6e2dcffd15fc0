package io.github.onecurve.judge;

import io.github.onecurve.insight.TimeLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * The second reading of the insights, at the end: whichever no longer says what it said when it was
 * committed is void, and so is one whose model no longer decides what was priced. What is read is
 * not ours, so it is read within a time limit.
 */
final class Rereading {
  private static final TimeLimit HURRIED = TimeLimit.of(Duration.ofSeconds(1));
  private static final String CHANGED = "the insight was changed after it was committed";
  private static final String DECIDES_OTHERWISE =
      "its model decides otherwise about the judge's rows when it is asked again";
  private static final String NOT_AGAIN =
      "its model cannot be asked again about the judge's rows: ";

  private TimeLimit limit;
  private boolean hurried;

  /** A reading that takes at most so long for each producer, and for asking each model again. */
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

  /**
   * Why insights are void: those that were changed or cannot be read again, and those whose systems
   * decide otherwise, or not at all, when they are asked again.
   *
   * @param decidesAgain whether the system of an entry still decides as it did
   */
  Map<Commitment, String> voided(List<Docket.Entry> entries, Predicate<Docket.Entry> decidesAgain) {
    Map<String, List<Docket.Entry>> byProducer = new LinkedHashMap<>();
    for (Docket.Entry entry : entries) {
      if (entry.commitment().isPresent()) {
        byProducer
            .computeIfAbsent(entry.provenance().producer(), p -> new ArrayList<>())
            .add(entry);
      }
    }
    Map<Commitment, String> voided = new HashMap<>();
    byProducer.values().forEach(said -> voided.putAll(voidedAmong(said, decidesAgain)));
    return voided;
  }

  private Map<Commitment, String> voidedAmong(
      List<Docket.Entry> said, Predicate<Docket.Entry> decidesAgain) {
    Map<Commitment, String> reasons = new HashMap<>();
    Optional<List<Commitment>> unchanged =
        within(
                () ->
                    said.stream()
                        .map(Rereading::commitment)
                        .filter(Commitment::isUnchanged)
                        .toList())
            .value();
    for (Docket.Entry entry : said) {
      if (unchanged.isEmpty() || !unchanged.get().contains(commitment(entry))) {
        reasons.put(commitment(entry), CHANGED);
      } else {
        whyNotAgain(within(() -> decidesAgain.test(entry)))
            .ifPresent(reason -> reasons.put(commitment(entry), reason));
      }
    }
    return reasons;
  }

  private Optional<String> whyNotAgain(TimeLimit.Outcome<Boolean> decidesAgain) {
    if (decidesAgain.overran()) {
      return Optional.of(NOT_AGAIN + limit.overrun());
    }
    if (decidesAgain.failure().isPresent()) {
      return Optional.of(NOT_AGAIN + Failures.describe(decidesAgain.failure().get()));
    }
    return decidesAgain.value().orElse(false) ? Optional.empty() : Optional.of(DECIDES_OTHERWISE);
  }

  /** Reads something within the limit; once more, and hurried, where the audit is interrupted. */
  private <T> TimeLimit.Outcome<T> within(Callable<T> work) {
    while (true) {
      try {
        return limit.run(work);
      } catch (InterruptedException e) {
        hurry();
      }
    }
  }

  private static Commitment commitment(Docket.Entry entry) {
    return entry.commitment().orElseThrow();
  }
}
