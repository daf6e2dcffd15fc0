package io.github.onecurve;

import io.github.onecurve.insight.Capability;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Producers that a service file under {@code discovered/} names; on no class path by default. */
public final class Providers {
  private Providers() {}

  private record Told(String statement, Optional<Forecast> forecast) implements Insight {}

  private static Insight told(String statement, double mean) {
    return new Told(statement, Optional.of(new Forecast(mean, 1)));
  }

  /** Says two things. */
  public static final class First implements InsightProducer {
    @Override
    public List<Insight> examine(Examination exam) {
      return List.of(told("first, sure", 9), told("first, shy", 1));
    }
  }

  /** Says two things, one of them as sure as the first's. */
  public static final class Second implements InsightProducer {
    @Override
    public List<Insight> examine(Examination exam) {
      return List.of(told("second, sure", 9), told("second, less sure", 5));
    }
  }

  /** Says one thing, without a forecast. */
  public static final class Third implements InsightProducer {
    @Override
    public List<Insight> examine(Examination exam) {
      return List.of(new Told("third", Optional.empty()));
    }
  }

  /** Needs what a black box has not. */
  public static final class Needs implements InsightProducer {
    @Override
    public List<Insight> examine(Examination exam) {
      return List.of();
    }

    @Override
    public Set<Capability> requires() {
      return Set.of(Capability.NETWORK);
    }
  }

  /** Cannot be made. */
  public static final class Throws implements InsightProducer {
    /** Throws. */
    public Throws() {
      throw new IllegalStateException("no licence found");
    }

    @Override
    public List<Insight> examine(Examination exam) {
      return List.of();
    }
  }

  /** Calls itself when it is made. */
  public static final class Recurses implements InsightProducer {
    private final List<Object> nested = new ArrayList<>();

    /** Never ends well. */
    public Recurses() {
      nested.add(new Recurses());
    }

    @Override
    public List<Insight> examine(Examination exam) {
      return List.of();
    }
  }

  /** Has no constructor that a service needs. */
  public static final class NoConstructor implements InsightProducer {
    private final String word;

    /** Needs a word. */
    public NoConstructor(String word) {
      this.word = word;
    }

    @Override
    public List<Insight> examine(Examination exam) {
      return List.of(told(word, 1));
    }
  }

  /** Is no producer. */
  public static final class Other {}
}
