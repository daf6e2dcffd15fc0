package io.github.onecurve.bridge.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.ByteString;

class LoweringTest {
  private static final float[] X = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  @TempDir Path folder;

  @Test
  void aBatchMovedAsideIsAViewAndNoNode() throws IOException {
    Network network =
        Onnx.read(
            Graphs.of(13, -1, 2, 3)
                .node("Transpose", "x", "t", "perm=[1,0,2]")
                .wholes("axes", 0L)
                .node("ReduceSum", "t axes", "logits", "keepdims=0")
                .bytes("logits"),
            "view.onnx");
    assertEquals(List.of("ReduceSum"), ops(network));
    assertArrayEquals(new float[] {5, 7, 9, 17, 19, 21}, network.logits(X, 2));
  }

  @Test
  void headsMergedWithTheBatchComeApartAgain() throws IOException {
    // [T=2, N, 4] → [2, N·2, 2] → [N·2, 2, 2] → sum over time → [N, 2, 2] → [N, 4]
    Network network =
        Onnx.read(
            Graphs.of(13, -1, 2, 4)
                .node("Transpose", "x", "t", "perm=[1,0,2]")
                .wholes("heads", 2L, -1L, 2L)
                .node("Reshape", "t heads", "h")
                .node("Transpose", "h", "b", "perm=[1,0,2]")
                .node("ReduceMax", "b", "m", "axes=[1]", "keepdims=0")
                .wholes("whole", -1L, 4L)
                .node("Reshape", "m whole", "logits")
                .bytes("logits"),
            "heads.onnx");
    assertArrayEquals(
        new float[] {5, 6, 7, 8}, network.logits(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1));
  }

  @Test
  void whatMixesRowsIsRefusedByNodeAndReason() {
    assertRefused(
        Graphs.of(13, -1, 3).node("ReduceMean", "x", "logits", "axes=[0]"),
        "ReduceMean node \"the ReduceMean\": reduces the axis of the batch of [N, 3]");
    assertRefused(
        Graphs.of(13, -1, 3).node("Softmax", "x", "logits", "axis=0"), "normalises the axis");
    assertRefused(
        Graphs.of(13, -1, 3)
            .node("Transpose", "x", "t", "perm=[1,0]")
            .node("MatMul", "x t", "logits"),
        "a row's answer would depend on its neighbours");
    assertRefused(
        Graphs.of(13, -1, 4).wholes("s", 2L, -1L).node("Reshape", "x s", "logits"),
        "moves numbers across the axis of the batch");
    assertRefused(
        Graphs.of(13, -1, 3)
            .wholes("from", 0L)
            .wholes("to", 1L)
            .node("Slice", "x from to from", "logits"),
        "takes part of the axis of the batch");
  }

  @Test
  void aFileOfOneRowIsAppliedToEachRow() throws IOException {
    Network network =
        Onnx.read(
            Graphs.of(13, 1, 4)
                .wholes("s", 2L, 2L)
                .node("Reshape", "x s", "h")
                .node("ReduceMax", "h", "m", "axes=[0]", "keepdims=0")
                .wholes("back", 1L, 2L)
                .node("Reshape", "m back", "logits")
                .bytes("logits"),
            "one.onnx");
    assertArrayEquals(
        new float[] {3, 4, 7, 8}, network.logits(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2));
  }

  @Test
  void shapesComputedFromTheBatchFold() throws IOException {
    Network network =
        Onnx.read(
            Graphs.of(13, -1, 2, 3)
                .node("Shape", "x", "shape")
                .wholes("zero", 0L)
                .wholes("rest", -1L)
                .node("Gather", "shape zero", "n")
                .node("Concat", "n rest", "target", "axis=0")
                .node("Reshape", "x target", "logits")
                .bytes("logits"),
            "folds.onnx");
    assertArrayEquals(X, network.logits(X, 2));
  }

