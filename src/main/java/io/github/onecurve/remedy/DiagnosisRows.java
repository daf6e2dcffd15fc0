package io.github.onecurve.remedy;

import java.util.Optional;

/** Adds the diagnosis rows. */
public record DiagnosisRows() implements Change {
  @Override
  public Optional<WeightedRows> apply(Optional<WeightedRows> rows, Workshop tools) {
    return Change.append(rows, WeightedRows.of(tools.subject().diagnosis()));
  }

  @Override
  public String toString() {
    return "add the diagnosis rows";
  }
}
