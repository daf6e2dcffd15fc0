package io.github.onecurve.insight;

import io.github.onecurve.remedy.AuditThread;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How long work that is not ours may take: it runs on a thread of its own, whose failures,
 * interrupts and endless loops are its own too.
 *
 * <p>Over its limit it is interrupted, has a short grace to end, and is left behind; waits for a
 * trainer that serves one at a time do not count. Internal: made by the audit.
 */
public final class TimeLimit {
  private static final TimeLimit NONE = new TimeLimit(Optional.empty());
  private static final long GRACE_MILLIS = 500;
  private static final long LEAST_WAIT_NANOS = 2_000_000;

  private final Optional<Duration> longest;

  private TimeLimit(Optional<Duration> longest) {
    this.longest = longest;
  }

  /** No limit: the work takes as long as it takes. */
  public static TimeLimit none() {
    return NONE;
  }

  /**
   * A limit.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public static TimeLimit of(Duration longest) {
    Objects.requireNonNull(longest, "expected a time limit, found null: leave it out for none");
    if (longest.isNegative() || longest.isZero()) {
      throw new IllegalArgumentException("a time limit must be positive, found " + text(longest));
    }
    return new TimeLimit(Optional.of(longest));
  }

  /** The limit; empty where there is none. */
  public Optional<Duration> longest() {
    return longest;
  }

  /**
   * What came of some work.
   *
   * @param value what it gave; empty where it gave null, failed or went over its limit
   * @param failure what it threw
   * @param overran whether it went over its limit
   * @param cpuSeconds of its thread
   */
  public record Outcome<T>(
      Optional<T> value, Optional<Throwable> failure, boolean overran, double cpuSeconds) {}

  /**
   * Runs work on a thread of its own and waits for it.
   *
   * @throws InterruptedException if the caller was interrupted meanwhile; the work is then left
   *     behind, interrupted
   */
  public <T> Outcome<T> run(Callable<T> work) throws InterruptedException {
    Errand<T> errand = new Errand<>(work);
    AuditThread thread = new AuditThread(errand);
    thread.start();
    try {
      if (ends(errand, thread)) {
        return new Outcome<>(errand.value, errand.failure, false, seconds(thread));
      }
      leave(thread);
      return new Outcome<>(Optional.empty(), Optional.empty(), true, seconds(thread));
    } catch (InterruptedException e) {
      thread.interrupt();
      thread.leaveBehind();
      throw e;
    }
  }

  /** What a row says that went over this limit. */
  public String overrun() {
    return "over its limit of " + longest.map(TimeLimit::text).orElse("no time at all");
  }

  /** Waits; false if the thread has worked for longer than it may. */
  private boolean ends(Errand<?> errand, AuditThread thread) throws InterruptedException {
    if (longest.isEmpty()) {
      errand.done.await();
      return true;
    }
    long limit = nanos(longest.get());
    while (true) {
      long left = Math.max(limit - thread.workedNanos(), LEAST_WAIT_NANOS);
      if (errand.done.await(left, TimeUnit.NANOSECONDS)) {
        return true;
      }
      if (thread.workedNanos() >= limit) {
        return false;
      }
    }
  }

  /** Some work and what came of it; a failure is kept as it is, and not asked for its message. */
  private static final class Errand<T> implements Runnable {
    private final Callable<T> work;
    private final CountDownLatch done = new CountDownLatch(1);
    private Optional<T> value = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();

    Errand(Callable<T> work) {
      this.work = work;
    }

    @Override
    public void run() {
      try {
        value = Optional.ofNullable(work.call());
      } catch (Throwable e) {
        failure = Optional.of(e);
      } finally {
        done.countDown();
      }
    }
  }

  private static void leave(AuditThread thread) throws InterruptedException {
    thread.interrupt();
    try {
      thread.join(GRACE_MILLIS);
    } finally {
      thread.leaveBehind();
    }
  }

  private static double seconds(AuditThread thread) {
    return thread.cpuNanos() / 1e9;
  }

  private static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  private static String text(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
            .add(BigDecimal.valueOf(duration.getNano(), 9))
            .stripTrailingZeros()
            .toPlainString()
        + " s";
  }
}
