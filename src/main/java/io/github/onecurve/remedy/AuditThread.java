package io.github.onecurve.remedy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * A thread of the audit for work that may never end: it knows how long it has been at work, its
 * waits for a turn not counted, and whether it was left behind.
 *
 * <p>Internal: started by the audit. Java cannot stop a thread that ignores interrupts; one that
 * was left behind goes on until its work ends or the process does.
 */
public final class AuditThread extends Thread {
  private static final ThreadMXBean METER = ManagementFactory.getThreadMXBean();

  private volatile boolean leftBehind;
  private boolean begun;
  private long beganAt;
  private boolean waiting;
  private long waitingSince;
  private long waited;
  private long cpu = -1;

  /** A daemon thread, not started. */
  public AuditThread(Runnable work) {
    super(null, work, "onecurve");
    setDaemon(true);
  }

  @Override
  public void run() {
    synchronized (this) {
      begun = true;
      beganAt = System.nanoTime();
    }
    try {
      super.run();
    } finally {
      long used = cpuNanosOfCaller();
      synchronized (this) {
        cpu = used;
      }
    }
  }

  /** How long it has been at work, in nanoseconds; 0 before it has begun. */
  public synchronized long workedNanos() {
    if (!begun) {
      return 0;
    }
    return (waiting ? waitingSince : System.nanoTime()) - beganAt - waited;
  }

  /** The processor time that it has taken so far, in nanoseconds; 0 where that cannot be known. */
  public long cpuNanos() {
    synchronized (this) {
      if (cpu >= 0) {
        return cpu;
      }
    }
    return METER.isThreadCpuTimeSupported() ? Math.max(0, METER.getThreadCpuTime(getId())) : 0;
  }

  /** The processor time that the calling thread has taken, in seconds; 0 where it is unknown. */
  public static double cpuSecondsOfCaller() {
    return cpuNanosOfCaller() / 1e9;
  }

  private static long cpuNanosOfCaller() {
    return METER.isCurrentThreadCpuTimeSupported() ? METER.getCurrentThreadCpuTime() : 0;
  }

  /** Says that nobody waits for its result any more. */
  public void leaveBehind() {
    leftBehind = true;
  }

  boolean isLeftBehind() {
    return leftBehind;
  }

  synchronized void beginWaiting() {
    waiting = true;
    waitingSince = System.nanoTime();
  }

  synchronized void endWaiting() {
    waiting = false;
    waited += System.nanoTime() - waitingSince;
  }
}
