package io.github.onecurve.network;

/**
 * Where: {@code y = a where the condition is not 0, else b}, broadcast; no gradient flows to the
 * condition.
 *
 * @param condition of 0 and other numbers
 * @param left operand a
 * @param right operand b
 * @param out tensor y
 * @param meeting how the three shapes meet
 */
record Choice(Operand condition, Operand left, Operand right, int out, Broadcast meeting)
    implements Operation {
  @Override
  public boolean passes(int tensor) {
    return tensor == left.tensor() || tensor == right.tensor();
  }

  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] c = condition.values(frame, weights);
    float[] a = left.values(frame, weights);
    float[] b = right.values(frame, weights);
    float[] y = frame.values[out];
    int cs = meeting.step(0);
    int as = meeting.step(1);
    int bs = meeting.step(2);
    int length = meeting.length();
    int yi = 0;
    for (int row = 0; row < n; row++) {
      for (int span = 0; span < meeting.spans(); span++) {
        int ci = row * condition.stride() + meeting.start(0, span);
        int ai = row * left.stride() + meeting.start(1, span);
        int bi = row * right.stride() + meeting.start(2, span);
        for (int i = 0; i < length; i++) {
          y[yi + i] = c[ci + i * cs] != 0 ? a[ai + i * as] : b[bi + i * bs];
        }
        yi += length;
      }
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    float[] c = condition.values(frame, weights);
    pull(frame, c, n, left, 1, true);
    pull(frame, c, n, right, 2, false);
  }

  private void pull(Frame frame, float[] c, int n, Operand side, int number, boolean where) {
    float[] d = side.gradient(frame);
    if (d == null) {
      return;
    }
    float[] dy = frame.gradients[out];
    int cs = meeting.step(0);
    int step = meeting.step(number);
    int length = meeting.length();
    int yi = 0;
    for (int row = 0; row < n; row++) {
      for (int span = 0; span < meeting.spans(); span++) {
        int ci = row * condition.stride() + meeting.start(0, span);
        int di = row * side.stride() + meeting.start(number, span);
        for (int i = 0; i < length; i++) {
          if ((c[ci + i * cs] != 0) == where) {
            d[di + i * step] += dy[yi + i];
          }
        }
        yi += length;
      }
    }
    side.settle(frame, d);
  }
}
