package io.github.onecurve.judge;

import io.github.onecurve.insight.Claim;
import io.github.onecurve.remedy.AdaptiveAttack;
import io.github.onecurve.remedy.Compose;
import io.github.onecurve.remedy.Deployment;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.stats.PairedDifference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The grading of systems that were carried out. */
final class Grading {
  /** τ over R₀: half of today's loss, per 1,000 decisions. */
  private static final double KNOW_NOTHING = 500;

  private final Hearing hearing;
  private final List<Docket.Entry> entries;
  private final List<Candidate> candidates;
  private final CarriedOut carriedOut;
  private final Map<Commitment, String> voided;
  private final Optional<String> cutOff;
  private final PricedSystem today;
  private final Pricing pricing;
  private final ClaimChecking claims;
  private final Map<BoardRow, Deployment> handedBack = new HashMap<>();

  Grading(
      Hearing hearing,
      List<Docket.Entry> entries,
      List<Candidate> candidates,
      CarriedOut carriedOut,
      Tally tally,
      Map<Commitment, String> voided,
      Optional<String> cutOff) {
    this.hearing = hearing;
    this.voided = voided;
    this.cutOff = cutOff;
    this.entries = entries;
    this.candidates = candidates;
    this.carriedOut = carriedOut;
    this.today = carriedOut.today();
    this.pricing = new Pricing(hearing.rows().classNames(), hearing.stakes(), tally);
    this.claims = new ClaimChecking(hearing.rows());
  }

  /**
   * The board of what was handed in.
   *
   * @param ofModels notes on the models of what was carried out
   */
  Judge.Grades grades(List<Submission> submissions, List<String> ofModels) {
    List<HouseRow> houseRows = new ArrayList<>();
    for (Candidate candidate : carriedOut.house()) {
      houseRows.add(houseRow(candidate));
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Docket.Entry entry : entries) {
      verdicts.add(verdict(entry));
    }
    houseRows.sort(Comparator.comparingDouble(row -> -low(row)));
    verdicts.sort(
        Comparator.<Verdict>comparingDouble(row -> -low(row))
            .thenComparing(row -> row.status().isMeasured() ? Status.CREDITED : row.status())
            .thenComparing(row -> row.provenance().contentHash())
            .thenComparing(row -> row.provenance().producer()));
    List<String> notes = new ArrayList<>(hearing.notes(submissions));
    cutOff.ifPresent(notes::add);
    notes.addAll(missing(verdicts));
    entries.stream().flatMap(Grading::unpaid).distinct().sorted().forEach(notes::add);
    notes.addAll(ofModels);
    return new Judge.Grades(board(verdicts, houseRows, notes), handedBack);
  }

  private static Stream<String> unpaid(Docket.Entry entry) {
    return entry.candidate().stream()
        .flatMap(
            own ->
                entry.commitment().orElseThrow().claims().stream()
                    .flatMap(claim -> claim.after().stream())
                    .filter(remedy -> !own.pays(remedy))
                    .map(
                        remedy ->
                            String.format(
                                "\"%s\" claims what its insight does not pay for: \"%s\" buys"
                                    + " labels of its own, so the claim is undecided",
                                own.title(), remedy)));
  }

  /** What the numbers lack that they should have. */
  private List<String> missing(List<Verdict> verdicts) {
    List<String> notes = new ArrayList<>();
    List<String> failed = carriedOut.notExecutable();
    if (!failed.isEmpty() && verdicts.stream().anyMatch(v -> v.status().isMeasured())) {
      notes.add(
          "not executable, so that no insight had to beat it, which makes \"credited\" easier: "
              + failed.stream().map(title -> "[" + title + "]").collect(Collectors.joining(", ")));
    }
    if (hearing.stakes().attack().isPresent() && !today.today().isAttacked()) {
      notes.add(
          "nothing was attacked before the audit was cut off: losses are those of traffic that is"
              + " not hostile");
    }
    if (today.today().isAttacked()) {
      withoutGradients().ifPresent(notes::add);
    }
    return notes;
  }

