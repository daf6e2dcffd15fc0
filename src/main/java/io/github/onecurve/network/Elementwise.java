package io.github.onecurve.network;

/**
 * A function of each number alone: {@code y = f(x)}.
 *
 * @param in tensor x
 * @param out tensor y
 */
record Elementwise(int in, int out, Activation function) implements Operation {
  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    function.apply(frame.values[in], frame.values[out], n * frame.width(out));
  }

  @Override
  public int overwrites() {
    return in;
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    if (in != 0 || frame.wantsInput) {
      function.pullBack(
          frame.values[in],
          frame.values[out],
          frame.gradients[out],
          frame.gradients[in],
          n * frame.width(out));
    }
  }
}
