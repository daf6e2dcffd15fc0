package io.github.onecurve.insight;

import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowKeys;
import io.github.onecurve.data.RowSet;
import io.github.onecurve.model.Logits;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.AdaptiveAttack;
import io.github.onecurve.remedy.Answers;
import io.github.onecurve.remedy.Compose;
import io.github.onecurve.remedy.Deployment;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.Till;
import io.github.onecurve.remedy.Workshop;
import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Strata;
import io.github.onecurve.stats.PairedDifference;
import io.github.onecurve.stats.PairedLossAccumulator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Prices remedies on the diagnosis rows: today's answers and the folds are computed once and shared
 * by all examinations of an audit.
 *
 * <p>Internal: made by the audit.
 */
public final class Bench {
  private static final int FOLDS = 5;
  private static final double TAIL = 0.025;
  private static final long UNITS = Math.round(1 / Stakes.UNIT);

  private final Workshop workshop;
  private final Stakes stakes;
  private final long auditSeed;
  private final Workers workers;
  private final Deployment today;
  private final LabelledRows diagnosis;
  private final Strata strata;
  private final Answers answers;
  private final int[] decisionsToday;
  private final List<Fold> folds;
  private final Map<LabelledRows, Answers> answersOfParts = new ConcurrentHashMap<>();
  private final Map<LabelledRows, RowSet> parts = new ConcurrentHashMap<>();
  private final Map<LabelledRows, AdaptiveAttack> adversaries = new ConcurrentHashMap<>();

  /** The rows of one fold, and the rows of the others. */
  private record Fold(RowSet rows, LabelledRows held, Answers heldAnswers, LabelledRows rest) {}

  /** What a remedy carried out on four folds decides about the fifth. */
  private static final class OutOfFold {
    private final long[] losses;
    private final double sizeRatio;
    private final boolean unchanged;

    OutOfFold(long[] losses, double sizeRatio, boolean unchanged) {
      this.losses = losses;
      this.sizeRatio = sizeRatio;
      this.unchanged = unchanged;
    }
  }

  private Bench(Subject subject, Stakes stakes, long auditSeed, Workers workers) {
    this.workshop = Workshop.of(subject, stakes, auditSeed);
    this.stakes = stakes;
    this.auditSeed = auditSeed;
    this.workers = workers;
    this.today = Deployment.of(subject.model());
    this.diagnosis = subject.diagnosis();
    this.strata = Strata.of(stakes, diagnosis.rows(), "diagnosis");
    this.answers = Answers.of(diagnosis.rows(), subject.model(), diagnosis.classes());
    this.decisionsToday = answers.decisions(today);
    this.folds = folds();
  }

  /**
   * A bench for an audit.
   *
   * @throws IllegalArgumentException if the diagnosis rows do not fit the stakes
   * @throws IllegalStateException if there are no diagnosis rows, or the model does not answer them
   */
  public static Bench of(Subject subject, Stakes stakes, long auditSeed, Workers workers) {
    return new Bench(subject, stakes, auditSeed, workers);
  }

  /** The threads of the audit. */
  Workers workers() {
    return workers;
  }

  /** The workshop at seed 0, without a till. */
  public Workshop workshop() {
    return workshop;
  }

  /** The stakes. */
  public Stakes stakes() {
    return stakes;
  }

  /** The audit's seed. */
  public long auditSeed() {
    return auditSeed;
  }

  /** The strata of the diagnosis rows. */
  public Strata strata() {
    return strata;
  }

  /** Today's answers to the diagnosis rows. */
  public Answers answers() {
    return answers;
  }

  /** Today's decisions about the diagnosis rows, {@code [n]}. */
  public int[] decisionsToday() {
    return decisionsToday.clone();
  }

  /**
   * Attacks today's system on the diagnosis rows, where a share of the traffic is hostile.
   *
   * @throws IllegalArgumentException if the threat does not fit the rows
   */
  public void attackToday() throws InterruptedException {
    adversaryOn(diagnosis);
  }

  /**
   * Today's loss R₀ a decision on the diagnosis rows, the running price included; without its
   * hostile part as long as nothing was attacked.
   */
  public double lossToday() {
    Optional<AdaptiveAttack> adversary = Optional.ofNullable(adversaries.get(diagnosis));
    long[] worst = adversary.map(AdaptiveAttack::today).orElse(new long[0]);
    return mean(losses(diagnosis, decisionsToday, worst), strata, unit(worst))
        + stakes.runningPrice();
  }

  /** The cost a decision of the system after a remedy on some diagnosis rows, running included. */
  public double cost(Remedy remedy, LabelledRows rows) throws InterruptedException {
    Deployment deployment = remedy.carryOut(today, workshop);
    return costOfDecisions(deployment, rows)
        + stakes.runningPrice() * deployment.sizeRatio(today).orElse(1);
  }

  /** What today's model answers to some diagnosis rows, asked once for each part. */
  public Logits logits(LabelledRows rows) {
    return answersTo(rows).today();
  }

