package io.github.onecurve.report;

import io.github.onecurve.insight.Claim;
import io.github.onecurve.judge.Acting;
import io.github.onecurve.judge.Amount;
import io.github.onecurve.judge.BreakEven;
import io.github.onecurve.judge.ClaimVerdict;
import io.github.onecurve.judge.ForecastVerdict;
import io.github.onecurve.judge.Measured;
import io.github.onecurve.judge.Opening;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.remedy.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** All that a board knows of one insight, a labelled paragraph each. */
final class Explanation {
  private static final int LABEL = 12;
  private static final int SEEDS = 8;

  private final Verdict verdict;
  private final int rank;
  private final Figures figures;
  private final Opening opening;
  private final OptionalDouble attackedToday;
  private final List<String> lines = new ArrayList<>();

  Explanation(Scoreboard board, int rank) {
    this.verdict = board.verdicts().get(rank - 1);
    this.rank = rank;
    this.opening = board.opening();
    this.attackedToday = board.attackedPer1000();
    this.figures = Figures.forLoss(board.lossPer1000().estimate());
  }

  List<String> lines() {
    lines.addAll(Plain.wrap(Plain.line(rank + " " + verdict.title()), LABEL));
    add("says", verdict.statement().isEmpty() ? "nothing" : verdict.statement());
    add("about", verdict.about().isAll() ? "all rows" : verdict.about().toString());
    add("act", act());
    add("status", verdict.status() + (verdict.reason().isEmpty() ? "" : ": " + verdict.reason()));
    verdict.measured().ifPresent(this::addMeasured);
    add(
        "forecast",
        verdict.forecast().map(this::forecast).orElse("none that was measured against"));
    if (verdict.claims().isEmpty()) {
      add("claims", "none");
    }
    verdict.claims().forEach(claim -> add("claim", claim(claim)));
    add("acting", acting(verdict.acting()));
    add("provenance", provenance());
    if (opening != Opening.NOT_RECORDED) {
      add("opening", opening());
    }
    return lines;
  }

  private String act() {
    return verdict.act().map(Object::toString).orElse("nothing that can be done")
        + (verdict.actIsDefault() ? " (chosen by the judge: the insight proposes nothing)" : "");
  }

  private void addMeasured(Measured measured) {
    add(
        "A",
        measured
                .actionability()
                .map(a -> Figures.share(a) + " of today's loss removed")
                .orElse("nothing to fix here: too little is lost today to speak of shares")
            + (measured.actionabilityOfDecisions().isPresent()
                ? "; "
                    + Figures.share(measured.actionabilityOfDecisions().getAsDouble())
                    + " without the running price"
                : ""));
    add(
        "G",
        figures.saved(measured.savedPer1000()) + " mistake-equivalents saved per 1,000 decisions");
    add("by seed", bySeed(measured));
    add(
        "decisions",
        "per 1,000: fixed "
            + figures.per1000(measured.fixed())
            + ", broke "
            + figures.per1000(measured.broke())
            + ", abstained "
            + figures.per1000(measured.abstained()));
    measured.attackedPer1000().ifPresent(this::addAttacked);
    add(
        "size",
        measured.sizeCounted()
            ? Figures.number(measured.sizeRatio()) + " of today's nonzero multiply-adds"
            : "not counted, taken as " + Figures.number(measured.sizeRatio()) + " of today's");
    measured
        .lift()
        .ifPresent(
            lift ->
                add(
                    "lift",
                    Figures.share(lift)
                        + measured
                            .bestHouseRow()
                            .map(house -> " over the best house row, \"" + house + "\"")
                            .orElse("")));
    add(
        "detectable",
        "G of "
            + figures.per1000(verdict.detectable())
            + " per 1,000, in 80 of 100 cases at this row's level");
    add(
        "break-evens",
        "with decisions held fixed, nothing is saved at: "
            + measured.breakEvens().stream()
                .map(Explanation::breakEven)
                .collect(Collectors.joining(", "))
            + (measured.attackedPer1000().isPresent()
                ? "; for a cost, what is lost under attack is held fixed too"
                : ""));
  }

