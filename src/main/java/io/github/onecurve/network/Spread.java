package io.github.onecurve.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Spreads the chunks of one batch over threads: the caller's own, and idle ones of the common pool
 * that come to its help.
 *
 * <p>The caller never waits for a thread that has not begun, so that calls may come from any thread
 * of any pool, nested or many at once.
 */
final class Spread {
  private static final int SPINS = 500;

  /** Whether the common pool has threads at all; it says at least 1 where told to have none. */
  private static final boolean POOLED =
      Integer.getInteger("java.util.concurrent.ForkJoinPool.common.parallelism", 1) > 0;

  private final Supplier<Frame> borrow;
  private final Consumer<Frame> giveBack;
  private final int chunks;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger left;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean failed;

  /** Let go of at the end, as calls for help may wait in the pool for long. */
  private Task task;

  private int failedChunk;
  private Throwable failure;

  /** What is done about one chunk, with a frame that is the thread's own for the time. */
  @FunctionalInterface
  interface Task {
    void run(Frame frame, int chunk);
  }

  private Spread(Supplier<Frame> borrow, Consumer<Frame> giveBack, int chunks, Task task) {
    this.borrow = borrow;
    this.giveBack = giveBack;
    this.chunks = chunks;
    this.task = task;
    this.left = new AtomicInteger(chunks);
  }

  /**
   * Does a task for each chunk; the first chunk's failure is thrown.
   *
   * @param helped whether the work is worth the help of other threads
   */
  static void over(Plan plan, int chunks, boolean helped, Task task) {
    over(plan::borrow, plan::giveBack, chunks, helped, task);
  }

  /** As {@link #over(Plan, int, boolean, Task)}, with frames from anywhere. */
  static void over(
      Supplier<Frame> borrow, Consumer<Frame> giveBack, int chunks, boolean helped, Task task) {
    int helpers = helped ? Math.min(chunks - 1, idle()) : 0;
    if (helpers < 1) {
      alone(borrow, giveBack, chunks, task);
      return;
    }
    Spread spread = new Spread(borrow, giveBack, chunks, task);
    Deque<ForkJoinTask<?>> calls = new ArrayDeque<>();
    for (int helper = 0; helper < helpers; helper++) {
      calls.push(ForkJoinPool.commonPool().submit(spread::work));
    }
    spread.work();
    calls.forEach(ForkJoinTask::tryUnfork);
    spread.await();
    spread.task = null;
    spread.rethrow();
  }

  /** The most threads that could help. */
  private static int idle() {
    int processors = Runtime.getRuntime().availableProcessors();
    return POOLED ? Math.min(ForkJoinPool.getCommonPoolParallelism(), processors - 1) : 0;
  }

  private static void alone(
      Supplier<Frame> borrow, Consumer<Frame> giveBack, int chunks, Task task) {
    Frame frame = borrow.get();
    try {
      for (int chunk = 0; chunk < chunks; chunk++) {
        task.run(frame, chunk);
      }
    } finally {
      giveBack.accept(frame);
    }
  }

  private void work() {
    int chunk = next.getAndIncrement();
    if (chunk >= chunks) {
      return;
    }
    Optional<Frame> frame = Optional.empty();
    while (chunk < chunks) {
      frame = attempt(frame, chunk);
      int begun = chunk;
      chunk = next.getAndIncrement();
      if (chunk >= chunks) {
        giveBack(frame, begun);
      }
      if (left.decrementAndGet() == 0) {
        done.countDown();
      }
    }
  }

  /** Whatever fails, a frame that cannot be had too, is told to the caller, who waits for it. */
  private Optional<Frame> attempt(Optional<Frame> held, int chunk) {
    if (failed) {
      return held;
    }
    Optional<Frame> frame = held;
    try {
      if (frame.isEmpty()) {
        frame = Optional.of(borrow.get());
      }
      task.run(frame.get(), chunk);
    } catch (RuntimeException | Error e) {
      fail(chunk, e);
    }
    return frame;
  }

  private void giveBack(Optional<Frame> frame, int chunk) {
    try {
      frame.ifPresent(giveBack);
    } catch (RuntimeException | Error e) {
      fail(chunk, e);
    }
  }

  /** Chunks begin in rising order, so that the first that fails has begun before any other. */
  private synchronized void fail(int chunk, Throwable e) {
    if (failure == null || chunk < failedChunk) {
      failure = e;
      failedChunk = chunk;
    }
    failed = true;
  }

  private synchronized void rethrow() {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  /** Waits for chunks that others have begun; an interrupt is left for the caller to see. */
  private void await() {
    for (int spin = 0; spin < SPINS && left.get() > 0; spin++) {
      Thread.onSpinWait();
    }
    boolean interrupted = false;
    while (left.get() > 0) {
      try {
        done.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