  /** The cost of a decision after a remedy on all diagnosis rows, running not included. */
  public double costOfDecisions(Remedy remedy) throws InterruptedException {
    return costOfDecisions(remedy.carryOut(today, workshop), diagnosis);
  }

  private double costOfDecisions(Deployment deployment, LabelledRows rows)
      throws InterruptedException {
    Strata part = Strata.ofPart(stakes, rows.rows(), "diagnosis");
    int[] decisions = answersTo(rows).decisions(deployment);
    long[] worst = worst(deployment, rows, decisions);
    return mean(losses(rows, decisions, worst), part, unit(worst));
  }

  /**
   * The forecast of a way of choosing a remedy.
   *
   * @param bought the labels that the producer holds already
   * @param threads on which folds are carried out
   */
  Forecast forecast(
      Function<LabelledRows, Remedy> choose, Optional<LabelledRows> bought, Workers threads)
      throws InterruptedException {
    List<Remedy> chosen = folds.stream().map(fold -> choose.apply(fold.rest)).toList();
    Map<Remedy, Deployment> common = carriedOutOnce(chosen, bought, threads);
    List<Callable<OutOfFold>> work = new ArrayList<>();
    for (int f = 0; f < folds.size(); f++) {
      Fold fold = folds.get(f);
      Remedy remedy = chosen.get(f);
      Optional<Deployment> known = Optional.ofNullable(common.get(remedy));
      work.add(
          () -> outOfFold(known.isPresent() ? known.get() : carryOut(remedy, fold, bought), fold));
    }
    List<OutOfFold> results = threads.all(work);
    if (results.stream().allMatch(result -> result.unchanged)) {
      return new Forecast(0, 0);
    }
    long[] after = new long[diagnosis.size()];
    double sizeRatio = 0;
    for (int f = 0; f < folds.size(); f++) {
      sizeRatio += results.get(f).sizeRatio / folds.size();
      int[] rows = folds.get(f).rows.indices();
      for (int i = 0; i < rows.length; i++) {
        after[rows[i]] = results.get(f).losses[i];
      }
    }
    long[] worst = worst(today, diagnosis, decisionsToday);
    long[] before = losses(diagnosis, decisionsToday, worst);
    return forecast(before, after, worst.length == 0 ? UNITS : UNITS * UNITS, sizeRatio);
  }

  Forecast forecastFrom(double[] before, double[] after, double sizeRatio) {
    if (before.length != diagnosis.size() || after.length != diagnosis.size()) {
      throw new IllegalArgumentException(
          String.format(
              "expected one cost for each of %d diagnosis rows, found %d before and %d after",
              diagnosis.size(), before.length, after.length));
    }
    return forecast(units("before", before), units("after", after), UNITS, sizeRatio);
  }

  /** The remedies that give the same system in every fold, such as a retraining without them. */
  private Map<Remedy, Deployment> carriedOutOnce(
      List<Remedy> chosen, Optional<LabelledRows> bought, Workers threads)
      throws InterruptedException {
    List<Remedy> different =
        chosen.stream().filter(remedy -> !usesDiagnosis(remedy)).distinct().toList();
    List<Callable<Deployment>> work = new ArrayList<>();
    for (Remedy remedy : different) {
      work.add(() -> remedy.carryOut(today, workshop.at(0, standIn(diagnosis, bought))));
    }
    List<Deployment> results = threads.all(work);
    Map<Remedy, Deployment> systems = new HashMap<>();
    for (int i = 0; i < results.size(); i++) {
      systems.put(different.get(i), results.get(i));
    }
    return systems;
  }

  /** Whether what comes out depends on the diagnosis rows that may be used. */
  private static boolean usesDiagnosis(Remedy remedy) {
    if (remedy instanceof Compose composed) {
      return composed.parts().stream().anyMatch(Bench::usesDiagnosis);
    }
    return remedy instanceof Retrain retraining
        && retraining.changes().stream()
            .anyMatch(change -> change instanceof DiagnosisRows || change instanceof AcquireLabels);
  }

  private Deployment carryOut(Remedy remedy, Fold fold, Optional<LabelledRows> bought)
      throws InterruptedException {
    Till till = standIn(fold.rest, bought);
    return remedy.carryOut(today, workshop.diagnosedOn(fold.rest).at(0, till));
  }

  private Till standIn(LabelledRows rows, Optional<LabelledRows> bought) {
    return new StandIn(workshop.subject().pool().map(LabelPool::rows), rows, bought);
  }

  private OutOfFold outOfFold(Deployment deployment, Fold fold) throws InterruptedException {
    int[] decisions = fold.heldAnswers.decisions(deployment);
    return new OutOfFold(
        losses(fold.held, decisions, worst(deployment, fold.held, decisions)),
        deployment.sizeRatio(today).orElse(1),
        deployment == today);
  }

