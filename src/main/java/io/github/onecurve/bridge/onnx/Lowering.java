package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Attributes;
import io.github.onecurve.network.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The state of a graph's way into the network's vocabulary: what each name stands for so far, and
 * the nodes made so far.
 *
 * <p>Every value is followed as it is for a batch of one row; where the batch stands in it is kept
 * beside (see {@link Flow}). What happens to axes that do not hold the batch happens to each row
 * alone. Where the file fixes the batch at one, nothing in it can mix rows, and the network is that
 * model applied to each row.
 */
final class Lowering {
  static final String BLACK_BOX =
      "serve this model as a black box (OnnxRuntimeModel in bridge.onnxruntime, or implement Model)"
          + " instead";

  /** The most numbers that all tensors of one row may have together. */
  private static final long MOST_PER_ROW = 1L << 28;

  /** The most numbers that constants may be computed to, above what the file holds. */
  private static final long MOST_FOLDED = 1L << 22;

  private final int opset;
  private final int fixed;
  private final Function<String, Literal> stored;
  private final Map<String, Value> values = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, Integer> ranks = new HashMap<>();
  private final Set<String> read;
  private final Slots slots = new Slots();
  private long perRow;
  private long folded;
  private final long mostFolded;

  /**
   * @param fixed the size of the batch that the file fixes, or 0
   * @param stored reads an initializer; null where there is none of that name
   * @param graphNames every name in the graph
   * @param held about how many numbers the file holds
   * @param read the names that are read, the output among them
   */
  Lowering(
      int opset,
      int fixed,
      Function<String, Literal> stored,
      Set<String> graphNames,
      long held,
      Set<String> read) {
    this.read = Set.copyOf(read);
    this.opset = opset;
    this.fixed = fixed;
    this.stored = stored;
    this.names.addAll(graphNames);
    this.mostFolded = MOST_FOLDED + 4 * held;
  }

  int opset() {
    return opset;
  }

  /** Whether the file fixes the batch at one row, so that nothing in it can mix rows. */
  boolean single() {
    return fixed == 1;
  }

  /** The size of the batch that the file fixes, or 0. */
  int fixed() {
    return fixed;
  }

  List<Node> nodes() {
    return nodes;
  }

  Slots slots() {
    return slots;
  }

  /** Whether a name is read by a node that serves the output. */
  boolean isRead(String name) {
    return read.contains(name);
  }

  void put(String name, Value value) {
    if (name.isEmpty() || values.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException(
          "tensors must have different names that are not empty, found \"" + name + "\" twice");
    }
  }

  boolean knows(String name) {
    return values.containsKey(name);
  }

  Value value(String name, Call reader) {
    Value value = values.get(name);
    if (value == null) {
      value = stored.apply(name);
      if (value == null) {
        throw reader.fault(
            "reads \""
                + name
                + "\", which is no input or initializer and made by no node before it");
      }
      values.put(name, value);
    }
    return value;
  }

