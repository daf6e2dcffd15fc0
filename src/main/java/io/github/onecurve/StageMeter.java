package io.github.onecurve;

import io.github.onecurve.judge.Meters;
import io.github.onecurve.remedy.AuditThread;

/** The time that one stage of an audit takes, on the clock and on the audit's own threads. */
final class StageMeter {
  private final String stage;
  private final long start = System.nanoTime();
  private final double cpuBefore = AuditThread.cpuSecondsOfCaller();

  private StageMeter(String stage) {
    this.stage = stage;
  }

  /** A stage that begins now. */
  static StageMeter of(String stage) {
    return new StageMeter(stage);
  }

  /**
   * What the stage took until now.
   *
   * @param cpuSeconds of threads other than the caller's
   */
  Meters.Stage stop(double cpuSeconds) {
    double here = AuditThread.cpuSecondsOfCaller() - cpuBefore;
    return new Meters.Stage(stage, (System.nanoTime() - start) / 1e9, here + cpuSeconds);
  }
}
