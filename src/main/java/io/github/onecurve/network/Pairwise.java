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
  private static final int BLOCK = 2048;

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
  public int overwrites() {
    boolean whole = isFull(left) && (isFull(right) || isOne(right));
    return whole ? left.tensor() : -1;
  }

  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] a = left.values(frame, weights);
    float[] b = right.values(frame, weights);
    float[] y = frame.values[out];
    int size = n * frame.width(out);
    if (isFull(left) && isFull(right)) {
      function.apply(a, b, y, 0, size);
    } else if (isFull(left) && isOne(right)) {
      function.apply(a, b[0], y, 0, size);
    } else if (isFull(left) || isFull(right)) {
      boolean spreadsRight = isFull(left);
      Operand other = spreadsRight ? right : left;
      int block = Math.max(1, BLOCK / frame.width(out));
      for (int row = 0; row < n; row += block) {
        int count = Math.min(block, n - row);
        spread(frame, other, spreadsRight ? 1 : 0, spreadsRight ? b : a, row, count);
        int from = row * frame.width(out);
        int to = from + count * frame.width(out);
        function.apply(spreadsRight ? a : y, spreadsRight ? y : b, y, from, to);
      }
    } else {
      meet(frame.width(out), a, b, y, n);
    }
  }

  /** Writes an operand as broadcast to y: then all arrays of a loop share one index. */
  private void spread(Frame frame, Operand other, int number, float[] x, int row, int count) {
    float[] y = frame.values[out];
    int width = frame.width(out);
    if (other.isTensor()) {
      for (int i = row; i < row + count; i++) {
        meeting.spread(number, x, i * other.size(), y, i * width);
      }
      return;
    }
    float[] rows = frame.scratch(0, Math.max(BLOCK, width));
    if (row == 0) {
      meeting.spread(number, x, 0, rows, 0);
      for (int done = 1; done < count; done *= 2) {
        System.arraycopy(rows, 0, rows, done * width, Math.min(done, count - done) * width);
      }
    }
    System.arraycopy(rows, 0, y, row * width, count * width);
  }

  /** Both sides are broadcast. */
  private void meet(int width, float[] a, float[] b, float[] y, int n) {
    int length = meeting.length();
    for (int row = 0; row < n; row++) {
      for (int span = 0; span < meeting.spans(); span++) {
        int ai = row * left.stride() + meeting.start(0, span);
        int bi = row * right.stride() + meeting.start(1, span);
        int yi = row * width + span * length;
        function.apply(a, ai, meeting.step(0), b, bi, meeting.step(1), y, yi, length);
      }
    }
  }

  private boolean isFull(Operand operand) {
    return operand.isTensor() && operand.size() == meeting.length() * meeting.spans();
  }

  private static boolean isOne(Operand operand) {
    return !operand.isTensor() && operand.size() == 1;
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    if (function.tells()) {
      return;
    }
    float[] dy = frame.gradients[out];
    int size = n * frame.width(out);
    float[] da = left.gradient(frame);
    float[] db = right.gradient(frame);
    if (da != null && isFull(left) && function.pullLeft(dy, da, 0, size)) {
      da = null;
    }
    if (db != null && isFull(right) && function.pullRight(dy, db, 0, size)) {
      db = null;
    }
    if (da == null && db == null) {
      return;
    }
    if (meeting.whole()) {
      pull(frame, weights, 0, 0, 0, size, da, db);
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
