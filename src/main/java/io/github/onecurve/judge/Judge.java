package io.github.onecurve.judge;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Progress;
import io.github.onecurve.insight.Bench;
import io.github.onecurve.insight.TimeLimit;
import io.github.onecurve.insight.Workers;
import io.github.onecurve.model.Subject;
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
  private final List<Hearing> folds;
  private final Optional<Ledger> ledger;

  /**
   * Sealed rows that may be opened.
   *
   * @param rows those that occur elsewhere left out
   * @param counts what was left out
   * @param warnings what a reader of the board should know of them
   */
  public record Fold(LabelledRows rows, JudgedRows counts, List<String> warnings) {}

  /**
   * A judge of an audit, who asks today's model about the sealed rows before any producer has seen
   * it: whoever changes the model later changes nothing here.
   *
   * @param folds the sealed rows, of which one fold is opened
   * @param retrainingSeeds S, at least 3
   * @param ledger of the opened folds
   */
  public Judge(
      Subject subject,
      Bench bench,
      List<Fold> folds,
      int retrainingSeeds,
      Optional<Ledger> ledger) {
    this.folds =
        folds.stream().map(fold -> Hearing.of(subject, bench, fold, retrainingSeeds)).toList();
    this.ledger = ledger;
  }

  /**
   * Attacks today's system on the sealed rows, where a share of the traffic is hostile; like the
   * answers, before any producer has seen the model.
   *
   * @throws IllegalArgumentException if the threat does not fit the rows
   */
  public void attackToday(Workers workers) throws InterruptedException {
    for (Hearing fold : folds) {
      fold.adversary().attackToday(workers);
    }
  }

  /** The board, and the system of seed 0 of each row that was carried out. */
  public record Grades(Scoreboard board, Map<BoardRow, Deployment> systems) {}

  /** On what and within which limits remedies are carried out, and who hears of it. */
  public record Means(Workers workers, TimeLimit remedyLimit, Progress progress) {}

  /**
   * Grades what was handed in; where the thread is interrupted, what is done so far, on a board
   * marked partial, and the flag is set again.
   */
  public Grades grade(List<Submission> submissions, Means means) {
    Hearing hearing;
    try {
      hearing = open(submissions);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return partial(submissions);
    }
    return grade(hearing, submissions, means);
  }

  /** Opens a fold: from here on its rows are used. */
  private Hearing open(List<Submission> submissions) throws InterruptedException {
    if (ledger.isEmpty()) {
      return folds.get(0);
    }
    Opened opened =
        ledger.get().open(folds.stream().map(Hearing::rows).toList(), print(submissions));
    return folds.get(opened.fold()).with(opened);
  }

  private AuditPrint print(List<Submission> submissions) {
    Hearing any = folds.get(0);
    return AuditPrint.of(any.subject(), any.bench(), any.retrainingSeeds(), submissions);
  }

  private Grades grade(Hearing opened, List<Submission> submissions, Means means) {
    List<Docket.Entry> entries = new Docket(opened.bench()).entries(submissions);
    List<Candidate> candidates = candidates(entries);
    Hearing hearing = opened;
    PricedSystem today;
    Execution.Results results;
    try {
      today = hearing.today();
      Execution execution = new Execution(hearing, today.today(), means.remedyLimit());
      int total = execution.workOf(candidates);
      results =
          execution.all(
              candidates,
              means.workers(),
              done -> means.progress().report("carrying remedies out", done, total));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return partial(hearing, submissions);
    }
    Rereading rereading = new Rereading(means.remedyLimit());
    if (results.interrupted()) {
      rereading.hurry();
    }
    CarriedOut carriedOut = carriedOut(entries, candidates, results, today);
    Map<Commitment, String> voided =
        rereading.voided(entries, entry -> carriedOut.decidesAgain(entry, opened.judged()));
    if (ledger.isPresent()) {
      hearing =
          hearing.with(
              ledger
                  .get()
                  .answer(
                      hearing.opened(),
                      hearing.rows(),
                      print(submissions),
                      carriedOut.prints(entries)));
    }
    Tally tally = Tally.of(hearing.bill(today), carriedOut.lineup(entries), means.workers());
    Grades grades =
        new Grading(hearing, entries, candidates, carriedOut, tally, voided, results.note())
            .grades(submissions, results.notes());
    if (rereading.isHurried()) {
      Thread.currentThread().interrupt();
    }
    return grades;
  }

  /** The board of an audit that was interrupted: what was said, and nothing carried out. */
  public Grades partial(List<Submission> submissions) {
    Hearing hearing = folds.get(0);
    return ledger.isEmpty()
        ? partial(hearing, submissions)
        : unopened(hearing.with(Opened.notOpened()), submissions);
  }

  /** The board of rows that stay sealed: nothing on it hangs on their labels. */
  private Grades unopened(Hearing hearing, List<Submission> submissions) {
    List<Docket.Entry> entries = new Docket(hearing.bench()).entries(submissions);
    return new Grades(
        new UnopenedBoard(hearing, entries, house(entries)).board(submissions), Map.of());
  }

  private Grades partial(Hearing hearing, List<Submission> submissions) {
    List<Docket.Entry> entries = new Docket(hearing.bench()).entries(submissions);
    List<Candidate> candidates = candidates(entries);
    Execution.Results none = Execution.Results.none(candidates.size());
    CarriedOut carriedOut = carriedOut(entries, candidates, none, hearing.today());
    Tally tally = Tally.of(hearing.bill(carriedOut.today()), carriedOut.lineup(entries));
    return new Grading(hearing, entries, candidates, carriedOut, tally, Map.of(), none.note())
        .grades(submissions, none.notes());
  }

  private CarriedOut carriedOut(
      List<Docket.Entry> entries,
      List<Candidate> candidates,
      Execution.Results results,
      PricedSystem today) {
    Map<Candidate, Execution.Result> systems = new HashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      systems.put(candidates.get(i), results.ofCandidates().get(i));
    }
    return new CarriedOut(house(entries), systems, today);
  }

  /** The house rows, for each number of labels that an insight pays. */
  private List<Candidate> house(List<Docket.Entry> entries) {
    TreeSet<Integer> labelCounts = new TreeSet<>();
    for (Docket.Entry entry : entries) {
      entry.candidate().filter(c -> c.labels() > 0).ifPresent(c -> labelCounts.add(c.labels()));
    }
    return HouseRules.of(folds.get(0).subject(), labelCounts);
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

  /** What claims speak of, but for remedies that buy labels which their insight does not pay. */
  private static List<Candidate> claimed(Docket.Entry entry) {
    Candidate own = entry.candidate().orElseThrow();
    return entry.commitment().orElseThrow().claims().stream()
        .flatMap(claim -> claim.after().stream())
        .distinct()
        .filter(remedy -> !remedy.equals(own.remedy()) && own.pays(remedy))
        .map(remedy -> new Candidate(own.title(), remedy, own.account(), own.labels(), true))
        .toList();
  }
}
