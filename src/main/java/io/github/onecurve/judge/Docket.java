package io.github.onecurve.judge;

import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Bench;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.remedy.AbstainWhen;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.Hold;
import io.github.onecurve.remedy.NotExecutableException;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.stats.LevelSharing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The committed insights in the order and at the levels at which they are tested. */
final class Docket {
  private static final double ALPHA = 0.05;
  private static final int MOST_LABEL_COUNTS = 3;

  private final Bench bench;

  Docket(Bench bench) {
    this.bench = bench;
  }

  /**
   * An insight, or a producer that handed in none, as it will stand on the board.
   *
   * @param commitment empty where the producer handed in nothing
   * @param candidate what is carried out; empty where nothing is
   * @param status of an entry that is not carried out
   */
  record Entry(
      Provenance provenance,
      Optional<Commitment> commitment,
      Optional<Candidate> candidate,
      boolean actIsDefault,
      Status status,
      String reason) {
    /**
     * This entry as a row of the board without a measurement.
     *
     * @param why it has that status
     * @param check what becomes of each of its claims
     */
    Verdict unmeasured(Status as, String why, Function<Claim, ClaimVerdict> check) {
      return new Verdict(
          provenance,
          commitment.map(Commitment::statement).orElse(""),
          commitment.map(Commitment::about).orElse(Slice.all()),
          candidate
              .map(Candidate::remedy)
              .or(() -> commitment.flatMap(Commitment::remedy))
              .map(remedy -> remedy.recorded(commitment.orElseThrow()::committedPrint)),
          actIsDefault,
          as,
          why,
          Optional.empty(),
          0,
          Optional.empty(),
          commitment.map(Commitment::claims).orElse(List.of()).stream()
              .map(claim -> check.apply(claim).recorded(commitment.orElseThrow()::committedPrint))
              .toList(),
          new Acting(0, 0, 0, 0, false));
    }
  }

  /** An insight, who handed it in and at which place of its list. */
  private record Said(Submission submission, int place, Commitment commitment) {
    /** By forecast, then by place; insights of several producers then by what they say. */
    static Comparator<Said> byForecast() {
      return Comparator.comparing(Said::commitment, Commitment.byForecast())
          .thenComparingInt(Said::place)
          .thenComparing(said -> said.commitment().hash())
          .thenComparing(said -> said.submission().producer());
    }
  }

  /** All entries; levels are shared among the producers that apply, families counting as one. */
  List<Entry> entries(List<Submission> submissions) {
    Collection<List<Submission>> families = families(submissions);
    int applying =
        (int) families.stream().filter(f -> f.stream().anyMatch(Submission::applies)).count();
    LevelSharing levels = new LevelSharing(ALPHA, Math.max(1, applying));
    List<Entry> entries = new ArrayList<>();
    for (List<Submission> family : families) {
      entries.addAll(entriesOfOne(family, levels));
    }
    return entries;
  }

  /** What counts as one producer: a family, or a producer by itself. */
  private static Collection<List<Submission>> families(List<Submission> submissions) {
    Map<List<String>, List<Submission>> families = new LinkedHashMap<>();
    for (Submission submission : submissions) {
      List<String> key =
          submission
              .family()
              .map(family -> List.of("family", family))
              .orElse(List.of("producer", submission.producer()));
      families.computeIfAbsent(key, k -> new ArrayList<>()).add(submission);
    }
    return families.values();
  }

