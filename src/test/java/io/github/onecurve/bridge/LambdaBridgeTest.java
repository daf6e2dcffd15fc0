package io.github.onecurve.bridge;

import io.github.onecurve.model.Model;
import io.github.onecurve.network.Network;

/**
 * A function of plain rows keeps what every bridge must; it knows no width, and so refuses none.
 */
class LambdaBridgeTest implements BridgeContract {
  @Override
  public Model bridge(Network network) {
    return Model.ofRows(
        rows -> {
          float[][] logits = new float[rows.length][];
          for (int row = 0; row < rows.length; row++) {
            logits[row] = network.logits(rows[row], 1);
          }
          return logits;
        });
  }

  @Override
  public boolean refusesWhatIsNoRow() {
    return false;
  }
}