  private Forecast forecast(long[] before, long[] after, long unitsPerCost, double sizeRatio) {
    List<PairedLossAccumulator> sums = new ArrayList<>();
    for (int k = 0; k < strata.count(); k++) {
      sums.add(new PairedLossAccumulator(strata.weight(k), unitsPerCost, 1));
    }
    for (int row = 0; row < before.length; row++) {
      sums.get(strata.of(row)).add(before[row], before[row] - after[row]);
    }
    PairedDifference saved =
        PairedDifference.of(
            sums.stream().map(PairedLossAccumulator::sums).toList(),
            List.of(stakes.runningPrice() * (1 - sizeRatio)),
            stakes.runningPrice(),
            spread());
    return new Forecast(1000 * saved.value(), 1000 * Math.sqrt(saved.totalVariance(TAIL)));
  }

  private double spread() {
    CostTable costs = workshop.costs();
    return IntStream.of(diagnosis.labels()).mapToLong(costs::spread).max().orElseThrow()
        * Stakes.UNIT;
  }

  /**
   * The loss of each row: its cost in units, or (1 − ρ) of it and ρ of its worst cost, in units of
   * units.
   *
   * @param worst in units; no numbers where nothing is attacked
   */
  private long[] losses(LabelledRows rows, int[] decisions, long[] worst) {
    long hostile = stakes.attack().map(Stakes.Attack::shareUnits).orElse(0L);
    return IntStream.range(0, decisions.length)
        .mapToLong(
            row -> {
              long cost = workshop.costs().cost(rows.label(row), decisions[row]);
              return worst.length == 0 ? cost : (UNITS - hostile) * cost + hostile * worst[row];
            })
        .toArray();
  }

  private static double unit(long[] worst) {
    return worst.length == 0 ? Stakes.UNIT : Stakes.UNIT * Stakes.UNIT;
  }

  /** The sums of a stratum are whole numbers, so that equal costs are equal to the bit. */
  private static double mean(long[] losses, Strata part, double unit) {
    long[] sums = new long[part.count()];
    for (int row = 0; row < losses.length; row++) {
      sums[part.of(row)] += losses[row];
    }
    double mean = 0;
    for (int k = 0; k < sums.length; k++) {
      mean += sums[k] == 0 ? 0 : part.weight(k) * sums[k] / part.size(k);
    }
    return mean * unit;
  }

  /** The worst costs of a system on diagnosis rows; none where nothing is attacked. */
  private long[] worst(Deployment deployment, LabelledRows rows, int[] decisions)
      throws InterruptedException {
    Optional<AdaptiveAttack> adversary = adversaryOn(rows);
    if (adversary.isEmpty()) {
      return new long[0];
    }
    return deployment == today
        ? adversary.get().today()
        : adversary.get().worst(deployment, decisions);
  }

  /** Who has attacked today's system on diagnosis rows, once for each part of them. */
  private Optional<AdaptiveAttack> adversaryOn(LabelledRows rows) throws InterruptedException {
    if (stakes.attack().isEmpty()) {
      return Optional.empty();
    }
    AdaptiveAttack known = adversaries.get(rows);
    if (known == null) {
      RowSet part = parts.get(rows);
      known =
          part == null
              ? attacked(rows, stakes.attack().get())
              : adversaryOn(diagnosis).orElseThrow().part(part);
      adversaries.put(rows, known);
    }
    return Optional.of(known);
  }

  private AdaptiveAttack attacked(LabelledRows rows, Stakes.Attack attack)
      throws InterruptedException {
    return AdaptiveAttack.of(
        rows,
        today.model(),
        answersTo(rows).decisions(today),
        attack.threat(),
        attack.budget(),
        workshop.costs(),
        auditSeed,
        workers::all);
  }

  private Answers answersTo(LabelledRows rows) {
    return rows == diagnosis
        ? answers
        : answersOfParts.computeIfAbsent(
            rows, part -> Answers.of(part.rows(), today.model(), part.classes()));
  }

  private static long[] units(String when, double[] costs) {
    for (int row = 0; row < costs.length; row++) {
      if (!(costs[row] >= 0 && costs[row] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            String.format(
                "costs must be finite and not negative, found %s %s in row %d",
                costs[row], when, row));
      }
    }
    return Arrays.stream(costs).mapToLong(cost -> Math.round(cost / Stakes.UNIT)).toArray();
  }

  private List<Fold> folds() {
    if (diagnosis.size() < FOLDS) {
      throw new IllegalStateException(
          "an audit needs at least "
              + FOLDS
              + " diagnosis rows to forecast on, found "
              + diagnosis.size());
    }
    int[] foldOfRow = RowKeys.folds(diagnosis, FOLDS, auditSeed, "forecast");
    List<Fold> all = new ArrayList<>();
    for (int f = 0; f < FOLDS; f++) {
      int fold = f;
      RowSet rows = RowSet.where(diagnosis.size(), row -> foldOfRow[row] == fold);
      LabelledRows held = diagnosis.select(rows);
      LabelledRows rest = diagnosis.select(rows.not());
      answersOfParts.put(rest, answers.part(rows.not()));
      parts.put(held, rows);
      parts.put(rest, rows.not());
      all.add(new Fold(rows, held, answers.part(rows), rest));
    }
    return all;
  }
}
