package io.github.onecurve.remedy;

import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Batching;
import io.github.onecurve.model.Logits;
import io.github.onecurve.model.Model;
import io.github.onecurve.network.Network;

/**
 * What deployments decide about one set of rows; today's logits are computed once, so that guards
 * never run the model again.
 */
public final class Answers {
  private final Rows rows;
  private final Model today;
  private final int classes;
  private final Batching batching;
  private final Logits logitsToday;

  private Answers(Rows rows, Model today, int classes, Batching batching, Logits logitsToday) {
    this.rows = rows;
    this.today = today;
    this.classes = classes;
    this.batching = batching;
    this.logitsToday = logitsToday;
  }

  /**
   * Today's model asked about rows.
   *
   * @throws IllegalStateException if it does not answer with logits {@code [n, classes]}
   */
  public static Answers of(Rows rows, Model today, int classes) {
    Batching batching = batching(today, rows, classes);
    return new Answers(rows, today, classes, batching, Logits.of(today, rows, classes, batching));
  }

  /** How a model must be asked about rows: a network promises what others must show. */
  public static Batching batching(Model model, Rows rows, int classes) {
    return model instanceof Network ? Batching.free() : Batching.of(model, rows, classes);
  }

  /** These answers for some of the rows; the model is not asked again. */
  public Answers part(RowSet chosen) {
    return new Answers(
        rows.select(chosen), today, classes, batching, logitsToday.select(chosen.indices()));
  }

  /** What today's model answered. */
  public Logits today() {
    return logitsToday;
  }

  /** Whether a row's logits were the same whatever its neighbours. */
  public boolean isRowExact() {
    return batching.rowExact();
  }

  /** What a model answers to these rows. */
  public Logits logits(Model model) {
    return model == today
        ? logitsToday
        : Logits.of(model, rows, classes, batching(model, rows, classes));
  }

  /** What a deployment decides about these rows, {@code [n]}. */
  public int[] decisions(Deployment deployment) {
    Logits logits = deployment.isHeld() ? logitsToday : logits(deployment.model());
    return deployment.decide(rows, logits);
  }
}
