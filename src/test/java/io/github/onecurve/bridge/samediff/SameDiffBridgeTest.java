package io.github.onecurve.bridge.samediff;

import io.github.onecurve.bridge.BridgeContract;
import io.github.onecurve.model.Model;
import io.github.onecurve.network.Network;
import org.nd4j.linalg.api.buffer.DataType;

/** A SameDiff graph keeps what every bridge must. */
class SameDiffBridgeTest implements BridgeContract {
  @Override
  public Model bridge(Network network) {
    return SameDiffModel.of(SameDiffModelTest.graph(network, DataType.FLOAT), "x", "logits");
  }
}