  @Test
  void aTurnedWeightKeepsItsNameAndIsWrittenBackTurned() throws IOException {
    Graphs graph =
        Graphs.of(13, -1, 2, 3)
            .floats("W", new float[] {1, 0, 0, 0, 1, 0}, 2, 3)
            .node("Transpose", "W", "Wt", "perm=[1,0]")
            .node("MatMul", "x Wt", "h")
            .node("ReduceMax", "h", "logits", "axes=[1]", "keepdims=0");
    Network network = Onnx.read(graph.bytes("logits"), "turned.onnx");
    assertArrayEquals(new int[] {3, 2}, network.parameter("W").shape());
    Network edited = network.with("W", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
    Network back = Onnx.read(Onnx.bytes(edited), "back.onnx");
    assertEquals(edited.parameter("W"), back.parameter("W"));
    assertEquals(
        List.of(1f, 3f, 5f, 2f, 4f, 6f),
        floats(ModelReader.parse(Onnx.bytes(edited), "b").getGraph().getInitializer(0)));
  }

  @Test
  void aTensorReadTwoWaysIsTwoParametersThatComeBackApart() throws IOException {
    Graphs graph =
        Graphs.typed(13, TensorProto.DataType.INT64_VALUE, -1, 2)
            .floats("E", new float[] {1, 2, 3, 4, 5, 6}, 3, 2)
            .node("Gather", "E x", "e")
            .node("Transpose", "E", "Et", "perm=[1,0]")
            .node("MatMul", "e Et", "h")
            .node("ReduceMax", "h", "logits", "axes=[1]", "keepdims=0");
    Network network = Onnx.read(graph.bytes("logits"), "tied.onnx");
    assertEquals(List.of("E", "Et"), List.copyOf(network.parameters().keySet()));
    Network edited = network.with("E", Tensor.of(new float[] {9, 2, 3, 4, 5, 6}, 3, 2));
    Network back = Onnx.read(Onnx.bytes(edited), "back.onnx");
    float[] tokens = {0, 1, 2, 0};
    assertArrayEquals(edited.logits(tokens, 2), back.logits(tokens, 2));
    assertEquals(network.parameter("Et"), back.parameter("Et"));
  }

  @Test
  void anEditOfScalesThatTheFileHasPerGroupComesBackOrIsRefusedWhereCut() throws IOException {
    Graphs graph =
        Graphs.of(18, -1, 4, 2)
            .floats("scale", new float[] {1, 2}, 2)
            .floats("bias", new float[] {0, 1}, 2)
            .node("GroupNormalization", "x scale bias", "g", "num_groups=2")
            .node("ReduceMax", "g", "logits", "axes=[2]", "keepdims=0");
    Network network = Onnx.read(graph.bytes("logits"), "groups.onnx");
    Network edited = network.with("scale", Tensor.of(new float[] {1, 2, 3, 4}, 4));
    Network back = Onnx.read(Onnx.bytes(edited), "back.onnx");
    float[] rows = {1, 2, 3, 5, 8, 13, 21, 34};
    assertArrayEquals(edited.logits(rows, 1), back.logits(rows, 1));

    Path file = folder.resolve("cut.onnx");
    Files.write(file, graph.node("Softmax", "logits", "p", "axis=1").bytes("p"));
    Network cut = Onnx.read(file, "logits").with("scale", Tensor.of(new float[] {1, 2, 3, 4}, 4));
    assertTrue(
        assertThrows(OnnxFormatException.class, () -> Onnx.bytes(cut))
            .getMessage()
            .contains("was cut at \"logits\""));
  }

  @Test
  void entriesOfSixteenBitsThatNoOneEditedKeepTheirBits() throws IOException {
    TensorProto half =
        TensorProto.newBuilder()
            .setName("W")
            .setDataType(TensorProto.DataType.FLOAT16_VALUE)
            .addDims(2)
            .addDims(1)
            .setRawData(ByteString.copyFrom(new byte[] {0x55, 0x35, (byte) 0xff, (byte) 0xfb}))
            .build();
    Network network =
        Onnx.read(
            Graphs.of(13, -1, 2).tensor(half).node("MatMul", "x W", "logits").bytes("logits"),
            "half.onnx");
    float[] values = network.parameter("W").values();
    assertEquals(-65504f, values[1]);
    Network edited = network.with("W", Tensor.of(new float[] {0.5f, values[1]}, 2, 1));
    TensorProto written = ModelReader.parse(Onnx.bytes(edited), "b").getGraph().getInitializer(0);
    assertEquals(
        ByteString.copyFrom(new byte[] {0, 0x38, (byte) 0xff, (byte) 0xfb}), written.getRawData());
  }

  @Test
  void doublesThatNoOneEditedKeepWhatFloatsCannotHold() throws IOException {
    TensorProto doubles =
        TensorProto.newBuilder()
            .setName("W")
            .setDataType(TensorProto.DataType.DOUBLE_VALUE)
            .addDims(2)
            .addDims(1)
            .addDoubleData(0.1)
            .addDoubleData(0.2)
            .build();
    Network network =
        Onnx.read(
            Graphs.of(13, -1, 2).tensor(doubles).node("MatMul", "x W", "logits").bytes("logits"),
            "doubles.onnx");
    Network edited = network.with("W", Tensor.of(new float[] {0.1f, 0.5f}, 2, 1));
    TensorProto written = ModelReader.parse(Onnx.bytes(edited), "b").getGraph().getInitializer(0);
    ByteBuffer bytes = written.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(0.1, bytes.getDouble(0));
    assertEquals(0.5, bytes.getDouble(8));
  }

  @Test
  void aModelIsCutAtAnyTensorAndWrittenBackWhole() throws IOException {
    byte[] bytes =
        Graphs.of(13, -1, 3)
            .floats("W", new float[] {1, 0, 0, 1, 1, 1}, 3, 2)
            .node("MatMul", "x W", "z")
            .node("Softmax", "z", "p", "axis=1")
            .bytes("p");
    Path file = Files.write(folder.resolve("p.onnx"), bytes);
    assertTrue(
        assertThrows(OnnxFormatException.class, () -> Onnx.read(file))
            .getMessage()
            .contains("Onnx.read(path, \"z\")"));
    Network network = Onnx.read(file, "z");
    assertEquals("z", network.output());
    Network edited = network.with("W", Tensor.of(new float[] {2, 0, 0, 1, 1, 1}, 3, 2));
    assertEquals(2, ModelReader.parse(Onnx.bytes(edited), "b").getGraph().getNodeCount());
  }

  @Test
  void openAxesAreFixedByTheCaller() throws IOException {
    byte[] bytes =
        Graphs.of(13, -1, -2, 3)
            .node("ReduceMax", "x", "logits", "axes=[1]", "keepdims=0")
            .bytes("logits");
    Path file = Files.write(folder.resolve("open.onnx"), bytes);
    assertTrue(
        assertThrows(OnnxFormatException.class, () -> Onnx.read(file))
            .getMessage()
            .contains("Onnx.read(path, rowShape)"));
    assertArrayEquals(new float[] {4, 5, 6, 10, 11, 12}, Onnx.read(file, 2, 3).logits(X, 2));
  }

  @Test
  void dataBesideTheModelAreReadAndNeverOutsideItsFolder() throws IOException {
    Files.write(folder.resolve("w.bin"), new byte[] {0, 0, 0, 0, 0, 0, (byte) 0x80, 0x3f});
    Path file = folder.resolve("m.onnx");
    Files.write(file, external("w.bin", "4", "4"));
    Network network = Onnx.read(file);
    assertArrayEquals(new float[] {3}, network.logits(new float[] {3}, 1));
    Path elsewhere = Files.createDirectory(folder.resolve("copy")).resolve("m.onnx");
    Onnx.write(network, elsewhere);
    assertArrayEquals(new float[] {3}, Onnx.read(elsewhere).logits(new float[] {3}, 1));
    for (String location : List.of("../w.bin", "/etc/hostname", "missing.bin", "")) {
      Files.write(elsewhere, external(location, "0", "4"));
      String message =
          assertThrows(OnnxFormatException.class, () -> Onnx.read(elsewhere)).getMessage();
      assertTrue(message.contains("tensor \"W\""), message);
    }
    Files.write(file, external("w.bin", "4", "999999999999"));
    assertTrue(
        assertThrows(OnnxFormatException.class, () -> Onnx.read(file))
            .getMessage()
            .contains("found 8 in all"));
  }

  @Test
  void bombsOfAFewBytesAreRefused() {
    assertRefused(
        Graphs.of(13, -1, 3)
            .wholes("big", 100_000L, 100_000L)
            .node("ConstantOfShape", "big", "c")
            .node("Add", "x c", "logits"),
        "numbers together");
    assertRefused(
        Graphs.of(13, -1, 1).wholes("big", 1L, 2_000_000_000L).node("Expand", "x big", "logits"),
        "numbers a row");
    assertRefused(
        Graphs.of(13, -1, 3).node("Relu", "b", "a").node("Relu", "a", "b"),
        "reads \"b\", which is no input",
        "b");
  }

  private static byte[] external(String location, String offset, String length) {
    TensorProto weight =
        TensorProto.newBuilder()
            .setName("W")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(1)
            .addDims(1)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(entry("location", location))
            .addExternalData(entry("offset", offset))
            .addExternalData(entry("length", length))
            .build();
    return Graphs.of(13, -1, 1).tensor(weight).node("MatMul", "x W", "logits").bytes("logits");
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static void assertRefused(Graphs graph, String because) {
    assertRefused(graph, because, "logits");
  }

  private static void assertRefused(Graphs graph, String because, String output) {
    String message =
        assertThrows(OnnxFormatException.class, () -> Onnx.read(graph.bytes(output), "net.onnx"))
            .getMessage();
    assertTrue(message.startsWith("net.onnx: ") && message.contains(because), message);
  }

  private static List<String> ops(Network network) {
    return network.nodes().stream().map(Node::op).toList();
  }

  private static List<Float> floats(TensorProto tensor) {
    Literal literal = Tensors.literal(tensor);
    return java.util.stream.IntStream.range(0, literal.size())
        .mapToObj(i -> (float) literal.get(i))
        .toList();
  }
}