  private void addAttacked(double loss) {
    add(
        "attacked",
        figures.per1000(loss)
            + " still lost under attack per 1,000 decisions"
            + (attackedToday.isPresent()
                ? ", today " + figures.per1000(attackedToday.getAsDouble())
                : ""));
  }

  private String bySeed(Measured measured) {
    List<Double> seeds = measured.savedPer1000BySeed();
    String rest =
        seeds.stream().skip(1).limit(SEEDS).map(figures::saved).collect(Collectors.joining(", "));
    return figures.saved(measured.savedPer1000HandedBack())
        + " handed back"
        + (rest.isEmpty() ? ", nothing is retrained" : "; the others " + rest)
        + (seeds.size() > SEEDS + 1 ? " and " + (seeds.size() - SEEDS - 1) + " more" : "");
  }

  private static String breakEven(BreakEven breakEven) {
    return switch (breakEven.of()) {
          case BreakEven.ATTACK_SHARE -> "hostile share ";
          case BreakEven.RUNNING_PRICE -> "running price ";
          default -> "cost of " + breakEven.of() + " ";
        }
        + (breakEven.price().isPresent()
            ? Figures.number(breakEven.price().getAsDouble())
            : "none");
  }

  private String forecast(ForecastVerdict scored) {
    return figures.saved(scored.forecast().mean())
        + " with sd "
        + figures.per1000(scored.forecast().sd())
        + " per 1,000, measured "
        + verdict.measured().map(m -> figures.saved(m.savedPer1000().estimate())).orElse("nothing")
        + String.format(Locale.ROOT, "; skill %.2f of at most 1, ", scored.skill() + 0.0)
        + (scored.overclaim() > 0 ? "promised " : "kept back ")
        + (Double.isInfinite(scored.overclaim())
            ? "infinitely many sds too much"
            : String.format(Locale.ROOT, "%.1f sds too much", Math.abs(scored.overclaim())));
  }

  private String claim(ClaimVerdict checked) {
    Claim claim = checked.claim();
    return checked.outcome()
        + ": "
        + claim.quantity()
        + " in ["
        + Figures.number(claim.low())
        + ", "
        + Figures.number(claim.high())
        + "]"
        + claim.after().map(this::after).orElse("")
        + "; "
        + checked
            .measured()
            .map(m -> "measured " + interval(m) + ", 95%, counts unweighted")
            .orElse("nothing to measure it on");
  }

  private String after(Remedy remedy) {
    return verdict.act().filter(remedy::equals).isPresent()
        ? " after this act"
        : " after \"" + remedy + "\"";
  }

  private static String interval(Amount amount) {
    return Figures.number(amount.estimate())
        + (amount.isUnbounded()
            ? " unbounded"
            : " [" + Figures.number(amount.low()) + ", " + Figures.number(amount.high()) + "]");
  }

  private static String acting(Acting acting) {
    return Figures.count(acting.labels(), "label")
        + ", "
        + Figures.count(acting.trainings(), "training")
        + ", "
        + Figures.count(acting.parametersChanged(), "parameter")
        + " changed"
        + (acting.fixedArtefact()
            ? "; a fixed artefact: the luck of making it is not in these numbers"
            : "");
  }

  private String provenance() {
    return "number "
        + verdict.provenance().rank()
        + " of its producer by forecast, tested at the one-sided level "
        + Figures.number(verdict.provenance().level())
        + (verdict.provenance().contentHash().isEmpty()
            ? ""
            : ", committed as " + verdict.provenance().contentHash());
  }

  private String opening() {
    return switch (opening) {
      case REUSED ->
          "reused rows: the judge rows had been opened before, nothing here is more than an"
              + " estimate";
      case NOT_OPENED -> "the judge rows were not opened";
      default -> "the judge rows were opened for the first time";
    };
  }

  private void add(String label, String text) {
    lines.addAll(Plain.wrap(Plain.left(label, LABEL) + Plain.line(text), LABEL));
  }
}
