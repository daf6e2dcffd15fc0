package io.github.onecurve.remedy;

import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.Rows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.stakes.Decision;
import java.util.Objects;

/** Refuses the rows of a slice, which must be known when a decision is made. */
public record AbstainWhen(Slice slice) implements Remedy {
  /** Checks that there is a slice. */
  public AbstainWhen {
    Objects.requireNonNull(slice, "expected a slice to refuse, found null");
  }

  @Override
  public Deployment carryOut(Deployment current, Workshop tools) {
    Rows known = tools.subject().diagnosis().rows();
    for (String column : slice.columns()) {
      if (known.attribute(column).isEmpty()) {
        throw new NotExecutableException(
            "expected one of the columns "
                + known.attributes().stream().map(Attribute::name).toList()
                + ", found \""
                + column
                + "\"");
      }
      if (!known.attribute(column).map(Attribute::atDecision).orElse(false)) {
        throw new NotExecutableException(
            "a guard may use only attributes known at decision, found \""
                + column
                + "\": declare it with knownAtDecision, if it is");
      }
    }
    return current.with(
        new Guard(
            toString(),
            (rows, logits, row, decision) ->
                slice.matches(rows, row) ? Decision.ABSTAIN : decision));
  }

  @Override
  public String toString() {
    return "abstain where " + slice;
  }
}
