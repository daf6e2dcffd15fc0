package io.github.onecurve.insight;

import io.github.onecurve.data.Fingerprint;
import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Progress;
import io.github.onecurve.data.Slice;
import io.github.onecurve.model.Logits;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Strata;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * What a producer is handed: the subject without its sealed parts, the stakes, a till for labels
 * and an honest way to forecast.
 */
public final class Examination {
  private final String producer;
  private final Bench bench;
  private final Optional<LabelPool.Account> account;
  private final Progress progress;
  private final Workers workers;
  private volatile boolean over;

  private Examination(
      String producer, Bench bench, Optional<LabelPool.Account> account, Progress progress) {
    this.producer = producer;
    this.bench = bench;
    this.account = account;
    this.progress = progress;
    this.workers = bench.workers().metered();
  }

  /**
   * An examination by one producer. Internal: made by the audit.
   *
   * @param bench what is shared by all examinations of an audit
   * @param account what this producer buys labels on; empty where there is no pool
   */
  public static Examination of(
      String producer, Bench bench, Optional<LabelPool.Account> account, Progress progress) {
    return new Examination(producer, bench, account, progress);
  }

  /**
   * Ends this examination: nothing can be bought, priced or forecast any more. Internal: called by
   * the audit when the producer has handed in, or has gone over its time limit.
   */
  public void end() {
    over = true;
  }

  /** The processor time that forecasts have taken on the audit's threads. Internal. */
  public double cpuSeconds() {
    return workers.cpuSeconds();
  }

  /**
   * The subject; its pool shows inputs and attributes, its labels come through {@link #buy}, and
   * its trainer trains while this examination lasts but cannot be cast to what it is, so that
   * nobody turns it down.
   */
  public Subject subject() {
    Subject subject = bench.workshop().subject();
    return subject
        .trainer()
        .map(trainer -> new LentTrainer(trainer, bench.workshop(), this::requireOpen))
        .map(subject::with)
        .orElse(subject);
  }

  /** The stakes. */
  public Stakes stakes() {
    return bench.stakes();
  }

  /** The stakes as a table over the subject's classes. */
  public CostTable costs() {
    return bench.workshop().costs();
  }

  /** The strata that the diagnosis rows lie in. */
  public Strata strata() {
    return bench.strata();
  }

  /**
   * What today's model answers to diagnosis rows or some of them, as {@link #forecast(Function)}
   * hands them out; each part is asked about once.
   */
  public Logits logits(LabelledRows rows) {
    return bench.logits(rows);
  }

  /** What today's system decides about the diagnosis rows, {@code [n]}. */
  public int[] diagnosisDecisions() {
    return bench.decisionsToday();
  }

  /** The most labels that an insight may use, those bought here included. */
  public int labelBudget() {
    return stakes().labelsFor(subject().diagnosis().size());
  }

  /**
   * Buys labels of a slice of the pool; they are charged to every insight of this producer.
   *
   * @return the rows bought, fewer than asked where the slice holds fewer; empty where it holds
   *     none
   * @throws IllegalStateException if there is no pool, the budget does not reach or this
   *     examination is over
   */
  public Optional<LabelledRows> buy(Slice slice, int labels) {
    requireOpen();
    return account
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "buying labels needs a pool: declare Capability.POOL in requires()"))
        .buy(slice, labels, 0);
  }

  /** A source of chance that hangs on the audit's seed and on a name alone. */
  public SplittableRandom random(String name) {
    return new SplittableRandom(Fingerprint.start().add(auditSeed()).add(name).key());
  }

  /** The audit's seed. */
  public long auditSeed() {
    return bench.auditSeed();
  }

  /** Says how far this examination has come. */
  public void progress(long done, long total) {
    requireOpen();
    progress.report(producer, done, total);
  }

  /**
   * What a remedy costs a decision on labelled rows, the price of running included: for choosing a
   * level or a threshold. On the rows it was chosen on, this flatters.
   *
   * @param remedy that trains nothing
   * @param rows diagnosis rows or some of them
   * @throws IllegalStateException if this examination is over
   */
  public double cost(Remedy remedy, LabelledRows rows) throws InterruptedException {
    requireOpen();
    return bench.cost(remedy, rows);
  }

  /**
   * An honest forecast of what a way of choosing a remedy will save: the diagnosis rows in 5 folds,
   * the choice made on four and priced on the fifth.
   *
   * @param choose from labelled rows to a remedy; called once a fold
   * @throws IllegalStateException if this examination is over
   */
  public Forecast forecast(Function<LabelledRows, Remedy> choose) throws InterruptedException {
    requireOpen();
    return bench.forecast(choose, account.flatMap(LabelPool.Account::bought), workers);
  }

  /** An honest forecast of what a remedy will save in which nothing was chosen on these rows. */
  public Forecast forecast(Remedy remedy) throws InterruptedException {
    return forecast(rows -> remedy);
  }

  /**
   * The forecast that follows from costs of one's own.
   *
   * @param costsBefore the cost of today's decision on each diagnosis row, {@code [n]}
   * @param costsAfter the cost of the decision after acting, out of fold, {@code [n]}
   * @param sizeRatio the size of the system after acting over today's
   */
  public Forecast forecastFrom(double[] costsBefore, double[] costsAfter, double sizeRatio) {
    return bench.forecastFrom(costsBefore, costsAfter, sizeRatio);
  }

  private void requireOpen() {
    if (over) {
      throw new IllegalStateException(
          "the examination by \""
              + producer
              + "\" is over: nothing can be bought, trained, priced or forecast any more");
    }
  }
}
