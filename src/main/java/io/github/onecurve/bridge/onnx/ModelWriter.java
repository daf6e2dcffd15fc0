package io.github.onecurve.bridge.onnx;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Attributes;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** Makes a new ONNX model of a network, of the lowest opset that has all of its nodes. */
final class ModelWriter {
  /** Opset, and the version of the format that came with it. */
  private static final List<int[]> VERSIONS =
      List.of(
          new int[] {13, 7},
          new int[] {14, 7},
          new int[] {17, 8},
          new int[] {18, 8},
          new int[] {19, 9},
          new int[] {20, 9},
          new int[] {21, 10});

  /** The opset that brought an operation, where it is later than 13. */
  private static final Map<String, Integer> SINCE =
      Map.of(
          "HardSwish",
          14,
          "LayerNormalization",
          17,
          "Mish",
          18,
          "Gelu",
          20,
          "GroupNormalization",
          21);

  private static final Set<String> FLOATS = Set.of("alpha", "beta", "gamma", "epsilon", "momentum");

  private static final Set<String> LISTS =
      Set.of("kernel_shape", "strides", "pads", "dilations", "perm", "axes");

  private final Network network;
  private final int opset;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("network");
  private final Set<String> truths = new HashSet<>();
  private final Set<String> tokens = new HashSet<>();

  private ModelWriter(Network network) {
    this.network = network;
    this.opset = network.nodes().stream().mapToInt(ModelWriter::since).max().orElse(13);
    for (Node node : network.nodes()) {
      if (node.op().equals("Where")) {
        truths.add(node.inputs().get(0));
      }
      if (node.op().equals("Gather") && node.inputs().size() == 2) {
        tokens.add(node.inputs().get(1));
      }
    }
  }

  static ModelProto fresh(Network network) {
    return new ModelWriter(network).model();
  }

  /** A new model that keeps what an old one says of itself: producer, version, metadata. */
  static ModelProto like(ModelProto old, Network network) {
    ModelProto fresh = fresh(network);
    return old.toBuilder()
        .setIrVersion(Math.max(old.getIrVersion(), fresh.getIrVersion()))
        .clearOpsetImport()
        .addAllOpsetImport(fresh.getOpsetImportList())
        .clearFunctions()
        .setGraph(fresh.getGraph().toBuilder().setName(old.getGraph().getName()))
        .build();
  }

  private ModelProto model() {
    network.nodes().forEach(this::add);
    network.parameters().forEach((name, value) -> graph.addInitializer(initializer(name, value)));
    network.constants().forEach((name, value) -> graph.addInitializer(initializer(name, value)));
    boolean whole = tokens.contains(network.input());
    int type = whole ? TensorProto.DataType.INT64_VALUE : TensorProto.DataType.FLOAT_VALUE;
    graph.addInput(value(network.input(), network.inputShape(), type));
    int[] classes = {network.classes()};
    graph.addOutput(value(network.output(), classes, TensorProto.DataType.FLOAT_VALUE));
    int ir = VERSIONS.stream().filter(v -> v[0] == opset).mapToInt(v -> v[1]).findFirst().orElse(7);
    return ModelProto.newBuilder()
        .setIrVersion(ir)
        .setProducerName("onecurve")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
        .setGraph(graph)
        .build();
  }

  private TensorProto initializer(String name, Tensor value) {
    if (!truths.contains(name)) {
      return Tensors.write(name, value);
    }
    return Tensors.truths(name, value);
  }

  private static int since(Node node) {
    boolean dilated =
        node.op().equals("AveragePool") && node.attributes().whole("dilations").isPresent();
    return dilated ? 19 : SINCE.getOrDefault(node.op(), 13);
  }

  private void add(Node node) {
    Attributes a = node.attributes();
    switch (node.op()) {
      case "Silu" -> {
        String sigmoid = node.output() + "/sigmoid";
        String in = node.inputs().get(0);
        graph.addNode(proto("", "Sigmoid", List.of(in), sigmoid));
        graph.addNode(proto(node.name(), "Mul", List.of(in, sigmoid), node.output()));
      }
      case "Clip" -> clip(node);
      case "Reshape" -> withLists(node, Map.of(), List.of("shape"));
      case "Expand" -> {
        int[] shape = a.whole("shape").orElseThrow();
        shape[0] = 1;
        withLists(
            new Node(node.name(), "Expand", node.inputs(), node.output(), a.with("shape", shape)),
            Map.of(),
            List.of("shape"));
      }
      case "Slice" -> slice(node);
      case "Pad" -> pad(node);
      case "ReduceSum" -> withLists(node, Map.of("keepdims", 1), List.of("axes"));
      case "ReduceMean", "ReduceMax", "ReduceMin" -> {
        if (opset >= 18) {
          withLists(node, Map.of("keepdims", 1), List.of("axes"));
        } else {
          plain(node, node.op(), node.inputs());
        }
      }
      case "Gather" -> gather(node);
      case "Cast" -> cast(node);
      case "Where" -> conditioned(node);
      case "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual" -> compared(node);
      case "And", "Or", "Xor", "Not" -> logical(node);
      case "ArgMax" -> counted(node);
      case "CumSum" -> cumulated(node);
      case "Concat" -> repeated(node);
      default -> plain(node, node.op(), node.inputs());
    }
  }

