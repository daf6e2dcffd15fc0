package io.github.onecurve.model;

import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is being audited: a model, and what its owner holds to learn about it and to repair it.
 *
 * <p>Immutable; each {@code with…} method returns a new subject.
 */
public final class Subject {
  private final Model model;
  private final Optional<LabelledRows> diagnosis;
  private final Optional<LabelledRows> training;
  private final Optional<LabelPool> pool;
  private final Optional<Trainer> trainer;

  private Subject(
      Model model,
      Optional<LabelledRows> diagnosis,
      Optional<LabelledRows> training,
      Optional<LabelPool> pool,
      Optional<Trainer> trainer) {
    this.model = model;
    this.diagnosis = diagnosis;
    this.training = training;
    this.pool = pool;
    this.trainer = trainer;
  }

  /** A model of which nothing else is known yet. */
  public static Subject of(Model model) {
    return new Subject(
        Objects.requireNonNull(model, "expected a model to audit, found null"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** This subject with the rows that the model learnt from. */
  public Subject trainedOn(LabelledRows rows) {
    return new Subject(model, diagnosis, given("training rows", rows), pool, trainer).checked();
  }

  /** This subject with labelled rows as at deployment that the model did not learn from. */
  public Subject diagnosedOn(LabelledRows rows) {
    return new Subject(model, given("diagnosis rows", rows), training, pool, trainer).checked();
  }

  /** This subject with a trainer that can make such a model anew. */
  public Subject with(Trainer value) {
    return new Subject(model, diagnosis, training, pool, given("a trainer", value));
  }

  /** This subject with a pool of rows whose labels can be bought. */
  public Subject with(LabelPool value) {
    return new Subject(model, diagnosis, training, given("a pool", value), trainer).checked();
  }

  /** This subject as producers see it: its pool sells nothing. */
  public Subject closed() {
    return new Subject(model, diagnosis, training, pool.map(LabelPool::closed), trainer);
  }

  /** The model. */
  public Model model() {
    return model;
  }

  /**
   * The labelled, deployment-like rows that producers may learn from.
   *
   * @throws IllegalStateException if none were given
   */
  public LabelledRows diagnosis() {
    return diagnosis.orElseThrow(
        () ->
            new IllegalStateException(
                "an audit needs diagnosis rows: labelled, as at deployment, not trained on; give"
                    + " them with Subject.diagnosedOn(rows)"));
  }

  /** The rows that the model learnt from. */
  public Optional<LabelledRows> training() {
    return training;
  }

  /** The pool. */
  public Optional<LabelPool> pool() {
    return pool;
  }

  /** The trainer. */
  public Optional<Trainer> trainer() {
    return trainer;
  }

  private static <T> Optional<T> given(String what, T value) {
    return Optional.of(
        Objects.requireNonNull(
            value, "expected " + what + ", found null: leave the call out where there is none"));
  }

  private Subject checked() {
    diagnosis.ifPresent(
        reference -> {
          training.ifPresent(
              rows -> {
                requireShape("training", rows.rows().rowShape(), reference.rows().rowShape());
                requireClasses("training", rows.classNames(), reference.classNames());
              });
          pool.ifPresent(
              rows -> {
                requireShape("pool", rows.rows().rowShape(), reference.rows().rowShape());
                rows.classNames()
                    .ifPresent(names -> requireClasses("pool", names, reference.classNames()));
              });
        });
    return this;
  }

  private static void requireClasses(String kind, List<String> names, List<String> reference) {
    if (!names.equals(reference)) {
      throw new IllegalArgumentException(
          String.format(
              "%s rows and diagnosis rows must have one list of classes, found %s and %s",
              kind, names, reference));
    }
  }

  private static void requireShape(String kind, int[] shape, int[] reference) {
    if (!Arrays.equals(shape, reference)) {
      throw new IllegalArgumentException(
          String.format(
              "%s rows and diagnosis rows must have one shape, found %s and %s",
              kind, Arrays.toString(shape), Arrays.toString(reference)));
    }
  }
}
