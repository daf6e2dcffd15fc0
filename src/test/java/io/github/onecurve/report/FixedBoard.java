package io.github.onecurve.report;

import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.Slice;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.judge.Acting;
import io.github.onecurve.judge.Amount;
import io.github.onecurve.judge.BreakEven;
import io.github.onecurve.judge.ClaimVerdict;
import io.github.onecurve.judge.DecisionShare;
import io.github.onecurve.judge.ForecastVerdict;
import io.github.onecurve.judge.HouseRow;
import io.github.onecurve.judge.JudgedRows;
import io.github.onecurve.judge.Measured;
import io.github.onecurve.judge.Meters;
import io.github.onecurve.judge.Opening;
import io.github.onecurve.judge.Provenance;
import io.github.onecurve.judge.Remaining;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.judge.Status;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.remedy.Ablate;
import io.github.onecurve.remedy.AbstainBelow;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.AbstainWhen;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.AugmentAdversarially;
import io.github.onecurve.remedy.Compose;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.ExpectedCostRule;
import io.github.onecurve.remedy.Hold;
import io.github.onecurve.remedy.Prune;
import io.github.onecurve.remedy.RecordedModel;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.Reweight;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.stakes.Stakes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** One board made by hand, with every remedy and every kind of claim on it; frozen as goldens. */
final class FixedBoard {
  private static final String HASH =
      "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  private static final Slice B = Slice.where("group", "B");
  private static final List<DecisionShare> TODAY =
      List.of(
          new DecisionShare("human", "human", 0.76),
          new DecisionShare("human", "gorilla", 0.03),
          new DecisionShare("gorilla", "gorilla", 0.2),
          new DecisionShare("gorilla", "human", 0.01));

  private FixedBoard() {}

  static Scoreboard board() {
    return new Scoreboard(
        Stakes.standard()
            .critical("human", "gorilla", 5)
            .attack(Threat.linf(0.25).within(0, 1), 0.05)
            .labelBudget(600)
            .strata(
                List.of(
                    new Stakes.Stratum(Slice.where("site", "north"), 0.75),
                    new Stakes.Stratum(Slice.where("site", "south", "west"), 0.25))),
        List.of("human", "gorilla"),
        1,
        5,
        Map.of("judge rows", HASH, "model", HASH),
        new JudgedRows(20_000, 12, 10, 2, 3),
        Opening.NOT_RECORDED,
        new Amount(161, 150.5, 171.5),
        TODAY,
        OptionalDouble.of(12.5),
        verdicts(),
        house(),
        Optional.of(
            new Remaining(
                "bias",
                List.of(
                    new Remaining.Part("human → gorilla", 50),
                    new Remaining.Part("gorilla → human", 20.25),
                    new Remaining.Part("running", 1)))),
        List.of("opening of the judge rows not recorded: no ledger was given"),
        false,
        new Meters(
            List.of(new Meters.Stage("bias", 0.25, 0.5), new Meters.Stage("judge", 12.5, 20))));
  }

  private static List<Verdict> verdicts() {
    Retrain bought =
        Retrain.with(
            new AcquireLabels(B, 300),
            new DiagnosisRows(),
            new Reweight(List.of(new Reweight.Cell("human", B, 2.5))),
            new AugmentAdversarially(
                Threat.linf(0.1)
                    .within(-1, 1)
                    .scaledBy(Tensor.of(new float[] {0.1f, 0.25f}, 2))
                    .freezing(1)));
    return List.of(
        verdict(1, "bias", bought, Status.CREDITED, "", 0.56, 90.25, 300, claims(bought)),
        verdict(
            1,
            "accuracy",
            new AbstainBelow(0.625),
            Status.PAYS,
            "no better than \"Chow's rule\"",
            0.125,
            20,
            0,
            List.of()),
        verdict(
            2,
            "bias",
            new AbstainWhen(odd()),
            Status.NO_DIFFERENCE_SHOWN,
            "",
            0.01,
            1.5,
            0,
            List.of()),
        verdict(
            1,
            "pruning",
            new Prune(0.5),
            Status.NO_DIFFERENCE_SHOWN,
            "",
            -0.001,
            -0.2,
            0,
            List.of()),
        verdict(
            1,
            "circuit",
            Compose.of(
                new Ablate("hidden", List.of(new Ablate.Unit(3, 0.1f), new Ablate.Unit(11, 0))),
                new AbstainOn("gorilla")),
            Status.HARMFUL,
            "",
            -0.75,
            -120.5,
            0,
            List.of()),
        verdict(
            1,
            "vendor",
            new SwapModel("the vendor's", new RecordedModel(HASH)),
            Status.HARMFUL,
            "",
            -2,
            -322,
            0,
            List.of()),
        failed("attack", Status.NOT_APPLICABLE, "needs gradients to the inputs"),
        failed("mine", Status.DID_NOT_FINISH, "IllegalStateException: no luck"));
  }