  private void plain(Node node, String op, List<String> inputs) {
    graph.addNode(attributed(proto(node.name(), op, inputs, node.output()), node.attributes()));
  }

  private static NodeProto attributed(NodeProto bare, Attributes attributes) {
    NodeProto.Builder proto = bare.toBuilder();
    attributes.numbers().forEach((name, values) -> proto.addAttribute(attribute(name, values)));
    attributes.words().forEach((name, word) -> proto.addAttribute(attribute(name, word)));
    return proto.build();
  }

  /** A node some of whose lists are inputs in ONNX. */
  private void withLists(Node node, Map<String, Integer> kept, List<String> lists) {
    List<String> inputs = new ArrayList<>(node.inputs());
    for (String list : lists) {
      inputs.add(list(node, list, node.attributes().whole(list).orElseThrow()));
    }
    NodeProto.Builder proto = proto(node.name(), node.op(), inputs, node.output()).toBuilder();
    node.attributes()
        .numbers()
        .forEach(
            (name, values) -> {
              if (kept.containsKey(name)) {
                proto.addAttribute(attribute(name, values));
              }
            });
    graph.addNode(proto);
  }

  private String list(Node node, String name, int[] values) {
    String tensor = node.output() + "/" + name;
    graph.addInitializer(
        Tensors.write(tensor, Arrays.stream(values).mapToObj(v -> (long) v).toList()));
    return tensor;
  }

  private String number(Node node, String name, double value) {
    String tensor = node.output() + "/" + name;
    graph.addInitializer(Tensors.write(tensor, Tensor.of(new float[] {(float) value})));
    return tensor;
  }

  private void clip(Node node) {
    Map<String, List<Double>> bounds = node.attributes().numbers();
    String min = bounds.containsKey("min") ? number(node, "min", bounds.get("min").get(0)) : "";
    List<String> inputs =
        bounds.containsKey("max")
            ? List.of(node.inputs().get(0), min, number(node, "max", bounds.get("max").get(0)))
            : List.of(node.inputs().get(0), min);
    graph.addNode(proto(node.name(), "Clip", inputs, node.output()));
  }

  private void slice(Node node) {
    Attributes a = node.attributes();
    int[] starts = a.whole("starts").orElseThrow();
    int[] ends = a.whole("ends").orElseThrow();
    int[] axes = a.whole("axes").orElse(IntStream.range(0, starts.length).toArray());
    int[] ones = new int[starts.length];
    Arrays.fill(ones, 1);
    int[] steps = a.whole("steps").orElse(ones);
    List<String> inputs =
        List.of(
            node.inputs().get(0),
            list(node, "starts", starts),
            list(node, "ends", ends),
            list(node, "axes", axes),
            list(node, "steps", steps));
    graph.addNode(proto(node.name(), "Slice", inputs, node.output()));
  }

  private void pad(Node node) {
    Attributes a = node.attributes();
    List<String> inputs =
        List.of(
            node.inputs().get(0),
            list(node, "pads", a.whole("pads").orElseThrow()),
            number(node, "value", a.number("value", 0)));
    graph.addNode(
        proto(node.name(), "Pad", inputs, node.output()).toBuilder()
            .addAttribute(attribute("mode", a.word("mode", "constant"))));
  }

  private void gather(Node node) {
    Attributes a = node.attributes();
    if (node.inputs().size() == 2) {
      String at = node.inputs().get(1);
      String whole =
          at.equals(network.input()) ? at : cast(node, at, TensorProto.DataType.INT64_VALUE);
      graph.addNode(
          attributed(
              proto(node.name(), "Gather", List.of(node.inputs().get(0), whole), node.output()),
              Attributes.none().with("axis", a.number("axis", 0))));
      return;
    }
    int[] indices = a.whole("indices").orElseThrow();
    int[] shape = a.whole("indices_shape").orElse(new int[] {indices.length});
    String tensor = node.output() + "/indices";
    TensorProto.Builder proto =
        Tensors.write(tensor, Arrays.stream(indices).mapToObj(v -> (long) v).toList()).toBuilder()
            .clearDims();
    Arrays.stream(shape).forEach(proto::addDims);
    graph.addInitializer(proto);
    graph.addNode(
        attributed(
            proto(node.name(), "Gather", List.of(node.inputs().get(0), tensor), node.output()),
            Attributes.none().with("axis", a.number("axis", 0))));
  }

  private void cast(Node node) {
    String in = node.inputs().get(0);
    String word = node.attributes().word("to", "float");
    if (word.equals("float")) {
      graph.addNode(castTo(node.name(), in, node.output(), TensorProto.DataType.FLOAT_VALUE));
      return;
    }
    int type =
        word.equals("int") ? TensorProto.DataType.INT64_VALUE : TensorProto.DataType.BOOL_VALUE;
    String between = cast(node, in, type);
    graph.addNode(castTo(node.name(), between, node.output(), TensorProto.DataType.FLOAT_VALUE));
  }

