package io.github.onecurve.producer.pruning;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.insight.Capability;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.network.Network;
import io.github.onecurve.surgery.Magnitude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * Prunes a network by global magnitude at rising levels, and says how much can go without harm and
 * which level pays under the stakes.
 *
 * <p>The forecast is cross-fitted: the level is chosen again on four folds of the diagnosis rows
 * and priced on the fifth. Needs a {@link Network}.
 */
public final class PruningSensitivityProducer implements InsightProducer {
  private static final double[] LEVELS = {0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99};
  private static final double TOLERANCE = 0.02;

  private final double[] levels;
  private final double tolerance;

  /** Levels .2 .4 .6 .8 .9 .95 .99, and a fall of at most 2 points of accuracy. */
  public PruningSensitivityProducer() {
    this(LEVELS, TOLERANCE);
  }

  private PruningSensitivityProducer(double[] levels, double tolerance) {
    this.levels = levels;
    this.tolerance = tolerance;
  }

  /**
   * This producer at other levels; 0, which is today's network, is always among them.
   *
   * @param shares of the weights, each in (0, 1]
   * @throws IllegalArgumentException if there is none, or one is out of range
   */
  public PruningSensitivityProducer atLevels(double... shares) {
    if (shares.length == 0 || !Arrays.stream(shares).allMatch(s -> s > 0 && s <= 1)) {
      throw new IllegalArgumentException(
          "expected at least one level in (0, 1], found "
              + Arrays.toString(shares)
              + ": 0.9 prunes 90% of the weights");
    }
    return new PruningSensitivityProducer(
        Arrays.stream(shares).sorted().distinct().toArray(), tolerance);
  }

  /**
   * This producer calling a level harmless where accuracy falls by at most so much.
   *
   * @param share of all rows, in [0, 1]; 0.02 is two points
   * @throws IllegalArgumentException if it is out of range
   */
  public PruningSensitivityProducer tolerating(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "the fall of accuracy tolerated must be in [0, 1], found "
              + share
              + ": write 0.02 for two points");
    }
    return new PruningSensitivityProducer(levels, share);
  }

  @Override
  public Set<Capability> requires() {
    return Set.of(Capability.NETWORK);
  }

  @Override
  public List<PruningSensitivity> examine(Examination exam) throws InterruptedException {
    if (!(exam.subject().model() instanceof Network network)) {
      throw new IllegalStateException(
          "pruning needs a Network, found another kind of model: declare Capability.NETWORK");
    }
    LabelledRows rows = exam.subject().diagnosis();
    double[] all = DoubleStream.concat(DoubleStream.of(0), Arrays.stream(levels)).toArray();
    PruningScan scan = PruningScan.of(exam, Magnitude.of(network), all);
    List<PrunedLevel> scanned = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      scanned.add(scan.measured(i));
    }
    return List.of(
        new PruningSensitivity(
            scanned,
            tolerance,
            harmless(scanned),
            scan.cheapest(rows),
            exam.forecast(some -> PruningSensitivity.act(scan.cheapest(some)))));
  }

  /** The largest level whose accuracy falls by at most the tolerance. */
  private double harmless(List<PrunedLevel> scanned) {
    double largest = 0;
    int right = scanned.get(0).right();
    for (PrunedLevel pruned : scanned) {
      if (right - pruned.right() <= tolerance * pruned.rows()) {
        largest = pruned.level();
      }
    }
    return largest;
  }
}
