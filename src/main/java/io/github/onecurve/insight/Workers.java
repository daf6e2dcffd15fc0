package io.github.onecurve.insight;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A fixed number of threads for work whose result does not depend on how many there are.
 *
 * <p>Internal: made and closed by the audit.
 */
public final class Workers implements AutoCloseable {
  private final ExecutorService threads;

  private Workers(int count) {
    threads =
        Executors.newFixedThreadPool(
            count,
            work -> {
              Thread thread = new Thread(work, "onecurve");
              thread.setDaemon(true);
              return thread;
            });
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
    return new Workers(count);
  }

  /**
   * Does all of the work and returns the results in order; the first failure in that order is
   * thrown as it is.
   */
  public <T> List<T> all(List<Callable<T>> work) throws InterruptedException {
    List<Future<T>> futures = new ArrayList<>();
    for (Callable<T> piece : work) {
      futures.add(threads.submit(piece));
    }
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> future : futures) {
        results.add(result(future));
      }
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
    return results;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static <T> T result(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      if (cause instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new IllegalStateException(cause);
    }
  }
}
