package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Attributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/** One node of the graph being lowered: its inputs, its attributes, and what becomes of it. */
final class Call {
  private final Lowering lowering;
  private final NodeProto proto;
  private final int start;

  Call(Lowering lowering, NodeProto proto) {
    this.lowering = lowering;
    this.proto = proto;
    this.start = lowering.nodes().size();
  }

  Lowering lowering() {
    return lowering;
  }

  String op() {
    return proto.getOpType();
  }

  int opset() {
    return lowering.opset();
  }

  int inputs() {
    return proto.getInputCount();
  }

  boolean has(int input) {
    return input < proto.getInputCount() && !proto.getInput(input).isEmpty();
  }

  Value in(int input) {
    if (!has(input)) {
      throw fault("expected an input " + input + ", found none");
    }
    return lowering.value(proto.getInput(input), this);
  }

  List<Value> all() {
    return java.util.stream.IntStream.range(0, inputs()).mapToObj(this::in).toList();
  }

  /** An input that differs from row to row. */
  Flow flow(int input) {
    if (in(input) instanceof Flow flow) {
      return flow;
    }
    throw fault(
        "expected \"" + proto.getInput(input) + "\" to depend on the input, found a constant");
  }

  /** An input that is the same for every row. */
  Literal literal(int input) {
    if (in(input) instanceof Literal literal) {
      return literal;
    }
    throw fault(
        "expected \""
            + proto.getInput(input)
            + "\" to be a constant, found that it depends on the input; "
            + Lowering.BLACK_BOX);
  }

  boolean wants(int output) {
    return output < proto.getOutputCount() && !proto.getOutput(output).isEmpty();
  }

  int outputs() {
    return proto.getOutputCount();
  }

  /** The name of what the node makes, or a name for it. */
  String output() {
    return proto.getOutputList().stream().filter(name -> !name.isEmpty()).findFirst().orElse(op());
  }

  String output(int output) {
    return proto.getOutput(output);
  }

  Optional<AttributeProto> attribute(String name) {
    return proto.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }

  boolean given(String attribute) {
    return attribute(attribute).isPresent();
  }

  double number(String name, double otherwise) {
    return attribute(name)
        .map(
            a ->
                switch (a.getType()) {
                  case FLOAT -> (double) a.getF();
                  case INT -> (double) a.getI();
                  default -> throw fault("expected \"" + name + "\" to be a number");
                })
        .orElse(otherwise);
  }

  int whole(String name, int otherwise) {
    Optional<AttributeProto> attribute = attribute(name);
    if (attribute.isEmpty()) {
      return otherwise;
    }
    if (attribute.get().getType() != AttributeProto.AttributeType.INT) {
      throw fault("expected \"" + name + "\" to be a whole number");
    }
    return clamped(attribute.get().getI());
  }

  Optional<int[]> wholes(String name) {
    return attribute(name)
        .map(
            a -> {
              if (a.getType() != AttributeProto.AttributeType.INTS) {
                throw fault("expected \"" + name + "\" to be a list of whole numbers");
              }
              return a.getIntsList().stream().mapToInt(Call::clamped).toArray();
            });
  }

  String word(String name, String otherwise) {
    return attribute(name).map(a -> a.getS().toStringUtf8()).orElse(otherwise);
  }

  Optional<TensorProto> tensor(String name) {
    return attribute(name).filter(AttributeProto::hasT).map(AttributeProto::getT);
  }

  /** Whole numbers of an attribute in older opsets, of an input in newer ones. */
  Optional<int[]> wholes(String attribute, int input) {
    Optional<int[]> given = wholes(attribute);
    return given.isPresent() || !has(input) ? given : Optional.of(literal(input).whole());
  }

  /** Those of the attributes that are given, as the network takes them. */
  Attributes attributes(String... names) {
    Attributes attributes = Attributes.none();
    for (String name : names) {
      Optional<AttributeProto> given = attribute(name);
      if (given.isPresent()) {
        AttributeProto a = given.get();
        attributes =
            switch (a.getType()) {
              case FLOAT -> attributes.with(name, a.getF());
              case INT -> attributes.with(name, (double) clamped(a.getI()));
              case INTS ->
                  attributes.with(name, a.getIntsList().stream().mapToInt(Call::clamped).toArray());
              case STRING -> attributes.with(name, a.getS().toStringUtf8());
              default -> throw fault("attribute \"" + name + "\" of type " + a.getType());
            };
      }
    }
    return attributes;
  }

  /** An axis counted from the front. */
  int axis(int axis, int rank) {
    int counted = axis < 0 ? axis + rank : axis;
    if (counted < 0 || counted >= rank) {
      throw fault(String.format("expected an axis of %d, found %d", rank, axis));
    }
    return counted;
  }

  int[] axes(int[] axes, int rank) {
    int[] counted = Arrays.stream(axes).map(axis -> axis(axis, rank)).sorted().toArray();
    for (int i = 1; i < counted.length; i++) {
      if (counted[i] == counted[i - 1]) {
        throw fault("expected different axes, found " + Arrays.toString(axes));
      }
    }
    return counted;
  }

  /** Adds a node to the network and gives the tensor that it makes. */
  Flow emit(
      String op, List<String> inputs, Attributes attributes, Kind kind, int[] dims, Flow like) {
    return emit(op, inputs, attributes, kind, dims, like.batch(), like.before());
  }

  Flow emit(
      String op,
      List<String> inputs,
      Attributes attributes,
      Kind kind,
      int[] dims,
      int batch,
      int before) {
    String name = lowering.add(op, inputs, attributes, output() + "/" + op);
    Flow made = new Flow(name, kind, dims, batch, before);
    lowering.spend(made, this);
    return made;
  }

  /** Says what the node's first output is. */
  void give(Value value) {
    give(0, value);
  }

  /** Says what an output of the node is. */
  void give(int output, Value value) {
    if (wants(output)) {
      lowering.give(proto.getName(), proto.getOutput(output), value, start);
    }
  }

  IllegalArgumentException fault(String what) {
    String name = proto.getName();
    return new IllegalArgumentException(
        (name.isEmpty()
                ? op() + " node making " + proto.getOutputList()
                : op() + " node \"" + name + "\"")
            + ": "
            + what);
  }

  /** The refusal of a model whose rows depend on one another. */
  IllegalArgumentException mixes(String how, Flow flow) {
    return fault(
        how
            + " the axis of the batch of "
            + flow
            + ", so that a row's answer would depend on its neighbours; "
            + Lowering.BLACK_BOX);
  }

  private static int clamped(long value) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
  }
}
