package io.github.onecurve.insight;

import io.github.onecurve.data.Slice;
import io.github.onecurve.remedy.Remedy;
import java.util.List;
import java.util.Optional;

/**
 * One thing learnt about a model: plain data, with what would have to be true and what to do.
 *
 * <p>Producers ship records that implement it; the judge copies what these methods return and
 * hashes the copy before it opens any sealed row.
 */
public interface Insight {
  /** One sentence that a manager can read. */
  String statement();

  /** The rows that it speaks of. */
  default Slice about() {
    return Slice.all();
  }

  /** What would have to be true on data that nobody has looked at. */
  default List<Claim> claims() {
    return List.of();
  }

  /** What to do about it; where there is none, the judge takes its published default. */
  default Optional<Remedy> remedy() {
    return Optional.empty();
  }

  /** What acting on it should save; where there is none, its skill is 0 and it ranks last. */
  default Optional<Forecast> forecast() {
    return Optional.empty();
  }

  /** An insight that is a sentence and what to do about it. */
  static Insight of(String statement, Remedy remedy) {
    return new Advice(statement, Optional.of(Advice.given("a remedy", remedy)), Optional.empty());
  }

  /** An insight that is a sentence, what to do about it, and what that should save. */
  static Insight of(String statement, Remedy remedy, Forecast forecast) {
    return new Advice(
        statement,
        Optional.of(Advice.given("a remedy", remedy)),
        Optional.of(Advice.given("a forecast", forecast)));
  }

  /** An insight that is a sentence alone. */
  static Insight of(String statement) {
    return new Advice(statement, Optional.empty(), Optional.empty());
  }
}
