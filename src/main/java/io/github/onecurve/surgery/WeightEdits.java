package io.github.onecurve.surgery;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Network;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Edits of one parameter: each returns a new network that shares every other parameter with the one
 * that it was made from.
 */
public final class WeightEdits {
  private WeightEdits() {}

  /**
   * One number set.
   *
   * @param index row-major within the parameter
   * @throws IllegalArgumentException if there is no such parameter or number, or the value is not
   *     finite
   */
  public static Network set(Network network, String parameter, int index, float value) {
    float[] values = network.parameter(parameter).values();
    if (index < 0 || index >= values.length) {
      throw new IllegalArgumentException(
          String.format(
              "expected a number of \"%s\" in [0, %d), found %d", parameter, values.length, index));
    }
    values[index] = value;
    return with(network, parameter, values);
  }

  /**
   * Every number multiplied by a factor.
   *
   * @throws IllegalArgumentException if there is no such parameter or a product is not finite
   */
  public static Network scale(Network network, String parameter, double factor) {
    float[] values = network.parameter(parameter).values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * factor);
    }
    return with(network, parameter, values);
  }

  /**
   * A matrix with u·vᵀ added, as by ROME (Meng et al. 2022).
   *
   * @param u one number for each row of the matrix
   * @param v one number for each column
   * @throws IllegalArgumentException if there is no such parameter, it is no matrix, sizes differ
   *     or a sum is not finite
   */
  public static Network addRankOne(Network network, String parameter, float[] u, float[] v) {
    Tensor matrix = network.parameter(parameter);
    if (matrix.rank() != 2 || matrix.axis(0) != u.length || matrix.axis(1) != v.length) {
      throw new IllegalArgumentException(
          String.format(
              "expected a matrix of %d × %d, as u and v have numbers, found \"%s\" of shape %s",
              u.length, v.length, parameter, Arrays.toString(matrix.shape())));
    }
    float[] values = matrix.values();
    for (int i = 0; i < values.length; i++) {
      values[i] += u[i / v.length] * v[i % v.length];
    }
    return with(network, parameter, values);
  }

  /**
   * The numbers that a mask does not keep set to 0.
   *
   * @param keep whether a number is kept, by its row-major index
   * @throws IllegalArgumentException if there is no such parameter
   */
  public static Network mask(Network network, String parameter, IntPredicate keep) {
    float[] values = network.parameter(parameter).values();
    for (int i = 0; i < values.length; i++) {
      values[i] = keep.test(i) ? values[i] : 0;
    }
    return with(network, parameter, values);
  }

  private static Network with(Network network, String parameter, float[] values) {
    return network.with(parameter, Tensor.of(values, network.parameter(parameter).shape()));
  }
}
