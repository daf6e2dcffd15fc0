package io.github.onecurve.network;

/** Adam with decoupled weight decay. */
final class Adam extends Optimizer {
  private final double meanDecay;
  private final double squareDecay;
  private final double epsilon;

  Adam(double meanDecay, double squareDecay, double epsilon) {
    this.meanDecay = meanDecay;
    this.squareDecay = squareDecay;
    this.epsilon = epsilon;
  }

  @Override
  float[][] memory(int size) {
    return new float[2][size];
  }

  @Override
  void step(float[] w, float[] g, float[][] memory, double rate, double weightDecay, int step) {
    update(
        w,
        g,
        memory[0],
        memory[1],
        (float) (rate / (1 - Math.pow(meanDecay, step))),
        (float) (1 / (1 - Math.pow(squareDecay, step))),
        (float) (1 - rate * weightDecay));
  }

  private void update(
      float[] w, float[] g, float[] mean, float[] square, float rate, float scale, float keep) {
    float a = (float) meanDecay;
    float b = (float) squareDecay;
    float tiny = (float) epsilon;
    for (int i = 0; i < w.length; i++) {
      float m = a * mean[i] + (1 - a) * g[i];
      float s = b * square[i] + (1 - b) * (g[i] * g[i]);
      mean[i] = m;
      square[i] = s;
      w[i] = keep * w[i] - rate * m / ((float) Math.sqrt(scale * s) + tiny);
    }
  }

  @Override
  public String toString() {
    return "Adam";
  }
}
