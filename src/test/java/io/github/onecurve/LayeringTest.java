package io.github.onecurve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LayeringTest {
  @Test
  void everyRoomUsesOnlyTheRoomsBelowIt() {
    List<String> lines = jdeps(Path.of(System.getProperty("basedir", "."), "target", "classes"));
    assertFalse(
        lines.stream().noneMatch(line -> line.contains(" io.github.onecurve.")),
        "Expected jdeps to list this project's packages, found " + lines);
    assertEquals(List.of(), Layering.breaches(lines.stream()));
  }

  @ParameterizedTest
  @CsvSource({
    "model, data",
    "network.kernel, network",
    "producer.bias, attack",
    "producer.newcomer, insight",
    "judge, remedy",
    "report, judge",
    "proving, ''",
    "'', producer.circuit",
    "bridge.onnx, network",
  })
  void usingALowerRoomIsFine(String user, String used) {
    assertEquals(List.of(), Layering.breaches(Stream.of(edge(ours(user), ours(used)))));
  }

  @ParameterizedTest
  @CsvSource({
    "data, stats",
    "stats, data",
    "data, model",
    "model, network",
    "stakes, remedy",
    "insight, judge",
    "producer.bias, producer.circuit",
    "producer.bias, judge",
    "judge, producer.accuracy",
    "judge, report",
    "report, ''",
    "'', proving",
    "proving, bridge.onnx",
    "bridge.spark, bridge.onnx",
  })
  void usingAnyOtherRoomIsABreach(String user, String used) {
    assertEquals(
        List.of(ours(user) + " must not use " + ours(used)),
        Layering.breaches(Stream.of(edge(ours(user), ours(used)))));
  }

  @ParameterizedTest
  @CsvSource({
    "judge, tools.jackson.databind",
    "bridge.onnx, tools.jackson.core",
    "network, onnx",
    "bridge.onnxruntime, onnx",
    "network, ai.onnxruntime",
    "bridge.dl4j, ai.onnxruntime",
    "stats, org.nd4j.linalg.factory",
    "data, org.nd4j.linalg.api.ndarray",
    "stakes, org.nd4j.linalg.factory",
    "insight, org.nd4j.linalg.factory",
    "report, org.nd4j.linalg.factory",
    "model, de.siegmar.fastcsv.reader",
    "surgery, org.bytedeco.openblas.global",
    "bridge.samediff, org.deeplearning4j.nn.conf",
  })
  void aThirdPartyOutsideItsRoomIsABreach(String user, String used) {
    assertEquals(
        List.of(ours(user) + " must not use " + used),
        Layering.breaches(Stream.of(edge(ours(user), used))));
  }

  @ParameterizedTest
  @CsvSource({
    "report, tools.jackson.databind",
    "bridge.onnx, onnx",
    "model, org.nd4j.linalg.api.ndarray",
    "data, de.siegmar.fastcsv.reader",
    "network, org.bytedeco.openblas.global",
    "data, java.util",
    "stats, org.apache.commons.math3.special",
    "bridge.onnxruntime, ai.onnxruntime",
    "bridge.dl4j, org.deeplearning4j.nn.conf",
    "bridge.samediff, org.nd4j.autodiff.samediff",
  })
  void aThirdPartyInItsRoomIsFine(String user, String used) {
    assertEquals(List.of(), Layering.breaches(Stream.of(edge(ours(user), used))));
  }

  @Test
  void anUnknownRoomIsToBeAddedToTheOrder() {
    assertEquals(
        List.of("io.github.onecurve.util is no known room: add it to the order"),
        Layering.breaches(Stream.of(edge(ours("util"), "java.lang"))));
    assertEquals(
        List.of("io.github.onecurve.producer is no known room: add it to the order"),
        Layering.breaches(Stream.of(edge(ours("producer"), "java.lang"))));
  }

  @Test
  void aCycleInsideARoomIsABreach() {
    assertEquals(
        List.of(
            "cycle: io.github.onecurve.network -> io.github.onecurve.network.kernel ->"
                + " io.github.onecurve.network"),
        Layering.breaches(
            Stream.of(
                edge(ours("network"), ours("network.kernel")),
                edge(ours("network.kernel"), ours("network")),
                edge(ours("network"), "java.lang"))));
  }

  private static String ours(String room) {
    return room.isEmpty() ? "io.github.onecurve" : "io.github.onecurve." + room;
  }

  private static String edge(String user, String used) {
    return "   " + user + "          -> " + used + "         not found";
  }

  private static List<String> jdeps(Path classes) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(writer, writer, "-verbose:package", "-filter:none", classes.toString());
    return out.toString().lines().toList();
  }
}
