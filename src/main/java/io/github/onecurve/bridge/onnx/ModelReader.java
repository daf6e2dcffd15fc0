package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Attributes;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkBuilder;
import io.github.onecurve.network.Node;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/** Makes a network of an ONNX model's graph. */
final class ModelReader {
  private static final int OLDEST_OPSET = 7;

  private final ModelProto model;
  private final Wanted wanted;
  private final Map<String, TensorProto> initializers = new LinkedHashMap<>();
  private final List<NodeProto> nodes;

  /**
   * What is wanted of a model.
   *
   * @param output the tensor to cut at; empty for the graph's own output
   * @param rowShape the lengths of the input's axes after the batch; empty where the file says them
   */
  record Wanted(Optional<String> output, List<Integer> rowShape) {
    static final Wanted AS_IT_IS = new Wanted(Optional.empty(), List.of());

    /** What a network that was read was wanted as. */
    static Wanted of(Network network) {
      return new Wanted(Optional.of(network.output()), Literal.list(network.inputShape()));
    }
  }

  /**
   * A network and where its parameters stand in the file.
   *
   * @param places by the name of a parameter or constant
   * @param views by the name of a tensor of the network: how the model sees it
   */
  record Reading(Network network, Map<String, Slots.Place> places, Map<String, Flow> views) {}

  private ModelReader(ModelProto model, Wanted wanted) throws OnnxFormatException {
    this.model = model;
    this.wanted = wanted;
    for (TensorProto initializer : model.getGraph().getInitializerList()) {
      if (initializers.putIfAbsent(initializer.getName(), initializer) != null) {
        throw new OnnxFormatException(
            "initializer \"" + initializer.getName() + "\" is there twice");
      }
    }
    this.nodes = Functions.inlined(model);
  }

  /**
   * @param name of the file, for messages
   */
  static Reading read(ModelProto model, String name, Wanted wanted) throws OnnxFormatException {
    try {
      int opset = opset(model);
      return new ModelReader(model, wanted).reading(opset);
    } catch (OnnxFormatException | RuntimeException e) {
      throw new OnnxFormatException(name + ": " + reason(e), e);
    } catch (StackOverflowError e) {
      throw new OnnxFormatException(
          name + ": expected nodes that are nested less deeply, found a chain too long to follow",
          e);
    }
  }

  /** What is wrong with a file; where a check of ours fell short, that it broke one. */
  private static String reason(Exception e) {
    boolean said = e instanceof OnnxFormatException || e instanceof IllegalArgumentException;
    return said && e.getMessage() != null
        ? e.getMessage()
        : "expected numbers that fit together, found a graph that breaks a rule (" + e + ")";
  }

