package io.github.onecurve.bridge.onnx;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.ValueInfoProto;

/**
 * Puts a network's edits into the model that it was read from; everything else stays.
 *
 * <p>An edited parameter that stands in the file, turned or not, is written where it stands. One
 * that nodes of the file compute takes the place of the last of these nodes, as an initializer.
 * Where units were removed, shapes that named the old sizes are made new.
 */
final class ModelEditor {
  private static final String SOURCE = "the model read before";

  private final ModelReader.Reading reading;
  private final GraphProto.Builder graph;
  private final Map<String, Tensor> edits = new LinkedHashMap<>();
  private final Map<String, NodeProto> makers = new HashMap<>();
  private boolean reshaped;

  private ModelEditor(ModelProto model, ModelReader.Reading reading, Network network) {
    this.reading = reading;
    this.graph = model.getGraph().toBuilder();
    Map<String, Tensor> before = all(reading.network());
    all(network)
        .forEach(
            (name, value) -> {
              if (!value.equals(before.get(name))) {
                edits.put(name, value);
              }
            });
    graph
        .getNodeList()
        .forEach(node -> node.getOutputList().forEach(output -> makers.put(output, node)));
  }

  /** The source itself where nothing was edited. */
  static byte[] edited(byte[] source, Network network) throws OnnxFormatException {
    ModelProto model = ModelReader.parse(source, SOURCE);
    ModelReader.Reading reading = ModelReader.read(model, SOURCE, ModelReader.Wanted.of(network));
    ModelEditor editor = new ModelEditor(model, reading, network);
    boolean rebuilt = !reading.network().nodes().equals(network.nodes());
    if (editor.edits.isEmpty() && !rebuilt) {
      return source;
    }
    boolean placed = editor.edit();
    boolean whole = editor.reshape(network) && placed && !editor.reshaped && !rebuilt;
    byte[] edited = model.toBuilder().setGraph(editor.graph).build().toByteArray();
    if (whole || readsAs(edited, network)) {
      return edited;
    }
    requireUncut(model.getGraph(), network);
    return ModelWriter.like(model, network).toByteArray();
  }

  /** The network's own nodes can stand for the whole file only where they are all of it. */
  private static void requireUncut(GraphProto graph, Network network) throws OnnxFormatException {
    if (graph.getOutputCount() != 1 || !graph.getOutput(0).getName().equals(network.output())) {
      throw new OnnxFormatException(
          String.format(
              "expected edits that have a place in the file, found some that need other nodes, and"
                  + " a network that was cut at \"%s\" while the file goes on to %s: edit the"
                  + " network read whole, or write one without the file behind it",
              network.output(),
              graph.getOutputList().stream().map(ValueInfoProto::getName).toList()));
    }
  }

  private static Map<String, Tensor> all(Network network) {
    Map<String, Tensor> all = new LinkedHashMap<>(network.parameters());
    all.putAll(network.constants());
    return all;
  }

  /** Whether a model is read as a network of the same nodes and values. */
  private static boolean readsAs(byte[] edited, Network network) {
    try {
      ModelProto model = ModelReader.parse(edited, SOURCE);
      Network read = ModelReader.read(model, SOURCE, ModelReader.Wanted.of(network)).network();
      Map<String, Tensor> found = all(read);
      Map<String, Tensor> expected = all(network);
      Set<Integer> types = floatTypes(model.getGraph());
      return read.nodes().equals(network.nodes())
          && found.keySet().equals(expected.keySet())
          && expected.entrySet().stream()
              .allMatch(entry -> same(entry.getValue(), found.get(entry.getKey()), types));
    } catch (OnnxFormatException e) {
      return false;
    }
  }

