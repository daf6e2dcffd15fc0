package io.github.onecurve.producer.circuit;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Capability;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Network;
import io.github.onecurve.producer.circuit.CircuitHypothesis.Form;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.stakes.Strata;
import io.github.onecurve.stats.Proportions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the hidden units that carry the costliest confusion of a network, by direct attribution,
 * and proposes to hold them at their means: as many as the evidence asks for, and as many as pay.
 *
 * <p>Where the diagnosis rows hold no confusion that costs anything there is nothing to say. See
 * {@code docs/producers/circuit-hypothesis.md}.
 */
public final class CircuitHypothesisProducer implements InsightProducer {
  private static final double LEVEL = 0.95;

  private final Optional<Behaviour> given;

  /** A confusion by the names of the classes. */
  private record Behaviour(String actual, String predicted) {
    Confusion among(LabelledRows rows) {
      return new Confusion(rows.classIndex(actual), rows.classIndex(predicted));
    }
  }

  /** Explains the confusion of largest total cost on the diagnosis rows. */
  public CircuitHypothesisProducer() {
    this(Optional.empty());
  }

  private CircuitHypothesisProducer(Optional<Behaviour> given) {
    this.given = given;
  }

  /**
   * Explains why one class is taken for another, by their names.
   *
   * @throws IllegalArgumentException if they are the same; when examining, if there is no such
   *     class
   */
  public static CircuitHypothesisProducer confusing(String actual, String predicted) {
    if (actual.equals(predicted)) {
      throw new IllegalArgumentException(
          "expected two different classes, one taken for the other, found \""
              + actual
              + "\" twice");
    }
    return new CircuitHypothesisProducer(Optional.of(new Behaviour(actual, predicted)));
  }

  @Override
  public Set<Capability> requires() {
    return Set.of(Capability.NETWORK);
  }

  @Override
  public List<CircuitHypothesis> examine(Examination exam) throws InterruptedException {
    Dissection dissection = new Dissection(exam, given);
    Optional<Suspects> suspects = dissection.suspects(exam.subject().diagnosis());
    if (suspects.isEmpty()) {
      return List.of();
    }
    exam.progress(0, Form.values().length);
    CircuitHypothesis evidence = dissection.hypothesis(suspects.get(), Form.EVIDENCE);
    exam.progress(1, Form.values().length);
    CircuitHypothesis careful = dissection.hypothesis(suspects.get(), Form.CAREFUL);
    exam.progress(2, Form.values().length);
    return List.of(evidence, careful);
  }

  /** The search for a circuit, which can be done again on any rows. */
  private static final class Dissection {
    private final Examination exam;
    private final Network network;
    private final Readout readout;
    private final Cuts cuts;
    private final Optional<Confusion> given;
    private final Optional<float[]> trainingMeans;

    Dissection(Examination exam, Optional<Behaviour> given) {
      Subject subject = exam.subject();
      this.exam = exam;
      this.network = (Network) subject.model();
      this.readout = Readout.of(network);
      this.cuts = new Cuts(network, readout, exam.costs(), exam.stakes());
      this.given = given.map(behaviour -> behaviour.among(subject.diagnosis()));
      this.trainingMeans =
          subject.training().map(rows -> Readings.means(network, readout.hidden(), rows.rows()));
    }

    /** Everything but the size of the circuit; empty where the rows hold no case. */
    Optional<Suspects> suspects(LabelledRows rows) {
      Readings readings = Readings.of(network, readout.hidden(), rows.rows(), rows.classes());
      Strata strata = Strata.ofPart(exam.stakes(), rows.rows(), "diagnosis");
      return given
          .or(() -> Confusion.costliest(rows, readings.logits(), exam.costs(), strata))
          .filter(confusion -> confusion.cases(rows, readings.logits()).length > 0)
          .map(
              confusion ->
                  Suspects.of(
                      confusion,
                      rows,
                      readings,
                      readout,
                      trainingMeans.orElseGet(
                          () -> Readings.means(network, readout.hidden(), rows.rows()))));
    }

    CircuitHypothesis hypothesis(Suspects suspects, Form form) throws InterruptedException {
      CircuitHypothesis bare = bare(suspects, form);
      Forecast forecast =
          exam.forecast(
              rows ->
                  suspects(rows)
                      .flatMap(found -> bare(found, form).remedy())
                      .orElse(new ShipAsIs()));
      return with(bare, List.of(claim(suspects, bare)), forecast);
    }

    private CircuitHypothesis bare(Suspects suspects, Form form) {
      int size = form == Form.EVIDENCE ? cuts.fewest(suspects) : cuts.cheapest(suspects);
      List<String> classes = suspects.rows().classNames();
      return new CircuitHypothesis(
          form,
          classes.get(suspects.confusion().actual()),
          classes.get(suspects.confusion().predicted()),
          readout.hidden(),
          readout.width(),
          suspects.first(size),
          suspects.shareCarried(size),
          suspects.cases().size(),
          cuts.repaired(suspects, size),
          List.of(),
          Optional.empty());
    }

    /**
     * The evidence says that the circuit serves the confusion, so accuracy is to be no worse than
     * today's without it; the careful form says what it saw.
     */
    private Claim claim(Suspects suspects, CircuitHypothesis bare) {
      int seen = bare.form() == Form.EVIDENCE ? 0 : bare.units().size();
      double least =
          Proportions.wilson(cuts.right(suspects, seen), suspects.rows().size(), LEVEL).low();
      Remedy remedy = bare.remedy().orElseThrow();
      return Claim.that(new Claim.Accuracy(Slice.all()), least, 1).after(remedy);
    }

    private static CircuitHypothesis with(
        CircuitHypothesis bare, List<Claim> claims, Forecast forecast) {
      return new CircuitHypothesis(
          bare.form(),
          bare.actual(),
          bare.predicted(),
          bare.tensor(),
          bare.width(),
          bare.units(),
          bare.shareCarried(),
          bare.cases(),
          bare.repaired(),
          claims,
          Optional.of(forecast));
    }
  }
}
