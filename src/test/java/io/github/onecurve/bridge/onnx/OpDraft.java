package io.github.onecurve.bridge.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** A model of few nodes being drafted at random; its output is flattened at the end. */
final class OpDraft {
  static final int FLOAT = 1;
  static final int INT64 = 7;
  static final int BOOL = 9;

  private final Random random;
  private final int opset;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("draft");
  private int[] rowShape = {};
  private int n;
  private float[] rows = {};
  private boolean whole;
  private int names;

  /** A draft at an opset drawn from those given. */
  OpDraft(Random random, int oldest, int newest) {
    this.random = random;
    this.opset = oldest + random.nextInt(newest - oldest + 1);
  }

  /** What is tried: a model, a batch, and whether the batch is of whole numbers. */
  static final class Trial {
    final byte[] model;
    final int opset;
    final int n;
    final int[] rowShape;
    final float[] rows;
    final boolean whole;

    private Trial(OpDraft draft, byte[] model) {
      this.model = model;
      this.opset = draft.opset;
      this.n = draft.n;
      this.rowShape = draft.rowShape;
      this.rows = draft.rows;
      this.whole = draft.whole;
    }

    long[] shape(int count) {
      return LongStream.concat(LongStream.of(count), Arrays.stream(rowShape).asLongStream())
          .toArray();
    }

    int width() {
      return size(rowShape);
    }
  }

  Random random() {
    return random;
  }

  int opset() {
    return opset;
  }

  int[] rowShape() {
    return rowShape.clone();
  }

  /** The rank of the whole batch. */
  int rank() {
    return rowShape.length + 1;
  }

  /** A batch of normal numbers. */
  String input(int... shape) {
    float[] values = begin(shape);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (1.5 * random.nextGaussian());
    }
    return "x";
  }

  /** A batch of eighths in [−4, 4], exact in every computation, with many ties. */
  String inputOfEighths(int... shape) {
    float[] values = begin(shape);
    for (int i = 0; i < values.length; i++) {
      values[i] = (random.nextInt(65) - 32) / 8f;
    }
    return "x";
  }

  /** A batch of int64 numbers in [0, end). */
  String inputOfTokens(int end, int... shape) {
    whole = true;
    float[] values = begin(shape);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(end);
    }
    return "x";
  }

  /** A random shape of a row of rank 1 to {@code most}. */
  int[] anyShape(int least, int most) {
    return IntStream.range(0, between(least, most)).map(axis -> between(1, 5)).toArray();
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  boolean flip() {
    return random.nextBoolean();
  }

  /** Any of the axes of a batch but the first, negative as often as not. */
  int axis() {
    int axis = between(1, rank() - 1);
    return flip() ? axis : axis - rank();
  }

  /** Some axes of a batch, at least one, without the first; sorted as given. */
  long[] axes(int most) {
    int count = between(1, Math.min(most, rank() - 1));
    List<Integer> all = new ArrayList<>(IntStream.range(1, rank()).boxed().toList());
    Collections.shuffle(all, random);
    return all.subList(0, count).stream()
        .sorted()
        .mapToLong(axis -> flip() ? axis : axis - rank())
        .toArray();
  }

  String normal(double sd, int... shape) {
    float[] values = new float[size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (sd * random.nextGaussian());
    }
    return floats(values, shape);
  }

  String uniform(double least, double most, int... shape) {
    float[] values = new float[size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (least + (most - least) * random.nextDouble());
    }
    return floats(values, shape);
  }

  String eighths(int... shape) {
    float[] values = new float[size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (random.nextInt(65) - 32) / 8f;
    }
    return floats(values, shape);
  }

  String floats(float[] values, int... shape) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(FLOAT);
    for (int axis : shape) {
      tensor.addDims(axis);
    }
    if (flip()) {
      for (float value : values) {
        tensor.addFloatData(value);
      }
    } else {
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      tensor.setRawData(ByteString.copyFrom(bytes.array()));
    }
    return constant(tensor);
  }

  /** A list of int64 numbers. */
  String list(long... values) {
    return longs(values, values.length);
  }

  /** An int64 number without axes. */
  String number(long value) {
    return longs(new long[] {value});
  }

  String longs(long[] values, int... shape) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(INT64);
    for (int axis : shape) {
      tensor.addDims(axis);
    }
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return constant(tensor);
  }

  String node(String op, List<String> inputs, AttributeProto... attributes) {
    return nodes(op, 1, inputs, attributes).get(0);
  }

  List<String> nodes(String op, int outputs, List<String> inputs, AttributeProto... attributes) {
    List<String> made = IntStream.range(0, outputs).mapToObj(i -> fresh("/t")).toList();
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(op)
            .setName(fresh("/" + op + "_"))
            .addAllInput(inputs)
            .addAllOutput(made)
            .addAllAttribute(Arrays.asList(attributes)));
    return made;
  }

  String cast(String tensor, int type) {
    return node("Cast", List.of(tensor), whole("to", type));
  }

  /** The model with that tensor, flattened, as its output. */
  Trial done(String output) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Flatten")
            .setName("flatten")
            .addInput(output)
            .addOutput("y")
            .addAttribute(whole("axis", 1)));
    graph.addInput(value("x", whole ? INT64 : FLOAT, rowShape));
    graph.addOutput(
        ValueInfoProto.newBuilder()
            .setName("y")
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(TypeProto.Tensor.newBuilder().setElemType(FLOAT))));
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(opset < 15 ? 7 : opset < 19 ? 8 : opset < 21 ? 9 : 10)
            .setProducerName("draft")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
            .setGraph(graph)
            .build();
    return new Trial(this, model.toByteArray());
  }

  static AttributeProto whole(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  static AttributeProto wholes(String name, long... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INTS)
        .addAllInts(LongStream.of(values).boxed().toList())
        .build();
  }

  static AttributeProto real(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  static AttributeProto word(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static int size(int... shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  private float[] begin(int... shape) {
    rowShape = shape.clone();
    n = between(1, 5);
    rows = new float[n * size(shape)];
    return rows;
  }

  /** An initializer, or a node of its own, as exporters write either. */
  private String constant(TensorProto.Builder tensor) {
    if (flip()) {
      String name = fresh("p");
      graph.addInitializer(tensor.setName(name));
      return name;
    }
    return node(
        "Constant",
        List.of(),
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeType.TENSOR)
            .setT(tensor)
            .build());
  }

  private String fresh(String start) {
    return start + names++;
  }

  private static ValueInfoProto value(String name, int type, int... rowShape) {
    TensorShapeProto.Builder axes =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
    for (int axis : rowShape) {
      axes.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(axis));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type).setShape(axes)))
        .build();
  }
}
