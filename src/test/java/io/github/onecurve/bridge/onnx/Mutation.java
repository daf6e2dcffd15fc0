package io.github.onecurve.bridge.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.nd4j.shade.protobuf.ByteString;

/** Spoils the bytes or the fields of an ONNX file at random. */
final class Mutation {
  private static final long[] NUMBERS = {
    0, 1, 2, 3, 7, -1, -2, 1L << 20, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE
  };
  private static final List<String> OPS =
      List.of(
          "Add",
          "Mul",
          "MatMul",
          "Gemm",
          "Conv",
          "Reshape",
          "Transpose",
          "Expand",
          "Tile",
          "Range",
          "ConstantOfShape",
          "Concat",
          "Slice",
          "Split",
          "Gather",
          "Softmax",
          "ReduceMean",
          "Shape",
          "Squeeze",
          "Unsqueeze",
          "Where",
          "Pad",
          "Cast",
          "Identity",
          "LayerNormalization",
          "BatchNormalization",
          "MaxPool",
          "Flatten",
          "Einsum",
          "ArgMax",
          "Clip",
          "Pow",
          "Loop");

  private final Random random;

  Mutation(long seed) {
    this.random = new Random(seed);
  }

  byte[] of(byte[] bytes) {
    return switch (random.nextInt(4)) {
      case 0 -> flipped(bytes);
      case 1 -> Arrays.copyOf(flipped(bytes), random.nextInt(bytes.length));
      case 2 -> spliced(bytes);
      default -> fields(bytes);
    };
  }

  private byte[] flipped(byte[] bytes) {
    byte[] flipped = bytes.clone();
    for (int i = random.nextInt(5); i >= 0; i--) {
      flipped[place(bytes)] = (byte) random.nextInt(256);
    }
    return flipped;
  }

  /** Half of the places lie in the first or last 4,000 bytes, where names and nodes stand. */
  private int place(byte[] bytes) {
    int near = random.nextInt(Math.min(bytes.length, 4000));
    return switch (random.nextInt(4)) {
      case 0 -> near;
      case 1 -> bytes.length - 1 - near;
      default -> random.nextInt(bytes.length);
    };
  }

  private byte[] spliced(byte[] bytes) {
    byte[] spliced = bytes.clone();
    int length = 1 + random.nextInt(Math.min(200, bytes.length / 2));
    System.arraycopy(
        bytes,
        Math.min(place(bytes), bytes.length - length),
        spliced,
        Math.min(place(bytes), bytes.length - length),
        length);
    return spliced;
  }

  private byte[] fields(byte[] bytes) {
    try {
      ModelProto model = ModelProto.parseFrom(bytes);
      GraphProto.Builder graph = model.getGraph().toBuilder();
      for (int i = random.nextInt(3); i >= 0; i--) {
        mutate(graph);
      }
      return model.toBuilder().setGraph(graph).build().toByteArray();
    } catch (org.nd4j.shade.protobuf.InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private void mutate(GraphProto.Builder graph) {
    int at = random.nextInt(Math.max(1, graph.getNodeCount()));
    switch (random.nextInt(9)) {
      case 0 -> tensor(graph);
      case 1 -> graph.removeNode(at);
      case 2 -> graph.addNode(random.nextInt(graph.getNodeCount()), graph.getNode(at));
      case 3 -> graph.setNode(at, graph.getNode(at).toBuilder().setOpType(any(OPS)));
      case 4, 5 -> graph.setNode(at, inputs(graph, graph.getNode(at)));
      case 6, 7 -> graph.setNode(at, attributes(graph.getNode(at)));
      default -> {
        var dims = graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder();
        if (dims.getShape().getDimCount() > 0) {
          int axis = random.nextInt(dims.getShape().getDimCount());
          dims.getShapeBuilder().getDimBuilder(axis).setDimValue(number());
        }
      }
    }
    if (graph.getNodeCount() == 0) {
      graph.addNode(NodeProto.newBuilder().setOpType("Relu"));
    }
  }

  private void tensor(GraphProto.Builder graph) {
    if (graph.getInitializerCount() == 0) {
      return;
    }
    int at = random.nextInt(graph.getInitializerCount());
    TensorProto.Builder tensor = graph.getInitializerBuilder(at);
    spoil(tensor);
  }

  private void spoil(TensorProto.Builder tensor) {
    switch (random.nextInt(5)) {
      case 0 -> tensor.setDataType(random.nextInt(18));
      case 1 -> tensor.addDims(number());
      case 2 -> tensor.clearRawData();
      case 3 -> {
        if (tensor.getDimsCount() > 0) {
          tensor.setDims(random.nextInt(tensor.getDimsCount()), number());
        }
      }
      default ->
          tensor
              .clearDims()
              .addDims(1)
              .setDataType(TensorProto.DataType.INT64_VALUE)
              .setRawData(ByteString.EMPTY)
              .addInt64Data(number());
    }
  }

  private NodeProto inputs(GraphProto.Builder graph, NodeProto node) {
    NodeProto.Builder other = node.toBuilder();
    NodeProto from = graph.getNode(random.nextInt(graph.getNodeCount()));
    String name = from.getOutputCount() > 0 ? from.getOutput(0) : "";
    if (random.nextBoolean() && graph.getInitializerCount() > 0) {
      name = graph.getInitializer(random.nextInt(graph.getInitializerCount())).getName();
    }
    if (other.getInputCount() == 0 || random.nextInt(4) == 0) {
      return other.addInput(name).build();
    }
    return other.setInput(random.nextInt(other.getInputCount()), name).build();
  }

  private NodeProto attributes(NodeProto node) {
    NodeProto.Builder other = node.toBuilder();
    if (other.getAttributeCount() == 0) {
      return other
          .addAttribute(
              AttributeProto.newBuilder()
                  .setName(any(List.of("axis", "axes", "keepdims", "transA", "perm", "to")))
                  .setType(AttributeProto.AttributeType.INT)
                  .setI(number()))
          .build();
    }
    AttributeProto.Builder attribute =
        other.getAttributeBuilder(random.nextInt(other.getAttributeCount()));
    if (attribute.hasT() && random.nextInt(4) > 0) {
      spoil(attribute.getTBuilder());
    } else if (attribute.getIntsCount() > 0 && random.nextBoolean()) {
      attribute.setInts(random.nextInt(attribute.getIntsCount()), number());
    } else if (random.nextBoolean()) {
      attribute.addInts(number()).setI(number()).setF(random.nextFloat() * 100 - 50);
    } else {
      attribute.setTypeValue(random.nextInt(12));
    }
    return other.build();
  }

  private long number() {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
