package io.github.onecurve.data;

import java.util.Arrays;

/** An immutable weight for each row, finite and not negative; 1 is an ordinary row. */
public final class RowWeights {
  private final double[] weights;

  private RowWeights(double[] weights) {
    this.weights = weights;
  }

  /** Weight 1 for each of {@code size} rows. */
  public static RowWeights uniform(int size) {
    return constant(size, 1);
  }

  /** The same weight for each of {@code size} rows. */
  public static RowWeights constant(int size, double weight) {
    double[] weights = new double[size];
    Arrays.fill(weights, weight);
    return of(weights);
  }

  /**
   * One weight a row.
   *
   * @throws IllegalArgumentException if a weight is negative, infinite or NaN
   */
  public static RowWeights of(double... weights) {
    for (int row = 0; row < weights.length; row++) {
      if (!(weights[row] >= 0 && weights[row] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "row weights must be finite and not negative, found " + weights[row] + " at " + row);
      }
    }
    return new RowWeights(weights.clone());
  }

  /** The number of rows. */
  public int size() {
    return weights.length;
  }

  /** The weight of a row. */
  public double get(int row) {
    return weights[row];
  }

  /** A copy of the weights, {@code [n]}. */
  public double[] toArray() {
    return weights.clone();
  }

  /** Whether every row weighs the same. */
  public boolean isUniform() {
    return Arrays.stream(weights).allMatch(w -> w == weights[0]);
  }

  /** Row by row, the product with other weights. */
  public RowWeights times(RowWeights other) {
    requireSize(other.size());
    double[] product = weights.clone();
    for (int row = 0; row < product.length; row++) {
      product[row] *= other.weights[row];
    }
    return of(product);
  }

  /** These weights followed by others. */
  public RowWeights concat(RowWeights other) {
    double[] both = Arrays.copyOf(weights, weights.length + other.weights.length);
    System.arraycopy(other.weights, 0, both, weights.length, other.weights.length);
    return new RowWeights(both);
  }

  /** The weights of some rows, in rising order of the rows. */
  public RowWeights select(RowSet rows) {
    requireSize(rows.universe());
    return new RowWeights(Arrays.stream(rows.indices()).mapToDouble(row -> weights[row]).toArray());
  }

  /**
   * Says that these weights belong to {@code rows} rows.
   *
   * @throws IllegalArgumentException if they do not
   */
  public RowWeights requireSize(int rows) {
    if (weights.length != rows) {
      throw new IllegalArgumentException(
          "expected one weight for each of " + rows + " rows, found " + weights.length);
    }
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowWeights that && Arrays.equals(weights, that.weights);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(weights);
  }

  @Override
  public String toString() {
    return "weights of " + weights.length + " rows" + (isUniform() ? ", all equal" : "");
  }
}
