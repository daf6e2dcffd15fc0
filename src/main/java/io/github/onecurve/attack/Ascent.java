package io.github.onecurve.attack;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowKeys;
import io.github.onecurve.data.Rows;
import io.github.onecurve.model.Logits;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * APGD on one batch of rows.
 *
 * <p>Under L1 it begins with three times the radius and goes on with twice, at three tenths of the
 * steps each (Croce and Hein 2021, section 3.4); what it tries there is outside of the threat and
 * is shown to nobody.
 */
final class Ascent {
  private static final int LEAST_FOR_STAGES = 10;

  private final Apgd attack;
  private final Slopes slopes;
  private final LabelledRows rows;
  private final Threat threat;
  private final Onlooker onlooker;
  private final int[] batch;
  private final Climb[] climbs;
  private final BitSet still = new BitSet();

  Ascent(
      Apgd attack,
      Slopes slopes,
      LabelledRows rows,
      Threat threat,
      Onlooker onlooker,
      int[] batch) {
    this.attack = attack;
    this.slopes = slopes;
    this.rows = rows;
    this.threat = threat;
    this.onlooker = onlooker;
    this.batch = batch;
    this.climbs = new Climb[batch.length];
  }

  void run(long auditSeed) throws InterruptedException {
    boolean widened = threat.norm() == Norm.L1 && attack.steps() >= LEAST_FOR_STAGES;
    int first = widened ? (3 * attack.steps() + 9) / 10 : 0;
    Ball ball = ball(widened ? 3 : 1);
    climb(widened ? first : attack.steps(), place -> begin(ball, place, auditSeed), !widened);
    if (widened) {
      Ball twice = ball(2);
      climb(first, place -> goOn(twice, place, first), false);
      int rest = attack.steps() - 2 * first;
      Ball once = ball(1);
      climb(rest, place -> goOn(once, place, rest), true);
    }
  }

  private Ball ball(int times) {
    return Ball.of(threat.ofRadius(times * threat.radius()), rows.rows().width());
  }

  private Climb begin(Ball ball, int place, long auditSeed) {
    int row = batch[place];
    long key = RowKeys.key(rows.rows(), row, auditSeed, attack.seed(), attack.purpose());
    float[] clean = rows.rows().row(row);
    float[] start = ball.start(clean, new SplittableRandom(key));
    return Climb.of(ball, clean, start, attack.steps());
  }

  private Climb goOn(Ball ball, int place, int steps) {
    Climb wider = climbs[place];
    float[] start = ball.project(wider.clean, wider.best);
    return new SparseClimb(ball, wider.clean, start, steps).asSparseAsStart();
  }

  private void climb(int steps, IntFunction<Climb> start, boolean seen)
      throws InterruptedException {
    still.clear();
    for (int place : standing()) {
      climbs[place] = start.apply(place);
    }
    arrive(seen);
    for (int place : standing()) {
      if (climbs[place].isFlat()) {
        still.set(place);
        if (seen) { // else the next stage goes on elsewhere
          onlooker.standsStill(batch[place]);
        }
      }
    }
    for (int step = 0; step < steps; step++) {
      for (int place : standing()) {
        climbs[place].step();
      }
      arrive(seen);
    }
  }

  /** Asks the model about every place reached. */
  private void arrive(boolean seen) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while attacking " + batch.length + " rows");
    }
    int[] places = standing();
    if (places.length == 0) {
      return;
    }
    int[] some = Arrays.stream(places).map(place -> batch[place]).toArray();
    int width = rows.rows().width();
    float[] inputs = new float[places.length * width];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(climbs[places[i]].at, 0, inputs, i * width, width);
    }
    Rows points = rows.rows().select(some).withInputs(inputs);
    Logits[] answer = new Logits[1];
    int[] labels = Apgd.labels(rows, some);
    float[] gradients = slopes.at(points, labels, logits -> answer[0] = logits);
    for (int i = 0; i < places.length; i++) {
      double loss = attack.loss().value(answer[0].row(i), labels[i]);
      climbs[places[i]].arrive(loss, Arrays.copyOfRange(gradients, i * width, (i + 1) * width));
    }
    if (seen) {
      onlooker.see(some, points, answer[0]);
    }
  }

  private int[] standing() {
    return IntStream.range(0, batch.length)
        .filter(place -> !still.get(place) && !onlooker.isDone(batch[place]))
        .toArray();
  }
}
