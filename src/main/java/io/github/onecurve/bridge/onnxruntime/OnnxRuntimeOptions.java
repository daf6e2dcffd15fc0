package io.github.onecurve.bridge.onnxruntime;

import java.util.Objects;
import java.util.Optional;

/**
 * How ONNX Runtime is to serve a file; immutable, each method returns new options.
 *
 * @param output the name of the output that holds the logits; empty to look for it
 * @param isProbabilities whether the output holds probabilities, of which logits are to be made
 * @param isNanMissing whether the model takes NaN for a missing value
 * @param threads the number of threads of one call, at least 1
 */
public record OnnxRuntimeOptions(
    Optional<String> output, boolean isProbabilities, boolean isNanMissing, int threads) {
  /** Checks the number of threads. */
  public OnnxRuntimeOptions {
    Objects.requireNonNull(output, "expected the name of an output or none, found null");
    if (threads < 1) {
      throw new IllegalArgumentException("expected at least 1 thread, found " + threads);
    }
  }

  /** Logits, looked for; no missing values; one thread a call, for callers have threads too. */
  public static OnnxRuntimeOptions standard() {
    return new OnnxRuntimeOptions(Optional.empty(), false, false, 1);
  }

  /** These options with the output of that name, taken for what it is. */
  public OnnxRuntimeOptions output(String name) {
    return new OnnxRuntimeOptions(Optional.of(name), isProbabilities, isNanMissing, threads);
  }

  /**
   * These options for an output of probabilities: their logarithms serve as logits, as {@link
   * io.github.onecurve.model.Model#ofProbabilities} says.
   */
  public OnnxRuntimeOptions probabilities() {
    return new OnnxRuntimeOptions(output, true, isNanMissing, threads);
  }

  /** These options for a model that takes NaN for a missing value, as tree ensembles do. */
  public OnnxRuntimeOptions nanIsMissing() {
    return new OnnxRuntimeOptions(output, isProbabilities, true, threads);
  }

  /** These options with that many threads for each call. */
  public OnnxRuntimeOptions threads(int count) {
    return new OnnxRuntimeOptions(output, isProbabilities, isNanMissing, count);
  }
}
