package io.github.onecurve.judge;

import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Workers;
import io.github.onecurve.remedy.Deployment;
import io.github.onecurve.remedy.NotExecutableException;
import io.github.onecurve.remedy.Till;
import io.github.onecurve.remedy.WeightedRows;
import io.github.onecurve.stakes.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Carries candidates out, once for each retraining seed, and asks the systems about judge rows. */
final class Execution {
  private final Hearing hearing;
  private final StatusQuo statusQuo;

  Execution(Hearing hearing, StatusQuo statusQuo) {
    this.hearing = hearing;
    this.statusQuo = statusQuo;
  }

  /** What came of a candidate: a system, or why there is none. */
  record Result(Optional<PricedSystem> system, Status status, String reason) {}

  /** A system of one seed and what it changes about today's decisions on the judge rows. */
  private record Once(Deployment deployment, Changes changes, OptionalDouble sizeRatio) {}

  private record Attempt(Optional<Once> once, Status status, String reason) {}

  /**
   * Carries all candidates out on all workers.
   *
   * @param done hears how many carryings out are done
   */
  List<Result> all(List<Candidate> candidates, Workers workers, IntConsumer done)
      throws InterruptedException {
    AtomicInteger finished = new AtomicInteger();
    List<Callable<Attempt>> work = new ArrayList<>();
    for (Candidate candidate : candidates) {
      for (int seed = 0; seed < seeds(candidate); seed++) {
        int s = seed;
        work.add(
            () -> {
              Attempt attempt = attempt(candidate, s);
              done.accept(finished.incrementAndGet());
              return attempt;
            });
      }
    }
    List<Attempt> attempts = workers.all(work);
    List<Result> results = new ArrayList<>();
    int next = 0;
    for (Candidate candidate : candidates) {
      int seeds = seeds(candidate);
      results.add(gather(attempts.subList(next, next + seeds)));
      next += seeds;
    }
    return results;
  }

  /** How many carryings out the candidates take. */
  int workOf(List<Candidate> candidates) {
    return candidates.stream().mapToInt(this::seeds).sum();
  }

  private int seeds(Candidate candidate) {
    return candidate.seeds(hearing.retrainingSeeds());
  }

  private Attempt attempt(Candidate candidate, int seed) throws InterruptedException {
    try {
      Deployment today = Deployment.of(hearing.subject().model());
      Deployment result =
          candidate
              .remedy()
              .carryOut(today, hearing.bench().workshop().at(seed, till(candidate, seed)));
      requireNumbers(result);
      return new Attempt(
          Optional.of(
              new Once(
                  result,
                  Changes.of(statusQuo, hearing.judged().decisions(result), hearing.worst(result)),
                  result.sizeRatio(today))),
          Status.NO_DIFFERENCE_SHOWN,
          "");
    } catch (NotExecutableException e) {
      return new Attempt(Optional.empty(), Status.NOT_EXECUTABLE, e.getMessage());
    } catch (RuntimeException | Error e) {
      return new Attempt(Optional.empty(), Status.DID_NOT_FINISH, Failures.describe(e));
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

  private Result gather(List<Attempt> attempts) {
    Optional<Attempt> failure = attempts.stream().filter(a -> a.once().isEmpty()).findFirst();
    if (failure.isPresent()) {
      return new Result(Optional.empty(), failure.get().status(), failure.get().reason());
    }
    List<Once> seeds = attempts.stream().map(a -> a.once().orElseThrow()).toList();
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