  /** Which rows were attacked by less than the others, since their models have no gradients. */
  private Optional<String> withoutGradients() {
    String titles =
        handedBack.entrySet().stream()
            .filter(row -> AdaptiveAttack.isBlind(row.getValue()))
            .map(row -> "[" + row.getKey().title() + "]")
            .sorted()
            .distinct()
            .collect(Collectors.joining(", "));
    return titles.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "attacked by Square and by what was found against other systems alone, as their models"
                + " have no gradients: "
                + titles);
  }

  private Scoreboard board(List<Verdict> verdicts, List<HouseRow> houseRows, List<String> notes) {
    Scoreboard board =
        new Scoreboard(
            hearing.stakes(),
            hearing.rows().classNames(),
            hearing.bench().auditSeed(),
            hearing.retrainingSeeds(),
            hearing.fingerprints(entries),
            hearing.counts(),
            hearing.opened().opening(),
            pricing.lossPer1000(),
            pricing.decisionsToday(),
            pricing.attackedPer1000(),
            verdicts,
            houseRows,
            Optional.empty(),
            notes,
            cutOff.isPresent(),
            new Meters(List.of()));
    return board.with(remaining(board));
  }

  private Remaining remaining(Scoreboard board) {
    Optional<BoardRow> best = board.best();
    if (best.isEmpty()) {
      return new Remaining(
          "ship as it is", pricing.losses(pricing.decisionsToday(), pricing.attackedPer1000(), 1));
    }
    Measured measured = best.get().measured().orElseThrow();
    return new Remaining(
        best.get().title(),
        pricing.losses(measured.decisions(), measured.attackedPer1000(), measured.sizeRatio()));
  }

  private HouseRow houseRow(Candidate candidate) {
    Execution.Result result = carriedOut.result(candidate);
    Optional<PricedSystem> system = carriedOut.system(candidate);
    HouseRow row =
        new HouseRow(
            candidate.title(),
            candidate.remedy(),
            candidate.labels(),
            result.reason(),
            system.map(s -> pricing.measure(s, pricing.saved(today, s), Map.of())));
    system.ifPresent(s -> handedBack.put(row, s.handedBack()));
    return row;
  }

  private Verdict verdict(Docket.Entry entry) {
    if (entry.candidate().isEmpty()) {
      return unmeasured(entry, entry.status(), entry.reason());
    }
    Candidate candidate = entry.candidate().get();
    Optional<PricedSystem> system = carriedOut.system(candidate);
    if (system.isEmpty()) {
      // Comes first: what was left behind may hold the model that a second reading must ask.
      Execution.Result result = carriedOut.result(candidate);
      return unmeasured(entry, result.status(), result.reason());
    }
    String whyVoid = voided.get(entry.commitment().orElseThrow());
    if (whyVoid != null) {
      return unmeasured(entry, Status.VOIDED, whyVoid);
    }
    Verdict verdict = measured(entry, candidate, system.get());
    handedBack.put(verdict, system.get().handedBack());
    return verdict;
  }

  private Verdict measured(Docket.Entry entry, Candidate candidate, PricedSystem system) {
    double p = entry.provenance().level();
    PairedDifference saved = pricing.saved(today, system);
    Map<String, PairedDifference> more = new LinkedHashMap<>();
    for (Candidate h : carriedOut.eligible(candidate)) {
      more.put(h.title(), pricing.saved(carriedOut.system(h).orElseThrow(), system));
    }
    Measured measured = pricing.measure(system, saved, more);
    Standing standing =
        system == today
            ? new Standing(Status.NO_DIFFERENCE_SHOWN, "nothing changes")
            : Standing.of(saved, more, p).without(carriedOut.unfinished(candidate));
    if (hearing.opened().isReused()) {
      standing = standing.onReusedRows();
    }
    return new Verdict(
        entry.provenance(),
        entry.commitment().orElseThrow().statement(),
        entry.commitment().orElseThrow().about(),
        Optional.of(candidate.remedy().recorded(entry.commitment().get()::committedPrint)),
        entry.actIsDefault(),
        standing.status(),
        standing.reason(),
        Optional.of(measured),
        1000 * saved.detectable(p),
        forecast(entry, measured),
        claims(entry, candidate, system),
        acting(candidate, system));
  }

  private Optional<ForecastVerdict> forecast(Docket.Entry entry, Measured measured) {
    return entry
        .commitment()
        .orElseThrow()
        .forecast()
        .map(
            forecast ->
                ForecastVerdict.of(forecast, measured, KNOW_NOTHING * hearing.bench().lossToday()));
  }

  private List<ClaimVerdict> claims(Docket.Entry entry, Candidate candidate, PricedSystem system) {
    List<ClaimVerdict> checked = new ArrayList<>();
    for (Claim claim : entry.commitment().orElseThrow().claims()) {
      checked.add(
          claims
              .check(claim, systemOf(claim, candidate, system))
              .recorded(entry.commitment().get()::committedPrint));
    }
    return checked;
  }

  private Optional<PricedSystem> systemOf(Claim claim, Candidate candidate, PricedSystem system) {
    if (claim.after().isEmpty()) {
      return Optional.of(today);
    }
    if (claim.after().get().equals(candidate.remedy())) {
      return Optional.of(system);
    }
    return candidates.stream()
        .filter(c -> c.once() && c.title().equals(candidate.title()))
        .filter(c -> c.remedy().equals(claim.after().get()))
        .findFirst()
        .flatMap(carriedOut::system);
  }

  private Verdict unmeasured(Docket.Entry entry, Status status, String reason) {
    return entry.unmeasured(
        status,
        reason,
        claim ->
            claims.check(claim, claim.after().isEmpty() ? Optional.of(today) : Optional.empty()));
  }

  private Acting acting(Candidate candidate, PricedSystem system) {
    ParameterChange change =
        ParameterChange.between(hearing.subject().model(), system.handedBack().model());
    return new Acting(
        candidate.labels(),
        candidate.remedy().retrains() ? 1 : 0,
        0,
        change.changed(),
        swaps(candidate.remedy()) || (candidate.remedy().setsGivenValues() && change.isLarge()));
  }

  private static boolean swaps(Remedy remedy) {
    return remedy instanceof SwapModel
        || (remedy instanceof Compose composed
            && composed.parts().stream().anyMatch(Grading::swaps));
  }

  private static double low(BoardRow row) {
    return row.measured().map(m -> m.savedPer1000().low()).orElse(Double.NEGATIVE_INFINITY);
  }
}
