package io.github.onecurve.producer.adversarial;

import io.github.onecurve.attack.Adversarial;
import io.github.onecurve.attack.Noise;
import io.github.onecurve.attack.Pgd;
import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowSet;
import io.github.onecurve.insight.Capability;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.model.Differentiable;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.AugmentAdversarially;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.ShipAsIs;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Attacks the diagnosis rows by projected gradient descent, beside uniform noise as the baseline,
 * and proposes to retrain with the training rows perturbed once.
 *
 * <p>Without training rows or a trainer there is no remedy; where nothing was found the model is to
 * be shipped as it is. The remedy has no part that is chosen on the diagnosis rows. Needs a model
 * with gradients.
 */
public final class AdversarialPerturbationProducer implements InsightProducer {
  private static final double STANDARD_DEVIATIONS = 0.1;

  private final Optional<Threat> threat;
  private final Pgd attack;

  /**
   * A threat of L∞ 0.1 standard deviations of each input in the training rows (in the diagnosis
   * rows where there are none), attacked by PGD as it comes.
   */
  public AdversarialPerturbationProducer() {
    this(Optional.empty(), Pgd.standard());
  }

  private AdversarialPerturbationProducer(Optional<Threat> threat, Pgd attack) {
    this.threat = threat;
    this.attack = attack;
  }

  /** This producer under another threat. */
  public AdversarialPerturbationProducer within(Threat named) {
    return new AdversarialPerturbationProducer(
        Optional.of(Objects.requireNonNull(named, "expected a threat, found null")), attack);
  }

  /** This producer with another attack. */
  public AdversarialPerturbationProducer by(Pgd other) {
    return new AdversarialPerturbationProducer(
        threat, Objects.requireNonNull(other, "expected an attack, found null"));
  }

  @Override
  public Set<Capability> requires() {
    return Set.of(Capability.GRADIENT);
  }

  @Override
  public List<AdversarialPerturbation> examine(Examination exam) throws InterruptedException {
    if (!(exam.subject().model() instanceof Differentiable model)) {
      throw new IllegalStateException(
          "an attack needs a model with gradients, found one without: declare"
              + " Capability.GRADIENT");
    }
    LabelledRows rows = exam.subject().diagnosis();
    Threat within = threat.orElseGet(() -> usual(exam.subject()));
    RowSet right = right(rows, exam.diagnosisDecisions());
    Adversarial found = attack.attack(model, rows, within, exam.auditSeed());
    Adversarial noise = Noise.standard().attack(model, rows, within, exam.auditSeed());
    Perturbations perturbations =
        Perturbations.of(model, rows, found.rows(), found.succeeded().and(right), within);
    Optional<Remedy> act = act(exam.subject(), within, perturbations.size() > 0);
    return List.of(
        new AdversarialPerturbation(
            within,
            rows.size(),
            right.size(),
            perturbations.size(),
            noise.succeeded().and(right).size(),
            found.zeroGradient().and(right).and(found.succeeded().not()).size(),
            perturbations.medianSize(),
            perturbations.smallest(),
            act,
            forecast(exam, act)));
  }

  private static Threat usual(Subject subject) {
    return Threat.ofStandardDeviations(
        subject.training().orElseGet(subject::diagnosis), STANDARD_DEVIATIONS);
  }

  private static RowSet right(LabelledRows rows, int[] decisions) {
    return RowSet.where(rows.size(), row -> decisions[row] == rows.label(row));
  }

  private static Optional<Remedy> act(Subject subject, Threat threat, boolean fails) {
    if (!fails) {
      return Optional.of(new ShipAsIs());
    }
    return subject.trainer().isPresent() && subject.training().isPresent()
        ? Optional.of(Retrain.with(new AugmentAdversarially(threat)))
        : Optional.empty();
  }

  private static Optional<Forecast> forecast(Examination exam, Optional<Remedy> act)
      throws InterruptedException {
    return act.isPresent() ? Optional.of(exam.forecast(act.get())) : Optional.empty();
  }
}