  /** The entries of what counts as one producer, ranked together. */
  private List<Entry> entriesOfOne(List<Submission> family, LevelSharing levels) {
    List<Said> ranked = new ArrayList<>();
    for (Submission submission : family) {
      for (int place = 0; place < submission.insights().size(); place++) {
        ranked.add(new Said(submission, place, submission.insights().get(place)));
      }
    }
    ranked.sort(Said.byForecast());
    List<Entry> entries = new ArrayList<>();
    Map<String, Set<Integer>> labelCounts = new HashMap<>();
    for (int j = 1; j <= ranked.size(); j++) {
      Said said = ranked.get(j - 1);
      String producer = said.submission().producer();
      Provenance provenance =
          new Provenance(producer, j, said.commitment().hash(), levels.level(j));
      entries.add(
          entry(
              said.submission(),
              said.commitment(),
              provenance,
              labelCounts.computeIfAbsent(producer, k -> new TreeSet<>())));
    }
    family.stream()
        .filter(submission -> submission.insights().isEmpty())
        .flatMap(
            submission -> submission.failure().map(f -> silent(submission, f, levels)).stream())
        .forEach(entries::add);
    return entries;
  }

  private static Entry silent(
      Submission submission, Submission.Failure failure, LevelSharing levels) {
    return new Entry(
        new Provenance(submission.producer(), 1, "", levels.level(1)),
        Optional.empty(),
        Optional.empty(),
        false,
        failure.status(),
        failure.reason());
  }

  private Entry entry(
      Submission submission,
      Commitment commitment,
      Provenance provenance,
      Set<Integer> labelCounts) {
    boolean isDefault = commitment.remedy().isEmpty();
    Remedy remedy = isDefault ? cheapestDefault(commitment) : commitment.remedy().get();
    if (submission.failure().isPresent()) {
      Submission.Failure failure = submission.failure().get();
      return refused(provenance, commitment, isDefault, failure.status(), failure.reason());
    }
    int labels;
    try {
      labels = labels(remedy, submission.account());
    } catch (IllegalStateException | IllegalArgumentException e) {
      return refused(provenance, commitment, isDefault, Status.NOT_EXECUTABLE, e.getMessage());
    }
    if (labels > 0 && !labelCounts.contains(labels) && labelCounts.size() == MOST_LABEL_COUNTS) {
      return refused(
          provenance,
          commitment,
          isDefault,
          Status.NOT_EXECUTABLE,
          "a producer may pay at most "
              + MOST_LABEL_COUNTS
              + " different numbers of labels, found "
              + labels
              + " beside "
              + labelCounts);
    }
    if (labels > 0) {
      labelCounts.add(labels);
    }
    Candidate candidate =
        new Candidate(submission.producer(), remedy, submission.account(), labels, false);
    return new Entry(
        provenance,
        Optional.of(commitment),
        Optional.of(candidate),
        isDefault,
        Status.NO_DIFFERENCE_SHOWN,
        "");
  }

  private static Entry refused(
      Provenance provenance,
      Commitment commitment,
      boolean isDefault,
      Status status,
      String reason) {
    return new Entry(
        provenance, Optional.of(commitment), Optional.empty(), isDefault, status, reason);
  }

  /** The labels that an insight pays: those bought while examining and those its remedy buys. */
  private static int labels(Remedy remedy, Optional<LabelPool.Account> account) {
    if (account.isEmpty()) {
      return 0;
    }
    LabelPool.Account till = account.get().fork();
    for (AcquireLabels purchase : remedy.purchases()) {
      till.buy(purchase.slice(), purchase.labels(), 0);
    }
    return till.spent();
  }

  /** What is done about an insight that proposes nothing: the cheapest on the diagnosis rows. */
  private Remedy cheapestDefault(Commitment commitment) {
    Remedy cheapest = new ShipAsIs();
    double least = Double.POSITIVE_INFINITY;
    for (Remedy remedy : List.of(new ShipAsIs(), new Hold(), new AbstainWhen(commitment.about()))) {
      double cost = costOf(remedy);
      if (cost < least) {
        least = cost;
        cheapest = remedy;
      }
    }
    return cheapest;
  }

  /** The cost on the diagnosis rows, infinite where the remedy cannot be executed. */
  private double costOf(Remedy remedy) {
    try {
      return bench.costOfDecisions(remedy);
    } catch (NotExecutableException | IllegalArgumentException e) {
      return Double.POSITIVE_INFINITY;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Double.POSITIVE_INFINITY;
    }
  }
}
