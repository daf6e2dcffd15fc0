package io.github.onecurve.insight;

import io.github.onecurve.remedy.Remedy;
import java.util.Objects;
import java.util.Optional;

/** A sentence, what to do about it and what that should save. */
record Advice(String statement, Optional<Remedy> remedy, Optional<Forecast> forecast)
    implements Insight {
  Advice {
    Objects.requireNonNull(statement, "expected a sentence that says what was learnt, found null");
  }

  /** What must not be null. */
  static <T> T given(String what, T value) {
    return Objects.requireNonNull(
        value, "expected " + what + ", found null: leave it out where there is none");
  }
}
