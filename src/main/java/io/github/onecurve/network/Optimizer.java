package io.github.onecurve.network;

/** How a training turns gradients into steps; immutable and free of what one training remembers. */
public abstract sealed class Optimizer permits Adam, Sgd {
  /** Adam (Kingma and Ba 2015) with decays of 0.9 and 0.999 and ε = 1e-8. */
  public static Optimizer adam() {
    return adam(0.9, 0.999, 1e-8);
  }

  /**
   * Adam with numbers of its own; weight decay is decoupled (Loshchilov and Hutter 2019): each step
   * takes away rate·decay·w.
   *
   * @param meanDecay what is kept of the mean of gradients each step, in [0, 1)
   * @param squareDecay what is kept of the mean of their squares each step, in [0, 1)
   * @param epsilon what is added to the root, positive
   */
  public static Optimizer adam(double meanDecay, double squareDecay, double epsilon) {
    requireShare("decay of the mean", meanDecay);
    requireShare("decay of the square", squareDecay);
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("epsilon must be positive, found " + epsilon);
    }
    return new Adam(meanDecay, squareDecay, epsilon);
  }

  /**
   * Stochastic gradient descent with heavy-ball momentum, by PyTorch's formula: {@code v = μ·v +
   * g}, {@code w -= rate·v}, v at first the gradient. Weight decay is the classic L2 penalty,
   * {@code g + decay·w} in place of g.
   *
   * @param momentum μ, in [0, 1); 0 for plain descent
   */
  public static Optimizer sgd(double momentum) {
    requireShare("momentum", momentum);
    return new Sgd(momentum, false);
  }

  /**
   * As {@link #sgd} with Nesterov's momentum (Sutskever et al. 2013, PyTorch's formula): {@code w
   * -= rate·(g + μ·v)}.
   *
   * @param momentum μ, in (0, 1)
   */
  public static Optimizer nesterov(double momentum) {
    requireShare("momentum", momentum);
    if (momentum == 0) {
      throw new IllegalArgumentException(
          "Nesterov's momentum must be above 0, found 0: use sgd(0) for plain descent");
    }
    return new Sgd(momentum, true);
  }

  /** What is remembered of one parameter from step to step, all 0 at first. */
  abstract float[][] memory(int size);

  /**
   * Moves one parameter.
   *
   * @param w the parameter
   * @param g its gradient, which may be overwritten
   * @param memory as {@link #memory} made it
   * @param step the number of this step, from 1
   */
  abstract void step(
      float[] w, float[] g, float[][] memory, double rate, double weightDecay, int step);

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1), found " + share);
    }
  }
}
