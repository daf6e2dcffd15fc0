package io.github.onecurve.judge;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Progress;
import io.github.onecurve.insight.Bench;
import io.github.onecurve.insight.Workers;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.Answers;
import io.github.onecurve.remedy.Deployment;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Opens the sealed rows once, after every insight is committed, carries every remedy out and prices
 * the systems.
 *
 * <p>Internal: driven by the audit. It knows producers by their names only.
 */
public final class Judge {
  private final Hearing hearing;

  /**
   * A judge of an audit, who asks today's model about the sealed rows before any producer has seen
   * it: whoever changes the model later changes nothing here.
   *
   * @param rows the sealed rows, those that occur elsewhere left out
   * @param counts what was left out
   * @param retrainingSeeds S, at least 3
   */
  public Judge(
      Subject subject, Bench bench, LabelledRows rows, JudgedRows counts, int retrainingSeeds) {
    this.hearing =
        new Hearing(
            subject,
            bench,
            rows,
            counts,
            retrainingSeeds,
            Answers.of(rows.rows(), subject.model(), rows.classes()),
            Optional.empty());
  }

  /** The board, and the system of seed 0 of each row that was carried out. */
  public record Grades(Scoreboard board, Map<BoardRow, Deployment> systems) {}

  /**
   * Grades what was handed in.
   *
   * @throws InterruptedException if interrupted before all systems were carried out
   */
  public Grades grade(List<Submission> submissions, Workers workers, Progress progress)
      throws InterruptedException {
    List<Docket.Entry> entries = new Docket(hearing.bench()).entries(submissions);
    List<Candidate> candidates = candidates(entries);
    PricedSystem today = hearing.today();
    Execution execution = new Execution(hearing, today.today());
    int total = execution.workOf(candidates);
    List<Execution.Result> results =
        execution.all(
            candidates, workers, done -> progress.report("carrying remedies out", done, total));
    Map<Candidate, Execution.Result> systems = new HashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      systems.put(candidates.get(i), results.get(i));
    }
    return new Grading(hearing, entries, house(entries), candidates, systems, today, false)
        .grades(submissions);
  }

  /** The board of an audit that was interrupted: what was said, and nothing carried out. */
  public Grades partial(List<Submission> submissions) {
    List<Docket.Entry> entries = new Docket(hearing.bench()).entries(submissions);
    List<Candidate> candidates = candidates(entries);
    Execution.Result none =
        new Execution.Result(Optional.empty(), Status.DID_NOT_FINISH, "the audit was interrupted");
    Map<Candidate, Execution.Result> results = new HashMap<>();
    candidates.forEach(candidate -> results.put(candidate, none));
    return new Grading(
            hearing, entries, house(entries), candidates, results, hearing.todayUnattacked(), true)
        .grades(submissions);
  }

  /** The house rows, for each number of labels that an insight pays. */
  private List<Candidate> house(List<Docket.Entry> entries) {
    TreeSet<Integer> labelCounts = new TreeSet<>();
    for (Docket.Entry entry : entries) {
      entry.candidate().filter(c -> c.labels() > 0).ifPresent(c -> labelCounts.add(c.labels()));
    }
    return HouseRules.of(hearing.subject(), labelCounts);
  }

  /** House rows first, then what insights propose, then what claims speak of; each once. */
  private List<Candidate> candidates(List<Docket.Entry> entries) {
    Set<Candidate> all = new LinkedHashSet<>(house(entries));
    for (Docket.Entry entry : entries) {
      entry.candidate().ifPresent(all::add);
    }
    for (Docket.Entry entry : entries) {
      if (entry.candidate().isPresent()) {
        all.addAll(claimed(entry));
      }
    }
    return List.copyOf(all);
  }

  private static List<Candidate> claimed(Docket.Entry entry) {
    Candidate own = entry.candidate().orElseThrow();
    return entry.commitment().orElseThrow().claims().stream()
        .flatMap(claim -> claim.after().stream())
        .distinct()
        .filter(remedy -> !remedy.equals(own.remedy()))
        .map(remedy -> new Candidate(own.title(), remedy, own.account(), own.labels(), true))
        .toList();
  }
}
