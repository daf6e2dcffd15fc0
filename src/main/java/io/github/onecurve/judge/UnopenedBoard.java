package io.github.onecurve.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The board of an audit that was cut off before it opened its rows: what was said, and nothing that
 * hangs on the rows' labels, so that they are as good as ever.
 */
final class UnopenedBoard {
  private static final Amount UNKNOWN =
      new Amount(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private final Hearing hearing;
  private final List<Docket.Entry> entries;
  private final List<Candidate> house;

  UnopenedBoard(Hearing hearing, List<Docket.Entry> entries, List<Candidate> house) {
    this.hearing = hearing;
    this.entries = entries;
    this.house = house;
  }

  /** The board of what was handed in. */
  Scoreboard board(List<Submission> submissions) {
    List<String> notes = new ArrayList<>(hearing.notes(submissions));
    notes.add(Execution.INTERRUPTED + " before anything was carried out");
    return new Scoreboard(
        hearing.stakes(),
        hearing.rows().classNames(),
        hearing.bench().auditSeed(),
        hearing.retrainingSeeds(),
        hearing.fingerprints(entries),
        hearing.counts(),
        Opening.NOT_OPENED,
        UNKNOWN,
        List.of(),
        OptionalDouble.empty(),
        entries.stream()
            .map(UnopenedBoard::verdict)
            .sorted(
                Comparator.comparing((Verdict row) -> row.provenance().contentHash())
                    .thenComparing(row -> row.provenance().producer()))
            .toList(),
        house.stream()
            .map(
                h ->
                    new HouseRow(
                        h.title(), h.remedy(), h.labels(), Execution.INTERRUPTED, Optional.empty()))
            .toList(),
        Optional.empty(),
        notes,
        true,
        new Meters(List.of()));
  }

  private static Verdict verdict(Docket.Entry entry) {
    boolean stopped = entry.candidate().isPresent();
    return entry.unmeasured(
        stopped ? Status.DID_NOT_FINISH : entry.status(),
        stopped ? Execution.INTERRUPTED : entry.reason(),
        claim -> new ClaimVerdict(claim, ClaimVerdict.Outcome.UNDECIDED, Optional.empty()));
  }
}
