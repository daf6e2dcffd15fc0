package io.github.onecurve.remedy;

import io.github.onecurve.attack.Pgd;
import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.Fingerprint;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.model.Differentiable;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.model.Trainer;
import io.github.onecurve.network.Network;
import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Stakes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where remedies are carried out: the subject's rows, its trainer, the till and one retraining
 * seed.
 *
 * <p>Internal: made by the judge and by the examination.
 */
public final class Workshop {
  private final Subject subject;
  private final Stakes stakes;
  private final CostTable costs;
  private final long auditSeed;
  private final int seed;
  private final Till till;
  private final Map<Threat, LabelledRows> perturbed;
  private final Turn training;
  private final Turn perturbing;

  private Workshop(
      Subject subject,
      Stakes stakes,
      long auditSeed,
      int seed,
      Till till,
      Map<Threat, LabelledRows> perturbed,
      Turn training,
      Turn perturbing) {
    this.subject = subject;
    this.stakes = stakes;
    this.costs = CostTable.of(stakes, subject.diagnosis().classNames());
    this.auditSeed = auditSeed;
    this.seed = seed;
    this.till = till;
    this.perturbed = perturbed;
    this.training = training;
    this.perturbing = perturbing;
  }

  /** A workshop of an audit, at retraining seed 0 and without a till. */
  public static Workshop of(Subject subject, Stakes stakes, long auditSeed) {
    return new Workshop(
        subject.closed(),
        stakes,
        auditSeed,
        0,
        Till.none(),
        new HashMap<>(),
        new Turn("the trainer"),
        new Turn("what makes adversarial rows"));
  }

  /** This workshop at another retraining seed and till; what is dear to make is shared. */
  public Workshop at(int retrainingSeed, Till newTill) {
    return new Workshop(
        subject, stakes, auditSeed, retrainingSeed, newTill, perturbed, training, perturbing);
  }

  /** This workshop with other diagnosis rows, as in a fold of them. */
  public Workshop diagnosedOn(LabelledRows rows) {
    return new Workshop(
        subject.diagnosedOn(rows), stakes, auditSeed, seed, till, perturbed, training, perturbing);
  }

  /** The subject, its pool closed. */
  public Subject subject() {
    return subject;
  }

  /** The cost table over the subject's classes. */
  public CostTable costs() {
    return costs;
  }

  int classIndex(String className) {
    try {
      return subject.diagnosis().classIndex(className);
    } catch (IllegalArgumentException e) {
      throw new NotExecutableException(e.getMessage());
    }
  }

  Network network(Deployment current, Remedy remedy) {
    if (current.model() instanceof Network network) {
      return network;
    }
    throw new NotExecutableException(
        "\""
            + remedy
            + "\" needs a Network to cut, found another kind of model: read it with"
            + " Onnx.read, or propose a remedy that leaves the model as it is");
  }

  Optional<WeightedRows> bought() {
    return till.bought();
  }

  Optional<WeightedRows> buy(Slice slice, int labels) {
    return till.buy(slice, labels);
  }

  /** Trains from scratch at this workshop's seed. */
  Model train(WeightedRows changed) throws InterruptedException {
    Trainer trainer = trainer();
    WeightedRows rows = changed.ordered(auditSeed);
    Model trained =
        exclusively(trainer, () -> trainer.train(rows.rows(), rows.weights(), trainingSeed()));
    return Objects.requireNonNull(trained, "expected the trainer to give a model, found null");
  }

  /** Trains on from today's model at this workshop's seed. */
  Model continueTraining(WeightedRows changed) throws InterruptedException {
    Trainer trainer = trainer();
    WeightedRows rows = changed.ordered(auditSeed);
    Model start = subject.model();
    return exclusively(
            trainer, () -> trainer.continueFrom(start, rows.rows(), rows.weights(), trainingSeed()))
        .orElseThrow(
            () ->
                new NotExecutableException(
                    "without training rows a model must be trained on from where it is, which this"
                        + " trainer cannot: give training rows or a trainer with continueFrom"));
  }

  /** The training rows, each perturbed once within a threat against today's model. */
  LabelledRows perturbedTraining(Threat threat) throws InterruptedException {
    LabelledRows training =
        subject
            .training()
            .orElseThrow(
                () ->
                    new NotExecutableException(
                        "adversarial rows are made from training rows, found none"));
    if (!(subject.model() instanceof Differentiable model)) {
      throw new NotExecutableException(
          "adversarial rows need a model with gradients, found one without: use a Network or"
              + " implement Differentiable");
    }
    return perturbing.take(
        () -> {
          LabelledRows known = perturbed.get(threat);
          if (known == null) {
            known = Pgd.standard().attack(model, training, threat, auditSeed).rows();
            perturbed.put(threat, known);
          }
          return known;
        });
  }

  private Trainer trainer() {
    return subject
        .trainer()
        .orElseThrow(
            () ->
                new NotExecutableException(
                    "retraining needs a trainer: give one with Subject.with(Trainer)"));
  }

  /** The seed handed to the trainer: the same for every row of a board, so that rows pair. */
  private long trainingSeed() {
    return Fingerprint.start().add(auditSeed).add(seed).add("train").key();
  }

  /**
   * Has a trainer at work when it is this thread's turn, at once where it serves many.
   *
   * @throws IllegalStateException if it is still at work for a row that did not finish
   */
  public <T> T exclusively(Trainer trainer, Supplier<T> work) throws InterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException("interrupted before training");
    }
    if (trainer.isThreadSafe()) {
      return work.get();
    }
    return training.take(
        () -> {
          synchronized (trainer) {
            return work.get();
          }
        });
  }
}
