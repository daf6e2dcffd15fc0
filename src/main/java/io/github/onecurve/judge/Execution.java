package io.github.onecurve.judge;

import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.TimeLimit;
import io.github.onecurve.insight.Workers;
import io.github.onecurve.remedy.Deployment;
import io.github.onecurve.remedy.NotExecutableException;
import io.github.onecurve.remedy.Till;
import io.github.onecurve.remedy.WeightedRows;
import io.github.onecurve.stakes.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.IntConsumer;

/** Carries candidates out, once for each retraining seed, and asks the systems about judge rows. */
final class Execution {
  static final String INTERRUPTED = "the audit was interrupted";

  private final Hearing hearing;
  private final StatusQuo statusQuo;
  private final TimeLimit limit;

  /** In an order that does not hang on which thread was first. */
  private final Set<String> notes = new ConcurrentSkipListSet<>();

  /**
   * Carries out for a hearing.
   *
   * @param statusQuo what today's system decides
   * @param limit of one carrying out
   */
  Execution(Hearing hearing, StatusQuo statusQuo, TimeLimit limit) {
    this.hearing = hearing;
    this.statusQuo = statusQuo;
    this.limit = limit;
  }

  /** What came of a candidate: a system, or why there is none. */
  record Result(Optional<PricedSystem> system, Status status, String reason) {
    /** Nothing, because there was no time for it. */
    static Result interrupted() {
      return new Result(Optional.empty(), Status.DID_NOT_FINISH, INTERRUPTED);
    }
  }

  /**
   * What came of all candidates, in their order.
   *
   * @param done how many carryings out were done
   * @param all how many there are
   * @param interrupted whether the audit was interrupted before all were
   * @param notes what a reader of the board should know of their models
   */
  record Results(
      List<Result> ofCandidates, int done, int all, boolean interrupted, List<String> notes) {
    /** Nothing was carried out. */
    static Results none(int candidates) {
      return new Results(
          Collections.nCopies(candidates, Result.interrupted()), 0, candidates, true, List.of());
    }

    /** What a reader of a partial board should know. */
    Optional<String> note() {
      if (!interrupted) {
        return Optional.empty();
      }
      return Optional.of(
          done == 0
              ? INTERRUPTED + " before anything was carried out"
              : INTERRUPTED + ": " + done + " of " + all + " carryings out were done");
    }
  }

  /** A system of one seed and what it changes about today's decisions on the judge rows. */
  private record Once(Deployment deployment, Changes changes, OptionalDouble sizeRatio) {}

  private record Attempt(Optional<Once> once, Status status, String reason) {
    static Attempt of(Once once) {
      return new Attempt(Optional.of(once), Status.NO_DIFFERENCE_SHOWN, "");
    }

    static Attempt failed(String reason) {
      return new Attempt(Optional.empty(), Status.DID_NOT_FINISH, reason);
    }

    static Attempt failed(Throwable failure) {
      return failure instanceof NotExecutableException
          ? new Attempt(Optional.empty(), Status.NOT_EXECUTABLE, failure.getMessage())
          : failed(Failures.describe(failure));
    }
  }

  /**
   * Carries all candidates out on all workers, or as many as can be until the audit is interrupted.
   *
   * @param heard is told how many carryings out are done
   */
  Results all(List<Candidate> candidates, Workers workers, IntConsumer heard)
      throws InterruptedException {
    List<Callable<Attempt>> work = new ArrayList<>();
    for (Candidate candidate : candidates) {
      for (int seed = 0; seed < seeds(candidate); seed++) {
        int s = seed;
        work.add(() -> attempt(candidate, s, workers));
      }
    }
    Workers.Done<Attempt> attempts = workers.upToInterrupt(work, heard);
    List<Result> results = new ArrayList<>();
    int next = 0;
    for (Candidate candidate : candidates) {
      int seeds = seeds(candidate);
      results.add(gather(attempts.results().subList(next, next + seeds)));
      next += seeds;
    }
    int done = (int) attempts.results().stream().filter(Optional::isPresent).count();
    boolean cutOff = attempts.interrupted() && done < work.size();
    if (attempts.interrupted() && !cutOff) {
      Thread.currentThread().interrupt();
    }
    return new Results(results, done, work.size(), cutOff, List.copyOf(notes));
  }

