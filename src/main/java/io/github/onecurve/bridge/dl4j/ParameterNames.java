package io.github.onecurve.bridge.dl4j;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.model.RowMajor;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Which parameter of a network is which of a net: the same name, but for logarithms. */
final class ParameterNames {
  private static final String VARIANCE = "_" + BatchNormalizationParamInitializer.GLOBAL_VAR;
  private static final String LOGARITHM = "_" + BatchNormalizationParamInitializer.GLOBAL_LOG_STD;

  private ParameterNames() {}

  /** A parameter of the net as one of the network; vectors have one axis. */
  static Tensor tensor(String name, Map<String, INDArray> parameters) {
    INDArray array = parameters.get(name);
    if (array == null && name.endsWith(VARIANCE)) {
      return variance(parameters.get(logarithm(name)));
    }
    long[] shape = array.shape();
    boolean vector = shape.length == 2 && shape[0] == 1 && !name.endsWith("_W");
    return Tensor.of(RowMajor.of(array), ints(vector ? new long[] {shape[1]} : shape));
  }

  /** Writes a parameter of the network into the net's own memory. */
  static void set(String name, Tensor value, Map<String, INDArray> views) {
    INDArray view = views.get(name);
    if (view == null) {
      INDArray logarithms = views.get(logarithm(name));
      if (!variance(logarithms).equals(value)) {
        write(name, logarithms(value), logarithms);
      }
      return;
    }
    if (!tensor(name, views).equals(value)) {
      write(name, value, view);
    }
  }

  /** Refuses a network that has parameters which the net has not, or the other way round. */
  static void requireAll(Set<String> network, Set<String> net) {
    Set<String> expected = new TreeSet<>();
    net.forEach(
        name ->
            expected.add(
                name.endsWith(LOGARITHM)
                    ? name.substring(0, name.length() - LOGARITHM.length()) + VARIANCE
                    : name));
    if (!expected.equals(network)) {
      throw new IllegalArgumentException(
          "expected a network with the parameters "
              + expected
              + " of the net, found "
              + new TreeSet<>(network)
              + ": give the net that the network was made from");
    }
  }

  private static void write(String name, Tensor value, INDArray view) {
    int[] shape = ints(view.shape());
    boolean fits =
        Arrays.equals(shape, value.shape())
            || (value.rank() == 1
                && shape.length == 2
                && shape[0] == 1
                && shape[1] == value.size());
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              "expected \"%s\" of shape %s as in the net, found %s: a net keeps its layers' sizes,"
                  + " so write a network that lost units with Onnx.write",
              name, Arrays.toString(shape), Arrays.toString(value.shape())));
    }
    try (INDArray values = Nd4j.create(value.values(), view.shape(), 'c')) {
      view.assign(values);
    }
  }

  private static String logarithm(String name) {
    return name.endsWith(VARIANCE)
        ? name.substring(0, name.length() - VARIANCE.length()) + LOGARITHM
        : name;
  }

  /** DL4J keeps the logarithm to base 10 of the standard deviation. */
  private static Tensor variance(INDArray logarithms) {
    float[] values = RowMajor.of(logarithms);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.pow(10, 2.0 * values[i]);
    }
    return Tensor.of(values, values.length);
  }

  private static Tensor logarithms(Tensor variance) {
    float[] values = variance.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Math.log10(values[i]) / 2);
    }
    return Tensor.of(values, values.length);
  }

  private static int[] ints(long[] shape) {
    return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
  }
}
