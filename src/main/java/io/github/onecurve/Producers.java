package io.github.onecurve;

import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.insight.NamedProducer;
import io.github.onecurve.producer.accuracy.TestSetAccuracyProducer;
import io.github.onecurve.producer.adversarial.AdversarialPerturbationProducer;
import io.github.onecurve.producer.bias.DatasetBiasProducer;
import io.github.onecurve.producer.circuit.CircuitHypothesisProducer;
import io.github.onecurve.producer.pruning.PruningSensitivityProducer;
import java.util.List;
import java.util.ServiceLoader;

/** The producers that come with the library, and those that are found on the class path. */
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

  /**
   * The producers that {@link ServiceLoader} finds with the context class loader of the calling
   * thread: classes named in {@code META-INF/services/io.github.onecurve.insight.InsightProducer}.
   * There may be none.
   *
   * <p>Each stands on the board under the name of its class. However many there are, all together
   * count as one producer and share its level, their insights ranked together, so that what happens
   * to lie on a class path widens nobody else's test. One that cannot be loaded is a row that says
   * why, and holds none of the others up.
   */
  public static List<NamedProducer> discovered() {
    return Discovery.of(ServiceLoader.load(InsightProducer.class));
  }
}
