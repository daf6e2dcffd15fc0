package io.github.onecurve;

import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Progress;
import io.github.onecurve.data.RowKeys;
import io.github.onecurve.insight.Bench;
import io.github.onecurve.insight.Capability;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.NamedProducer;
import io.github.onecurve.insight.TimeLimit;
import io.github.onecurve.insight.Workers;
import io.github.onecurve.judge.Commitment;
import io.github.onecurve.judge.Failures;
import io.github.onecurve.judge.Judge;
import io.github.onecurve.judge.Ledger;
import io.github.onecurve.judge.Meters;
import io.github.onecurve.judge.Status;
import io.github.onecurve.judge.Submission;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Network;
import io.github.onecurve.remedy.Answers;
import io.github.onecurve.stakes.Stakes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One run of an audit, from the first examination to the board. */
final class AuditRun {
  private final Subject subject;
  private final List<NamedProducer> producers;
  private final Stakes stakes;
  private final List<Sealed> folds;
  private final AuditPlan.Settings settings;
  private final Progress heard;
  private final List<Meters.Stage> stages = new ArrayList<>();

  /** What the model answered to the diagnosis rows when it was last asked. */
  private String lastPrint = "";

  AuditRun(
      Subject subject,
      List<NamedProducer> producers,
      Stakes stakes,
      LabelledRows judgeRows,
      AuditPlan.Settings settings) {
    requireRowsOf(subject);
    this.subject = inOneOrder(subject, settings.auditSeed());
    this.producers = producers;
    this.stakes = stakes;
    this.folds =
        Sealed.folds(
            inOneOrder(judgeRows, settings.auditSeed()), settings.folds(), this.subject, stakes);
    this.settings = settings;
    this.heard = new Heard(settings.progress());
  }

  /** The rows ordered by key: whatever the order in which they were given, one board results. */
  private static LabelledRows inOneOrder(LabelledRows rows, long auditSeed) {
    return rows.select(RowKeys.order(rows, auditSeed, 0, "order"));
  }

  private static Subject inOneOrder(Subject given, long auditSeed) {
    Subject ordered = given.diagnosedOn(inOneOrder(given.diagnosis(), auditSeed));
    if (given.training().isPresent()) {
      ordered = ordered.trainedOn(inOneOrder(given.training().get(), auditSeed));
    }
    return given.pool().isPresent() ? ordered.with(given.pool().get().ordered(auditSeed)) : ordered;
  }

  /** Columns that are not those of the network are the likeliest slip: said before all else. */
  private static void requireRowsOf(Subject subject) {
    int given = subject.diagnosis().rows().width();
    if (subject.model() instanceof Network network && network.width() != given) {
      throw new IllegalArgumentException(
          String.format(
              "expected rows of %d inputs, which the network takes, found %d: name the columns that it"
                  + " was trained on, in that order",
              network.width(), given));
    }
  }

  Audit run() {
    Optional<Ledger> ledger = settings.ledger().map(Ledger::at);
    ledger.ifPresent(Ledger::requireUsable);
    try (Workers workers = Workers.of(settings.threads())) {
      StageMeter meter = StageMeter.of("today's answers");
      Bench bench = Bench.of(subject, stakes, settings.auditSeed(), workers);
      Judge judge =
          new Judge(
              subject,
              bench,
              folds.stream().map(Sealed::fold).toList(),
              settings.retrainingSeeds(),
              ledger);
      lastPrint = bench.answers().today().fingerprint();
      boolean interrupted = isInterruptedAttacking(bench, judge, workers);
      stages.add(meter.stop(workers.cpuSeconds()));
      List<Submission> submissions = new ArrayList<>();
      for (NamedProducer named : producers) {
        Submission submission =
            interrupted ? Submission.interrupted(named.name()) : examine(named, bench);
        interrupted |= Thread.interrupted();
        submissions.add(submission.in(named.family()));
      }
      Judge.Grades grades = grade(judge, submissions, workers.metered(), interrupted);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return new Audit(grades.board().with(new Meters(stages)), grades.systems());
    }
  }

