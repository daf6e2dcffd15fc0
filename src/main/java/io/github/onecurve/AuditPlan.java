package io.github.onecurve;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Progress;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.insight.NamedProducer;
import io.github.onecurve.insight.TimeLimit;
import io.github.onecurve.model.Subject;
import io.github.onecurve.stakes.Stakes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an audit will do: who speaks, what is at stake, on which sealed rows it is judged.
 *
 * <p>Immutable; each method returns a new plan. Nothing runs before {@link #run()}.
 */
public final class AuditPlan {
  private static final int LEAST_RETRAINING_SEEDS = 3;

  private final Subject subject;
  private final List<NamedProducer> producers;
  private final Stakes stakes;
  private final Optional<LabelledRows> judgeRows;
  private final Settings settings;

  /** How an audit runs; of these only the seeds change a number on the board. */
  record Settings(
      long auditSeed,
      int retrainingSeeds,
      int threads,
      Progress progress,
      TimeLimit producerLimit,
      TimeLimit remedyLimit,
      Optional<Path> ledger,
      int folds) {
    Settings seed(long other) {
      return new Settings(
          other, retrainingSeeds, threads, progress, producerLimit, remedyLimit, ledger, folds);
    }

    Settings retrainingSeeds(int other) {
      return new Settings(
          auditSeed, other, threads, progress, producerLimit, remedyLimit, ledger, folds);
    }

    Settings threads(int other) {
      return new Settings(
          auditSeed, retrainingSeeds, other, progress, producerLimit, remedyLimit, ledger, folds);
    }

    Settings progress(Progress other) {
      return new Settings(
          auditSeed, retrainingSeeds, threads, other, producerLimit, remedyLimit, ledger, folds);
    }

    Settings producerLimit(TimeLimit other) {
      return new Settings(
          auditSeed, retrainingSeeds, threads, progress, other, remedyLimit, ledger, folds);
    }

    Settings remedyLimit(TimeLimit other) {
      return new Settings(
          auditSeed, retrainingSeeds, threads, progress, producerLimit, other, ledger, folds);
    }

    Settings ledger(Path file) {
      return new Settings(
          auditSeed,
          retrainingSeeds,
          threads,
          progress,
          producerLimit,
          remedyLimit,
          Optional.of(file),
          folds);
    }

    Settings folds(int other) {
      return new Settings(
          auditSeed, retrainingSeeds, threads, progress, producerLimit, remedyLimit, ledger, other);
    }
  }

  private AuditPlan(
      Subject subject,
      List<NamedProducer> producers,
      Stakes stakes,
      Optional<LabelledRows> judgeRows,
      Settings settings) {
    this.subject = subject;
    this.producers = producers;
    this.stakes = stakes;
    this.judgeRows = judgeRows;
    this.settings = settings;
  }

  static AuditPlan of(Subject subject) {
    subject.diagnosis();
    int threads = Runtime.getRuntime().availableProcessors();
    return new AuditPlan(
        subject,
        List.of(),
        Stakes.standard(),
        Optional.empty(),
        new Settings(
            1,
            5,
            threads,
            Progress.silent(),
            TimeLimit.none(),
            TimeLimit.none(),
            Optional.empty(),
            1));
  }

  /**
   * With one more producer.
   *
   * @throws IllegalArgumentException if the name is blank or taken
   */
  public AuditPlan by(String name, InsightProducer producer) {
    return by(
        List.of(
            new NamedProducer(
                name, Objects.requireNonNull(producer, "expected a producer, found null"))));
  }

  /**
   * With more producers, the standard ones for instance; each counts as one, and all of a family,
   * such as those that {@link Producers#discovered()} finds, as one together.
   *
   * @throws IllegalArgumentException if a name is taken
   */
  public AuditPlan by(List<NamedProducer> more) {
    Objects.requireNonNull(more, "expected a list of producers, found null");
    List<NamedProducer> all = new ArrayList<>(producers);
    for (NamedProducer named : more) {
      if (all.stream().anyMatch(other -> other.name().equals(named.name()))) {
        throw new IllegalArgumentException(
            "producers must have different names, found \"" + named.name() + "\" twice");
      }
      all.add(named);
    }
    return new AuditPlan(subject, List.copyOf(all), stakes, judgeRows, settings);
  }

  /** With these stakes in place of the standard ones. */
  public AuditPlan under(Stakes declared) {
    Objects.requireNonNull(declared, "expected stakes, found null");
    return new AuditPlan(subject, producers, declared, judgeRows, settings);
  }

  /** Judged on these rows, which stay sealed until every insight is committed. */
  public AuditPlan judgedOn(LabelledRows rows) {
    Objects.requireNonNull(rows, "expected rows to judge on, found null");
    return new AuditPlan(subject, producers, stakes, Optional.of(rows), settings);
  }

  /** With another seed of all chance; 1 unless said. */
  public AuditPlan seed(long auditSeed) {
    return with(settings.seed(auditSeed));
  }

  /**
   * With each retraining done so many times; 5 unless said.
   *
   * @throws IllegalArgumentException if there are fewer than 3
   */
  public AuditPlan retrainingSeeds(int seeds) {
    if (seeds < LEAST_RETRAINING_SEEDS) {
      throw new IllegalArgumentException(
          "expected at least " + LEAST_RETRAINING_SEEDS + " retraining seeds, found " + seeds);
    }
    return with(settings.retrainingSeeds(seeds));
  }

  /** On so many threads, which changes no bit of the board; as many as processors unless said. */
  public AuditPlan threads(int threads) {
    return with(settings.threads(threads));
  }

  /** Reporting its progress. */
  public AuditPlan reportingTo(Progress progress) {
    Objects.requireNonNull(progress, "expected something to report to, found null");
    return with(settings.progress(progress));
  }

  /**
   * With a limit of time for each producer; none unless said.
   *
   * <p>A producer that goes over it is interrupted, handed nothing more, and stands on the board as
   * one that did not finish. Java cannot stop a thread that ignores interrupts: such a one is left
   * behind and goes on until its work or the process ends.
   *
   * @throws IllegalArgumentException if the limit is not positive
   */
  public AuditPlan producerLimit(Duration longest) {
    return with(settings.producerLimit(TimeLimit.of(longest)));
  }

  /**
   * With a limit of time for each carrying out of a remedy, pricing included; none unless said.
   *
   * <p>It counts from when the remedy begins to run; waits for a trainer that serves one at a time
   * do not count. House rows have the same limit. What goes over it is left behind as {@link
   * #producerLimit} says.
   *
   * @throws IllegalArgumentException if the limit is not positive
   */
  public AuditPlan remedyLimit(Duration longest) {
    return with(settings.remedyLimit(TimeLimit.of(longest)));
  }

  /**
   * With a ledger: a text file in which the opening of the judge's rows is written down, one line
   * each, before they are used. It is made if it is not there, and only ever appended to; any
   * number of audits may share it, at the same time too.
   *
   * <p>The same audit again (subject, stakes, seeds, what the producers say) is a replay and gives
   * the same board. Any other audit on rows that were opened, or on some of them among others,
   * prints estimates marked "reused rows" and credits nothing: what earlier boards have shown can
   * be combined into an insight that only fits those rows.
   */
  public AuditPlan ledger(Path file) {
    Objects.requireNonNull(file, "expected a file for the ledger, found null");
    return with(settings.ledger(file));
  }

  /**
   * With the judge's rows dealt into so many folds; 1 unless said. An audit is judged on the first
   * fold that the ledger knows of no other audit to have opened, a replay on its own; where all are
   * used up, on the first, as reused rows. Which row is in which fold hangs on what the rows hold,
   * never on their order or on a seed.
   *
   * @throws IllegalArgumentException if there is not at least one
   */
  public AuditPlan folds(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("expected at least 1 fold, found " + count);
    }
    return with(settings.folds(count));
  }

  /**
   * Runs the audit: every producer examines, every insight is committed, then the sealed rows are
   * opened once and everything is carried out and priced.
   *
   * <p>Where the thread is interrupted, what is done so far is returned as a partial audit, and the
   * thread's flag is set again. Whatever fails in a producer or a remedy is a row of the board.
   *
   * <p>Producers, models and trainers are called on threads of the audit: an audit that is run by
   * the static initialiser of the class that they belong to would wait for ever.
   *
   * @throws IllegalStateException if there are no judge rows or no producer, or folds and no ledger
   * @throws IllegalArgumentException if rows, stakes and model do not fit each other
   * @throws io.github.onecurve.judge.UnusableLedgerException if the ledger cannot be read and
   *     written, or is none; found out before any producer runs
   */
  public Audit run() {
    LabelledRows sealed =
        judgeRows.orElseThrow(
            () ->
                new IllegalStateException(
                    "an audit needs sealed rows to judge on: give them with judgedOn(rows)"));
    if (producers.isEmpty()) {
      throw new IllegalStateException(
          "an audit needs a producer: give by(Producers.standard()) or one of your own");
    }
    if (settings.folds() > 1 && settings.ledger().isEmpty()) {
      throw new IllegalStateException(
          String.format(
              "folds(%d) needs a ledger that knows which of them were opened: give ledger(file)",
              settings.folds()));
    }
    return new AuditRun(subject, producers, stakes, sealed, settings).run();
  }

  private AuditPlan with(Settings changed) {
    return new AuditPlan(subject, producers, stakes, judgeRows, changed);
  }
}
