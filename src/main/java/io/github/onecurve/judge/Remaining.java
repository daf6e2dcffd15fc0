package io.github.onecurve.judge;

import java.util.List;

/**
 * What is still lost after the top row, split up.
 *
 * @param after the title of that row
 * @param parts the largest first; they sum to the loss of its system, per 1,000 decisions
 */
public record Remaining(String after, List<Part> parts) {
  /** The part that hostile traffic causes; the parts by decision are then those of the rest. */
  public static final String UNDER_ATTACK = "under attack";

  /** The part that running costs. */
  public static final String RUNNING = "running";

  /** Keeps a copy of the parts. */
  public Remaining {
    parts = List.copyOf(parts);
  }

  /**
   * A part of a loss.
   *
   * @param of a true class and a decision as "actual → decision", {@link #UNDER_ATTACK} or {@link
   *     #RUNNING}
   * @param lossPer1000 mistake-equivalents per 1,000 decisions
   */
  public record Part(String of, double lossPer1000) {}
}
