package io.github.onecurve.network;

/**
 * Values of a row at other places of a row: Reshape, Transpose, Slice, Pad and their like.
 *
 * @param in operand x
 * @param out tensor y
 * @param moves where each value of y comes from
 * @param fixed the value of places that x does not fill
 */
record Rearrangement(Operand in, int out, Moves moves, float fixed) implements Operation {
  @Override
  public int overwrites() {
    return in.isTensor() && moves.isStill(in.size()) ? in.tensor() : -1;
  }

  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] x = in.values(frame, weights);
    float[] y = frame.values[out];
    int width = frame.width(out);
    if (in.isTensor() && moves.isStill(in.size())) {
      if (x != y) {
        System.arraycopy(x, 0, y, 0, n * width);
      }
      return;
    }
    for (int row = 0; row < n; row++) {
      moves.apply(x, row * in.stride(), y, row * width, fixed);
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    float[] dx = in.gradient(frame);
    if (dx == null) {
      return;
    }
    float[] dy = frame.gradients[out];
    int width = frame.width(out);
    if (in.isTensor() && moves.isStill(in.size())) {
      Spans.addTo(dy, dx, 0, n * width);
      return;
    }
    for (int row = 0; row < n; row++) {
      moves.pullBack(dy, row * width, dx, row * in.stride());
    }
    in.settle(frame, dx);
  }
}
