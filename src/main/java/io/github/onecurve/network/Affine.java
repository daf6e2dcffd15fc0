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
  private static final int WIDE = 512;

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
    float[] c = start(frame, weights);
    if (isWide()) {
      Panel w = weights[weight].panel();
      frame.tile().product(frame.values[in], n, inputs, w, !transposed, outputs, alpha, c, y);
    } else {
      for (int line = 0; line < n; line++) {
        System.arraycopy(c, 0, y, line * outputs, outputs);
      }
      float[] w = transposed ? weights[weight].turned() : weights[weight].straight();
      small(frame, frame.values[in], n, inputs, w, outputs, y);
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int rows) {
    int n = rows * lines;
    float[] dy = frame.gradients[out];
    if (in != 0 || frame.wantsInput) {
      pullBack(frame, weights[weight], n);
    }
    if (frame.parameterGradients[weight] != null) {
      learn(frame, n);
    }
    if (bias >= 0 && frame.parameterGradients[bias] != null) {
      Loops.sumRows(dy, n, outputs, beta, frame.parameterGradients[bias]);
    }
  }

  /** The matrix's gradient, in the form that is wanted: all rows' outer products, summed. */
  private void learn(Frame frame, int n) {
    boolean byInputs = frame.turned[weight] == transposed; // [inputs, outputs]
    float[] left = byInputs ? frame.values[in] : frame.gradients[out];
    float[] right = byInputs ? frame.gradients[out] : frame.values[in];
    int k = byInputs ? inputs : outputs;
    int m = byInputs ? outputs : inputs;
    float[] dw = frame.parameterGradients[weight];
    if (!isWide()) {
      if (n < TurnedLoops.LEAST_ROWS) {
        Loops.outer(left, n, k, right, m, alpha, dw);
      } else {
        TurnedLoops.outer(frame, left, n, k, right, m, alpha, dw);
      }
      return;
    }
    NativeBuffer a = frame.natives(0, n * k);
    NativeBuffer b = frame.natives(1, n * m);
    NativeBuffer slopes = frame.natives(2, k * m);
    a.put(left, 0, n * k, 0);
    b.put(right, 0, n * m, 0);
    NativeBuffer.product(a.at(0), true, b.at(0), false, slopes.at(0), k, n, m, 0);
    float[] sum = frame.scratch(1, k * m);
    slopes.get(0, k * m, sum, 0);
    Loops.add(alpha, sum, dw, k * m);
  }

  private void pullBack(Frame frame, Weight matrix, int n) {
    float[] dy = frame.gradients[out];
    float[] dx = frame.gradients[in];
    if (isWide()) {
      frame.tile().add(dy, n, outputs, matrix.panel(), transposed, inputs, alpha, dx);
    } else {
      float[] w = transposed ? matrix.straight() : matrix.turned();
      small(frame, dy, n, outputs, w, inputs, dx);
    }
  }

  private void small(Frame frame, float[] x, int n, int k, float[] w, int m, float[] y) {
    if (n < TurnedLoops.LEAST_ROWS) {
      Loops.product(x, n, k, w, m, alpha, y);
    } else {
      TurnedLoops.product(frame, x, n, k, w, m, alpha, y);
    }
  }

  /**
   * Plain loops are faster where the matrix is small, skip zeros, and give the same bits on every
   * processor.
   */
  boolean isWide() {
    return outputs > 3 && inputs > 3 && inputs * outputs >= WIDE;
  }

  /** What a line of y begins with: β·c, never −0, so that adding 0 to it changes no bit. */
  private float[] start(Frame frame, Weight[] weights) {
    float[] line = frame.scratch(0, outputs);
    if (bias < 0) {
      Arrays.fill(line, 0, outputs, 0);
      return line;
    }
    float[] c = weights[bias].straight();
    for (int o = 0; o < outputs; o++) {
      line[o] = beta * c[biases == 1 ? 0 : o] + 0f;
    }
    return line;
  }
}
