package io.github.onecurve.network;

/** Stochastic gradient descent with momentum; weight decay is an L2 penalty. */
final class Sgd extends Optimizer {
  private final double momentum;
  private final boolean nesterov;

  Sgd(double momentum, boolean nesterov) {
    this.momentum = momentum;
    this.nesterov = nesterov;
  }

  @Override
  float[][] memory(int size) {
    return new float[momentum == 0 ? 0 : 1][size];
  }

  @Override
  void step(float[] w, float[] g, float[][] memory, double rate, double weightDecay, int step) {
    float decay = (float) weightDecay;
    if (decay != 0) {
      for (int i = 0; i < w.length; i++) {
        g[i] += decay * w[i];
      }
    }
    if (momentum == 0) {
      Loops.add((float) -rate, g, 0, w, 0, w.length);
      return;
    }
    float[] velocity = memory[0];
    float keep = (float) momentum;
    for (int i = 0; i < w.length; i++) {
      velocity[i] = keep * velocity[i] + g[i];
    }
    if (nesterov) {
      Loops.add((float) -rate, g, 0, w, 0, w.length);
      Loops.add((float) (-rate * momentum), velocity, 0, w, 0, w.length);
    } else {
      Loops.add((float) -rate, velocity, 0, w, 0, w.length);
    }
  }

  @Override
  public String toString() {
    return momentum == 0
        ? "SGD"
        : (nesterov ? "SGD with Nesterov momentum " : "SGD with momentum ") + momentum;
  }
}
