package io.github.onecurve.insight;

import io.github.onecurve.remedy.AuditThread;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * A number of threads for work whose result does not depend on how many there are.
 *
 * <p>Each piece of work is begun in order, on threads made for the call: one that never ends holds
 * nobody else up. Internal: made and closed by the audit.
 */
public final class Workers implements AutoCloseable {
  private final int count;
  private final Set<AuditThread> threads;
  private final AtomicLong cpuNanos;

  private Workers(int count, Set<AuditThread> threads, AtomicLong cpuNanos) {
    this.count = count;
    this.threads = threads;
    this.cpuNanos = cpuNanos;
  }

  /**
   * So many threads.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Workers of(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("expected at least 1 thread, found " + count);
    }
    return new Workers(count, ConcurrentHashMap.newKeySet(), new AtomicLong());
  }

  /** These threads with a meter of their own, for one stage of the audit. */
  public Workers metered() {
    return new Workers(count, threads, new AtomicLong());
  }

  /** The processor time that work on these threads has taken so far. */
  public double cpuSeconds() {
    return cpuNanos.get() / 1e9;
  }

  /** Adds the processor time of a thread that worked for these. */
  public void count(double seconds) {
    cpuNanos.addAndGet(Math.round(seconds * 1e9));
  }

  /**
   * What was done of some work.
   *
   * @param results in the order of the work; empty where a piece was not done
   * @param interrupted whether the caller was interrupted, its flag now cleared
   */
  public record Done<T>(List<Optional<T>> results, boolean interrupted) {
    /** Keeps a copy of the list. */
    public Done {
      results = List.copyOf(results);
    }
  }

  /**
   * Does all of the work and returns the results in order; the first failure in that order is
   * thrown as it is.
   */
  public <T> List<T> all(List<Callable<T>> work) throws InterruptedException {
    Done<T> done = upToInterrupt(work, ended -> {});
    if (done.interrupted()) {
      throw new InterruptedException("interrupted while working");
    }
    return done.results().stream().map(Optional::orElseThrow).toList();
  }

  /**
   * Does all of the work, or what can be done until the caller is interrupted; the first failure in
   * the order of the work is thrown as it is.
   *
   * @param ended is told how many pieces have ended, once the last of them is sure to be kept
   */
  public <T> Done<T> upToInterrupt(List<Callable<T>> work, IntConsumer ended)
      throws InterruptedException {
    Batch<T> batch = new Batch<>(work, ended);
    List<AuditThread> mine = new ArrayList<>();
    boolean interrupted = Thread.interrupted();
    try {
      for (int t = 0; t < Math.min(count, work.size()) && !interrupted; t++) {
        AuditThread thread = new AuditThread(() -> work(batch));
        mine.add(thread);
        threads.add(thread);
        thread.start();
      }
      if (!interrupted) {
        batch.await();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      batch.stop();
      mine.forEach(Workers::end);
    }
    return new Done<>(batch.results(), interrupted);
  }

  @Override
  public void close() {
    threads.forEach(Workers::end);
  }

  private <T> void work(Batch<T> batch) {
    try {
      int piece = batch.take();
      while (piece >= 0) {
        batch.attempt(piece);
        piece = batch.take();
      }
    } finally {
      AuditThread thread = (AuditThread) Thread.currentThread();
      cpuNanos.addAndGet(thread.cpuNanos());
      threads.remove(thread);
    }
  }

  private static void end(AuditThread thread) {
    thread.interrupt();
    thread.leaveBehind();
  }

  /** Pieces of work, of which each is begun once. */
  private static final class Batch<T> {
    private final List<Callable<T>> work;
    private final IntConsumer heard;
    private final List<Optional<T>> results;
    private final BitSet told = new BitSet();
    private int kept;
    private int next;
    private boolean stopped;
    private int failedPiece = Integer.MAX_VALUE;
    private Throwable failure;

    Batch(List<Callable<T>> work, IntConsumer heard) {
      this.work = work;
      this.heard = heard;
      this.results = new ArrayList<>(Collections.nCopies(work.size(), Optional.empty()));
    }

    /** The next piece, or -1; what an earlier piece did to the thread's flag is forgotten. */
    synchronized int take() {
      if (stopped || failure != null || next == work.size()) {
        return -1;
      }
      Thread.interrupted();
      return next++;
    }

    void attempt(int piece) {
      Optional<T> result = Optional.empty();
      Throwable thrown = null;
      try {
        result = Optional.of(work.get(piece).call());
      } catch (Throwable e) {
        thrown = e;
      }
      int ended = keep(piece, result, thrown);
      try {
        if (ended > 0) {
          heard.accept(ended);
        }
      } catch (Throwable e) {
        fail(piece, e);
      } finally {
        told(piece);
      }
    }

    /** Keeps a result and counts; 0 where the caller has gone and nothing is kept any more. */
    private synchronized int keep(int piece, Optional<T> result, Throwable thrown) {
      if (stopped) {
        return 0;
      }
      results.set(piece, result);
      if (thrown != null) {
        fail(piece, thrown);
      }
      kept++;
      return kept;
    }

    private synchronized void fail(int piece, Throwable thrown) {
      if (piece < failedPiece) {
        failure = thrown;
        failedPiece = piece;
      }
    }

    private synchronized void told(int piece) {
      told.set(piece);
      notifyAll();
    }

    /** Pieces are begun in order, so that all before the first that failed have begun. */
    synchronized void await() throws InterruptedException {
      while (told.nextClearBit(0) < Math.min(work.size(), failedPiece)) {
        wait();
      }
    }

    synchronized void stop() {
      stopped = true;
    }

    synchronized List<Optional<T>> results() throws InterruptedException {
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
      if (failure instanceof InterruptedException e) {
        throw e;
      }
      if (failure != null) {
        throw new IllegalStateException(failure);
      }
      return results;
    }
  }
}
