package io.github.onecurve.network;

/**
 * A function of each number alone: {@code y = f(x)}.
 *
 * @param in tensor x
 * @param out tensor y
 */
record Elementwise(int in, int out, Activation function) implements Operation {
  private static final int BLOCK = 4096;

  @Override
  public boolean passes(int tensor) {
    return !function.tells();
  }

  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] x = frame.values[in];
    float[] y = frame.values[out];
    int size = n * frame.width(out);
    for (int from = 0; from < size; from += BLOCK) {
      function.apply(x, y, from, Math.min(size, from + BLOCK));
    }
  }

  @Override
  public int overwrites() {
    return function.worksInPlace() ? in : -1;
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    if (!function.tells() && (in != 0 || frame.wantsInput)) {
      function.pullBack(
          frame.values[in],
          frame.values[out],
          frame.gradients[out],
          frame.gradients[in],
          0,
          n * frame.width(out));
    }
  }
}
