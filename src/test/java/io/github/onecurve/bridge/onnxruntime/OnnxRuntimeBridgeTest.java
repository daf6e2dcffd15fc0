package io.github.onecurve.bridge.onnxruntime;

import io.github.onecurve.bridge.BridgeContract;
import io.github.onecurve.bridge.onnx.Onnx;
import io.github.onecurve.model.Model;
import io.github.onecurve.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeBridgeTest implements BridgeContract {
  @TempDir Path folder;

  @Override
  public Model bridge(Network network) throws IOException {
    Path file = Files.createTempFile(folder, "net", ".onnx");
    Onnx.write(network, file);
    return OnnxRuntimeModel.open(file);
  }
}
