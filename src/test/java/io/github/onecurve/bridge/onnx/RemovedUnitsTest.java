package io.github.onecurve.bridge.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.bridge.onnxruntime.OnnxRuntimeModel;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Attributes;
import io.github.onecurve.network.Nets;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Node;
import io.github.onecurve.surgery.Removal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import onnx.Onnx.NodeProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks that lost units are written into the file that they were read from. */
class RemovedUnitsTest {
  @TempDir Path folder;

  @Test
  void channelsOfAConvolutionGo() throws IOException {
    requireComesBack("mnist/models/cnn.onnx", "/conv1/Conv_output_0", 1, 0, 3, 7);
  }

  @Test
  void unitsOfAFeedForwardLayerGo() throws IOException {
    requireComesBack("mnist/models/transformer.onnx", "/b1/f1/MatMul_output_0", 2, 1, 5, 60);
  }

  @Test
  void shapesThatNamedTheOldSizeAreMadeNew() throws IOException {
    byte[] bytes =
        Graphs.of(13, -1, 3)
            .floats("W", Nets.floats(new Random(1), 1, 18), 6, 3)
            .wholes("heads", 0L, 3L, 2L)
            .node("Gemm", "x W", "h", "transB=1")
            .node("Reshape", "h heads", "r")
            .node("ReduceMax", "r", "logits", "axes=[1]", "keepdims=0")
            .bytes("logits");
    Network network = Onnx.read(bytes, "heads.onnx");
    List<Node> nodes = new ArrayList<>(network.nodes());
    Node reshape = nodes.get(1);
    Attributes smaller = reshape.attributes().with("shape", new int[] {-1, 2, 2});
    nodes.set(
        1, new Node(reshape.name(), reshape.op(), reshape.inputs(), reshape.output(), smaller));
    Tensor four = Tensor.of(Arrays.copyOf(network.parameter("W").values(), 12), 4, 3);
    Network rest = network.rebuilt(nodes, Map.of("W", four));
    byte[] written = Onnx.bytes(rest);
    float[] rows = {1, 2, 3, -4, 5, 6};
    assertArrayEquals(rest.logits(rows, 2), Onnx.read(written, "rest.onnx").logits(rows, 2));
    assertEquals(
        List.of("the Gemm", "the Reshape", "the ReduceMax"),
        ModelReader.parse(written, "rest").getGraph().getNodeList().stream()
            .map(NodeProto::getName)
            .toList());
  }

  private void requireComesBack(String name, String tensor, int axis, int... units)
      throws IOException {
    Network network = Onnx.read(Reference.file(name));
    Network rest = Removal.of(network, tensor, axis, units);
    assertTrue(rest.multiplyAdds() < network.multiplyAdds());
    Path file = folder.resolve("rest.onnx");
    Onnx.write(rest, file);
    Network back = Onnx.read(file);
    Random random = new Random(1);
    float[] rows = new float[5 * network.width()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.nextFloat();
    }
    float[] expected = rest.logits(rows, 5);
    assertArrayEquals(expected, back.logits(rows, 5), 1e-5f);
    long[] shape =
        LongStream.concat(LongStream.of(5), Arrays.stream(network.inputShape()).asLongStream())
            .toArray();
    try (OnnxRuntimeModel runtime = OnnxRuntimeModel.open(file);
        INDArray inputs = Nd4j.createFromArray(rows).reshape(shape);
        INDArray logits = runtime.logits(inputs)) {
      assertArrayEquals(expected, logits.dup('c').data().asFloat(), 1e-4f);
    }
    assertEquals("pytorch", ModelReader.parse(Files.readAllBytes(file), "rest").getProducerName());
  }
}
