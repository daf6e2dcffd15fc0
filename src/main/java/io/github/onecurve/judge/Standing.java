package io.github.onecurve.judge;

import io.github.onecurve.stats.PairedDifference;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of an insight that was priced, and why. */
record Standing(Status status, String reason) {
  /**
   * The status of a system other than today's.
   *
   * @param saved over today's system
   * @param p the one-sided level of the tests
   * @param more what is saved over each eligible house row, by its title
   */
  static Standing of(PairedDifference saved, Map<String, PairedDifference> more, double p) {
    if (saved.upperBound(p) < 0) {
      return new Standing(Status.HARMFUL, "");
    }
    if (!(saved.lowerBound(p) > 0)) {
      return new Standing(Status.NO_DIFFERENCE_SHOWN, "");
    }
    if (more.values().stream().allMatch(difference -> difference.lowerBound(p) > 0)) {
      return new Standing(Status.CREDITED, "");
    }
    String closest =
        more.entrySet().stream()
            .filter(house -> !(house.getValue().lowerBound(p) > 0))
            .min(Comparator.comparingDouble(house -> house.getValue().value()))
            .map(Map.Entry::getKey)
            .orElseThrow();
    return new Standing(Status.PAYS, "no better than \"" + closest + "\"");
  }

  /** This standing on rows that had been opened before: what was found there is not credited. */
  Standing onReusedRows() {
    return status == Status.CREDITED || status == Status.PAYS
        ? new Standing(
            Status.REUSED_ROWS, "an estimate only: the judge rows had been opened before")
        : this;
  }

  /**
   * This standing where some eligible house rows did not finish: what was not compared with every
   * one of them is not credited.
   *
   * @param unfinished the titles of those rows
   */
  Standing without(List<String> unfinished) {
    if (status != Status.CREDITED || unfinished.isEmpty()) {
      return this;
    }
    return new Standing(
        Status.PAYS,
        "not credited, because it could not be compared with "
            + unfinished.stream()
                .map(title -> "\"" + title + "\"")
                .collect(Collectors.joining(" and "))
            + ", which did not finish");
  }
}
