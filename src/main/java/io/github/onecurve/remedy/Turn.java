package io.github.onecurve.remedy;

/**
 * The turn at something that serves one thread at a time; whoever waits for a thread that was left
 * behind is told so, since that turn may never end.
 */
final class Turn {
  private static final long LOOK_MILLIS = 50;
  private static final long GRACE_NANOS = 1_000_000_000L;

  private final String what;
  private Thread holder;
  private int depth;

  /** What is done when it is one's turn. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws InterruptedException;
  }

  /** A turn at something, named as in "the trainer". */
  Turn(String what) {
    this.what = what;
  }

  /**
   * Does work when it is this thread's turn.
   *
   * @throws IllegalStateException if the turn belongs to a thread that was left behind
   */
  <T> T take(Work<T> work) throws InterruptedException {
    begin();
    try {
      return work.run();
    } finally {
      end();
    }
  }

  private void begin() throws InterruptedException {
    if (Thread.currentThread() instanceof AuditThread mine) {
      mine.beginWaiting();
      try {
        await();
      } finally {
        mine.endWaiting();
      }
    } else {
      await();
    }
  }

  private synchronized void await() throws InterruptedException {
    long hopelessSince = 0;
    while (holder != null && holder != Thread.currentThread()) {
      if (holder.isAlive() && holder instanceof AuditThread other && other.isLeftBehind()) {
        hopelessSince = hopelessSince == 0 ? System.nanoTime() : hopelessSince;
        if (System.nanoTime() - hopelessSince > GRACE_NANOS) {
          throw new IllegalStateException(
              what
                  + " serves one at a time and is still at work for a row that did not finish:"
                  + " give one whose isThreadSafe() is true, or one that ends when interrupted");
        }
      }
      wait(LOOK_MILLIS);
    }
    holder = Thread.currentThread();
    depth++;
  }

  private synchronized void end() {
    depth--;
    if (depth == 0) {
      holder = null;
      notifyAll();
    }
  }
}