  /** The same numbers, as exactly as the file's types of floats can hold them. */
  private static boolean same(Tensor expected, Tensor found, Set<Integer> types) {
    if (!Arrays.equals(expected.shape(), found.shape())) {
      return false;
    }
    boolean half = types.contains(TensorProto.DataType.FLOAT16_VALUE);
    boolean brain = types.contains(TensorProto.DataType.BFLOAT16_VALUE);
    for (int i = 0; i < expected.size(); i++) {
      float value = expected.get(i);
      float other = found.get(i);
      boolean same =
          value == other
              || (half && Half.toFloat(Half.of(value)) == other)
              || (brain && Float.intBitsToFloat(Half.brain(value) << 16) == other);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static Set<Integer> floatTypes(GraphProto graph) {
    Set<Integer> types = new HashSet<>();
    graph.getInitializerList().forEach(tensor -> types.add(tensor.getDataType()));
    graph
        .getNodeList()
        .forEach(
            node ->
                node.getAttributeList().stream()
                    .filter(AttributeProto::hasT)
                    .forEach(attribute -> types.add(attribute.getT().getDataType())));
    return types;
  }

  /** Writes the edited values; false where one has no place in the graph. */
  private boolean edit() {
    Map<String, Tensor> standing = new LinkedHashMap<>();
    Map<String, Tensor> derived = new LinkedHashMap<>();
    boolean placed = true;
    for (Map.Entry<String, Tensor> edit : edits.entrySet()) {
      Slots.Place place = reading.places().get(edit.getKey());
      if (place == null) {
        placed = false;
      } else if (place.origin().isPresent()) {
        standing.put(place.tensor(), place.origin().get().back(edit.getValue()));
      } else {
        derived.put(place.tensor(), edit.getValue());
      }
    }
    keepDerived(standing, derived);
    for (Map.Entry<String, Tensor> entry : standing.entrySet()) {
      placed &= write(entry.getKey(), entry.getValue());
    }
    for (Map.Entry<String, Tensor> entry : derived.entrySet()) {
      placed &= replaceMaker(entry.getKey(), entry.getValue());
    }
    if (reshaped) {
      graph.clearValueInfo();
    }
    return placed;
  }

  /** What the file computes from a tensor that is edited keeps the value that it has here. */
  private void keepDerived(Map<String, Tensor> standing, Map<String, Tensor> derived) {
    Map<String, Tensor> before = all(reading.network());
    reading
        .places()
        .forEach(
            (name, place) -> {
              if (place.origin().isEmpty()
                  && !derived.containsKey(place.tensor())
                  && before.containsKey(name)
                  && dependsOn(place.tensor(), standing.keySet())) {
                derived.put(place.tensor(), before.get(name));
              }
            });
  }

  private boolean dependsOn(String tensor, Set<String> edited) {
    Deque<String> open = new ArrayDeque<>(List.of(tensor));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String next = open.pop();
      if (edited.contains(next)) {
        return true;
      }
      NodeProto maker = makers.get(next);
      if (maker != null && seen.add(next)) {
        maker.getInputList().forEach(open::push);
      }
    }
    return false;
  }

  private boolean write(String name, Tensor value) {
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto initializer = graph.getInitializer(i);
      if (initializer.getName().equals(name)) {
        TensorProto with = Tensors.with(initializer, value);
        if (!with.getDimsList().equals(initializer.getDimsList())) {
          reshaped = true;
          resizeInput(name, value);
        }
        graph.setInitializer(i, with);
        return true;
      }
    }
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto node = graph.getNode(i);
      if (node.getOpType().equals("Constant") && node.getOutputList().contains(name)) {
        graph.setNode(i, with(node, value));
        return true;
      }
    }
    return false;
  }

  /** Old files list their initializers among the inputs, with shapes. */
  private void resizeInput(String name, Tensor value) {
    for (int i = 0; i < graph.getInputCount(); i++) {
      ValueInfoProto input = graph.getInput(i);
      if (input.getName().equals(name)) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int length : value.shape()) {
          shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(length));
        }
        ValueInfoProto.Builder resized = input.toBuilder();
        resized.getTypeBuilder().getTensorTypeBuilder().setShape(shape);
        graph.setInput(i, resized);
      }
    }
  }

  private NodeProto with(NodeProto constant, Tensor value) {
    NodeProto.Builder node = constant.toBuilder();
    for (int i = 0; i < node.getAttributeCount(); i++) {
      AttributeProto attribute = node.getAttribute(i);
      if (attribute.hasT()) {
        TensorProto with = Tensors.with(attribute.getT(), value);
        reshaped |= !with.getDimsList().equals(attribute.getT().getDimsList());
        node.setAttribute(i, attribute.toBuilder().setT(with));
      }
    }
    return node.build();
  }

  /** An initializer in the place of the node that makes a tensor. */
  private boolean replaceMaker(String tensor, Tensor value) {
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto node = graph.getNode(i);
      int output = node.getOutputList().indexOf(tensor);
      if (output >= 0) {
        if (node.getOutputCount() == 1) {
          graph.removeNode(i);
        } else {
          graph.setNode(i, node.toBuilder().setOutput(output, tensor + "/before"));
        }
        graph.addInitializer(Tensors.write(tensor, value, floatType()));
        reshaped = true;
        return true;
      }
    }
    return false;
  }

  /** The type of the file's floats, as its largest initializer has it. */
  private int floatType() {
    return graph.getInitializerList().stream()
        .map(TensorProto::getDataType)
        .filter(
            type ->
                type == TensorProto.DataType.FLOAT_VALUE
                    || type == TensorProto.DataType.FLOAT16_VALUE
                    || type == TensorProto.DataType.BFLOAT16_VALUE
                    || type == TensorProto.DataType.DOUBLE_VALUE)
        .findFirst()
        .orElse(TensorProto.DataType.FLOAT_VALUE);
  }

  /** Carries changed attributes over to the graph's nodes; false where one has no place there. */
  private boolean reshape(Network network) {
    Map<String, Node> before = new HashMap<>();
    reading.network().nodes().forEach(node -> before.put(node.output(), node));
    boolean carried = true;
    for (Node node : network.nodes()) {
      Node old = before.get(node.output());
      if (old != null && !old.attributes().equals(node.attributes())) {
        carried &= carry(node);
      }
    }
    return carried;
  }

  private boolean carry(Node node) {
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto proto = graph.getNode(i);
      if (proto.getOutputList().contains(node.output())) {
        Optional<NodeProto> carried = carry(proto, node);
        if (carried.isPresent()) {
          graph.setNode(i, carried.get());
        }
        return carried.isPresent();
      }
    }
    return false;
  }

  private Optional<NodeProto> carry(NodeProto proto, Node node) {
    Flow view = reading.views().get(node.output());
    if (node.op().equals("Conv") && proto.getOpType().equals("Conv")) {
      return Optional.of(withWhole(proto, "group", (long) node.attributes().number("group", 1)));
    }
    boolean shaped =
        view != null
            && proto.getInputCount() == 2
            && proto.getOpType().equals(node.op())
            && (node.op().equals("Reshape") || node.op().equals("Expand"));
    if (!shaped) {
      return Optional.empty();
    }
    int[] row = node.attributes().whole("shape").orElseThrow();
    List<Long> target = new ArrayList<>();
    int next = 1;
    for (int axis = 0; axis < view.rank(); axis++) {
      boolean batch = axis == view.batch();
      long length = batch && view.pure() ? 1 : row[next++];
      target.add(batch ? (node.op().equals("Reshape") ? -1 : 1) : length);
    }
    String name = node.output() + "/shape";
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      if (graph.getInitializer(i).getName().equals(name)) {
        graph.removeInitializer(i);
        break;
      }
    }
    graph.addInitializer(Tensors.write(name, target));
    return Optional.of(proto.toBuilder().setInput(1, name).build());
  }

  private static NodeProto withWhole(NodeProto proto, String attribute, long value) {
    NodeProto.Builder node = proto.toBuilder();
    for (int i = node.getAttributeCount() - 1; i >= 0; i--) {
      if (node.getAttribute(i).getName().equals(attribute)) {
        node.removeAttribute(i);
      }
    }
    return node.addAttribute(
            AttributeProto.newBuilder()
                .setName(attribute)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value))
        .build();
  }
}
