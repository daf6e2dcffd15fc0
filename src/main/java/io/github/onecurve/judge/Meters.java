package io.github.onecurve.judge;

import java.util.List;

/** How long what took: the only part of a board that differs from run to run. */
public record Meters(List<Stage> stages) {
  /** Keeps a copy of the stages. */
  public Meters {
    stages = List.copyOf(stages);
  }

  /**
   * A stage of the audit.
   *
   * @param seconds on the clock
   * @param cpuSeconds of all threads that worked on it
   */
  public record Stage(String name, double seconds, double cpuSeconds) {}
}
