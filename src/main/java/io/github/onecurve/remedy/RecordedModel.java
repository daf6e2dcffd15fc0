package io.github.onecurve.remedy;

import io.github.onecurve.model.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model as a board remembers it: by what it answered, not by what it is.
 *
 * @param fingerprint SHA-256 over its logits on the diagnosis rows, hexadecimal
 */
public record RecordedModel(String fingerprint) implements Model {
  /**
   * Refuses.
   *
   * @throws UnsupportedOperationException always: only the print was kept
   */
  @Override
  public INDArray logits(INDArray inputs) {
    throw new UnsupportedOperationException(
        "a board keeps only the print of a model's logits, found a call of the model with print "
            + fingerprint
            + ": put the model itself in the remedy to carry it out");
  }

  @Override
  public String toString() {
    return "model with print " + fingerprint;
  }
}
