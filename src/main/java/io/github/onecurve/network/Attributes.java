package io.github.onecurve.network;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The numbers and words that tune a node's operation, by their ONNX names; immutable, equal by
 * value.
 */
public final class Attributes {
  private static final Attributes NONE = new Attributes(Map.of(), Map.of());

  private final Map<String, List<Double>> numbers;
  private final Map<String, String> words;

  private Attributes(Map<String, List<Double>> numbers, Map<String, String> words) {
    this.numbers = numbers;
    this.words = words;
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
    return new Attributes(more, words);
  }

  /** These attributes with one more list of whole numbers, or with another value for one. */
  public Attributes with(String name, int... values) {
    return with(name, Arrays.stream(values).asDoubleStream().toArray());
  }

  /** These attributes with one more word, or with another value for one. */
  public Attributes with(String name, String word) {
    Map<String, String> more = new TreeMap<>(words);
    more.put(name, word);
    return new Attributes(numbers, more);
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

  /**
   * The whole numbers of an attribute; empty where it is not given.
   *
   * @throws IllegalArgumentException if one is not whole
   */
  public Optional<int[]> whole(String name) {
    List<Double> values = numbers.get(name);
    if (values == null) {
      return Optional.empty();
    }
    int[] whole = values.stream().mapToInt(Double::intValue).toArray();
    for (int i = 0; i < whole.length; i++) {
      if (whole[i] != values.get(i)) {
        throw new IllegalArgumentException(
            "attribute \"" + name + "\" must be whole numbers, found " + values);
      }
    }
    return Optional.of(whole);
  }

  /** The word of an attribute, or its default where it is not given. */
  public String word(String name, String otherwise) {
    return words.getOrDefault(name, otherwise);
  }

  /** Every number and list of numbers given, in the order of the names. */
  public Map<String, List<Double>> numbers() {
    return new TreeMap<>(numbers);
  }

  /** Every word given, in the order of the names. */
  public Map<String, String> words() {
    return new TreeMap<>(words);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attributes that
        && numbers.equals(that.numbers)
        && words.equals(that.words);
  }

  @Override
  public int hashCode() {
    return 31 * numbers.hashCode() + words.hashCode();
  }

  @Override
  public String toString() {
    Map<String, String> all = new TreeMap<>(words);
    numbers.forEach((name, values) -> all.put(name, values.toString()));
    return all.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
