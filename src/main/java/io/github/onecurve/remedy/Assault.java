package io.github.onecurve.remedy;

import io.github.onecurve.attack.Apgd;
import io.github.onecurve.attack.AttackBudget;
import io.github.onecurve.attack.Loss;
import io.github.onecurve.attack.Onlooker;
import io.github.onecurve.attack.Square;
import io.github.onecurve.attack.Target;
import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Batching;
import io.github.onecurve.model.Differentiable;
import io.github.onecurve.model.Logits;
import io.github.onecurve.network.Network;
import io.github.onecurve.stakes.CostTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** All that the judge's adversary tries on one system, a shard of rows at a time. */
final class Assault {
  private final Deployment system;
  private final LabelledRows rows;
  private final Batching batching;
  private final Means means;

  /** Within what, how long and at whose cost an adversary tries. */
  record Means(Threat threat, AttackBudget budget, CostTable costs, long auditSeed) {}

  Assault(Deployment system, LabelledRows rows, Batching batching, Means means) {
    this.system = system;
    this.rows = rows;
    this.batching = batching;
    this.means = means;
  }

  /**
   * The cost of the dearest decision about each row of a shard, in units.
   *
   * @param shard the rows
   * @param decisions about all clean rows, {@code [n]}
   * @param transferred what was found against other models, of all rows
   */
  long[] worst(int[] shard, int[] decisions, List<Found> transferred) throws InterruptedException {
    LabelledRows some = rows.select(shard);
    Dearest dearest = new Dearest(system, some, means.costs());
    dearest.decided(select(decisions, shard));
    for (Found found : transferred) {
      for (float[][] inputs : found.inputs(shard)) {
        retry(inputs, some, dearest);
      }
    }
    climb(some, dearest.untilDearest());
    hunt(some, dearest);
    return dearest.costs();
  }

  /**
   * The same without what was found elsewhere, and the inputs to try on others: gradient attacks go
   * on to their end on every row, since what has just crossed a boundary carries over badly.
   */
  Found found(int[] shard, int[] decisions) throws InterruptedException {
    LabelledRows some = rows.select(shard);
    Dearest dearest = new Dearest(system, some, means.costs());
    dearest.decided(select(decisions, shard));
    List<float[][]> inputs = new ArrayList<>();
    dearest.keepNearest();
    climb(some, dearest.toTheEnd());
    inputs.add(dearest.nearest());
    dearest.keepNearest();
    hunt(some, dearest);
    inputs.add(dearest.nearest());
    return new Found(dearest.costs(), inputs);
  }

  private void retry(float[][] inputs, LabelledRows some, Dearest dearest) {
    int[] places =
        IntStream.range(0, some.size())
            .filter(place -> inputs[place] != null && !dearest.isReached(place))
            .toArray();
    if (places.length == 0) {
      return;
    }
    int width = some.rows().width();
    float[] flat = new float[places.length * width];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(inputs[places[i]], 0, flat, i * width, width);
    }
    Rows points = some.rows().select(places).withInputs(flat);
    dearest.see(places, points, logits(points));
  }

  private void climb(LabelledRows some, Onlooker onlooker) throws InterruptedException {
    if (system.model() instanceof Differentiable model) {
      for (Loss loss : Loss.values()) {
        new Apgd(loss, means.budget().steps(), 0)
            .run(model, some, means.threat(), means.auditSeed(), onlooker);
      }
    }
  }

  private void hunt(LabelledRows some, Dearest dearest) throws InterruptedException {
    Target target = dearest.finalDecision(this::logits);
    new Square(means.budget().queries(), 0)
        .run(some.rows(), means.threat(), means.auditSeed(), target);
  }

  Logits logits(Rows points) {
    return system.model() instanceof Network network && network.classes() == rows.classes()
        ? Logits.of(network.logits(points.inputs(), points.size()), rows.classes())
        : Logits.of(system.model(), points, rows.classes(), batching);
  }

  private static int[] select(int[] values, int[] places) {
    return IntStream.of(places).map(place -> values[place]).toArray();
  }
}
