package io.github.onecurve.judge;

import io.github.onecurve.insight.TimeLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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

  /**
   * Why insights are void: those that were changed or cannot be read again, and those whose systems
   * decide otherwise when they are asked again.
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
    try {
      return limit
          .run(() -> reasons(said, decidesAgain))
          .value()
          .orElseGet(
              () -> said.stream().collect(Collectors.toMap(Rereading::commitment, e -> CHANGED)));
    } catch (InterruptedException e) {
      hurry();
      return voidedAmong(said, decidesAgain);
    }
  }

  private static Map<Commitment, String> reasons(
      List<Docket.Entry> said, Predicate<Docket.Entry> decidesAgain) {
    Map<Commitment, String> reasons = new HashMap<>();
    for (Docket.Entry entry : said) {
      if (!commitment(entry).isUnchanged()) {
        reasons.put(commitment(entry), CHANGED);
      } else if (!decidesAgain.test(entry)) {
        reasons.put(commitment(entry), DECIDES_OTHERWISE);
      }
    }
    return reasons;
  }

  private static Commitment commitment(Docket.Entry entry) {
    return entry.commitment().orElseThrow();
  }
}
