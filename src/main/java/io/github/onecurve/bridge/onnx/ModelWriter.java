package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Network;
import io.github.onecurve.network.Node;
import java.util.List;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/** Makes a new ONNX model of a network that was built by hand. */
final class ModelWriter {
  private static final int IR_VERSION = 7;
  private static final int OPSET = 13;
  private static final int OPSET_WITH_GELU = 20;
  private static final int IR_WITH_GELU = 9;
  private static final Set<String> WHOLE = Set.of("transA", "transB", "axis");

  private ModelWriter() {}

  static ModelProto fresh(Network network) {
    boolean gelu = network.nodes().stream().anyMatch(node -> node.op().equals("Gelu"));
    GraphProto.Builder graph = GraphProto.newBuilder().setName("network");
    network.nodes().forEach(node -> add(graph, node));
    network.parameters().forEach((name, value) -> graph.addInitializer(Tensors.write(name, value)));
    graph.addInput(value(network.input(), network.inputShape()));
    graph.addOutput(value(network.output(), new int[] {network.classes()}));
    return ModelProto.newBuilder()
        .setIrVersion(gelu ? IR_WITH_GELU : IR_VERSION)
        .setProducerName("onecurve")
        .addOpsetImport(
            OperatorSetIdProto.newBuilder()
                .setDomain("")
                .setVersion(gelu ? OPSET_WITH_GELU : OPSET))
        .setGraph(graph)
        .build();
  }

  private static void add(GraphProto.Builder graph, Node node) {
    if (node.op().equals("Silu")) {
      String sigmoid = node.output() + "/sigmoid";
      String in = node.inputs().get(0);
      graph.addNode(proto("", "Sigmoid", List.of(in), sigmoid));
      graph.addNode(proto(node.name(), "Mul", List.of(in, sigmoid), node.output()));
      return;
    }
    NodeProto.Builder proto = proto(node.name(), node.op(), node.inputs(), node.output());
    node.attributes()
        .numbers()
        .forEach((name, values) -> proto.addAttribute(attribute(name, values.get(0))));
    graph.addNode(proto);
  }

  private static NodeProto.Builder proto(
      String name, String op, List<String> inputs, String output) {
    return NodeProto.newBuilder().setName(name).setOpType(op).addAllInput(inputs).addOutput(output);
  }

  private static AttributeProto attribute(String name, double value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    if (WHOLE.contains(name)) {
      return attribute.setType(AttributeProto.AttributeType.INT).setI((long) value).build();
    }
    return attribute.setType(AttributeProto.AttributeType.FLOAT).setF((float) value).build();
  }

  private static ValueInfoProto value(String name, int[] rowShape) {
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
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }
}
