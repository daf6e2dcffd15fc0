package io.github.onecurve.insight;

import io.github.onecurve.remedy.Remedy;
import java.util.Optional;

/** A sentence, what to do about it and what that should save. */
record Advice(String statement, Optional<Remedy> remedy, Optional<Forecast> forecast)
    implements Insight {}
