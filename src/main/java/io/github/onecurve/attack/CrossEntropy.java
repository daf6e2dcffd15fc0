package io.github.onecurve.attack;

/**
 * The loss that attacks raise, {@code −log softmax(z)[y]} of one row's logits z and label y, by way
 * of the log odds against the label: {@code o = log Σ_{c≠y} exp z_c − z_y}. The loss is {@code
 * log(1 + exp o)}, so it rises with the log odds and its gradient points where theirs does; but
 * where a model is sure, the loss and its gradient are lost to rounding and the log odds are not.
 */
final class CrossEntropy {
  private CrossEntropy() {}

  /** The log odds against the label; NaN or infinite where a logit is. */
  static double logOdds(float[] logits, int label) {
    double largest = largestOther(logits, label);
    return largest + Math.log(sumOfOthers(logits, label, largest)) - logits[label];
  }

  /** The gradient of the log odds at the logits; zeros where a logit is not finite. */
  static float[] gradient(float[] logits, int label) {
    float[] gradient = new float[logits.length];
    for (float z : logits) {
      if (!Float.isFinite(z)) {
        return gradient;
      }
    }
    double largest = largestOther(logits, label);
    double sum = sumOfOthers(logits, label, largest);
    for (int c = 0; c < logits.length; c++) {
      gradient[c] = c == label ? -1 : (float) (Math.exp(logits[c] - largest) / sum);
    }
    return gradient;
  }

  /** Whether the label is decided: it is the first of the largest logits, and none is NaN. */
  static boolean decides(float[] logits, int label) {
    for (int c = 0; c < logits.length; c++) {
      boolean beaten = c < label ? logits[c] >= logits[label] : logits[c] > logits[label];
      if (beaten || Float.isNaN(logits[c])) {
        return false;
      }
    }
    return true;
  }

  private static double largestOther(float[] logits, int label) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < logits.length; c++) {
      largest = c == label ? largest : Math.max(largest, logits[c]);
    }
    return largest;
  }

  private static double sumOfOthers(float[] logits, int label, double largest) {
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      sum += c == label ? 0 : Math.exp(logits[c] - largest);
    }
    return sum;
  }
}
