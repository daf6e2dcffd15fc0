package io.github.onecurve.bridge.onnx;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Attributes;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkBuilder;
import io.github.onecurve.network.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.AttributeProto;
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

  private final GraphProto graph;
  private final Map<String, Tensor> constants = new HashMap<>();

  private ModelReader(GraphProto graph) {
    this.graph = graph;
  }

  /**
   * @param name of the file, for messages
   */
  static Network read(byte[] bytes, String name) throws OnnxFormatException {
    try {
      ModelProto model = parse(bytes);
      requireOpset(model);
      return new ModelReader(model.getGraph()).network();
    } catch (OnnxFormatException e) {
      throw new OnnxFormatException(name + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new OnnxFormatException(name + ": " + e.getMessage(), e);
    }
  }

  static ModelProto parse(byte[] bytes) throws OnnxFormatException {
    try {
      ModelProto model = ModelProto.parseFrom(bytes);
      if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
        throw new OnnxFormatException("expected an ONNX model with a graph of nodes, found none");
      }
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxFormatException(
          "expected an ONNX model, found bytes that end early or are none ("
              + e.getMessage()
              + "): export it again",
          e);
    }
  }

  private static void requireOpset(ModelProto model) throws OnnxFormatException {
    for (OperatorSetIdProto opset : model.getOpsetImportList()) {
      if (standard(opset.getDomain()) && opset.getVersion() < OLDEST_OPSET) {
        throw new OnnxFormatException(
            "expected opset "
                + OLDEST_OPSET
                + " or later, found "
                + opset.getVersion()
                + ": export the model again or convert it");
      }
    }
  }

  private Network network() throws OnnxFormatException {
    Set<String> names = new HashSet<>();
    for (TensorProto initializer : graph.getInitializerList()) {
      if (!names.add(initializer.getName())) {
        throw new OnnxFormatException(
            "initializer \"" + initializer.getName() + "\" is there twice");
      }
      if (Tensors.isFloat(initializer)) {
        constants.put(initializer.getName(), Tensors.read(initializer));
      }
    }
    ValueInfoProto input = input(names);
    NetworkBuilder builder = Network.builder(input.getName(), rowShape(input));
    List<Node> nodes = nodes();
    for (TensorProto initializer : graph.getInitializerList()) {
      addConstant(builder, initializer.getName());
    }
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("Constant")) {
        addConstant(builder, node.getOutput(0));
      }
    }
    nodes.forEach(builder::node);
    String output = output();
    requireLogits(output, "Softmax");
    requireLogits(output, "LogSoftmax");
    Network network = builder.build(output);
    if (network.classes() == 1) {
      requireLogits(output, "Sigmoid");
    }
    return network;
  }

  /**
   * The log-odds of one class are z; its probability would be taken for z, which is never below 0.
   */
  private void requireLogits(String output, String op) throws OnnxFormatException {
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals(op) && node.getOutputList().contains(output)) {
        throw new OnnxFormatException(
            String.format(
                "expected logits as output \"%s\", found that a %s makes it: cut that node off and"
                    + " let its input %s be the output",
                output, op, node.getInputList()));
      }
    }
  }

  private void addConstant(NetworkBuilder builder, String name) {
    Tensor value = constants.get(name);
    if (value != null) {
      builder.parameter(name, value);
    }
  }

  private ValueInfoProto input(Set<String> initializers) throws OnnxFormatException {
    List<ValueInfoProto> inputs =
        graph.getInputList().stream()
            .filter(value -> !initializers.contains(value.getName()))
            .toList();
    if (inputs.size() != 1) {
      throw new OnnxFormatException(
          "expected one input, found "
              + inputs.stream().map(ValueInfoProto::getName).toList()
              + ": serve this model as a black box (implement Model) instead");
    }
    return inputs.get(0);
  }

  private String output() throws OnnxFormatException {
    if (graph.getOutputCount() != 1) {
      throw new OnnxFormatException(
          "expected one output, found "
              + graph.getOutputList().stream().map(ValueInfoProto::getName).toList()
              + ": cut the graph to the one that holds the logits");
    }
    return graph.getOutput(0).getName();
  }

  private static int[] rowShape(ValueInfoProto input) throws OnnxFormatException {
    if (!input.getType().hasTensorType()
        || input.getType().getTensorType().getElemType() != TensorProto.DataType.FLOAT_VALUE) {
      throw new OnnxFormatException(
          "expected a float32 tensor as input \"" + input.getName() + "\", found another type");
    }
    List<TensorShapeProto.Dimension> axes = input.getType().getTensorType().getShape().getDimList();
    int[] shape = new int[Math.max(0, axes.size() - 1)];
    for (int axis = 0; axis < shape.length; axis++) {
      long length = axes.get(axis + 1).getDimValue();
      if (length < 1 || length > Integer.MAX_VALUE) {
        throw new OnnxFormatException(
            String.format(
                "expected a known length of axis %d of input \"%s\", found %s: export it with"
                    + " only the batch axis dynamic",
                axis + 1, input.getName(), length == 0 ? "none" : length));
      }
      shape[axis] = (int) length;
    }
    if (shape.length == 0) {
      throw new OnnxFormatException(
          "expected input \""
              + input.getName()
              + "\" of shape [n, …], found none or no batch axis");
    }
    return shape;
  }

  /** The nodes that compute; constants go to the parameters. */
  private List<Node> nodes() throws OnnxFormatException {
    List<Node> nodes = new ArrayList<>();
    Map<String, String> sigmoids = new HashMap<>();
    for (NodeProto proto : graph.getNodeList()) {
      if (!standard(proto.getDomain())) {
        throw unknown(proto, "of domain \"" + proto.getDomain() + "\"");
      }
      if (proto.getOutputCount() != 1) {
        throw unknown(proto, "with " + proto.getOutputCount() + " outputs");
      }
      if (proto.getOpType().equals("Constant")) {
        constants.put(proto.getOutput(0), constant(proto));
        continue;
      }
      List<String> inputs = new ArrayList<>(proto.getInputList());
      while (!inputs.isEmpty() && inputs.get(inputs.size() - 1).isEmpty()) {
        inputs.remove(inputs.size() - 1);
      }
      if (proto.getOpType().equals("Sigmoid") && inputs.size() == 1) {
        sigmoids.put(proto.getOutput(0), inputs.get(0));
      }
      String op = proto.getOpType();
      if (op.equals("Mul") && silu(inputs, sigmoids)) {
        op = "Silu";
        inputs.removeIf(sigmoids::containsKey);
      }
      nodes.add(node(proto, op, inputs));
    }
    return nodes;
  }

  /** Whether a product is of a tensor and its own sigmoid. */
  private static boolean silu(List<String> inputs, Map<String, String> sigmoids) {
    return inputs.size() == 2
        && (inputs.get(0).equals(sigmoids.get(inputs.get(1)))
            || inputs.get(1).equals(sigmoids.get(inputs.get(0))));
  }

  private static Node node(NodeProto proto, String op, List<String> inputs)
      throws OnnxFormatException {
    Attributes attributes = Attributes.none();
    for (AttributeProto attribute : proto.getAttributeList()) {
      switch (attribute.getType()) {
        case FLOAT -> attributes = attributes.with(attribute.getName(), attribute.getF());
        case INT -> attributes = attributes.with(attribute.getName(), (double) attribute.getI());
        case STRING -> requireExact(proto, attribute);
        default ->
            throw unknown(
                proto,
                "with attribute \"" + attribute.getName() + "\" of type " + attribute.getType());
      }
    }
    return new Node(proto.getName(), op, inputs, proto.getOutput(0), attributes);
  }

  private static void requireExact(NodeProto proto, AttributeProto attribute)
      throws OnnxFormatException {
    String value = attribute.getS().toStringUtf8();
    if (!attribute.getName().equals("approximate") || !value.equals("none")) {
      throw unknown(proto, "with " + attribute.getName() + " = \"" + value + "\"");
    }
  }

  private static Tensor constant(NodeProto proto) throws OnnxFormatException {
    if (proto.getAttributeCount() == 1 && proto.getAttribute(0).hasT()) {
      return Tensors.read(proto.getAttribute(0).getT());
    }
    throw unknown(proto, "whose value is no float32 tensor");
  }

  private static OnnxFormatException unknown(NodeProto proto, String what) {
    return new OnnxFormatException(
        String.format(
            "node \"%s\" making %s is a %s %s, which is not known here: serve this model as a black"
                + " box (implement Model) instead",
            proto.getName(), proto.getOutputList(), proto.getOpType(), what));
  }

  private static boolean standard(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }
}
