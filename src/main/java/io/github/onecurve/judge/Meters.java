package io.github.onecurve.judge;

import java.util.List;

/** How long what took: the only part of a board that differs from run to run. */
public record Meters(List<Stage> stages) {
  /** Keeps a copy of the stages. */
  public Meters {
    stages = List.copyOf(stages);
  }

  /** A stage of the audit and its seconds on the clock. */
  public record Stage(String name, double seconds) {}
}
