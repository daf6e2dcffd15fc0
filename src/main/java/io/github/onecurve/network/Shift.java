package io.github.onecurve.network;

/**
 * Add of a parameter to every row: {@code y = x + c}.
 *
 * @param in tensor x
 * @param bias parameter c, of one value or as many as a row has
 * @param out tensor y
 */
record Shift(int in, int bias, int out) implements Operation {
  @Override
  public int[] biasParameters() {
    return new int[] {bias};
  }

  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] x = frame.values[in];
    float[] c = weights[bias].straight();
    float[] y = frame.values[out];
    int width = frame.width(out);
    for (int row = 0; row < n; row++) {
      for (int i = 0; i < width; i++) {
        y[row * width + i] = x[row * width + i] + c[c.length == 1 ? 0 : i];
      }
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    int width = frame.width(out);
    if (in != 0 || frame.wantsInput) {
      Loops.add(1, frame.gradients[out], 0, frame.gradients[in], 0, n * width);
    }
    if (frame.parameterGradients[bias] != null) {
      Loops.sumRows(frame.gradients[out], n, width, 1, frame.parameterGradients[bias]);
    }
  }
}