  private String cast(Node node, String in, int type) {
    String out = node.output() + "/" + in + "/" + type;
    graph.addNode(castTo("", in, out, type));
    return out;
  }

  private static NodeProto castTo(String name, String in, String out, int type) {
    return proto(name, "Cast", List.of(in), out).toBuilder()
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("to")
                .setType(AttributeProto.AttributeType.INT)
                .setI(type))
        .build();
  }

  private void conditioned(Node node) {
    String condition = node.inputs().get(0);
    boolean constant =
        network.constants().containsKey(condition) || network.parameters().containsKey(condition);
    String truth = constant ? condition : cast(node, condition, TensorProto.DataType.BOOL_VALUE);
    graph.addNode(
        proto(
            node.name(),
            "Where",
            List.of(truth, node.inputs().get(1), node.inputs().get(2)),
            node.output()));
  }

  private void compared(Node node) {
    String truth = node.output() + "/truth";
    graph.addNode(proto("", node.op(), node.inputs(), truth));
    graph.addNode(castTo(node.name(), truth, node.output(), TensorProto.DataType.FLOAT_VALUE));
  }

  private void logical(Node node) {
    List<String> inputs =
        node.inputs().stream()
            .distinct()
            .map(in -> cast(node, in, TensorProto.DataType.BOOL_VALUE))
            .toList();
    List<String> both =
        inputs.size() < node.inputs().size() ? List.of(inputs.get(0), inputs.get(0)) : inputs;
    String truth = node.output() + "/truth";
    graph.addNode(proto("", node.op(), both, truth));
    graph.addNode(castTo(node.name(), truth, node.output(), TensorProto.DataType.FLOAT_VALUE));
  }

  private void counted(Node node) {
    String whole = node.output() + "/whole";
    graph.addNode(attributed(proto("", "ArgMax", node.inputs(), whole), node.attributes()));
    graph.addNode(castTo(node.name(), whole, node.output(), TensorProto.DataType.FLOAT_VALUE));
  }

  private void cumulated(Node node) {
    Attributes a = node.attributes();
    String axis = list(node, "axis", new int[] {(int) a.number("axis", 1)});
    Attributes kept =
        Attributes.none()
            .with("exclusive", a.number("exclusive", 0))
            .with("reverse", a.number("reverse", 0));
    graph.addNode(
        attributed(
            proto(node.name(), "CumSum", List.of(node.inputs().get(0), axis), node.output()),
            kept));
  }

  /** Constants are joined to every row: expanded to the size of the batch. */
  private void repeated(Node node) {
    Set<String> constant = new HashSet<>(network.constants().keySet());
    constant.addAll(network.parameters().keySet());
    String tensor =
        node.inputs().stream().filter(in -> !constant.contains(in)).findFirst().orElseThrow();
    boolean mixed = node.inputs().stream().anyMatch(constant::contains);
    String batch = node.output() + "/n";
    if (mixed) {
      String shape = node.output() + "/dims";
      graph.addNode(proto("", "Shape", List.of(tensor), shape));
      String first = list(node, "first", new int[] {0});
      graph.addNode(proto("", "Gather", List.of(shape, first), batch));
    }
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      String in = node.inputs().get(i);
      if (constant.contains(in)) {
        int rank = network.constants().getOrDefault(in, network.parameters().get(in)).rank();
        int[] ones = new int[rank - 1];
        Arrays.fill(ones, 1);
        String rest = list(node, "ones" + i, ones);
        String whole = node.output() + "/shape" + i;
        graph.addNode(
            attributed(
                proto("", "Concat", List.of(batch, rest), whole),
                Attributes.none().with("axis", 0.0)));
        String wide = node.output() + "/part" + i;
        graph.addNode(proto("", "Expand", List.of(in, whole), wide));
        inputs.add(wide);
      } else {
        inputs.add(in);
      }
    }
    plain(node, "Concat", inputs);
  }

  private static NodeProto proto(String name, String op, List<String> inputs, String output) {
    return NodeProto.newBuilder()
        .setName(name)
        .setOpType(op)
        .addAllInput(inputs)
        .addOutput(output)
        .build();
  }

  private static AttributeProto attribute(String name, List<Double> values) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    if (FLOATS.contains(name)) {
      return attribute
          .setType(AttributeProto.AttributeType.FLOAT)
          .setF(values.get(0).floatValue())
          .build();
    }
    if (LISTS.contains(name)) {
      attribute.setType(AttributeProto.AttributeType.INTS);
      values.forEach(value -> attribute.addInts(value.longValue()));
      return attribute.build();
    }
    return attribute
        .setType(AttributeProto.AttributeType.INT)
        .setI(values.get(0).longValue())
        .build();
  }

  private static AttributeProto attribute(String name, String word) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(word))
        .build();
  }

  private static ValueInfoProto value(String name, int[] rowShape, int type) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
    for (int axis : rowShape) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(axis));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
        .build();
  }
}
