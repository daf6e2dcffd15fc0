package io.github.onecurve.bridge.dl4j;

import org.deeplearning4j.nn.conf.layers.BatchNormalization;

/**
 * The scale and shift of batch normalisation where they are not learnt.
 *
 * <p>DL4J 1.0.0-M2.1 applies them only where the scale is not 1 and the shift is not 0; a scale
 * given alone is not applied.
 */
record LockedScale(double scale, double shift) {
  static LockedScale of(BatchNormalization layer) {
    boolean applied = layer.getGamma() != 1 && layer.getBeta() != 0;
    return applied ? new LockedScale(layer.getGamma(), layer.getBeta()) : new LockedScale(1, 0);
  }
}
