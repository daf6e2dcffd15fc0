package io.github.onecurve.network;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What edits of some parameters leave as it is, computed once for a batch: each edited network then
 * runs from there.
 *
 * <p>It keeps only those tensors that the edited part reads, in plain arrays, and may be used by
 * any number of threads.
 */
public final class Trunk {
  private final Network network;
  private final Plan plan;
  private final Set<String> parameters;
  private final Cut cut;
  private final Rest rest;
  private final Stripe[] stripes;

  Trunk(Network network, Set<String> parameters, float[] rows, int n) {
    this.network = network;
    this.plan = network.plan();
    this.parameters = Set.copyOf(parameters);
    this.cut = plan.cut(n);
    BitSet edited = new BitSet();
    this.parameters.forEach(
        name -> {
          network.parameter(name);
          edited.set(plan.parameter(name));
        });
    this.rest = new Rest(plan, edited);
    this.stripes = new Stripe[cut.chunks()];
    Spread.over(
        plan, stripes.length, plan.worthHelp(n), (frame, chunk) -> grow(frame, rows, chunk));
  }

  /** The number of rows. */
  public int rows() {
    return cut.rows();
  }

  /** The number of nodes that are computed once, and not again for each edit. */
  public int nodes() {
    return plan.output() - rest.nodes().size();
  }

  /** The bytes that are kept. */
  public long bytes() {
    long numbers = 0;
    for (Stripe stripe : stripes) {
      numbers += stripe.size();
    }
    return Float.BYTES * numbers;
  }

  /**
   * The logits of the batch under an edited network, the same bits as its own.
   *
   * @return {@code [n, classes]} row-major, a new array
   * @throws IllegalArgumentException if it is not an edit of the same network or other parameters
   *     are edited than were named
   */
  public float[] logits(Network edited) {
    Set<String> differing = new TreeSet<>(network.differing(edited));
    differing.removeAll(parameters);
    if (!differing.isEmpty()) {
      throw new IllegalArgumentException(
          "expected edits of " + new TreeSet<>(parameters) + " only, found edits of " + differing);
    }
    int classes = plan.width(plan.output());
    float[] logits = new float[cut.rows() * classes];
    Weight[] weights = edited.weights();
    Spread.over(
        plan,
        stripes.length,
        plan.worthHelp(cut.rows()),
        (frame, chunk) -> {
          int n = cut.count(chunk);
          plan.holdValues(frame, n);
          frame.firstRow = cut.from(chunk);
          for (int tensor : rest.border()) {
            frame.values[tensor] = stripes[chunk].values[tensor];
          }
          rest.nodes().forEach(node -> plan.operations().get(node).forward(frame, weights, n));
          float[] output = frame.values[plan.output()];
          System.arraycopy(output, 0, logits, cut.from(chunk) * classes, n * classes);
        });
    return logits;
  }

  private void grow(Frame frame, float[] rows, int chunk) {
    int n = cut.count(chunk);
    int width = plan.width(0);
    Weight[] weights = network.weights();
    Stripe stripe = Stripe.empty(plan.output() + 1, n);
    plan.holdValues(frame, n);
    frame.firstRow = cut.from(chunk);
    System.arraycopy(rows, cut.from(chunk) * width, frame.values[0], 0, n * width);
    keep(frame, stripe, 0, n);
    for (int node = 0; node < rest.border().last(); node++) {
      if (!rest.reaches(node)) {
        plan.operations().get(node).forward(frame, weights, n);
        keep(frame, stripe, node + 1, n);
      }
    }
    stripes[chunk] = stripe;
  }

  private void keep(Frame frame, Stripe stripe, int tensor, int n) {
    if (rest.border().contains(tensor)) {
      stripe.values[tensor] = Arrays.copyOf(frame.values[tensor], n * plan.width(tensor));
    }
  }
}
