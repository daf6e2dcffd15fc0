package io.github.onecurve.remedy;

import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Batching;
import io.github.onecurve.model.Logits;
import io.github.onecurve.model.Model;
import io.github.onecurve.network.Network;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What deployments decide about one set of rows; today's logits are computed once, so that guards
 * never run the model again, and edits of a network's late layers run from where they differ.
 */
public final class Answers {
  /** What is kept of edited networks' common ways through the rows. */
  private static final long MOST_BYTES = 1L << 26;

  private final Rows rows;
  private final Model today;
  private final int classes;
  private final Batching batching;
  private final Logits logitsToday;
  private final Optional<Prefixes> prefixes;

  private Answers(Rows rows, Model today, int classes, Batching batching, Logits logitsToday) {
    this.rows = rows;
    this.today = today;
    this.classes = classes;
    this.batching = batching;
    this.logitsToday = logitsToday;
    this.prefixes =
        today instanceof Network network && network.classes() == classes
            ? Optional.of(new Prefixes(rows, network, MOST_BYTES))
            : Optional.empty();
  }

  /**
   * Today's model asked about rows.
   *
   * @throws IllegalStateException if it does not answer with logits {@code [n, classes]}
   */
  public static Answers of(Rows rows, Model today, int classes) {
    Batching batching = batching(today, rows, classes);
    return new Answers(rows, today, classes, batching, ask(today, rows, classes, batching));
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

  /** These answers for the first rows, at most so many. */
  public Answers ofFirst(int count) {
    int[] first = IntStream.range(0, Math.min(count, rows.size())).toArray();
    return new Answers(rows.select(first), today, classes, batching, logitsToday.select(first));
  }

  /** What today's model answered. */
  public Logits today() {
    return logitsToday;
  }

  /** Whether a row's logits were the same whatever its neighbours. */
  public boolean isRowExact() {
    return batching.rowExact();
  }

  /**
   * Whether a model's logits of a row are the same whatever its neighbours and whatever it was
   * asked before, as far as some of these rows show.
   */
  public boolean isRowExact(Model model) {
    return model == today ? isRowExact() : batching(model, rows, classes).rowExact();
  }

  /** What a model answers to these rows. */
  public Logits logits(Model model) {
    if (model == today) {
      return logitsToday;
    }
    if (prefixes.isPresent()
        && model instanceof Network edited
        && edited.isEditOf((Network) today)) {
      return Logits.of(prefixes.get().logits(edited), classes);
    }
    return ask(model, rows, classes, batching(model, rows, classes));
  }

  /** Equal rows are answered alike: a network does so by itself. */
  private static Logits ask(Model model, Rows rows, int classes, Batching batching) {
    Logits logits = Logits.of(model, rows, classes, batching);
    return model instanceof Network ? logits : logits.equalRowsAlike(rows);
  }

  /** What a deployment decides about these rows, {@code [n]}. */
  public int[] decisions(Deployment deployment) {
    Logits logits = deployment.isHeld() ? logitsToday : logits(deployment.model());
    return deployment.decide(rows, logits);
  }
}