  private static Slice odd() {
    return new Slice(
        List.of(
            new Slice.Level("group", Set.of("B", "A")),
            new Slice.Range("age", 18, Double.POSITIVE_INFINITY),
            new Slice.Missing("income"),
            new Slice.FeatureRange(2, -0.5, 0.5)));
  }

  private static List<ClaimVerdict> claims(Remedy after) {
    return List.of(
        new ClaimVerdict(
            Claim.that(new Claim.Accuracy(B), 0.7, 0.8),
            ClaimVerdict.Outcome.HELD,
            Optional.of(new Amount(0.75, 0.72, 0.78))),
        new ClaimVerdict(
            Claim.that(new Claim.AccuracyGap(Slice.where("group", "A"), B), 0, 0.1).after(after),
            ClaimVerdict.Outcome.REFUTED,
            Optional.of(new Amount(0.25, 0.2, 0.3))),
        new ClaimVerdict(
            Claim.that(new Claim.RobustAccuracy(Threat.l2(0.5)), 0, 0.5),
            ClaimVerdict.Outcome.UNDECIDED,
            Optional.empty()));
  }

  private static Verdict verdict(
      int number,
      String producer,
      Remedy remedy,
      Status status,
      String reason,
      double share,
      double saved,
      int labels,
      List<ClaimVerdict> claims) {
    return new Verdict(
        new Provenance(producer, number, HASH, 0.008),
        "What " + producer + " says, in a sentence.",
        B,
        Optional.of(remedy),
        number == 2,
        status,
        reason,
        Optional.of(measured(share, saved, Optional.of("Chow's rule"))),
        3.75,
        Optional.of(
            new ForecastVerdict(
                new Forecast(100, 0),
                0.25,
                status == Status.CREDITED ? 1.5 : Double.POSITIVE_INFINITY)),
        claims,
        new Acting(
            labels, labels > 0 ? 1 : 0, labels > 0 ? 2000 : 0, 323, remedy.setsGivenValues()));
  }

  private static Verdict failed(String producer, Status status, String reason) {
    return new Verdict(
        new Provenance(producer, 1, "", 0.008),
        "",
        Slice.all(),
        Optional.empty(),
        false,
        status,
        reason,
        Optional.empty(),
        0,
        Optional.empty(),
        List.of(),
        new Acting(0, 0, 0, 0, false));
  }

  private static List<HouseRow> house() {
    return List.of(
        house("retrain, diagnosis rows too", Retrain.with(new DiagnosisRows()), 0.375, 60.5),
        house("Chow's rule", new ExpectedCostRule(), 0.125, 20.25),
        house("ship as it is", new ShipAsIs(), 0, 0),
        house("+300 random labels", Retrain.with(new AcquireLabels(Slice.all(), 300)), -0.01, -2),
        house("prune 90%", new Prune(0.9), -3, -483),
        house("hold", new Hold(), -0.85, -137),
        new HouseRow(
            "retrain on the same rows", Retrain.with(), 0, "out of memory", Optional.empty()));
  }

  private static HouseRow house(String title, Remedy remedy, double share, double saved) {
    return new HouseRow(
        title,
        remedy,
        title.startsWith("+") ? 300 : 0,
        "",
        Optional.of(measured(share, saved, Optional.empty())));
  }

  /** The more is saved, the fewer humans are called gorillas; so is it where most harm is done. */
  private static List<DecisionShare> decisions(double share) {
    double called = share > 0 ? 0.03 * (1 - share) : 0.001;
    return List.of(
        new DecisionShare("human", "human", 0.79 - called),
        new DecisionShare("human", "gorilla", called),
        new DecisionShare("gorilla", "gorilla", share > 0 ? 0.2 : 0.1),
        new DecisionShare("gorilla", "human", share > 0 ? 0.01 : 0.1),
        new DecisionShare("gorilla", DecisionShare.ABSTAIN, share > 0 ? 0 : 0.01));
  }

  private static Measured measured(double share, double saved, Optional<String> over) {
    boolean unbounded = share == -2;
    double width = saved == 0 ? 0 : 4.5;
    return new Measured(
        Optional.of(
            unbounded
                ? new Amount(share, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                : new Amount(share, share - width / 100, share + width / 100)),
        OptionalDouble.of(share),
        new Amount(saved, saved - width, saved + width),
        saved > 50 ? List.of(saved + 0.5, saved - 0.5) : List.of(saved),
        2.25,
        over.map(house -> new Amount(share - 0.125, share - 0.25, share + 0.25)),
        over,
        12.5,
        0.25,
        0,
        share == 0 ? 1 : 0.5,
        true,
        List.of(
            new BreakEven("runningPrice", OptionalDouble.empty()),
            new BreakEven("human → gorilla", OptionalDouble.of(1.25))),
        share == 0 ? TODAY : decisions(share),
        OptionalDouble.of(share == 0 ? 12.5 : 10));
  }
}
