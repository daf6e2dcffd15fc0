package io.github.onecurve.network;

import io.github.onecurve.data.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A graph made ready to run; shared by all networks that differ in their parameters' values only.
 */
final class Plan {
  private static final int KEPT_FRAMES = 16;
  private static final int KEPT_ROWS = 1024;

  private final Map<String, Integer> tensors = new LinkedHashMap<>();
  private final List<int[]> rowShapes = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private final List<String> parameters;
  private final int[] widths;
  private final ConcurrentLinkedDeque<Frame> idle = new ConcurrentLinkedDeque<>();

  /** Tensor 0 is the input; node i makes tensor i + 1. */
  Plan(String input, int[] rowShape, List<Node> nodes, Map<String, Tensor> values) {
    parameters = List.copyOf(values.keySet());
    tensors.put(input, 0);
    rowShapes.add(rowShape.clone());
    for (Node node : nodes) {
      Resolver resolver = new Resolver(this, node, values);
      Operation operation = resolver.resolve();
      tensors.put(node.output(), tensors.size());
      rowShapes.add(resolver.rowShape());
      operations.add(operation);
    }
    widths = rowShapes.stream().mapToInt(Plan::width).toArray();
  }

  static int width(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** The number of a tensor of the batch, or −1. */
  int tensor(String name) {
    return tensors.getOrDefault(name, -1);
  }

  /** The number of a parameter, or −1. */
  int parameter(String name) {
    return parameters.indexOf(name);
  }

  List<String> tensors() {
    return List.copyOf(tensors.keySet());
  }

  List<String> parameters() {
    return parameters;
  }

  List<Operation> operations() {
    return operations;
  }

  int[] rowShape(int tensor) {
    return rowShapes.get(tensor);
  }

  int width(int tensor) {
    return width(rowShapes.get(tensor));
  }

  int output() {
    return operations.size();
  }

  /** Buffers for at least so many rows; to be given back. */
  Frame borrow(int rows) {
    Frame frame = idle.pollFirst();
    if (frame != null && frame.rows() >= rows) {
      return frame;
    }
    if (frame != null) {
      frame.free();
    }
    return new Frame(widths, parameters.size(), rows);
  }

  void giveBack(Frame frame) {
    if (idle.size() < KEPT_FRAMES && frame.rows() <= KEPT_ROWS) {
      Arrays.fill(frame.parameterGradients, null);
      frame.wantsInput = false;
      idle.addFirst(frame);
    } else {
      frame.free();
    }
  }

  void trim() {
    for (Frame frame = idle.pollFirst(); frame != null; frame = idle.pollFirst()) {
      frame.free();
    }
  }

  /** Runs every node after the one that makes tensor {@code from}. */
  void forward(Frame frame, Weight[] weights, int n, int from) {
    for (int node = from; node < operations.size(); node++) {
      operations.get(node).forward(frame, weights, n);
    }
  }

  /**
   * From the gradient at the output, which must be in place, to those of tensor {@code to} and all
   * between.
   */
  void backward(Frame frame, Weight[] weights, int n, int to) {
    clear(frame, n, to);
    for (int node = operations.size() - 1; node >= to; node--) {
      operations.get(node).backward(frame, weights, n);
    }
  }

  /** Sets the gradients of all tensors from {@code from} to the last but one to 0. */
  void clear(Frame frame, int n, int from) {
    for (int tensor = from; tensor < operations.size(); tensor++) {
      Arrays.fill(frame.gradients[tensor], 0, n * widths[tensor], 0);
    }
  }
}
