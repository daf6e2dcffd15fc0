package io.github.onecurve.network;

/**
 * A function of two numbers for each place: {@code y = f(a, b)}, broadcast.
 *
 * @param left operand a
 * @param right operand b
 * @param out tensor y
 * @param meeting how the shapes of a and b meet
 * @param shifts whether f is a sum, so that a parameter in it is a bias
 */
record Pairwise(
    Operand left, Operand right, int out, Broadcast meeting, Pair function, boolean shifts)
    implements Operation {
  @Override
  public int[] biasParameters() {
    if (!shifts || (left.isTensor() && right.isTensor())) {
      return new int[0];
    }
    return new int[] {left.isTensor() ? right.parameter() : left.parameter()};
  }

  @Override
  public boolean passes(int tensor) {
    return !function.tells();
  }

  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] a = left.values(frame, weights);
    float[] b = right.values(frame, weights);
    float[] y = frame.values[out];
    int as = meeting.step(0);
    int bs = meeting.step(1);
    int width = frame.width(out);
    if (meeting.whole()) {
      function.apply(a, 0, as, b, 0, bs, y, 0, n * width);
      return;
    }
    int length = meeting.length();
    for (int row = 0; row < n; row++) {
      for (int span = 0; span < meeting.spans(); span++) {
        int ai = row * left.stride() + meeting.start(0, span);
        int bi = row * right.stride() + meeting.start(1, span);
        function.apply(a, ai, as, b, bi, bs, y, row * width + span * length, length);
      }
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    if (function.tells()) {
      return;
    }
    float[] da = left.gradient(frame);
    float[] db = right.gradient(frame);
    if (meeting.whole()) {
      pull(frame, weights, 0, 0, 0, n * frame.width(out), da, db);
    } else {
      int length = meeting.length();
      for (int row = 0; row < n; row++) {
        for (int span = 0; span < meeting.spans(); span++) {
          int ai = row * left.stride() + meeting.start(0, span);
          int bi = row * right.stride() + meeting.start(1, span);
          int yi = row * frame.width(out) + span * length;
          pull(frame, weights, ai, bi, yi, length, da, db);
        }
      }
    }
    left.settle(frame, da);
    right.settle(frame, db);
  }

  private void pull(
      Frame frame, Weight[] weights, int ai, int bi, int yi, int length, float[] da, float[] db) {
    float[] a = left.values(frame, weights);
    float[] b = right.values(frame, weights);
    float[] dy = frame.gradients[out];
    int as = meeting.step(0);
    int bs = meeting.step(1);
    if (da != null) {
      function.pullLeft(a, ai, as, b, bi, bs, dy, yi, length, da);
    }
    if (db != null) {
      function.pullRight(a, ai, as, b, bi, bs, dy, yi, length, db);
    }
  }
}
