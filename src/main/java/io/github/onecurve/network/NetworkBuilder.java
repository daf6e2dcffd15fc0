package io.github.onecurve.network;

import static java.util.stream.Collectors.toSet;

import io.github.onecurve.data.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds a network node by node; each node reads what the one before made, unless told. */
public final class NetworkBuilder {
  private final String input;
  private final int[] rowShape;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Set<String> constants = new HashSet<>();
  private String last;

  NetworkBuilder(String input, int[] rowShape) {
    if (rowShape.length == 0 || Arrays.stream(rowShape).anyMatch(axis -> axis < 1)) {
      throw new IllegalArgumentException(
          "expected the shape of an input row, all axes at least 1, found "
              + Arrays.toString(rowShape));
    }
    this.input = input;
    this.rowShape = rowShape.clone();
    this.last = input;
  }

  /** Gives a parameter. */
  public NetworkBuilder parameter(String name, Tensor value) {
    if (parameters.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException("parameter \"" + name + "\" is given twice");
    }
    return this;
  }

  /** Gives a parameter that is no one's to learn, edit or count, such as a mask or a scale. */
  public NetworkBuilder constant(String name, Tensor value) {
    parameter(name, value);
    constants.add(name);
    return this;
  }

  /**
   * A dense layer; its node makes the tensor {@code name}, its parameters are {@code name.weight}
   * and {@code name.bias}.
   *
   * @param weight {@code [out, in]}
   * @param bias {@code [out]}
   */
  public NetworkBuilder dense(String name, Tensor weight, Tensor bias) {
    parameter(name + ".weight", weight).parameter(name + ".bias", bias);
    Attributes transposed = Attributes.none().with("transB", 1);
    return node(
        new Node(name, "Gemm", List.of(last, name + ".weight", name + ".bias"), name, transposed));
  }

  /** A rectified linear unit for each number. */
  public NetworkBuilder relu(String output) {
    return then("Relu", output);
  }

  /** A node without attributes that reads what the last made. */
  public NetworkBuilder then(String op, String output) {
    return node(new Node(output, op, List.of(last), output, Attributes.none()));
  }

  /** Any node. */
  public NetworkBuilder node(Node node) {
    nodes.add(node);
    last = node.output();
    return this;
  }

  /** The network whose output is what the last node made. */
  public Network build() {
    return build(last);
  }

  /**
   * The network with a given output; nodes and parameters that do not serve it are left out.
   *
   * @throws IllegalArgumentException if the graph does not hold together, naming node and reason
   */
  public Network build(String output) {
    requireNames();
    List<Node> serving = serving(output);
    Map<String, Tensor> read = new LinkedHashMap<>(parameters);
    read.keySet()
        .retainAll(serving.stream().flatMap(node -> node.inputs().stream()).collect(toSet()));
    Plan plan = new Plan(input, rowShape, serving, read);
    if (plan.rowShape(plan.output()).length != 1) {
      throw new IllegalArgumentException(
          String.format(
              "expected the output \"%s\" to be [n, classes], found rows of shape %s",
              output, Arrays.toString(plan.rowShape(plan.output()))));
    }
    Map<String, FixedWeight> weights = new LinkedHashMap<>();
    read.forEach((name, value) -> weights.put(name, new FixedWeight(value)));
    Set<String> fixed = new HashSet<>(constants);
    fixed.retainAll(read.keySet());
    return new Network(input, serving, weights, Set.copyOf(fixed), plan, Optional.empty());
  }

  private void requireNames() {
    Set<String> seen = new HashSet<>(parameters.keySet());
    requireNew(seen, input);
    nodes.forEach(node -> requireNew(seen, node.output()));
  }

  private static void requireNew(Set<String> seen, String name) {
    if (name.isEmpty() || !seen.add(name)) {
      throw new IllegalArgumentException(
          "tensors must have different names that are not empty, found \"" + name + "\" twice");
    }
  }

  private List<Node> serving(String output) {
    Set<String> wanted = new HashSet<>(Set.of(output));
    ArrayDeque<Node> serving = new ArrayDeque<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (wanted.contains(node.output())) {
        serving.addFirst(node);
        wanted.addAll(node.inputs());
      }
    }
    if (serving.isEmpty()) {
      throw new IllegalArgumentException(
          "expected a node that makes the output \"" + output + "\", found none");
    }
    return List.copyOf(serving);
  }
}
