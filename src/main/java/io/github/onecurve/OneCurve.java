package io.github.onecurve;

import io.github.onecurve.model.Subject;
import java.util.Objects;

/** Every way of learning something about a model, priced on one curve. */
public final class OneCurve {
  private OneCurve() {}

  /**
   * Plans an audit of a subject.
   *
   * @throws IllegalStateException if the subject has no diagnosis rows
   */
  public static AuditPlan audit(Subject subject) {
    return AuditPlan.of(Objects.requireNonNull(subject, "expected a subject to audit, found null"));
  }
}
