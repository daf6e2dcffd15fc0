package io.github.onecurve.bridge.dl4j;

import io.github.onecurve.bridge.BridgeContract;
import io.github.onecurve.model.Model;
import io.github.onecurve.network.Network;

/** A dense net of DL4J keeps what every bridge must. */
class Dl4jBridgeTest implements BridgeContract {
  @Override
  public Model bridge(Network network) {
    return Dl4jModel.of(Dl4jNets.of(network));
  }
}
