package io.github.onecurve.network;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The numbers that tune a node's operation, by their ONNX names; immutable, equal by value. */
public final class Attributes {
  private static final Attributes NONE = new Attributes(Map.of());

  private final Map<String, List<Double>> numbers;

  private Attributes(Map<String, List<Double>> numbers) {
    this.numbers = numbers;
  }

  /** No attribute: every one has its default. */
  public static Attributes none() {
    return NONE;
  }

  /**
   * These attributes with one more, or with another value for one.
   *
   * @throws IllegalArgumentException if a value is not finite
   */
  public Attributes with(String name, double... values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "attribute \"" + name + "\" must be finite, found " + value);
      }
    }
    Map<String, List<Double>> more = new TreeMap<>(numbers);
    more.put(name, Arrays.stream(values).boxed().toList());
    return new Attributes(more);
  }

  /** The one number of an attribute, or its default where it is not given. */
  public double number(String name, double otherwise) {
    List<Double> values = numbers.get(name);
    if (values == null) {
      return otherwise;
    }
    if (values.size() != 1) {
      throw new IllegalArgumentException(
          "attribute \"" + name + "\" must be one number, found " + values);
    }
    return values.get(0);
  }

  /** Every attribute given, in the order of the names. */
  public Map<String, List<Double>> all() {
    return Map.copyOf(numbers);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attributes that && numbers.equals(that.numbers);
  }

  @Override
  public int hashCode() {
    return numbers.hashCode();
  }

  @Override
  public String toString() {
    return new TreeMap<>(numbers)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(", "));
  }
}
