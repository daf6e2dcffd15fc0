package io.github.onecurve;

import io.github.onecurve.insight.NamedProducer;
import io.github.onecurve.producer.accuracy.TestSetAccuracyProducer;
import io.github.onecurve.producer.adversarial.AdversarialPerturbationProducer;
import io.github.onecurve.producer.bias.DatasetBiasProducer;
import io.github.onecurve.producer.circuit.CircuitHypothesisProducer;
import io.github.onecurve.producer.pruning.PruningSensitivityProducer;
import java.util.List;

/** The producers that come with the library. */
public final class Producers {
  private Producers() {}

  /** The five standard producers, as they come; each counts as one. */
  public static List<NamedProducer> standard() {
    return List.of(
        new NamedProducer("test-set accuracy", new TestSetAccuracyProducer()),
        new NamedProducer("adversarial perturbation", new AdversarialPerturbationProducer()),
        new NamedProducer("pruning sensitivity", new PruningSensitivityProducer()),
        new NamedProducer("dataset bias", new DatasetBiasProducer()),
        new NamedProducer("circuit hypothesis", new CircuitHypothesisProducer()));
  }
}
