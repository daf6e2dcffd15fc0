package io.github.onecurve.bridge.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.AdultData;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Npy;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Attributes;
import io.github.onecurve.network.Nets;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxTest {
  private static final double TOLERANCE = 1e-4;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "robust"})
  void digitNetsAnswerAndSlopeAsTheirPeers(String name) throws IOException {
    Network network = Onnx.read(Reference.file("mnist/models/" + name + ".onnx"));
    float[] expected = Npy.tensor(Reference.file("mnist/models/" + name + ".logits.npy")).values();
    assertNear(expected, network.logits(Reference.digits(8000, 64), 64));

    int[] labels = Reference.digitLabels(8000, 16);
    float[] slope =
        network.inputGradient(
            Reference.digits(8000, 16), 16, logits -> meanCrossEntropy(logits, labels, 10));
    float[] golden = Npy.tensor(Reference.file("mnist/models/" + name + ".inputgrad.npy")).values();
    assertNear(golden, slope);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a_gates/and", "a_gates/or", "a_gates/xor", "b_planted/class3"})
  void circuitNetsAnswerAsTheirPeers(String task) throws IOException {
    Network network =
        Onnx.read(Reference.file("circuits/" + task.replaceAll("/.*", "") + "/net.onnx"));
    Tensor clean = Npy.tensor(Reference.file("circuits/" + task + "/clean.npy"));
    float[] golden =
        Npy.tensor(Reference.file("circuits/" + task + "/golden_logits_clean.npy")).values();
    assertNear(golden, network.logits(clean.values(), clean.shape()[0]));
    assertEquals(List.of("x", "h1_pre", "h1", "h2_pre", "h2", "logits"), names(network));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lr", "mlp"})
  void incomeNetsAnswerAsTheirPeers(String name) throws IOException {
    Network network = Onnx.read(Reference.file("adult/model/" + name + ".onnx"));
    LabelledRows rows = AdultData.diagnosis().concat(AdultData.judge());
    assertNear(
        Npy.tensor(Reference.file("adult/model/" + name + "_judge_logits.npy")).values(),
        network.logits(rows.rows().inputs(), rows.size()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lr", "mlp"})
  void incomeNetsAreReadAndWrittenBackWithTheSameBytes(String name) throws IOException {
    Path file = Reference.file("adult/model/" + name + ".onnx");
    Network network = Onnx.read(file);
    assertEquals(2, network.classes());
    assertEquals(106, network.width());
    Path copy = folder.resolve("copy.onnx");
    Onnx.write(network, copy);
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(copy));
  }

  @Test
  void writingBackChangesTheEditedParameterOnly() throws IOException {
    Path file = Reference.file("adult/model/mlp.onnx");
    Network network = Onnx.read(file);
    float[] bias = network.parameter("2.bias").values();
    bias[1] += 0.5f;
    Network edited = network.with("2.bias", Tensor.of(bias, 2));
    Path copy = folder.resolve("edited.onnx");
    Onnx.write(edited, copy);

    Network back = Onnx.read(copy);
    assertEquals(edited.fingerprint(), back.fingerprint());
    ModelProto before = ModelReader.parse(Files.readAllBytes(file), "x");
    ModelProto after = ModelReader.parse(Files.readAllBytes(copy), "x");
    assertEquals(withoutInitializer(before, "2.bias"), withoutInitializer(after, "2.bias"));
    assertTrue(!before.equals(after));
  }

  @Test
  void handBuiltNetsReadBackEqual() throws IOException {
    for (String activation :
        List.of(
            "Relu",
            "LeakyRelu",
            "Elu",
            "Tanh",
            "Sigmoid",
            "Gelu",
            "Silu",
            "Softplus",
            "Identity")) {
      Network network = Nets.dense(3, activation, 5, 4, 4, 3);
      Path file = folder.resolve(activation + ".onnx");
      Onnx.write(network, file);
      Network back = Onnx.read(file);
      assertEquals(network.fingerprint(), back.fingerprint(), activation);
    }
  }

  @Test
  void handBuiltGraphsOfOtherNodesReadBackEqual() throws IOException {
    Random random = new Random(1);
    Network network =
        Network.builder("x", 2, 3)
            .then("Flatten", "flat")
            .parameter("W", Nets.tensor(random, 1, 6, 6))
            .parameter("b", Nets.tensor(random, 1, 6))
            .node(new Node("mm", "MatMul", List.of("flat", "W"), "p", Attributes.none()))
            .node(new Node("plus", "Add", List.of("p", "b"), "q", Attributes.none()))
            .node(new Node("skip", "Add", List.of("q", "flat"), "r", Attributes.none()))
            .node(
                new Node(
                    "leak", "LeakyRelu", List.of("r"), "s", Attributes.none().with("alpha", 0.25)))
            .node(
                new Node(
                    "out",
                    "Gemm",
                    List.of("s", "W", "b"),
                    "logits",
                    Attributes.none().with("alpha", 0.5).with("beta", 2)))
            .build();
    Path file = folder.resolve("graph.onnx");
    Onnx.write(network, file);
    assertEquals(network.fingerprint(), Onnx.read(file).fingerprint());
    float[] rows = Nets.floats(random, 1, 12);
    assertArrayEquals(network.logits(rows, 2), Onnx.read(file).logits(rows, 2));
  }

  @Test
  void constantNodesAreParametersAndAreWrittenBackInPlace() throws IOException {
    Network network = Nets.dense(1, "Relu", 3, 2, 2);
    ModelProto model = ModelWriter.fresh(network);
    GraphProto.Builder graph = model.getGraph().toBuilder();
    int bias = 0;
    while (!graph.getInitializer(bias).getName().equals("fc1.bias")) {
      bias++;
    }
    TensorProto value = graph.getInitializer(bias);
    graph
        .removeInitializer(bias)
        .addNode(
            0,
            NodeProto.newBuilder()
                .setOpType("Constant")
                .addOutput("fc1.bias")
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("value")
                        .setType(AttributeProto.AttributeType.TENSOR)
                        .setT(value)));
    byte[] bytes = model.toBuilder().setGraph(graph).build().toByteArray();
    Network read = Onnx.read(bytes, "constant.onnx");
    Network edited = read.with("fc1.bias", Tensor.of(new float[] {7, 8}, 2));
    Network back = Onnx.read(Onnx.bytes(edited), "back.onnx");
    assertEquals(Tensor.of(new float[] {7, 8}, 2), back.parameter("fc1.bias"));
  }

  @Test
  void anUnknownOperationNamesItselfItsNodeAndWhatToDo() {
    String message = refusal(graph -> graph.setNode(1, node("Unique", "unique1")));
    assertTrue(message.startsWith("net.onnx: Unique node \"unique1\""), message);
    assertTrue(message.contains("black box"), message);
    String custom =
        refusal(graph -> graph.setNode(1, node("Relu", "odd").toBuilder().setDomain("my.own")));
    assertTrue(custom.contains("\"odd\"") && custom.contains("my.own"), custom);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Softmax", "LogSoftmax"})
  void probabilitiesInPlaceOfLogitsAreToBeCutOff(String op) {
    String message =
        refusal(
            graph ->
                graph
                    .addNode(NodeProto.newBuilder().setOpType(op).addInput("logits").addOutput("p"))
                    .setOutput(0, graph.getOutput(0).toBuilder().setName("p")));
    assertEquals(
        "net.onnx: expected logits as output \"p\", found that a "
            + op
            + " makes it: cut that node off with Onnx.read(path, \"logits\")",
        message);
  }

  @Test
  void aProbabilityInPlaceOfOneLogitIsToBeCutOff() throws IOException {
    Network logit = Nets.dense(1, "Relu", 5, 4, 1);
    ModelProto model = ModelWriter.fresh(logit);
    GraphProto graph = model.getGraph();
    byte[] bytes =
        model.toBuilder()
            .setGraph(
                graph.toBuilder()
                    .addNode(
                        NodeProto.newBuilder()
                            .setOpType("Sigmoid")
                            .addInput("logits")
                            .addOutput("p"))
                    .setOutput(0, graph.getOutput(0).toBuilder().setName("p")))
            .build()
            .toByteArray();
    assertEquals(
        "net.onnx: expected logits as output \"p\", found that a Sigmoid makes it: cut that node off with"
            + " Onnx.read(path, \"logits\")",
        assertThrows(OnnxFormatException.class, () -> Onnx.read(bytes, "net.onnx")).getMessage());
    assertEquals(1, Onnx.read(Onnx.bytes(logit), "net.onnx").classes());
  }

  @Test
  void aTensorWhoseBytesDoNotFitItsShapeIsNamed() {
    String message =
        refusal(
            graph ->
                graph.setInitializer(
                    0, graph.getInitializer(0).toBuilder().setDims(0, 1L << 40).build()));
    assertTrue(message.contains("\"fc1.weight\""), message);
  }

  @Test
  void aFileThatEndsEarlySaysSo() throws IOException {
    byte[] bytes = Onnx.bytes(Nets.dense(1, "Relu", 5, 4, 3));
    for (int length = 0; length < bytes.length; length += 7) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(OnnxFormatException.class, () -> Onnx.read(cut, "cut.onnx"));
    }
  }

  @Test
  void mutatedFilesAreReadOrRefusedAndNothingElse() throws IOException {
    byte[] bytes = Onnx.bytes(Nets.dense(1, "Silu", 5, 4, 3));
    Random random = new Random(1);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 500; i++) {
            byte[] mutated = mutate(bytes, random);
            try {
              Onnx.read(mutated, "mutated.onnx");
            } catch (OnnxFormatException e) {
              assertTrue(e.getMessage().startsWith("mutated.onnx: "), e.getMessage());
            }
          }
        });
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    byte[] mutated = bytes.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(mutated, random.nextInt(mutated.length))
        : mutated;
  }

  private interface Spoil {
    GraphProto.Builder apply(GraphProto.Builder graph);
  }

  private static String refusal(Spoil spoil) {
    ModelProto model = ModelWriter.fresh(Nets.dense(1, "Relu", 5, 4, 3));
    byte[] bytes =
        model.toBuilder().setGraph(spoil.apply(model.getGraph().toBuilder())).build().toByteArray();
    return assertThrows(OnnxFormatException.class, () -> Onnx.read(bytes, "net.onnx")).getMessage();
  }

  private static NodeProto node(String op, String name) {
    return NodeProto.newBuilder()
        .setOpType(op)
        .setName(name)
        .addInput("fc1")
        .addOutput("h1")
        .build();
  }

  private static List<String> names(Network network) {
    return network.sites().stream().map(site -> site.tensor()).toList();
  }

  private static ModelProto withoutInitializer(ModelProto model, String name) {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    for (int i = graph.getInitializerCount() - 1; i >= 0; i--) {
      if (graph.getInitializer(i).getName().equals(name)) {
        graph.removeInitializer(i);
      }
    }
    return model.toBuilder().setGraph(graph).build();
  }

  private static float[] meanCrossEntropy(float[] logits, int[] labels, int classes) {
    float[] gradient = new float[logits.length];
    for (int row = 0; row < labels.length; row++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(logits[row * classes + c]);
      }
      for (int c = 0; c < classes; c++) {
        double p = Math.exp(logits[row * classes + c]) / sum;
        gradient[row * classes + c] = (float) ((p - (c == labels[row] ? 1 : 0)) / labels.length);
      }
    }
    return gradient;
  }

  private static void assertNear(float[] expected, float[] found) {
    assertEquals(expected.length, found.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], TOLERANCE, "at " + i);
    }
  }
}
