package io.github.onecurve.attack;

/**
 * The values that any input may take under attack, such as [0, 1] for pixels.
 *
 * @param low the least, finite
 * @param high the greatest, finite, above {@code low}
 */
public record Box(float low, float high) {
  public Box {
    if (!Float.isFinite(low) || !Float.isFinite(high) || low >= high) {
      throw new IllegalArgumentException(
          String.format("a box must have finite low < high, found low %s and high %s", low, high));
    }
  }

  boolean contains(float value) {
    return low <= value && value <= high;
  }

  float nearest(float value) {
    return Math.min(high, Math.max(low, value));
  }

  @Override
  public String toString() {
    return "[" + low + ", " + high + "]";
  }
}