  static ModelProto parse(byte[] bytes, String name) throws OnnxFormatException {
    try {
      ModelProto model = ModelProto.parseFrom(bytes);
      if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
        throw new OnnxFormatException(
            name + ": expected an ONNX model with a graph of nodes, found none");
      }
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxFormatException(
          name
              + ": expected an ONNX model, found bytes that end early or are none ("
              + e.getMessage()
              + "): export it again",
          e);
    }
  }

  private static int opset(ModelProto model) throws OnnxFormatException {
    long newest = 0;
    for (OperatorSetIdProto opset : model.getOpsetImportList()) {
      if (NodeKinds.standard(opset.getDomain())) {
        newest = Math.max(newest, opset.getVersion());
      }
    }
    if (newest < OLDEST_OPSET || newest > Integer.MAX_VALUE) {
      throw new OnnxFormatException(
          "expected opset "
              + OLDEST_OPSET
              + " or later, found "
              + newest
              + ": export the model again or convert it");
    }
    return (int) newest;
  }

  private Reading reading(int opset) throws OnnxFormatException {
    String output = wanted.output().orElse(output());
    if (nodes.stream().noneMatch(node -> node.getOutputList().contains(output))) {
      throw new OnnxFormatException(
          "expected a node that makes the output \"" + output + "\", found none");
    }
    Set<String> serving = serving(output);
    ValueInfoProto input = input(serving);
    int[] rowShape = rowShape(input);
    Lowering lowering = new Lowering(opset, fixed(input), this::stored, names(), held(), serving);
    int[] dims = Shape.with(rowShape, 0, 1);
    lowering.begin(new Flow(input.getName(), inputKind(input), dims, 0, 1));
    for (NodeProto node : nodes) {
      if (node.getOutputList().stream().anyMatch(serving::contains)) {
        NodeKinds.lower(lowering, node);
      }
    }
    finish(lowering, output);
    return built(lowering, input.getName(), rowShape, output);
  }

  private Reading built(Lowering lowering, String input, int[] rowShape, String output)
      throws OnnxFormatException {
    List<Node> lowered = Fusion.fused(lowering.nodes(), lowering.slots(), output, lowering::rank);
    Set<String> taken = new HashSet<>(Set.of(input));
    lowered.forEach(node -> taken.add(node.output()));
    Set<String> passing = new HashSet<>();
    lowered.forEach(node -> passing.addAll(node.inputs()));
    Map<String, String> names = lowering.slots().names(taken, passing);
    NetworkBuilder builder = Network.builder(input, rowShape);
    List<Node> named = lowered.stream().map(node -> named(node, names)).toList();
    Set<String> read = new HashSet<>();
    named.forEach(node -> read.addAll(node.inputs()));
    lowering.slots().addTo(builder, read);
    named.forEach(builder::node);
    Network network = builder.build(output);
    requireLogits(network);
    Map<String, Slots.Place> places = lowering.slots().places();
    return new Reading(network, places, lowering.views());
  }

  private static Node named(Node node, Map<String, String> names) {
    List<String> inputs = node.inputs().stream().map(in -> names.getOrDefault(in, in)).toList();
    return new Node(node.name(), node.op(), inputs, node.output(), node.attributes());
  }

  /** Gives the output the form {@code [n, classes]} under its name, as the last node. */
  private void finish(Lowering lowering, String output) throws OnnxFormatException {
    if (!lowering.knows(output)) {
      throw new OnnxFormatException(
          "expected a node that makes the output \"" + output + "\", found none");
    }
    if (!(lowering.value(output, null) instanceof Flow logits)) {
      throw new OnnxFormatException(
          "expected an output that depends on the input, found that \""
              + output
              + "\" is a constant");
    }
    int[] row = logits.row();
    boolean madeLast = logits.tensor().equals(output);
    if (madeLast && row.length == 1 && !lowering.nodes().isEmpty()) {
      return;
    }
    String from = madeLast ? lowering.renameMaker(output, output + "/axes") : logits.tensor();
    Attributes flat = Attributes.none().with("shape", new int[] {-1, Shape.size(row)});
    lowering
        .nodes()
        .add(
            row.length == 1
                ? new Node("", "Identity", List.of(from), output, Attributes.none())
                : new Node("", "Reshape", List.of(from), output, flat));
  }

  /** The names that the output depends on. */
  private Set<String> serving(String output) {
    Set<String> serving = new HashSet<>(Set.of(output));
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (nodes.get(i).getOutputList().stream().anyMatch(serving::contains)) {
        serving.addAll(nodes.get(i).getInputList());
      }
    }
    serving.remove("");
    return serving;
  }

  private Literal stored(String name) {
    TensorProto initializer = initializers.get(name);
    return initializer == null ? null : Tensors.literal(initializer).standingAs(name);
  }

  private Set<String> names() {
    Set<String> names = new HashSet<>(initializers.keySet());
    model.getGraph().getInputList().forEach(value -> names.add(value.getName()));
    nodes.forEach(node -> names.addAll(node.getOutputList()));
    return names;
  }

  /** About how many numbers the file holds. */
  private long held() {
    return model.getSerializedSize() / 4L;
  }

  /**
   * The log-odds of one class are z; its probability would be taken for z, which is never below 0.
   */
  private static void requireLogits(Network network) throws OnnxFormatException {
    Map<String, Node> makers = new HashMap<>();
    network.nodes().forEach(node -> makers.put(node.output(), node));
    Node last = makers.get(network.output());
    while (last != null && Set.of("Identity", "Reshape", "Flatten").contains(last.op())) {
      last = makers.get(last.inputs().get(0));
    }
    boolean probabilities =
        last != null
            && (last.op().equals("Softmax")
                || last.op().equals("LogSoftmax")
                || (last.op().equals("Sigmoid") && network.classes() == 1));
    if (probabilities) {
      String logits = last.inputs().get(0);
      throw new OnnxFormatException(
          String.format(
              "expected logits as output \"%s\", found that a %s makes it: cut that node off with"
                  + " Onnx.read(path, \"%s\")",
              network.output(), last.op(), logits));
    }
  }

  private ValueInfoProto input(Set<String> serving) throws OnnxFormatException {
    List<ValueInfoProto> given =
        model.getGraph().getInputList().stream()
            .filter(value -> !initializers.containsKey(value.getName()))
            .toList();
    List<ValueInfoProto> inputs =
        given.size() == 1
            ? given
            : given.stream().filter(value -> serving.contains(value.getName())).toList();
    if (inputs.size() != 1) {
      throw new OnnxFormatException(
          "expected one input that the output depends on, found "
              + inputs.stream().map(ValueInfoProto::getName).toList()
              + ": "
              + Lowering.BLACK_BOX);
    }
    return inputs.get(0);
  }

  private String output() throws OnnxFormatException {
    GraphProto graph = model.getGraph();
    if (graph.getOutputCount() != 1 && wanted.output().isEmpty()) {
      throw new OnnxFormatException(
          "expected one output, found "
              + graph.getOutputList().stream().map(ValueInfoProto::getName).toList()
              + ": name the one that holds the logits with Onnx.read(path, output)");
    }
    return graph.getOutputCount() == 0 ? "" : graph.getOutput(0).getName();
  }

  private static Kind inputKind(ValueInfoProto input) throws OnnxFormatException {
    int type = input.getType().hasTensorType() ? input.getType().getTensorType().getElemType() : 0;
    return switch (Tensors.width(type)) {
      case 0 ->
          throw new OnnxFormatException(
              "expected a tensor of numbers as input \""
                  + input.getName()
                  + "\", found another type");
      default ->
          switch (type) {
            case TensorProto.DataType.FLOAT_VALUE,
                TensorProto.DataType.FLOAT16_VALUE,
                TensorProto.DataType.BFLOAT16_VALUE,
                TensorProto.DataType.DOUBLE_VALUE ->
                Kind.FLOAT;
            case TensorProto.DataType.BOOL_VALUE -> Kind.TRUTH;
            default -> Kind.WHOLE;
          };
    };
  }

  private static List<TensorShapeProto.Dimension> axes(ValueInfoProto input) {
    return input.getType().getTensorType().getShape().getDimList();
  }

  /** The size of the batch where the file says a number, or 0. */
  private static int fixed(ValueInfoProto input) {
    List<TensorShapeProto.Dimension> axes = axes(input);
    long length = axes.isEmpty() ? 0 : axes.get(0).getDimValue();
    return length >= 1 && length <= Integer.MAX_VALUE ? (int) length : 0;
  }

  private int[] rowShape(ValueInfoProto input) throws OnnxFormatException {
    inputKind(input);
    int[] given = wanted.rowShape().stream().mapToInt(Integer::intValue).toArray();
    List<TensorShapeProto.Dimension> axes = axes(input);
    int rank = axes.isEmpty() && given.length > 0 ? given.length : axes.size() - 1;
    if (rank < 1) {
      throw new OnnxFormatException(
          "expected input \""
              + input.getName()
              + "\" of shape [n, …], found none or no axis but the batch's");
    }
    int[] shape = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      long said = axes.isEmpty() ? 0 : axes.get(axis + 1).getDimValue();
      boolean asked = given.length == rank && given[axis] > 0;
      long length = said < 1 && asked ? given[axis] : said;
      if (length < 1 || length > Integer.MAX_VALUE) {
        throw new OnnxFormatException(
            String.format(
                "expected a known length of axis %d of input \"%s\", found %s: export it with"
                    + " only the batch axis dynamic, or fix it with Onnx.read(path, rowShape)",
                axis + 1, input.getName(), length == 0 ? "none" : length));
      }
      shape[axis] = (int) length;
    }
    if (given.length > 0 && !Arrays.equals(given, shape)) {
      throw new OnnxFormatException(
          String.format(
              "expected rows of input \"%s\" of shape %s as the file has them, found %s",
              input.getName(), Arrays.toString(shape), Arrays.toString(given)));
    }
    long size = IntStream.of(shape).asLongStream().reduce(1, Math::multiplyExact);
    if (size > Integer.MAX_VALUE) {
      throw new OnnxFormatException(
          "expected rows that fit in memory, found shape " + Arrays.toString(shape));
    }
    return shape;
  }
}