  /** How many carryings out the candidates take. */
  int workOf(List<Candidate> candidates) {
    return candidates.stream().mapToInt(this::seeds).sum();
  }

  private int seeds(Candidate candidate) {
    return candidate.seeds(hearing.retrainingSeeds());
  }

  private Attempt attempt(Candidate candidate, int seed, Workers workers)
      throws InterruptedException {
    TimeLimit.Outcome<Once> outcome = limit.run(() -> once(candidate, seed));
    workers.count(outcome.cpuSeconds());
    if (outcome.overran()) {
      return Attempt.failed(limit.overrun());
    }
    return outcome
        .value()
        .map(Attempt::of)
        .orElseGet(() -> Attempt.failed(outcome.failure().orElseThrow()));
  }

  private Once once(Candidate candidate, int seed) throws InterruptedException {
    Deployment today = Deployment.of(hearing.subject().model());
    Deployment result =
        candidate
            .remedy()
            .carryOut(today, hearing.bench().workshop().at(seed, till(candidate, seed)));
    requireNumbers(result);
    noteNeighbours(candidate, result);
    int[] decisions = hearing.judged().decisions(result);
    return new Once(
        result,
        Changes.of(statusQuo, decisions, hearing.adversary().worst(result, decisions)),
        result.sizeRatio(today));
  }

  private void noteNeighbours(Candidate candidate, Deployment deployment) {
    if (!candidate.once()
        && deployment.model() != hearing.subject().model()
        && !hearing.judged().isRowExact(deployment.model())) {
      notes.add(
          String.format(
              "\"%s\" of \"%s\" is not row-exact: its logits of a row depend on the row's"
                  + " neighbours or on what it was asked before",
              candidate.remedy(), candidate.title()));
    }
  }

  private void requireNumbers(Deployment deployment) {
    boolean allNaN =
        Arrays.stream(hearing.bench().answers().decisions(deployment))
            .allMatch(d -> d == Decision.NOT_A_NUMBER);
    if (allNaN) {
      throw new IllegalStateException(
          "the repaired system's logits are NaN on all diagnosis rows, expected numbers");
    }
  }

  private Till till(Candidate candidate, int seed) {
    Optional<LabelPool> open = hearing.subject().pool().filter(pool -> !pool.isClosed());
    return candidate
        .account()
        .map(LabelPool.Account::fork)
        .or(() -> open.map(pool -> pool.account(hearing.bench().auditSeed(), pool.size())))
        .<Till>map(account -> new AccountTill(account, account.bought(), seed))
        .orElse(Till.none());
  }

  /** Buys on an account, in the order in which a seed draws the pool. */
  private record AccountTill(LabelPool.Account account, Optional<LabelledRows> before, int seed)
      implements Till {
    @Override
    public Optional<WeightedRows> bought() {
      return before.map(WeightedRows::of);
    }

    @Override
    public Optional<WeightedRows> buy(Slice slice, int labels) {
      return account.buy(slice, labels, seed).map(WeightedRows::of);
    }
  }

  private Result gather(List<Optional<Attempt>> attempts) {
    Optional<Attempt> failure =
        attempts.stream().flatMap(Optional::stream).filter(a -> a.once().isEmpty()).findFirst();
    if (failure.isPresent()) {
      return new Result(Optional.empty(), failure.get().status(), failure.get().reason());
    }
    if (attempts.stream().anyMatch(Optional::isEmpty)) {
      return Result.interrupted();
    }
    List<Once> seeds = attempts.stream().map(a -> a.get().once().orElseThrow()).toList();
    PricedSystem system =
        new PricedSystem(
            seeds.get(0).deployment(),
            statusQuo,
            seeds.stream().map(Once::changes).toList(),
            seeds.stream().mapToDouble(once -> once.sizeRatio().orElse(1)).toArray(),
            seeds.stream().allMatch(once -> once.sizeRatio().isPresent()));
    return new Result(Optional.of(system), Status.NO_DIFFERENCE_SHOWN, "");
  }
}
