package io.github.onecurve.bridge.onnx;

import java.util.Arrays;
import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/** Builds ONNX files by hand, as exporters would. */
final class Graphs {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("g");
  private final int opset;

  private Graphs(int opset) {
    this.opset = opset;
  }

  /** A graph with one input {@code x}; −1 is the dynamic batch, −2 another dynamic axis. */
  static Graphs typed(int opset, int type, long... dims) {
    Graphs graphs = new Graphs(opset);
    graphs.graph.addInput(value("x", type, dims));
    return graphs;
  }

  static Graphs of(int opset, long... dims) {
    return typed(opset, TensorProto.DataType.FLOAT_VALUE, dims);
  }

  Graphs floats(String name, float[] values, long... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    Arrays.stream(dims).forEach(tensor::addDims);
    graph.addInitializer(tensor);
    return this;
  }

  Graphs tensor(TensorProto tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  Graphs wholes(String name, Long... values) {
    graph.addInitializer(Tensors.write(name, List.of(values)));
    return this;
  }

  /** A node; attributes are {@code name=1}, {@code name=[1,2]} or {@code name="word"}. */
  Graphs node(String op, String inputs, String outputs, String... attributes) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(op)
            .setName("the " + op)
            .addAllInput(List.of(inputs.split(" ", -1)))
            .addAllOutput(List.of(outputs.split(" ", -1)));
    for (String attribute : attributes) {
      node.addAttribute(attribute(attribute));
    }
    graph.addNode(node);
    return this;
  }

  private static AttributeProto attribute(String text) {
    int at = text.indexOf('=');
    String value = text.substring(at + 1);
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(text.substring(0, at));
    if (value.startsWith("[")) {
      attribute.setType(AttributeProto.AttributeType.INTS);
      for (String number : value.substring(1, value.length() - 1).split(",", -1)) {
        attribute.addInts(Long.parseLong(number));
      }
    } else if (value.contains(".")) {
      attribute.setType(AttributeProto.AttributeType.FLOAT).setF(Float.parseFloat(value));
    } else {
      attribute.setType(AttributeProto.AttributeType.INT).setI(Long.parseLong(value));
    }
    return attribute.build();
  }

  ModelProto model(String output) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph.clone().addOutput(value(output, 1)))
        .build();
  }

  byte[] bytes(String output) {
    return model(output).toByteArray();
  }

  private static ValueInfoProto value(String name, int type, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long length : dims) {
      TensorShapeProto.Dimension.Builder dim = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(
          length == -1
              ? dim.setDimParam("N")
              : length == -2 ? dim.setDimParam("T") : dim.setDimValue(length));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
        .build();
  }
}
