package io.github.onecurve.insight;

import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.Progress;
import io.github.onecurve.model.Subject;
import io.github.onecurve.stakes.Stakes;
import java.util.List;
import java.util.Optional;

/** Examinations for tests, made as an audit makes them. */
public final class Examinations {
  private static final int THREADS = 2;

  private Examinations() {}

  /** What a test asks an examination. */
  @FunctionalInterface
  public interface Question<T> {
    /** Asks it. */
    T ask(Examination exam) throws Exception;
  }

  /** The answer to a question asked of an examination at audit seed 1. */
  public static <T> T ask(Subject subject, Stakes stakes, Question<T> question) throws Exception {
    return ask(subject, stakes, 1, question);
  }

  /** The answer to a question asked of an examination, which ends with it. */
  public static <T> T ask(Subject subject, Stakes stakes, long seed, Question<T> question)
      throws Exception {
    try (Workers workers = Workers.of(THREADS)) {
      Bench bench = Bench.of(subject, stakes, seed, workers);
      Optional<LabelPool.Account> account =
          subject
              .pool()
              .map(pool -> pool.account(seed, stakes.labelsFor(subject.diagnosis().size())));
      return question.ask(Examination.of("test", bench, account, Progress.silent()));
    }
  }

  /** What a producer says about a subject. */
  public static List<? extends Insight> of(InsightProducer producer, Subject subject, Stakes stakes)
      throws Exception {
    return ask(subject, stakes, producer::examine);
  }
}