  /** Attacks today's system where stakes say so, before anyone could change the model. */
  private static boolean isInterruptedAttacking(Bench bench, Judge judge, Workers workers) {
    try {
      bench.attackToday();
      judge.attackToday(workers);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private Judge.Grades grade(
      Judge judge, List<Submission> submissions, Workers workers, boolean interrupted) {
    StageMeter meter = StageMeter.of("judge");
    Judge.Grades grades =
        interrupted
            ? judge.partial(submissions)
            : judge.grade(submissions, new Judge.Means(workers, settings.remedyLimit(), heard));
    stages.add(meter.stop(workers.cpuSeconds()));
    return grades;
  }

  /**
   * Lets a producer examine, on a thread of its own; an interrupt leaves this thread's flag set.
   */
  private Submission examine(NamedProducer named, Bench bench) {
    StageMeter meter = StageMeter.of(named.name());
    Optional<LabelPool.Account> account =
        subject
            .pool()
            .filter(pool -> !pool.isClosed())
            .map(
                pool ->
                    pool.account(
                        settings.auditSeed(), stakes.labelsFor(subject.diagnosis().size())));
    Examination exam = Examination.of(named.name(), bench, account, heard);
    double cpuSeconds = 0;
    Submission submission;
    try {
      TimeLimit.Outcome<Submission> outcome =
          settings.producerLimit().run(() -> handIn(named, exam, account));
      exam.end();
      cpuSeconds = outcome.cpuSeconds();
      submission = handedIn(named, outcome, account).frozen();
      if (hasChanged(subject.model())) {
        submission =
            submission.voided("the model answers otherwise after this producer looked at it");
      }
    } catch (InterruptedException e) {
      exam.end();
      Thread.currentThread().interrupt();
      submission = Submission.interrupted(named.name());
    }
    stages.add(meter.stop(cpuSeconds + exam.cpuSeconds()));
    return submission;
  }

  private Submission handedIn(
      NamedProducer named,
      TimeLimit.Outcome<Submission> outcome,
      Optional<LabelPool.Account> account) {
    return outcome
        .value()
        .orElseGet(
            () ->
                Submission.failed(
                        named.name(),
                        Status.DID_NOT_FINISH,
                        outcome.overran()
                            ? settings.producerLimit().overrun()
                            : Failures.describe(outcome.failure().orElseThrow()))
                    .on(account));
  }

  private Submission handIn(
      NamedProducer named, Examination exam, Optional<LabelPool.Account> account) throws Exception {
    List<Capability> missing = missing(named.producer().requires());
    if (!missing.isEmpty()) {
      return Submission.failed(
          named.name(),
          Status.NOT_APPLICABLE,
          "needs " + missing.stream().map(Capability::need).collect(Collectors.joining(", and ")));
    }
    List<? extends Insight> insights = named.producer().examine(exam);
    if (insights == null) {
      throw new IllegalStateException("expected a list of insights, found null");
    }
    List<Commitment> commitments = new ArrayList<>();
    for (Insight insight : insights) {
      Objects.requireNonNull(insight, "expected insights, found null among them");
      Commitment commitment = Commitment.of(insight, this::print);
      commitment.requireColumnsOf(subject.diagnosis().rows());
      commitments.add(commitment);
    }
    return Submission.of(named.name(), commitments, account);
  }

  private List<Capability> missing(Set<Capability> required) {
    return Arrays.stream(Capability.values())
        .filter(required::contains)
        .filter(capability -> !capability.isMetBy(subject))
        .toList();
  }

  /** Whether a model that can be changed answers otherwise than when it was last asked. */
  private boolean hasChanged(Model model) throws InterruptedException {
    if (model instanceof Network) {
      return false;
    }
    String before = lastPrint;
    TimeLimit.Outcome<String> asked = settings.producerLimit().run(() -> print(model));
    lastPrint =
        asked
            .value()
            .orElseGet(
                () ->
                    asked
                        .failure()
                        .map(Failures::describe)
                        .orElseGet(settings.producerLimit()::overrun));
    return !lastPrint.equals(before);
  }

  private String print(Model model) {
    LabelledRows rows = subject.diagnosis();
    return Answers.of(rows.rows(), model, rows.classes()).today().fingerprint();
  }
}
