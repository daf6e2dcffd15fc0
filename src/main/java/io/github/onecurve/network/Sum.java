package io.github.onecurve.network;

/**
 * Add of two tensors of one shape: {@code y = a + b}.
 *
 * @param left tensor a
 * @param right tensor b
 * @param out tensor y
 */
record Sum(int left, int right, int out) implements Operation {
  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] a = frame.values[left];
    float[] b = frame.values[right];
    float[] y = frame.values[out];
    int length = n * frame.width(out);
    for (int i = 0; i < length; i++) {
      y[i] = a[i] + b[i];
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    int length = n * frame.width(out);
    for (int side : new int[] {left, right}) {
      if (side != 0 || frame.wantsInput) {
        Loops.add(1, frame.gradients[out], 0, frame.gradients[side], 0, length);
      }
    }
  }
}
