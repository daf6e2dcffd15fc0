package io.github.onecurve.attack;

/**
 * Auto-PGD (Croce and Hein 2020, "Reliable evaluation of adversarial robustness", section 3): steps
 * of twice the radius with momentum, halved at checkpoints where too few of them gained; after 22,
 * 41, 57, 70, 80, 87, 93 and 99 of 100 steps.
 */
final class MomentumClimb extends Climb {
  private static final double ONWARDS = 0.75;
  private static final double ENOUGH = 0.75;

  private final int shorter;
  private final int shortest;
  private double length;
  private float[] before;
  private boolean moved;

  private int period;
  private int steps;
  private int gains;
  private double last = Double.NEGATIVE_INFINITY;
  private double bestAtCheck = Double.NEGATIVE_INFINITY;
  private boolean halvedAtCheck = true;
  private boolean started;

  MomentumClimb(Ball ball, float[] clean, float[] start, int allSteps) {
    super(ball, clean, start);
    this.period = Math.max(allSteps * 22 / 100, 1);
    this.shorter = Math.max(allSteps * 3 / 100, 1);
    this.shortest = Math.max(allSteps * 6 / 100, 1);
    this.length = 2 * ball.radius();
    this.before = start;
  }

  @Override
  void step() {
    float[] up = ball.ascend(clean, at, gradient, length);
    float[] next = moved ? ball.blend(clean, at, up, before, ONWARDS) : up;
    before = at;
    at = next;
    moved = true;
  }

  @Override
  void arrived(double loss, double best) {
    if (!started) {
      started = true;
      last = loss;
      bestAtCheck = best;
      return;
    }
    steps++;
    gains += loss > last ? 1 : 0;
    last = loss;
    if (steps == period) {
      check(best);
    }
  }

  private void check(double best) {
    boolean fewGains = gains < ENOUGH * period;
    boolean noGain = !halvedAtCheck && best <= bestAtCheck;
    halvedAtCheck = fewGains || noGain;
    if (halvedAtCheck) {
      length /= 2;
      goBackToBest();
    }
    bestAtCheck = best;
    period = Math.max(period - shorter, shortest);
    steps = 0;
    gains = 0;
  }
}
