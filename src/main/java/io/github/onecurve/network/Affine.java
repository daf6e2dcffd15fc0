package io.github.onecurve.network;

import java.util.Arrays;

/**
 * Gemm and MatMul of a batch with a parameter, line by line: {@code y = α·x·W + β·c}.
 *
 * @param in tensor x, {@code [n, lines, inputs]}
 * @param out tensor y, {@code [n, lines, outputs]}
 * @param weight parameter W
 * @param bias parameter c of one or {@code outputs} values, or −1
 * @param transposed whether W is {@code [outputs, inputs]} rather than {@code [inputs, outputs]}
 * @param lines how many lines a row of x and y has
 * @param inputs the numbers of a line of x
 * @param outputs the numbers of a line of y
 * @param biases how many values c has, 0 where there is none
 * @param alpha α, what the product is multiplied by
 * @param beta β, what the bias is multiplied by
 */
record Affine(
    int in,
    int out,
    int weight,
    int bias,
    boolean transposed,
    int lines,
    int inputs,
    int outputs,
    int biases,
    float alpha,
    float beta)
    implements Operation {
  private static final int WIDE = 8192;

  @Override
  public int matrix() {
    return weight;
  }

  @Override
  public long uses() {
    return lines;
  }

  @Override
  public int[] biasParameters() {
    return bias < 0 ? new int[0] : new int[] {bias};
  }

  @Override
  public void forward(Frame frame, Weight[] weights, int rows) {
    int n = rows * lines;
    float[] y = frame.values[out];
    start(weights, n, y);
    if (byTiles(weights[weight])) {
      Panel w = weights[weight].panel(!transposed);
      frame.tile().product(frame.values[in], n, inputs, w, outputs, alpha, y);
    } else {
      float[] w = transposed ? weights[weight].turned() : weights[weight].straight();
      Loops.product(frame.values[in], n, inputs, w, outputs, alpha, y);
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int rows) {
    int n = rows * lines;
    float[] dy = frame.gradients[out];
    if (in != 0 || frame.wantsInput) {
      pullBack(frame, weights[weight], n);
    }
    float[] dw = frame.parameterGradients[weight];
    if (dw != null) {
      if (frame.turned[weight] == transposed) {
        Loops.outer(frame.values[in], n, inputs, dy, outputs, alpha, dw);
      } else {
        Loops.outer(dy, n, outputs, frame.values[in], inputs, alpha, dw);
      }
    }
    if (bias >= 0 && frame.parameterGradients[bias] != null) {
      Loops.sumRows(dy, n, outputs, beta, frame.parameterGradients[bias]);
    }
  }

  private void pullBack(Frame frame, Weight matrix, int n) {
    float[] dy = frame.gradients[out];
    float[] dx = frame.gradients[in];
    if (byTiles(matrix)) {
      frame.tile().product(dy, n, outputs, matrix.panel(transposed), inputs, alpha, dx);
    } else {
      float[] w = transposed ? matrix.straight() : matrix.turned();
      Loops.product(dy, n, outputs, w, inputs, alpha, dx);
    }
  }

  /** Plain loops are faster where the matrix is small, and they skip zeros. */
  private boolean byTiles(Weight matrix) {
    return matrix.stays() && (long) inputs * outputs >= WIDE;
  }

  private void start(Weight[] weights, int n, float[] y) {
    if (bias < 0) {
      Arrays.fill(y, 0, n * outputs, 0);
      return;
    }
    float[] c = weights[bias].straight();
    for (int o = 0; o < outputs; o++) {
      y[o] = beta * c[biases == 1 ? 0 : o];
    }
    for (int row = 1; row < n; row++) {
      System.arraycopy(y, 0, y, row * outputs, outputs);
    }
  }
}