  /** Adds a node; gives the name of what it makes, which is as wanted where that is free. */
  String add(String op, List<String> inputs, Attributes attributes, String wanted) {
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "/" + i;
    }
    nodes.add(new Node("", op, inputs, name, attributes));
    return name;
  }

  /** Says what a name of the graph stands for. */
  void give(String node, String name, Value value, int start) {
    Value given = value;
    if (value instanceof Flow flow) {
      for (int i = nodes.size() - 1; i >= start; i--) {
        if (nodes.get(i).output().equals(flow.tensor()) && !values.containsKey(name)) {
          rename(i, node, name);
          given = flow.named(name);
        }
      }
    } else if (value instanceof Literal literal) {
      given = literal.named(name);
    }
    put(name, given);
  }

  /** Gives the node that makes a tensor another name for it; answers with that name. */
  String renameMaker(String tensor, String other) {
    String name = other;
    for (int i = 2; !names.add(name); i++) {
      name = other + "/" + i;
    }
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).output().equals(tensor)) {
        rename(i, nodes.get(i).name(), name);
      }
    }
    return name;
  }

  private void rename(int at, String node, String name) {
    Node made = nodes.get(at);
    nodes.set(at, new Node(node, made.op(), made.inputs(), name, made.attributes()));
    ranks.put(name, rank(made.output()));
    for (int i = at + 1; i < nodes.size(); i++) {
      Node reader = nodes.get(i);
      List<String> inputs =
          reader.inputs().stream().map(in -> in.equals(made.output()) ? name : in).toList();
      nodes.set(
          i, new Node(reader.name(), reader.op(), inputs, reader.output(), reader.attributes()));
    }
  }

  /** The number of axes of a tensor of the network, the batch's among them; 0 if not known. */
  int rank(String tensor) {
    return ranks.getOrDefault(tensor, 0);
  }

  /** How the model sees the tensors that have a name in it. */
  Map<String, Flow> views() {
    Map<String, Flow> views = new HashMap<>();
    values.forEach(
        (name, value) -> {
          if (value instanceof Flow flow && flow.tensor().equals(name)) {
            views.put(name, flow);
          }
        });
    return views;
  }

  /** Says that a tensor is there before any node: the input. */
  void begin(Flow input) {
    ranks.put(input.tensor(), input.row().length + 1);
    put(input.tensor(), input);
  }

  /** Counts the numbers of a row. */
  void spend(Flow made, Call call) {
    ranks.put(made.tensor(), made.row().length + 1);
    perRow += Shape.size(made.dims());
    if (perRow > MOST_PER_ROW) {
      throw call.fault(
          "expected at most " + MOST_PER_ROW + " numbers a row in all tensors, found more");
    }
  }

  /** Counts numbers that are about to be computed ahead. */
  void spend(long numbers, Call call) {
    folded += numbers;
    if (folded > mostFolded || numbers < 0) {
      throw call.fault(
          "expected constants that are computed to have at most "
              + mostFolded
              + " numbers together, found more: a file of this size should not need them");
    }
  }

  /** The network's name of a value; a constant is taken for what it is where it is read. */
  String name(Value value, boolean weight) {
    return value instanceof Flow flow ? flow.tensor() : slots.use((Literal) value, weight);
  }

  /** Sees a tensor in another way, of the same numbers in the same order. */
  Flow physical(Call call, Flow flow, int[] dims, int batch, int before) {
    int[] row = Flow.row(dims, batch);
    if (Arrays.equals(row, flow.row())) {
      return flow.seen(dims, batch, before);
    }
    return call.emit(
        "Reshape",
        List.of(flow.tensor()),
        Attributes.none().with("shape", Shape.with(row, 0, -1)),
        flow.kind(),
        dims,
        batch,
        before);
  }

  /** The batch outside all axes, so that every axis is the row's own. */
  Flow outside(Call call, Flow flow) {
    return flow.batch() == Flow.OUTSIDE ? flow : physical(call, flow, flow.dims(), Flow.OUTSIDE, 1);
  }

  /**
   * A tensor of which an axis is to be worked on.
   *
   * @param how what the node does, for the refusal where the axis holds the batch
   */
  Flow clear(Call call, Flow flow, int axis, String how) {
    if (axis != flow.batch()) {
      return flow;
    }
    if (!single()) {
      throw call.mixes(how, flow);
    }
    return outside(call, flow);
  }

  /** A tensor with the batch alone as its first axis, as images must have it. */
  Flow batchFirst(Call call, Flow flow) {
    if (flow.batchFirst()) {
      return flow;
    }
    if (single() && flow.rank() > 0 && flow.dims()[0] == 1) {
      return physical(call, flow, flow.dims(), 0, 1);
    }
    throw call.fault("expected the batch as axis 0 of its input, found " + flow + "; " + BLACK_BOX);
  }
}
