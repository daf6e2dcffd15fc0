package io.github.onecurve.network;

/**
 * ArgMax: the place of the largest along an axis; no gradient.
 *
 * @param in tensor x
 * @param out tensor y
 * @param lanes the axis
 * @param last whether of several it is the last
 */
record Largest(int in, int out, Lanes lanes, boolean last) implements Operation {
  @Override
  public boolean passes(int tensor) {
    return false;
  }

  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] x = frame.values[in];
    float[] y = frame.values[out];
    int inner = lanes.inner();
    for (int place = 0; place < n * lanes.outer() * inner; place++) {
      int start = place / inner * lanes.block() + place % inner;
      int best = 0;
      for (int step = 1; step < lanes.count(); step++) {
        float value = x[start + step * inner];
        float most = x[start + best * inner];
        if (value > most || (last && value == most)) {
          best = step;
        }
      }
      y[place] = best;
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {}
}
