package io.github.onecurve.report;

import io.github.onecurve.data.Slice;
import io.github.onecurve.judge.Acting;
import io.github.onecurve.judge.Amount;
import io.github.onecurve.judge.ClaimVerdict;
import io.github.onecurve.judge.Provenance;
import io.github.onecurve.judge.Status;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.remedy.Remedy;
import java.util.List;
import java.util.Optional;

/** An insight on the board as its file shows it: the headline first, the rest of it after. */
record VerdictDocument(
    String producer,
    String statement,
    Status status,
    String reason,
    Optional<Amount> actionability,
    Optional<Amount> savedPer1000,
    Optional<Amount> lift,
    Optional<ForecastDocument> forecast,
    List<ClaimVerdict> claims,
    Optional<Remedy> remedy,
    boolean remedyIsDefault,
    Slice about,
    Optional<MeasuredDocument> measured,
    double detectable,
    Acting acting,
    int rankInProducer,
    String contentHash,
    double level) {
  /** Checks that the headline is there where it was measured. */
  VerdictDocument {
    MeasuredDocument.requireWhole(actionability, savedPer1000, lift, measured);
  }

  static VerdictDocument of(Verdict verdict) {
    return new VerdictDocument(
        verdict.provenance().producer(),
        verdict.statement(),
        verdict.status(),
        verdict.reason(),
        verdict.measured().flatMap(m -> m.actionability()),
        verdict.measured().map(m -> m.savedPer1000()),
        verdict.measured().flatMap(m -> m.lift()),
        verdict.forecast().map(ForecastDocument::of),
        verdict.claims(),
        verdict.act(),
        verdict.actIsDefault(),
        verdict.about(),
        verdict.measured().map(MeasuredDocument::of),
        verdict.detectable(),
        verdict.acting(),
        verdict.provenance().rank(),
        verdict.provenance().contentHash(),
        verdict.provenance().level());
  }

  Verdict verdict() {
    return new Verdict(
        new Provenance(producer, rankInProducer, contentHash, level),
        statement,
        about,
        remedy,
        remedyIsDefault,
        status,
        reason,
        measured.map(m -> m.measured(actionability, savedPer1000.orElseThrow(), lift)),
        detectable,
        forecast.map(ForecastDocument::verdict),
        claims,
        acting);
  }
}
