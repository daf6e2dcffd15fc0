package io.github.onecurve.insight;

import io.github.onecurve.model.Differentiable;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Network;

/** Something that a subject has or has not, and that a producer may require. */
public enum Capability {
  /** The model is a white box. */
  NETWORK("a Network: read the model with Onnx.read"),
  /** The model has input gradients. */
  GRADIENT("a model with gradients: a Network or a Differentiable"),
  /** The training rows are known. */
  TRAINING_ROWS("training rows: Subject.trainedOn(rows)"),
  /** The diagnosis rows have attribute columns. */
  ATTRIBUTES("attribute columns in the diagnosis rows: LabelledRows.with(Attribute)"),
  /** There is a trainer. */
  TRAINER("a trainer: Subject.with(Trainer)"),
  /** There is a pool of rows whose labels can be bought. */
  POOL("a pool that is not closed: Subject.with(LabelPool)");

  private final String need;

  Capability(String need) {
    this.need = need;
  }

  /** Whether a subject has it. */
  public boolean isMetBy(Subject subject) {
    return switch (this) {
      case NETWORK -> subject.model() instanceof Network;
      case GRADIENT -> subject.model() instanceof Differentiable;
      case TRAINING_ROWS -> subject.training().isPresent();
      case ATTRIBUTES -> !subject.diagnosis().rows().attributes().isEmpty();
      case TRAINER -> subject.trainer().isPresent();
      case POOL -> subject.pool().map(pool -> !pool.isClosed()).orElse(false);
    };
  }

  /** What is needed and how to give it. */
  public String need() {
    return need;
  }
}
