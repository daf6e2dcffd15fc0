package io.github.onecurve.bridge.onnx;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Network;
import java.util.HashMap;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/** Puts a network's edited parameters into the model that it was read from. */
final class ModelEditor {
  private ModelEditor() {}

  static byte[] edited(byte[] source, Network network) throws OnnxFormatException {
    ModelProto model = ModelReader.parse(source, "the model read before");
    ModelReader.Reading reading =
        ModelReader.read(model, "the model read before", ModelReader.Wanted.of(network));
    Map<String, Tensor> before = reading.network().parameters();
    Map<String, Tensor> edits = new HashMap<>(network.parameters());
    edits.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
    if (edits.isEmpty()) {
      return source;
    }
    GraphProto.Builder graph = model.getGraph().toBuilder();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto initializer = graph.getInitializer(i);
      Tensor edit = edits.get(initializer.getName());
      if (edit != null) {
        graph.setInitializer(i, Tensors.with(initializer, edit));
      }
    }
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto node = graph.getNode(i);
      if (node.getOpType().equals("Constant") && edits.containsKey(node.getOutput(0))) {
        graph.setNode(i, with(node, edits.get(node.getOutput(0))));
      }
    }
    return model.toBuilder().setGraph(graph).build().toByteArray();
  }

  private static NodeProto with(NodeProto constant, Tensor value) {
    AttributeProto attribute = constant.getAttribute(0);
    return constant.toBuilder()
        .setAttribute(0, attribute.toBuilder().setT(Tensors.with(attribute.getT(), value)).build())
        .build();
  }
}
